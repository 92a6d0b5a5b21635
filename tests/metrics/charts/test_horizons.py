"""Who can retire, in words and pictures: intervals with their middle, evidence told apart, numbers in the alt text."""

from typing import Any

import pandas as pd
import pytest

from metrics import formatting
from metrics.analysis import horizons
from metrics.charts.base import Picture
from metrics.charts.fan import draw_fan, draw_spread
from metrics.charts.heat import draw_heat_map
from metrics.charts.theme import DARK, LIGHT, PALETTES, Palette, mix
from metrics.definitions.catalog import find
from metrics.definitions.metric import Unit
from metrics.query.answer import Answer
from metrics.query.selection import Selection
from metrics.text import retirement
from tests.metrics.charts.pictures import notes
from tests.metrics.charts.test_figures import _luminance

pytestmark = pytest.mark.slow

PEOPLE, SHARE = find("retirement_eligible"), find("retirement_eligible_share")
AHEAD = Selection.of(by=["horizon_years"])


def row(years: int, value: float, low: float | None, high: float | None, **more: Any) -> dict[str, Any]:
    """An estimate of one horizon in September 2024 from records, changed by what `more` says."""
    usual = {"period": "2024-09-30", "evidence": "records", "source": "cube", "flag": "", "left_out": 0.0}
    return usual | {"horizon_years": years, "value": value, "low": low, "high": high} | more


def answer(metric: Any, *rows: dict[str, Any], selection: Selection = AHEAD) -> Answer:
    table = pd.DataFrame(list(rows))
    return Answer(metric, selection, table.assign(period=pd.to_datetime(table["period"])))


COUNTS = (row(0, 20, 15, 23, left_out=2), row(5, 37, 31, 41, left_out=2), row(10, 60, 55, 64, left_out=2))
SHARES = tuple(
    row(years, value, low, high, denominator=100.0, numerator=value)
    for years, value, low, high in ((0, 20, 15, 23), (5, 37, 31, 41), (10, 60, 55, 64))
)
PUBLISHED = row(5, 62.2, None, None, period="2020-09-30", evidence="published", source="pps")


def test_interval_names_both_ends_and_its_middle() -> None:
    (said,) = retirement.describe_able(answer(PEOPLE, *COUNTS), answer(SHARE, *SHARES))
    assert said == (
        "31–41 of 100 career executives on board in September 2024 (31.0–41.0%, central estimate 37) could retire on "
        "full benefits within 5 years, 15–23 of them already (15.0–23.0%, central estimate 20): computed from OPM's "
        "record files; 2 more are left out, of unknown age or service."
    )


def test_agency_is_named_first() -> None:
    said = retirement.describe_able(answer(PEOPLE, *COUNTS), answer(SHARE, *SHARES), "Department of Labor")
    assert said[0].startswith("At the Department of Labor, 31–41 of 100 career executives")


def test_of_fewer_than_ten_no_share_is_told() -> None:
    few = [each | {"denominator": 9.0} for each in SHARES]
    (said,) = retirement.describe_able(answer(PEOPLE, *COUNTS), answer(SHARE, *few))
    assert "%" not in said
    assert "fewer than ten people: too few to rate" in said


def test_ends_that_are_alike_are_told_once() -> None:
    assert formatting.format_range(4.0, 4.2, Unit.PEOPLE) == "4"
    assert formatting.format_range(21.68, 33.61, Unit.PERCENT) == "21.7–33.6%"
    assert formatting.format_range(99.9, 1000.4, Unit.PEOPLE) == "100–1,000"


def test_real_figures_come_before_the_sample_and_are_not_mixed_with_it() -> None:
    sample = [each | {"evidence": "sample", "period": "2025-09-30"} for each in COUNTS]
    drawn = [each | {"evidence": "sample", "period": "2025-09-30"} for each in SHARES]
    said = retirement.describe_able(answer(PEOPLE, *sample), answer(SHARE, *drawn, PUBLISHED))
    assert said[0] == (
        "62.2% of career executives on board in September 2020 could retire within 5 years (published figure)."
    )
    assert "synthetic sample, not real" in said[1]
    # A share is published, so the sample's shares stay hidden; its counts have no published figure.
    assert "%" not in said[1]


def test_newer_records_come_before_an_older_published_figure() -> None:
    said = retirement.describe_able(answer(PEOPLE, *COUNTS), answer(SHARE, *SHARES, PUBLISHED))
    assert [sentence[:5] for sentence in said] == ["31–41", "62.2%"]


def test_other_appointments_are_named() -> None:
    selection = Selection.of(by=["horizon_years"], where={"appointment": "limited_term"})
    (said,) = retirement.describe_able(answer(PEOPLE, *COUNTS, selection=selection), answer(SHARE, *SHARES))
    assert "of 100 limited term executives on board" in said


def test_nothing_is_said_without_figures() -> None:
    assert retirement.describe_able(answer(PEOPLE, *COUNTS[2:]), answer(SHARE, *SHARES[2:])) == []


def test_one_horizon_is_told_by_itself() -> None:
    metric = horizons.narrow_to(SHARE, 5)
    assert metric.title == "Share of executives who can retire within 5 years"
    assert metric.says == "{value} of executives could retire on full benefits within 5 years, of those on board"
    assert horizons.describe_horizon(0) == "already"
    assert horizons.describe_horizon(1) == "within 1 year"


