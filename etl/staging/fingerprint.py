"""How files of a layout are staged, as one fingerprint: what another recipe staged is staged again, not trusted."""

import hashlib
from functools import cache
from pathlib import Path

from etl.layouts.spec import Layout
from etl.paths import PROGRAM
from etl.staging.schema import DATASETS

CODE = ("files/*.py", "layouts/*.py", "staging/*.py", "sql/staging/*.sql")
"""All of what reads and stages a file: a module that is added is never forgotten."""


def compute_recipe(layout: Layout, reference: Path) -> str:
    """Twelve characters that change with the declaration, the staging code and the reference tables it joins."""
    declaration = (layout, [DATASETS[name] for name in (*layout.datasets, "labels")])
    digest = hashlib.sha256(repr(declaration).encode())
    digest.update(_read_code())
    for table in layout.reference:
        digest.update((reference / f"{table}.csv").read_bytes())
    return digest.hexdigest()[:12]


@cache
def _read_code() -> bytes:
    return b"".join(path.read_bytes() for pattern in CODE for path in sorted(PROGRAM.glob(pattern)))
