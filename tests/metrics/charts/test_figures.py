"""Pictures say in words what they show, draw evidence by one grammar, and mark what must be marked."""

import pandas as pd
import pytest

from metrics import charts
from metrics.charts.base import choose_ticks
from metrics.charts.theme import DARK, LIGHT, PALETTES, Palette
from metrics.definitions.catalog import find
from metrics.definitions.metric import Unit
from tests.metrics.charts.pictures import notes

pytestmark = pytest.mark.slow

SHARE, ON_BOARD, SEPARATIONS = find("noncareer_share"), find("on_board"), find("separations")
NAMES = {"career": "Career", "noncareer": "Noncareer (political)"}


def rows(values: dict[str, float], evidence: str = "published", **columns: str) -> pd.DataFrame:
    """A series by period, all of one kind of evidence."""
    periods = pd.to_datetime(list(values))
    table = pd.DataFrame({"period": periods, "value": list(values.values()), "evidence": evidence, "source": "OPM"})
    return table.assign(flag="", **columns)


def by_appointment(career: float, noncareer: float) -> pd.DataFrame:
    """One figure of each of two appointment types."""
    day = "2024-09-30"
    return pd.concat([rows({day: career}, appointment="career"), rows({day: noncareer}, appointment="noncareer")])


SERIES = rows({"2016-09-30": 9.04, "2017-03-31": 1.7, "2018-09-30": 8.3, "2024-09-30": 8.7, "2025-03-31": 4.7})
AGENCIES = pd.concat(
    [
        rows({"2025-11-30": 30.8}, agency_code="ED"),
        rows({"2025-11-30": 25.0}, agency_code="BO"),
        rows({"2025-11-30": 10.7}, "records", agency_code="IN"),
    ]
)
AGENCY_NAMES = {"ED": "Education", "BO": "Office of Management and Budget", "IN": "Interior"}


def test_words_for_a_trend_give_span_latest_lowest_and_highest() -> None:
    picture = charts.draw_trend(SHARE, SERIES, LIGHT, limit=SHARE.limit_for("government"))
    assert "5 figures, September 2016 – March 2025" in picture.alt
    assert "latest 4.7% in March 2025, lowest 1.7% in March 2017, highest 9.0% in September 2016" in picture.alt
    assert "limit in law: 10% of positions, 5 U.S.C. 3134(b)" in picture.alt


def test_latest_that_is_the_highest_is_told_once() -> None:
    alt = charts.draw_trend(SHARE, rows({"2016-09-30": 9.0, "2025-12-31": 10.5}), LIGHT).alt
    assert "latest 10.5% in December 2025 (the highest), lowest 9.0% in September 2016." in alt
    assert alt.count("10.5%") == 1


def test_gap_of_six_years_is_not_bridged() -> None:
    (line,) = charts.draw_trend(SHARE, SERIES, LIGHT).plot.data
    held = dict(zip(pd.to_datetime(line.x).year, line.y, strict=True))
    assert len(line.x) == len(SERIES) + 1
    assert line.connectgaps is False
    assert pd.isna(line.y).sum() == 1
    assert set(held) == {2016, 2017, 2018, 2024, 2025}


def test_gap_of_two_years_is_joined() -> None:
    (line,) = charts.draw_trend(SHARE, rows({"2014-09-30": 9.0, "2016-09-30": 9.1}), LIGHT).plot.data
    assert not pd.isna(line.y).any()


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_published_figures_are_hollow_on_a_dotted_hairline(palette: Palette) -> None:
    (line,) = charts.draw_trend(SHARE, SERIES, palette).plot.data
    assert (line.line.dash, line.line.width, line.marker.color) == ("dot", 1, palette.page)
    assert line.marker.line.color == palette.noncareer


def test_records_are_a_solid_line() -> None:
    (line,) = charts.draw_trend(SHARE, SERIES.assign(evidence="records"), LIGHT).plot.data
    assert (line.line.dash, line.marker.color) == ("solid", LIGHT.noncareer)


