"""The mark of this program: what it says of the same build may change with it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path


@cache
def compute_mark() -> str:
    """A short text that is another one for another version of the code that answers."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).resolve().parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
