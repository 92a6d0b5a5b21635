"""Native numbers as a drawing: the grammar of evidence, and nothing beyond the edges."""

from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from metrics.analysis.events import Annotation
from metrics.charts.spec import Native, Series
from metrics.definitions.metric import Limit, Unit
from metrics.export import text_metrics
from metrics.export.briefing.model import Briefing
from metrics.export.svg.chart import WIDTH, draw_chart

pytestmark = pytest.mark.slow

SVG = "{http://www.w3.org/2000/svg}"
DAYS = (date(2016, 9, 30), date(2020, 9, 30), date(2025, 9, 30))
LIMIT = Limit(10, "government", "positions", "5 U.S.C. 3134(b)")
RED = "#B3261E"


def line(evidence: str = "records", name: str = "Career", **more: Any) -> Series:
    return replace(Series(name, "#1F4E79", evidence, (9.0, None, 10.5), group=name), **more)


def drawn(native: Native, alt: str = "words") -> ElementTree.Element:
    return ElementTree.fromstring(draw_chart(native, alt))


def texts(picture: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in picture.iter(f"{SVG}text")]


def found(picture: ElementTree.Element, tag: str, **wanted: str) -> list[ElementTree.Element]:
    return [
        element
        for element in picture.iter(f"{SVG}{tag}")
        if all(element.get(name.replace("_", "-")) == value for name, value in wanted.items())
    ]


def test_published_marks_are_hollow_and_records_full() -> None:
    hollow = drawn(Native("lines", DAYS, (line("published"),), Unit.PERCENT))
    full = drawn(Native("lines", DAYS, (line("records"),), Unit.PERCENT))
    assert {mark.get("fill") for mark in found(hollow, "circle")} == {"#FFFFFF"}
    assert {mark.get("fill") for mark in found(full, "circle")} == {"#1F4E79"}


def test_sample_is_dashed_and_says_so() -> None:
    picture = drawn(Native("lines", DAYS, (line("sample"),), Unit.PERCENT))
    assert len(found(picture, "polyline", stroke_dasharray="6 4")) == 1
    assert "synthetic sample" in texts(picture)
    assert "synthetic sample" not in texts(drawn(Native("lines", DAYS, (line(),), Unit.PERCENT)))


def test_limit_is_a_red_rule_with_its_law() -> None:
    for kind in ("lines", "columns", "bars"):
        names = DAYS if kind == "lines" else ("A", "B", "C")
        picture = drawn(Native(kind, names, (line(),), Unit.PERCENT, LIMIT))
        assert len(found(picture, "polyline", stroke=RED)) == 1
        assert "Limit in law: 10% of positions, 5 U.S.C. 3134(b)" in texts(picture)


def test_line_ends_in_its_name_and_value() -> None:
    two = (line(), line(name="Noncareer", colour="#9E5A0A"))
    said = texts(drawn(Native("lines", DAYS, two, Unit.PERCENT)))
    assert said.count("10.5%") == 2
    assert {"Career", "Noncareer"} <= {*said}


def test_lines_of_one_colour_have_marks_of_their_own() -> None:
    picture = drawn(Native("lines", DAYS, (line(), line(name="Peers")), Unit.PERCENT))
    assert len(found(picture, "circle")) == len(found(picture, "rect")) == 2


def test_time_is_on_a_true_scale() -> None:
    picture = drawn(Native("lines", DAYS, (line(values=(1.0, 2.0, 3.0)),), Unit.PEOPLE))
    first, middle, last = (float(mark.get("cx", 0)) for mark in found(picture, "circle"))
    assert (middle - first) / (last - first) == pytest.approx((DAYS[1] - DAYS[0]) / (DAYS[2] - DAYS[0]), abs=0.005)


def test_bars_are_as_long_as_their_values_and_in_order() -> None:
    picture = drawn(Native("bars", ("A", "B"), (line(values=(40.0, 10.0)),), Unit.PEOPLE))
    first, second = found(picture, "rect")
    assert float(first.get("width", 0)) == pytest.approx(4 * float(second.get("width", 0)), abs=0.3)
    assert float(first.get("y", 0)) < float(second.get("y", 0))


def test_columns_stack_up_and_down_from_zero() -> None:
    up, down = line(values=(5.0,)), line(name="Left", colour="#9E5A0A", values=(-3.0,))
    picture = drawn(Native("stacked", ("2024",), (up, down), Unit.PEOPLE, points=(line(name="Net", values=(2.0,)),)))
    above, below = found(picture, "rect")[-2:]
    foot = float(above.get("y", 0)) + float(above.get("height", 0))
    assert foot == pytest.approx(float(below.get("y", 0)), abs=0.2)
    assert float(above.get("height", 0)) / float(below.get("height", 0)) == pytest.approx(5 / 3, abs=0.02)


def test_groups_of_own_scale_have_a_chart_each() -> None:
    two = (line(), line(name="Noncareer", colour="#9E5A0A", values=(900.0, None, 700.0)))
    said = texts(drawn(Native("lines", DAYS, two, Unit.PEOPLE, panels="own scales")))
    assert {"Career", "Noncareer", "1,000"} <= {*said}


def test_events_are_numbered_in_order_of_time_and_breaks_are_dashed_alone() -> None:
    happened = (
        Annotation("event", date(2017, 1, 20), None, "Freeze", "A freeze.", "Memo"),
        Annotation("break", date(2020, 10, 1), None, "Break", "A break.", "Note"),
        Annotation("event", date(2020, 11, 1), None, "Vote", "A vote.", "Record"),
    )
    picture = drawn(Native("lines", DAYS, (line(),), Unit.PERCENT, events=happened))
    assert [words for words in texts(picture) if words in ("1", "2", "3", "2–3")] == ["1", "2"]
    assert len(found(picture, "polyline", stroke_dasharray="2 2")) == 1


def test_words_are_text_and_not_markup() -> None:
    picture = drawn(Native("bars", ("<b>&",), (line(values=(1.0,)),), Unit.PEOPLE), '"<alt>"')
    assert "<b>&" in texts(picture)
    assert picture.get("aria-label") == '"<alt>"'


def test_nothing_of_a_briefing_is_drawn_beyond_the_edges(briefing: Briefing) -> None:
    for exhibit in briefing.exhibits:
        if exhibit.picture and exhibit.picture.native:
            picture = drawn(exhibit.picture.native)
            tall = float(picture.get("height", 0))
            assert beyond(picture, 0, 0, tall) == [], exhibit.title


def beyond(element: ElementTree.Element, across: float, down: float, tall: float) -> list[str]:
    """Words that pass an edge of the drawing; turned ones aside."""
    moved = element.get("transform", "")
    if "rotate" in moved:
        return []
    if moved:
        right, below = map(float, moved.removeprefix("translate(").removesuffix(")").split())
        across, down = across + right, down + below
    over = [words for child in element for words in beyond(child, across, down, tall)]
    if element.tag != f"{SVG}text":
        return over
    wide = text_metrics.width(
        element.text or "", float(element.get("font-size", 0)), element.get("font-weight") == "bold"
    )
    left = (
        across
        + float(element.get("x", 0))
        - {"start": 0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "")]
    )
    y = down + float(element.get("y", 0))
    return over if left >= -0.5 and left + wide <= WIDTH + 0.5 and 0 <= y <= tall else [*over, element.text or ""]