def test_sample_is_dashed_and_watermarked() -> None:
    sample = SERIES.assign(evidence="sample")
    picture = charts.draw_trend(SHARE, sample, LIGHT)
    assert picture.plot.data[0].line.dash == "dash"
    assert "synthetic sample" in picture.alt
    assert "synthetic sample" in notes(picture)
    for other in (
        charts.draw_spark(SHARE, sample, LIGHT),
        charts.draw_bars(SHARE, sample.assign(k="a"), LIGHT, by="k"),
    ):
        assert "synthetic sample" in notes(other)
    assert "synthetic sample" not in notes(charts.draw_trend(SHARE, SERIES, LIGHT))


def test_groups_are_labelled_where_they_end_and_in_their_accents() -> None:
    both = by_appointment(7951, 765)
    picture = charts.draw_trend(ON_BOARD, both, DARK, by="appointment", names=NAMES)
    assert "Career<br><b>7,951</b>" in notes(picture)
    assert [line.line.color for line in picture.plot.data] == [DARK.career, DARK.noncareer]


def test_labels_do_not_cover_each_other() -> None:
    close = by_appointment(30.0, 30.1)
    first, second = charts.draw_trend(SHARE, close, LIGHT, by="appointment", names=NAMES).plot.layout.annotations
    assert abs((second.yshift or 0) - (first.yshift or 0)) >= 30


def test_law_is_written_on_the_line_of_a_bullet() -> None:
    limit = SHARE.limit_for("government")
    picture = charts.draw_bullet(SHARE, 10.54, "published", limit, LIGHT)
    assert notes(picture) == ["limit in law: 10% of positions, 5 U.S.C. 3134(b)"]
    assert "10.5%" in picture.alt
    assert "of people on board beside the limit in law: 10% of positions" in picture.alt
    assert "above" not in picture.alt


def test_above_a_limit_of_positions_is_a_diamond_and_not_only_red() -> None:
    share = find("noncareer_share_of_positions")
    limit = share.limit_for("agency")
    picture = charts.draw_ranking(share, AGENCIES, LIGHT, by="agency_code", names=AGENCY_NAMES, limit=limit)
    dots = picture.plot.data[1]
    assert list(dots.marker.symbol) == ["diamond", "circle", "circle"]
    assert next(iter(dots.marker.line.color)) == LIGHT.limit
    assert LIGHT.limit not in list(dots.marker.line.color)[1:]
    assert "Education highest with 30.8%" in picture.alt
    assert "1 above the limit in law: 25% of positions" in picture.alt


def test_a_share_of_people_stands_beside_the_limit_and_is_never_above_it() -> None:
    limit = SHARE.limit_for("agency")
    picture = charts.draw_ranking(SHARE, AGENCIES, LIGHT, by="agency_code", names=AGENCY_NAMES, limit=limit)
    dots = picture.plot.data[1]
    assert set(dots.marker.symbol) == {"circle"}
    assert set(dots.marker.line.color) == {LIGHT.noncareer}
    assert "Beside them stands the limit in law: 25% of positions" in picture.alt
    assert "above" not in picture.alt


def test_ranking_writes_names_and_headroom_in_words() -> None:
    room = {"ED": "4 above", "BO": "no room left"}
    picture = charts.draw_ranking(SHARE, AGENCIES, LIGHT, by="agency_code", names=AGENCY_NAMES, more_words=room)
    written = set(notes(picture))
    assert {"Education", "<b>30.8%</b><br>4 above", "<b>25.0%</b><br>no room left", "<b>10.7%</b>"} <= written


def test_a_share_in_a_ranking_says_of_how_many_it_is() -> None:
    counted = AGENCIES.assign(numerator=[20, 3, 6], denominator=[65, 12, 56])
    picture = charts.draw_ranking(SHARE, counted, LIGHT, by="agency_code", names=AGENCY_NAMES)
    assert "<b>30.8%</b> · 20 of 65" in notes(picture)


def test_long_name_is_broken_and_not_cut() -> None:
    name = "National Foundation on the Arts and the Humanities"
    picture = charts.draw_ranking(SHARE, AGENCIES.iloc[:1], LIGHT, by="agency_code", names={"ED": name})
    assert name in [note.replace("<br>", " ") for note in notes(picture)]


