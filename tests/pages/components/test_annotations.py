"""What happened while a series ran is marked on it, never covers anything, and is told in words with its citation."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from metrics import charts
from metrics.analysis.events import Annotation, AnnotationKind
from metrics.charts.event_marks import NARROWEST, Timeline, place_in_fiscal_year
from metrics.charts.theme import DARK, LIGHT
from metrics.definitions.catalog import find
from metrics.text import events
from tests.metrics.charts.pictures import notes
from tests.metrics.charts.test_figures import NAMES, SERIES, SHARE, by_appointment, rows
from tests.pages.conftest import Open
from tests.pages.page_text import words


def happening(kind: AnnotationKind, start: date, title: str, end: date | None = None) -> Annotation:
    return Annotation(kind, start, end, title, f"{title} in a sentence.", "5 U.S.C. 1")


FAR_APART = (
    happening("event", date(2017, 1, 31), "A freeze", date(2017, 4, 12)),
    happening("break", date(2023, 1, 31), "New rules"),
)
CROWDED = tuple(happening("event", date(2024, month, 1), f"An order of month {month}") for month in range(1, 7))
RULING = (
    happening("administration", date(2009, 1, 20), "Obama", date(2017, 1, 19)),
    happening("administration", date(2017, 1, 20), "Trump", date(2021, 1, 19)),
    happening("administration", date(2021, 1, 20), "Biden"),
)


def shapes(picture: charts.Picture, kind: str) -> list[tuple[object, object]]:
    return [(shape.x0, shape.x1) for shape in picture.plot.layout.shapes if shape.type == kind]


def test_each_event_is_a_rule_where_it_began() -> None:
    plain = charts.draw_trend(SHARE, SERIES, LIGHT)
    marked = charts.draw_trend(SHARE, SERIES, LIGHT, events=FAR_APART)
    rules = [start for start, end in shapes(marked, "line") if start == end]
    assert shapes(plain, "line") == []
    assert [pd.Timestamp(str(rule)).date() for rule in rules] == [one.start for one in FAR_APART]


def test_event_is_named_at_its_rule_and_a_break_by_its_sign_alone() -> None:
    written = notes(charts.draw_trend(SHARE, SERIES, LIGHT, events=FAR_APART))
    assert "A freeze" in written
    assert "New rules" not in written
    assert "//" in written


def test_of_many_events_the_three_newest_are_named_and_ruled() -> None:
    picture = charts.draw_trend(SHARE, SERIES, LIGHT, events=CROWDED)
    assert sorted(text for text in notes(picture) if "An order" in text) == [
        f"An order of month {month}" for month in (4, 5, 6)
    ]
    rules = {start for start, end in shapes(picture, "line") if start == end}
    assert {pd.Timestamp(str(rule)).month for rule in rules} == {4, 5, 6}


def test_events_that_bear_on_an_indicator_most_closely_are_named_first() -> None:
    close = replace(happening("event", date(2017, 1, 1), "An old order on it"), bearing=3)
    picture = charts.draw_trend(SHARE, SERIES, LIGHT, events=(close, *CROWDED))
    assert {text for text in notes(picture) if "order" in text} == {
        "An old order on it",
        "An order of month 5",
        "An order of month 6",
    }


@pytest.mark.parametrize("months", [1, 2, 3, 5, 8, 13, 21])
def test_labels_above_never_touch_on_the_narrowest_phone(months: int) -> None:
    starts = pd.date_range("2016-11-01", periods=12, freq=f"{months}MS")
    many = tuple(
        happening("event", day.date(), "Order on things") for day in starts if day < pd.Timestamp("2025-03-01")
    )
    plot = charts.draw_trend(SHARE, SERIES, LIGHT, events=many).plot
    (first, last), width = plot.layout.xaxis.range, NARROWEST - plot.layout.margin.r
    rows: dict[float, list[tuple[float, float]]] = {}
    for label in plot.layout.annotations:
        if label.yref == "paper" and label.y == 1:
            at = (pd.Timestamp(label.x) - pd.Timestamp(first)) / (pd.Timestamp(last) - pd.Timestamp(first)) * width
            size = 6.0 * len(label.text)
            left = at if label.xanchor == "left" else at - size
            rows.setdefault(label.yshift, []).append((left, left + size))
    spans = [span for row in rows.values() for span in row]
    assert len(spans) == 3
    assert all(right < left for row in rows.values() for (_, right), (left, _) in pairwise(sorted(row)))
    assert max(right for _, right in spans) <= NARROWEST


def test_strip_above_takes_its_own_room() -> None:
    plain = charts.draw_trend(SHARE, SERIES, LIGHT).plot.layout
    marked = charts.draw_trend(SHARE, SERIES, LIGHT, events=FAR_APART).plot.layout
    assert marked.height - plain.height == marked.margin.t - plain.margin.t > 0


def test_break_is_signed_on_the_axis_and_dotted() -> None:
    picture = charts.draw_trend(SHARE, SERIES, LIGHT, events=FAR_APART)
    assert notes(picture).count("//") == 1
    upright = [shape for shape in picture.plot.layout.shapes if shape.x0 == shape.x1]
    assert [shape.line.dash for shape in upright] == ["solid", "dot"]


def test_line_is_not_drawn_across_a_break_of_its_indicator() -> None:
    levels = find("award_share")
    years = rows({"2024-09-30": 50.0, "2025-09-30": 51.0, "2026-09-30": 30.0})
    (line,) = charts.draw_trend(levels, years, LIGHT).plot.data
    assert levels.breaks == (date(2025, 10, 1),)
    assert [pd.isna(value) for value in line.y] == [False, False, True, False]
    (other,) = charts.draw_trend(SHARE, years, LIGHT).plot.data
    assert not pd.isna(other.y).any()


def test_every_second_administration_is_shaded_and_named_above() -> None:
    picture = charts.draw_trend(SHARE, SERIES, DARK, events=RULING)
    ((start, end),) = shapes(picture, "rect")
    assert (pd.Timestamp(str(start)).date(), pd.Timestamp(str(end)).date()) == (date(2017, 1, 20), date(2021, 1, 20))
    assert {"Trump", "Biden"} <= set(notes(picture))


def test_marks_lie_behind_the_data_in_every_panel() -> None:
    both = pd.concat([by_appointment(7951, 765), by_appointment(7900, 700).assign(period=pd.Timestamp("2016-09-30"))])
    picture = charts.draw_multiples(find("on_board"), both, LIGHT, by="appointment", names=NAMES, events=FAR_APART)
    upright = [shape for shape in picture.plot.layout.shapes if shape.x0 == shape.x1]
    assert {shape.yref for shape in upright} == {"y domain", "y2 domain"}
    assert {shape.layer for shape in picture.plot.layout.shapes} == {"below"}


def test_first_day_of_a_fiscal_year_is_half_a_column_before_its_number() -> None:
    assert place_in_fiscal_year(date(2008, 10, 1)) == pytest.approx(2008.5, abs=0.01)
    assert place_in_fiscal_year(date(2009, 9, 30)) == pytest.approx(2009.5, abs=0.01)
    assert Timeline(2000.0, 2010.0, place=place_in_fiscal_year).pixels(date(2004, 10, 1)) == pytest.approx(
        0.45 * NARROWEST, abs=1
    )


def test_alternative_text_says_briefly_what_is_marked() -> None:
    alt = charts.draw_trend(SHARE, SERIES, LIGHT, events=FAR_APART + RULING).alt
    assert "Marked: A freeze (January 2017), a break in the series and administrations." in alt
    assert "Marked" not in charts.draw_trend(SHARE, SERIES, LIGHT).alt


def test_words_carry_day_sentence_and_citation() -> None:
    assert events.write_key(CROWDED) == (
        "1 An order of month 4 (April 2024) · 2 An order of month 5 (May 2024) · 3 An order of month 6 (June 2024)"
    )
    assert events.list_events(FAR_APART) == "A freeze (January 2017)"
    assert events.describe_events((*FAR_APART, RULING[2])) == [
        "**A freeze**, 31 January 2017 – 12 April 2017. A freeze in a sentence. 5 U.S.C. 1.",
        "**New rules**, 31 January 2023. Break in the series. New rules in a sentence. 5 U.S.C. 1.",
        "**Biden**, since 20 January 2021. Biden in a sentence. 5 U.S.C. 1.",
    ]


def test_trends_list_their_events_and_administrations_only_when_asked(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, "health/appointees.py"))
    assert "**A Pivotal Moment**, 30 June 2016." in said
    assert "Executive Order 13957 (85 FR 67631)" in said
    assert "Administration of President Obama" not in said
    assert "Administration of President Obama" in words(
        read_page(published_folder, "health/appointees.py", show="Administrations")
    )


def test_small_letters_in_the_address_are_put_right_and_strange_words_passed_over(
    published_folder: Path, read_page: Open
) -> None:
    page = "health/appointees.py"
    assert "Administration of President Obama" in words(read_page(published_folder, page, show="administrations"))
    assert "`monarchs`, which is not known here" in words(read_page(published_folder, page, show="monarchs"))


def test_series_of_one_date_is_marked_with_nothing(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, "health/appointees.py", period="September 1998"))
    assert "Homeland Security formed" not in said


def test_period_chosen_ends_what_is_marked(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, "health/appointees.py", period="September 2017"))
    assert "**A Pivotal Moment**, 30 June 2016." in said
    assert "Schedule F" not in said
