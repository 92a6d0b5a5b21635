"""One series of a native chart as the file format has it: where its numbers lie, how its evidence is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from metrics.charts import scale
from metrics.charts.marks import MarkShape
from metrics.charts.spec import Series
from metrics.charts.theme import LIGHT
from metrics.export.pptx.chart import workbook
from metrics.export.pptx.markup import Element, element, name, stamp
from metrics.export.pptx.template import hue, paint

POINT: Final = 12700
MOST_MARKED: Final = 45
PALE: Final = 3 * 175


@dataclass(frozen=True)
class Label:
    """A label at one point: whether it names its series and tells its value, and on which side of the point.

    It is moved from there by parts of the chart's width and height, to the right and down.
    """

    at: int
    is_named: bool
    is_valued: bool
    place: str
    right: float = 0.0
    down: float = 0.0


@stamp
def letters(size: float, colour: str, is_bold: bool = False, *, wrap: str = "none") -> Element:
    """How text inside a chart is set."""
    look = element("a:defRPr", paint(colour), element("a:latin", typeface="+mn-lt"), sz=f"{size * 100:.0f}", b=is_bold)
    return element(
        "c:txPr",
        element("a:bodyPr", wrap=wrap, anchor="ctr"),
        element("a:lstStyle"),
        element("a:p", element("a:pPr", look), element("a:endParaRPr", lang="en-US")),
    )


@stamp
def number(form: str) -> Element:
    """How the numbers of an axis or a label are written."""
    return element("c:numFmt", formatCode=form, sourceLinked=False)


def series(
    at: int,
    one: Series,
    categories: Sequence[date] | Sequence[str],
    look: Sequence[Element],
    labels: Element,
    form: str,
    *,
    is_line: bool = False,
) -> Element:
    """A series with its name, look, labels, categories and values; `at` counts the series from 0."""
    head, place = workbook.cells(at + 1, len(categories))
    return element(
        "c:ser",
        val("c:idx", at),
        val("c:order", at),
        element("c:tx", _words(head, [workbook.text(one.name)])),
        look,
        labels,
        element("c:cat", _categories(categories)),
        element("c:val", _numbers(place, form, one.values)),
        val("c:smooth", False) if is_line else None,
    )


@stamp
def val(tag: str, value: str | int) -> Element:
    """An element that is no more than its value."""
    return element(tag, val=value)


def _categories(categories: Sequence[date] | Sequence[str]) -> Element:
    _, place = workbook.cells(0, len(categories))
    if isinstance(categories[0], date):
        known = [scale.count_days(each) for each in categories if isinstance(each, date)]
        return _numbers(place, workbook.DAY, known)
    return _words(place, [workbook.text(str(each)) for each in categories])


def _numbers(place: str, form: str, values: Sequence[float | None]) -> Element:
    """Numbers with the cells that they are read from; those that are unknown have no point."""
    known = tuple(at for at, each in enumerate(values) if each is not None)
    points = _points(len(values), known)
    _fill(points, [f"{values[at]}" for at in known])
    cached = element("c:numCache", element("c:formatCode", text=form), [*points])
    return element("c:numRef", element("c:f", text=place), cached)


def _words(place: str, words: Sequence[str]) -> Element:
    """Words with the cells that they are read from."""
    points = _points(len(words), tuple(range(len(words))))
    _fill(points, words)
    return element("c:strRef", element("c:f", text=place), element("c:strCache", [*points]))


@stamp
def _points(count: int, known: tuple[int, ...]) -> Element:
    """How many points there are, and those that are known, still without a value; in an element that is left."""
    points = (element("c:pt", element("c:v"), idx=at) for at in known)
    return element("c:points", val("c:ptCount", count), points)


def _fill(points: Element, words: Iterable[str]) -> None:
    for point, word in zip(points.iter(name("c:v")), words, strict=True):
        point.text = word


def line(one: Series, mark: MarkShape) -> list[Element]:
    """Records solid, published hollow marks on a thin dotted line, the sample dashed; a bound thin and unmarked.

    Incomplete months are hollow marks by themselves.

    Args:
        one: The series.
        mark: The shape of its marks.

    Returns:
        The look as DrawingML.
    """
    count = sum(each is not None for each in one.values)
    if one.is_bound:
        return [_shape(stroke(one.colour, 0.75, "solid")), _marker(one.colour, one.colour, 0)]
    if one.is_hollow:
        return [_shape(stroke(one.colour, 1, "sysDot")), _marker(one.colour, LIGHT.page, 6, mark)]
    size = 0 if count > MOST_MARKED else 4 if count > 1 else 6
    dash = "dash" if one.evidence == "sample" else "solid"
    return [_shape(stroke(one.colour, 2, dash)), _marker(one.colour, one.colour, size, mark)]


def rule(colour: str) -> list[Element]:
    """The line of a limit: thin, plain, without marks."""
    return [_shape(stroke(colour, 1.25, "solid")), _marker(colour, colour, 0)]


def point(one: Series) -> list[Element]:
    """A mark without a line, filled whatever it rests on: over columns a hollow one is not seen."""
    return [_shape(no_line()), _marker(one.colour, one.colour, 8, "diamond")]


def bar(one: Series) -> list[Element]:
    """Records filled, published hollow, the sample hatched."""
    # The outline of a pale bar would not be seen on the page.
    edge = stroke(LIGHT.muted if _is_pale(one.colour) else one.colour, 1.25, "solid")
    if one.evidence == "published":
        fill = paint(LIGHT.page)
    elif one.evidence == "sample":
        ink, paper = element("a:fgClr", hue(one.colour)), element("a:bgClr", hue(LIGHT.page))
        fill = element("a:pattFill", ink, paper, prst="wdUpDiag")
    else:
        fill = paint(one.colour)
    return [_shape(fill, edge), val("c:invertIfNegative", False)]


@stamp
def no_labels() -> Element:
    """No label at any point."""
    return element("c:dLbls", _shown())


def some_labels(labels: Sequence[Label], size: float, colour: str, form: str, *, is_bold: bool = True) -> Element:
    """Labels at single points, and none at the others."""
    if not labels:
        return no_labels()
    in_order = sorted(labels, key=lambda label: label.at)
    return element("c:dLbls", [_label(each, size, colour, form, is_bold) for each in in_order], _shown())


@stamp
def all_labels(size: float, colour: str, form: str, place: str) -> Element:
    """The value at every bar."""
    what = _shown(is_valued=True)
    return element("c:dLbls", number(form), _bare(), letters(size, colour), val("c:dLblPos", place), what)


def _label(label: Label, size: float, colour: str, form: str, is_bold: bool) -> Element:
    layout = element(
        "c:manualLayout", element("c:x", val=f"{label.right:.5f}"), element("c:y", val=f"{label.down:.5f}")
    )
    return element(
        "c:dLbl",
        val("c:idx", label.at),
        element("c:layout", layout if label.right or label.down else None),
        number(form),
        _bare(),
        letters(size, colour, is_bold),
        val("c:dLblPos", label.place),
        _shown(is_valued=label.is_valued, is_named=label.is_named),
        element("c:separator", text=" "),
    )


def _shown(*, is_valued: bool = False, is_named: bool = False) -> list[Element]:
    """What a label tells."""
    told = {"LegendKey": False, "Val": is_valued, "CatName": False, "SerName": is_named}
    return [val(f"c:show{each}", is_told) for each, is_told in (told | {"Percent": False, "BubbleSize": False}).items()]


@stamp
def _bare() -> Element:
    return _shape(element("a:noFill"), no_line())


@stamp
def no_line() -> Element:
    """A shape has no outline, and points are not joined."""
    return element("a:ln", element("a:noFill"))


def _shape(*look: Element) -> Element:
    return element("c:spPr", *look)


def _is_pale(colour: str) -> bool:
    return sum(int(colour[at : at + 2], 16) for at in (1, 3, 5)) > PALE


@stamp
def stroke(colour: str, width: float, dash: str) -> Element:
    """A line of that width in points."""
    look = (paint(colour), val("a:prstDash", dash), element("a:round"))
    return element("a:ln", *look, w=f"{width * POINT:.0f}", cap="flat")


@stamp
def _marker(colour: str, fill: str, size: int, symbol: str = "circle") -> Element:
    if not size:
        return element("c:marker", val("c:symbol", "none"))
    look = _shape(paint(fill), stroke(colour, 1.25, "solid"))
    return element("c:marker", val("c:symbol", symbol), val("c:size", size), look)