def test_years_without_a_figure_stay_empty() -> None:
    two = rows({"2009-09-30": 582, "2022-09-30": 903}, appointment="career")
    picture = charts.draw_bars(SEPARATIONS, two, LIGHT, by="appointment", names=NAMES)
    assert list(picture.plot.data[0].x) == [2009, 2022]
    assert "latest 903 in fiscal year 2022" in picture.alt


def test_each_multiple_has_its_own_scale_from_zero() -> None:
    both = by_appointment(7951, 765)
    layout = charts.draw_multiples(ON_BOARD, both, LIGHT, by="appointment", names=NAMES).plot.layout
    assert layout.yaxis.rangemode == layout.yaxis2.rangemode == "tozero"
    assert layout.yaxis2.matches is None


def test_multiple_has_two_or_three_round_values_beside_it() -> None:
    both = by_appointment(7951, 765)
    layout = charts.draw_multiples(ON_BOARD, both, LIGHT, by="appointment", names=NAMES).plot.layout
    assert (list(layout.yaxis.tickvals), list(layout.yaxis2.tickvals)) == ([0, 4000, 8000], [0, 400, 800])


@pytest.mark.parametrize("top", [1, 2, 3, 9, 10, 16, 99, 225, 1000, 9999])
def test_few_ticks_are_whole_even_and_under_the_top(top: int) -> None:
    ticks = choose_ticks(Unit.PEOPLE, top)
    assert 2 <= len(ticks) <= 4
    assert all(tick == int(tick) for tick in ticks)
    assert top / 2 < ticks[-1] <= top * 1.1


def test_label_that_would_touch_its_neighbour_is_left_out() -> None:
    near = rows({"2005-09-30": 694, "2021-09-30": 813, "2022-09-30": 903}, appointment="career")
    picture = charts.draw_bars(SEPARATIONS, near, LIGHT, by="appointment", names=NAMES)
    assert list(picture.plot.data[0].text) == ["694", "", "903"]


def test_dot_at_zero_is_not_cut_and_only_the_law_takes_room_above() -> None:
    plain = charts.draw_ranking(SHARE, AGENCIES, LIGHT, by="agency_code", names=AGENCY_NAMES).plot.layout
    limit = SHARE.limit_for("agency")
    ruled = charts.draw_ranking(SHARE, AGENCIES, LIGHT, by="agency_code", names=AGENCY_NAMES, limit=limit).plot.layout
    assert plain.margin.l >= 8
    assert (plain.margin.t, ruled.height - plain.height) == (0, ruled.margin.t)


def test_words_for_several_series_name_the_indicator_once() -> None:
    both = by_appointment(7951, 765)
    alt = charts.draw_multiples(ON_BOARD, both, LIGHT, by="appointment", names=NAMES).alt
    assert alt.count("Executives on board") == 1
    assert {"Career: 7,951", "Noncareer (political): 765"} <= {part.split(" in ")[0] for part in alt.split(". ")}


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_picture_wears_the_house_template(palette: Palette) -> None:
    pictures = [
        charts.draw_trend(SHARE, SERIES, palette),
        charts.draw_spark(SHARE, SERIES, palette),
        charts.draw_bullet(SHARE, 4.7, "published", SHARE.limit_for("government"), palette),
        charts.draw_ranking(SHARE, AGENCIES, palette, by="agency_code", names=AGENCY_NAMES),
    ]
    for picture in pictures:
        template = picture.plot.layout.template.layout
        assert template.paper_bgcolor == palette.page
        assert template.font.family == "'Source Sans', sans-serif"
        assert picture.alt


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("token", ["ink", "muted", "career", "noncareer", "limited", "eligible", "limit"])
def test_words_in_any_accent_can_be_read(palette: Palette, token: str) -> None:
    for ground in (palette.page, palette.panel):
        dark, light = sorted((_luminance(getattr(palette, token)), _luminance(ground)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_long_word_at_the_end_of_a_line_is_never_cut() -> None:
    names = {"SB": "Small Business Administration"}
    lines = charts.draw_trend(SHARE, rows({"2025-11-30": 30.0}, agency_code="SB"), LIGHT, by="agency_code", names=names)
    assert any(text.startswith("Small<br>Business<br>Administration<br>") for text in notes(lines))
