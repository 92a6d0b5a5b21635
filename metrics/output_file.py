"""Where a file is to be written: looked at before work begins, written aside, and put in its place when it is whole."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from metrics.errors import CannotWrite


def check_writable(to: Path) -> None:
    """Raise CannotWrite where no file can come to stand."""
    if to.is_dir():
        raise CannotWrite(f"{to} is a folder; name a file in it")
    if to.exists() and not to.is_file():
        raise CannotWrite(f"{to} is no ordinary file; name another")
    if not to.parent.is_dir():
        raise CannotWrite(f"{to} cannot be written: there is no folder {to.parent}; name another file or folder")
    if not os.access(to if to.exists() else to.parent, os.W_OK):
        raise CannotWrite(f"{to} cannot be written (Permission denied); name another file or folder")


def write(to: Path, make: Callable[[], bytes]) -> int:
    """Write a file whole or not at all: whatever stood there before stays until the new one is whole.

    Args:
        to: Where it is to be.
        make: Makes its bytes; called once it is known that they can be written.

    Returns:
        How many bytes it has.

    Raises:
        CannotWrite: No file can come to stand there.
    """
    check_writable(to)
    to = to.resolve()
    aside = to.with_name(f".{os.getpid()}.part")
    try:
        _put(aside, b"", to)
        content = make()
        _put(aside, content, to)
        _rename(aside, to)
    finally:
        aside.unlink(missing_ok=True)
    return len(content)


def _put(aside: Path, content: bytes, to: Path) -> None:
    try:
        aside.write_bytes(content)
    except OSError as error:
        raise CannotWrite(f"{to} cannot be written ({error.strerror}); name another file or folder") from None


def _rename(aside: Path, to: Path) -> None:
    try:
        aside.replace(to)
    except OSError as error:
        raise CannotWrite(f"{to} cannot be written ({error.strerror}); name another file or folder") from None
