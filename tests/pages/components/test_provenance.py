"""Where figures come from: a publisher's figures that came by way of others say so."""

import csv
from pathlib import Path
from urllib.parse import urlparse

import pytest

from metrics.text import briefing
from pages.components.provenance import HOW, TAKEN
from tests.conftest import ROOT
from tests.metrics.conftest import open_data
from tests.pages.conftest import Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

ELSEWHERE = ("github.com", "raw.githubusercontent.com")


def test_every_figure_of_opm_taken_from_elsewhere_says_whose_tabulation_it_is(published_folder: Path) -> None:
    published = open_data(published_folder)
    with (ROOT / "data" / "published" / "sources.csv").open(encoding="utf-8", newline="") as file:
        shipped = {row["source_id"]: row for row in csv.DictReader(file)}
    notes = dict(zip(published.sources["source"], published.sources["note"], strict=True))
    taken = {name for name, row in shipped.items() if urlparse(row["address"]).hostname in ELSEWHERE}
    assert {"fedscope_gender_cube", "fwd_2025_11", "fwd_2026_07", "fwd_monthly_2026"} <= taken & set(notes)
    for name in taken & set(notes):
        assert shipped[name]["how_obtained"]
        assert notes[name].startswith(shipped[name]["how_obtained"])


def test_page_and_briefing_say_that_figures_came_by_way_of_others(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, "reference/sources.py")
    assert TAKEN in words(app)
    (listed,) = (table.value for table in app.dataframe if HOW in table.value)
    of_july = listed[listed["Short name"] == "fwd_2026_07"].iloc[0]
    assert "as aggregated in that repository" in of_july[HOW]
    assert "as others tabulated its files" in briefing.EVIDENCE
