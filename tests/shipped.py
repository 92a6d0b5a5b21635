"""What ships with the program: its figures and their sources, as rows of their own files."""

import csv

from etl.paths import REPOSITORY

PUBLISHED = REPOSITORY / "data" / "published"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the files that ship in data/published."""
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


FIGURES = rows("figures.csv")
SOURCES = rows("sources.csv")
