"""Where the program's own files lie: beside its packages in a checkout, inside this one where it is installed."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def locate(name: str) -> Path:
    """A file that ships with the program, such as static/usa_110m.json."""
    inside = PACKAGE / name
    return inside if inside.exists() else PACKAGE.parent / name


def find_data_folder() -> Path:
    """The folder that SES_DATA names; else data/ of a checkout, or ses-health/ at home where the program is installed.

    Nothing is written among installed packages, which are often read-only and go with the next version. The loader
    (`etl.paths`) says the same.

    Returns:
        The folder, which may not exist yet.
    """
    if folder := os.environ.get("SES_DATA"):
        return Path(folder).resolve()
    checkout_data = PACKAGE.parent / "data"
    return checkout_data if (checkout_data / "published").is_dir() else Path.home() / "ses-health"
