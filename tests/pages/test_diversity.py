"""Diversity: where each series ends is said and drawn, and executives stand beside the workforce."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from metrics import charts
from metrics.charts.parity import draw_parity
from metrics.charts.theme import LIGHT
from metrics.definitions.catalog import find
from metrics.text import series_ends
from tests.metrics.charts.pictures import notes
from tests.pages.conftest import Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

SCRIPT = "health/diversity.py"
WOMEN, PARITY = find("women_share"), find("representation_ratio")
NEWEST = date(2026, 1, 31)
NAMES = {"career": "Career", "noncareer": "Noncareer (political)"}


def series(appointment: str, **values: float) -> pd.DataFrame:
    """Published figures of Septembers, given as y2017=34.1."""
    periods = pd.to_datetime([f"{year[1:]}-09-30" for year in values])
    table = pd.DataFrame({"period": periods, "value": [*values.values()], "evidence": "published", "source": "OPM"})
    return table.assign(flag="", appointment=appointment)


CAREER = series("career", y2016=33.0, y2017=34.1, y2022=37.6)
NONCAREER = series("noncareer", y2016=46.7, y2017=31.6)
BOTH = pd.concat([CAREER, NONCAREER])
PARTS = [("career", CAREER), ("noncareer", NONCAREER)]


def test_each_group_is_told_with_its_own_end() -> None:
    said = series_ends.describe_ends(WOMEN, PARTS, NEWEST, " of women executives")
    assert said == (
        "Figures of women executives held here end in September 2022 for career and in September 2017 for noncareer."
    )


def test_a_series_that_goes_on_has_no_end() -> None:
    assert series_ends.describe_ends(WOMEN, PARTS, date(2017, 12, 31)) == ""
    picture = charts.draw_trend(WOMEN, BOTH, LIGHT, by="appointment", names=NAMES, newest=date(2017, 12, 31))
    assert not any("last figure" in note for note in notes(picture))


def test_ends_are_drawn_on_the_chart_and_the_time_since_stays_empty() -> None:
    picture = charts.draw_trend(WOMEN, BOTH, LIGHT, by="appointment", names=NAMES, newest=NEWEST)
    assert {"last figure: September 2017", "last figure: September 2022"} <= set(notes(picture))
    assert picture.plot.layout.xaxis.range[1] >= pd.Timestamp(NEWEST)
    (since,) = [shape for shape in picture.plot.layout.shapes if shape.type == "rect"]
    assert (since.x0, since.fillcolor) == (pd.Timestamp("2022-09-30"), LIGHT.panel)
    assert "Figures held here end in September 2022 for career and in September 2017 for noncareer." in picture.alt


def pairs(evidence: str) -> pd.DataFrame:
    table = pd.DataFrame({"trait": ["women", "veteran"], "value": [0.8, 1.5], "numerator": [34.0, 30.0]})
    table = table.assign(denominator=[42.5, 20.0], period=pd.Timestamp("2017-09-30"), evidence=evidence)
    return table.assign(source="OPM", flag="")


def test_pairs_say_both_shares_and_how_far_from_parity() -> None:
    picture = draw_parity(
        PARITY, pairs("published"), LIGHT, by="trait", names={"women": "Women", "veteran": "Veterans"}
    )
    assert (
        "Women 34.0% of executives against 42.5% of all permanent employees in September 2017, 0.80 of parity"
    ) in picture.alt
    assert "Veterans 30.0% of executives against 20.0% of the feeder pool" in picture.alt
    key = "● executives   ┃ all permanent employees and the feeder pool"
    assert {"Women", "<b>34.0%</b> against 42.5%", key} <= set(notes(picture))
    assert [list(pair.x) for pair in picture.plot.data] == [[34.0, 42.5], [30.0, 20.0]]


def test_dots_are_filled_for_records_alone() -> None:
    published = draw_parity(PARITY, pairs("published"), LIGHT, by="trait", names={})
    records = draw_parity(PARITY, pairs("records"), LIGHT, by="trait", names={})
    assert published.plot.data[0].marker.color[0] == LIGHT.page
    assert records.plot.data[0].marker.color[0] == LIGHT.eligible


def test_pairs_of_the_sample_are_dashed_and_watermarked() -> None:
    picture = draw_parity(PARITY, pairs("sample"), LIGHT, by="trait", names={})
    assert picture.plot.data[0].line.dash == "dash"
    assert "synthetic sample" in picture.alt


def headings(app: AppTest) -> list[str]:
    return [each.value for each in app.subheader]


def test_the_page_says_when_figures_by_type_end(folder: Path, read_page: Open) -> None:
    said = words(read_page(folder, SCRIPT))
    assert (
        "Figures of women executives held here end in September 2022 for career and in September 2017 for noncareer."
        in said
    )
    assert "Figures of executives of color held here end in September 2022 for career" in said


def test_executives_stand_beside_the_government_in_published_figures(folder: Path, read_page: Open) -> None:
    app = read_page(folder, SCRIPT)
    assert "Do executives look like the government they lead?" in headings(app)
    tables = [table.value for table in app.dataframe if "Characteristic" in table.value]
    real = tables[0]
    assert set(real["Evidence"]) == {"published figure"}
    newest = real[real["Characteristic"] == "Women"].iloc[0]
    assert (newest["Numerator"], newest["Denominator"]) == (33.99, 42.61)


def test_the_feeder_pool_is_the_sample_alone_or_says_what_would_fill_it(
    published_folder: Path, sample_folder: Path, read_page: Open
) -> None:
    title = "Do executives look like the grade they are chosen from?"
    without, with_sample = (read_page(each, SCRIPT) for each in (published_folder, sample_folder))
    assert title in headings(without)
    assert "Executives against the workforce: no" in words(without)
    pools = [table.value for table in with_sample.dataframe if "Characteristic" in table.value]
    assert any(set(table["Evidence"]) == {"synthetic sample, not real"} for table in pools)


def test_agency_without_executives_is_told_so(folder: Path, read_page: Open) -> None:
    app = read_page(folder, SCRIPT, agency="Denali Commission")
    assert [*app.exception, *app.error] == []
    assert "match this selection" in words(app)
