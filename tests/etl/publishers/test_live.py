"""`make live` itself, against a server of ours: what it calls a change, and what it says where nobody answers."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from etl.publishers.sources.listing import Item, Listing
from etl.publishers.spans import find_last_month, go_back, list_months
from tests.conftest import ROOT
from tests.etl.opm import Opm, people
from tests.etl.server import publisher
from tests.live.__main__ import NO_NETWORK, ask_for_lists, faults_of, faults_of_a_month

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 30)
LAST = find_last_month(TODAY)


def listing(first: date, last: date, published_at: str | None = "2026-11-06T16:00:00Z") -> Listing:
    items = [
        Item("accessions", f"{month:%Y-%m}", 1, ("x",), "x.parquet", published_at) for month in list_months(first, last)
    ]
    return Listing(tuple(items), complete=("accessions",))


def test_lists_as_they_were_are_no_change() -> None:
    assert faults_of(listing(date(2005, 1, 31), LAST), LAST) == []
    assert faults_of(listing(date(2005, 1, 31), go_back(LAST, 4)), LAST) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (listing(date(2020, 1, 31), LAST), "names 82 months"),
        (listing(date(2005, 1, 31), go_back(LAST, 5)), "the newest month of accessions is 2026-05"),
        (listing(date(2005, 1, 31), LAST, None), "262 months of accessions have no publishDate"),
    ],
)
def test_lists_that_have_changed_are_told(given: Listing, words: str) -> None:
    (fault,) = faults_of(given, LAST)
    assert words in fault


def test_a_month_is_fetched_loaded_and_its_columns_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with publisher() as server:
        opm = Opm(server)
        opm.publish(
            "accessions", "202607", [row | {"new_mark": "Y"} for row in people("202607", 3)], more=("new_mark",)
        )
        monkeypatch.setenv("SES_OPM", server.address)
        (item,) = [one for one in ask_for_lists().items if one.subject == "accessions"]
        faults = faults_of_a_month(item, tmp_path)
    assert "accessions_202607_1.parquet: unknown column new_mark." in faults


def test_where_nobody_answers_one_sentence_says_so() -> None:
    with publisher() as gone:
        environment = {**os.environ, "SES_OPM": gone.address}
    command = [sys.executable, "-m", "tests.live"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == NO_NETWORK
    assert ran.stderr == ""
    assert ran.stdout.splitlines()[-1].startswith("No network, or OPM's door is shut to this one: ")
