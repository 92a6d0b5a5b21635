"""What is said of the figures that ship is what is in their files."""

import re

from etl.paths import REPOSITORY
from tests.shipped import FIGURES, PUBLISHED, SOURCES


def test_readme_and_loading_count_the_figures_and_their_sources() -> None:
    said = "".join((REPOSITORY / path).read_text(encoding="utf-8") for path in ("README.md", "docs/loading.md"))
    assert re.findall(r"([\d,]+) (?:real published )?figures (?:from (\d+) sources|\()", said) == [
        (f"{len(FIGURES):,}", ""),
        (f"{len(FIGURES):,}", str(len(SOURCES))),
    ]


def test_readme_beside_the_figures_counts_them_too() -> None:
    said = (PUBLISHED / "README.md").read_text(encoding="utf-8")
    assert f"\n{len(FIGURES):,} figures from {len(SOURCES)} sources: " in said


def test_readme_names_the_years_that_the_figures_span() -> None:
    said = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    counts = [row["as_of"][:4] for row in FIGURES]
    assert f"real published figures ({min(counts)}–{max(counts)})" in said