def drawn_fan(palette: Palette = LIGHT, *more: dict[str, Any]) -> Picture:
    result = answer(SHARE, *SHARES, *more)
    return draw_fan(SHARE, horizons.select_ahead(result), palette, retirement.describe_fan(result))


def test_fan_states_every_interval_and_what_is_published() -> None:
    assert drawn_fan(LIGHT, PUBLISHED).alt == (
        "Fan of horizons. Share of executives who can retire, September 2024: already 15.0–23.0% (central estimate "
        "20.0%); within 5 years 31.0–41.0% (central estimate 37.0%); within 10 years 55.0–64.0% (central estimate "
        "60.0%). Published: 62.2% within 5 years of September 2020."
    )


def test_published_points_stand_hollow_beside_the_fan() -> None:
    band, line, points = drawn_fan(DARK, PUBLISHED).plot.data
    assert (band.fill, line.line.dash) == ("toself", "solid")
    assert (list(points.x), list(points.y)) == ([5], [62.2])
    assert (points.marker.color, points.marker.line.color) == (DARK.page, DARK.eligible)
    assert list(points.hovertext) == ["<b>September 2020</b><br>Within 5 years 62.2%<br>published figure<br>pps"]


def test_band_runs_from_low_to_high() -> None:
    band = drawn_fan().plot.data[0]
    assert list(band.y) == [23, 41, 64, 55, 31, 15]


def test_fan_of_the_sample_is_dashed_and_says_so() -> None:
    result = answer(SHARE, *(each | {"evidence": "sample"} for each in SHARES))
    picture = draw_fan(SHARE, horizons.select_ahead(result), LIGHT, retirement.describe_fan(result))
    assert picture.plot.data[1].line.dash == "dash"
    assert "synthetic sample" in notes(picture)
    assert picture.alt.endswith("Drawn from a synthetic sample, not from real figures.")


def test_fan_of_published_figures_alone_has_no_band() -> None:
    result = answer(SHARE, PUBLISHED)
    picture = draw_fan(SHARE, horizons.select_ahead(result), LIGHT, retirement.describe_fan(result))
    assert [trace.fill for trace in picture.plot.data] == [None]
    assert "62.2% · Sep 2020" in notes(picture)


AGENCIES = pd.DataFrame(
    [
        row(years, value, value - 5, value + 5, agency_code=code, denominator=50.0)
        for code, values in {"ED": (20, 55), "LA": (10, 40)}.items()
        for years, value in zip((0, 5), values, strict=True)
    ]
).assign(period=pd.Timestamp("2024-09-30"))
NAMES = {"ED": "Education", "LA": "Office of a Very Long Name Indeed"}


def test_heat_map_writes_its_numbers_in_the_cells() -> None:
    cells = draw_heat_map(SHARE, AGENCIES, LIGHT, names=NAMES, bold_code="ED").plot.data[0]
    assert [list(line) for line in cells.text] == [["20%", "55%"], ["10%", "40%"]]
    assert [list(line) for line in cells.z] == [[20, 55], [10, 40]]


def test_heat_map_names_its_first_and_last_with_their_numbers() -> None:
    assert draw_heat_map(SHARE, AGENCIES, LIGHT, names=NAMES, bold_code="").alt == (
        "Heat map. Share of executives who can retire, 2 agencies by horizon, September 2024, central estimates. First "
        "and last within 5 years: Education 55.0% (50.0–60.0%) and Office of a Very Long Name Indeed 40.0% "
        "(35.0–45.0%)."
    )


def test_chosen_agency_stands_out_and_a_long_name_is_broken() -> None:
    labels = draw_heat_map(SHARE, AGENCIES, LIGHT, names=NAMES, bold_code="ED").plot.layout.yaxis.ticktext
    assert labels[0] == "<b>Education</b>"
    assert labels[1].replace("<br>", " ") == NAMES["LA"]
    assert max(map(len, labels[1].split("<br>"))) <= 22


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_ink_can_be_read_on_every_cell(palette: Palette) -> None:
    scale = draw_heat_map(SHARE, AGENCIES, palette, names=NAMES, bold_code="").plot.data[0]
    (_, ground), (_, deepest) = scale.colorscale
    for part in (0, 0.25, 0.5, 0.75, 1):
        dark, light = sorted(_luminance(colour) for colour in (mix(ground, deepest, part), palette.ink))
        assert (light + 0.05) / (dark + 0.05) >= 4.5
    assert scale.textfont.color == palette.ink


def test_trend_says_the_bounds_of_its_last_figure() -> None:
    rows = pd.DataFrame([SHARES[1], SHARES[1] | {"period": "2025-09-30", "value": 39.0, "low": 33.0, "high": 44.0}])
    picture = draw_spread(horizons.narrow_to(SHARE, 5), rows.assign(period=pd.to_datetime(rows["period"])), LIGHT)
    assert "latest 39.0% in September 2025 (the highest)" in picture.alt
    assert picture.alt.endswith("Bounds of the last: 33.0–44.0%.")
    assert "<b>39.0%</b><br>33.0–44.0%" in notes(picture)
