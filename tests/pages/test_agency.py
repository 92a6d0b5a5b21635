"""One agency beside the government and its peers; without one chosen, all of them to choose from."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

AGENCY = "summary/agency.py"


def headlines(app: AppTest) -> pd.DataFrame:
    """The table of every headline, by indicator."""
    table = next(frame.value for frame in app.dataframe if "Peers' median" in frame.value)
    return table.set_index("Indicator")


def test_rank_and_peers_of_an_agency(published_folder: Path, read_page: Open) -> None:
    row = headlines(read_page(published_folder, AGENCY, agency="ED")).loc["Political appointees in the SES"]
    assert (row["Here"], row["Peers' median"], row["Rank"]) == ("27.6%", "14.0%", "3rd highest of 34")


def test_agencies_that_share_a_value_share_a_rank(published_folder: Path, read_page: Open) -> None:
    row = headlines(read_page(published_folder, AGENCY, agency="SB")).loc["Limited appointees"]
    assert (row["Here"], row["Rank"]) == ("0.0%", "tied for lowest of 34")


def test_counts_are_not_ranked(published_folder: Path, read_page: Open) -> None:
    row = headlines(read_page(published_folder, AGENCY, agency="ED")).loc["Executives on board"]
    assert (row["Rank"], row["Peers' median"]) == ("a count: not ranked", "–")


@pytest.mark.parametrize(
    ("agency", "said"),
    [("HP", "fewer than four executives"), ("BF", "fewer than ten people"), ("DD*", "12th lowest of 34")],
)
def test_small_agencies_are_marked_and_not_ranked(
    published_folder: Path, agency: str, said: str, read_page: Open
) -> None:
    row = headlines(read_page(published_folder, AGENCY, agency=agency)).loc["Political appointees in the SES"]
    assert said in row["Rank"]


def test_part_of_defense_names_the_whole(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, AGENCY, agency="NV")
    assert not app.exception
    assert "compared with Defense as one" in words(app)
    row = headlines(app).loc["Executives on board"]
    assert row["Here"] == "276"
    assert "Room for political appointees" not in headlines(app).index


def test_trend_lays_agency_government_and_peers_over_each_other(published_folder: Path, read_page: Open) -> None:
    charts = read_page(published_folder, AGENCY, agency="ED").get("plotly_chart")
    alt = next(chart.proto.alt for chart in charts if chart.proto.alt.startswith("Line chart. Political appointees"))
    for part in ("Department of Education", "27.6%", "All agencies", "12.7%", "Peers", "14.0%"):
        assert part in alt


def test_agency_without_executives_is_sentences(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, AGENCY, agency="Valles Caldera Trust")
    assert not app.exception
    assert "No indicator has a figure of the Valles Caldera Trust" in words(app)
    assert "no figures of the Valles Caldera Trust are known" in words(app)


def test_without_an_agency_all_of_them_are_shown(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, AGENCY)
    assert not app.exception
    assert "Choose an agency above" in words(app)
    table = app.dataframe[0].value
    assert table["Agency"].iloc[0] == "Department of Defense (all components)"
    assert table["Executives, July 2026"].is_monotonic_decreasing
    assert not {"Department of the Army", "Department of the Navy"} & set(table["Agency"])
    assert table.set_index("Agency")["Noncareer, share of people on board, July 2026"].notna().sum() == 34
    # Every column that has anything says of which month it is.
    known = [name for name in table.columns[2:] if table[name].notna().any()]
    assert [name.rsplit(", ", 1)[-1] for name in known] == ["July 2026"] * len(known)
    assert len(known) >= 3


def test_sample_is_named(sample_folder: Path, read_page: Open) -> None:
    app = read_page(sample_folder, AGENCY, agency="ED")
    assert not app.exception
    assert "synthetic sample, not real" in set(headlines(app)["Evidence"])


def test_period_is_the_last_one_ranked(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, AGENCY, agency="ED", period="2025-03")
    assert not app.exception
    assert "November 2025" not in set(headlines(app)["When"])
