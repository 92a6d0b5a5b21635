"""Files that come whole or not at all: made beside their place, and put there once they are finished."""

from collections.abc import Callable
from pathlib import Path


def make_aside(path: Path, make: Callable[[Path], object]) -> None:
    """Have a file made under another name, one that says it is unfinished, and give it its own when it is whole.

    Args:
        path: where the file belongs; its folder is made if need be.
        make: writes it at the place that it is given.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.part")
    make(aside)
    aside.replace(path)


def write_aside(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    make_aside(path, lambda aside: aside.write_text(text, "utf-8"))
