"""One series of a native chart as the file format has it: where its numbers lie, how its evidence is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from metrics.charts import scale
from metrics.charts.marks import Mark
from metrics.charts.spec import Series
from metrics.charts.theme import LIGHT
from metrics.export.pptx.chart import workbook
from metrics.export.pptx.template import hue, paint

POINT: Final = 12700
MOST_MARKED: Final = 45
PALE: Final = 3 * 175
SHOWN: Final = (
    '<c:showLegendKey val="0"/><c:showVal val="{value:d}"/><c:showCatName val="0"/><c:showSerName val="{name:d}"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
NO_LABELS: Final = f"<c:dLbls>{SHOWN.format(value=False, name=False)}</c:dLbls>"
SMOOTH: Final = '<c:smooth val="0"/>'
BARE: Final = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"


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


def letters(size: float, colour: str, is_bold: bool = False, *, wrap: str = "none") -> str:
    """How text inside a chart is set."""
    return (
        f'<c:txPr><a:bodyPr wrap="{wrap}" anchor="ctr"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size * 100:.0f}" '
        f'b="{is_bold:d}">{paint(colour)}<a:latin typeface="+mn-lt"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def number(form: str) -> str:
    """How the numbers of an axis or a label are written."""
    return f'<c:numFmt formatCode={quoteattr(form)} sourceLinked="0"/>'


def series(
    at: int,
    one: Series,
    categories: Sequence[date] | Sequence[str],
    look: str,
    labels: str,
    form: str,
    *,
    is_line: bool = False,
) -> str:
    """A series with its name, look, labels, categories and values; `at` counts the series from 0."""
    head, place = workbook.cells(at + 1, len(categories))
    named = escape(workbook.text(one.name))
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef><c:f>{head}</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{named}</c:v></c:pt></c:strCache></c:strRef></c:tx>{look}{labels}'
        f"{_categories(categories)}<c:val><c:numRef><c:f>{place}</c:f><c:numCache>"
        f"<c:formatCode>{escape(form)}</c:formatCode>{_points(one.values)}</c:numCache></c:numRef></c:val>"
        f"{SMOOTH * is_line}</c:ser>"
    )


def _categories(categories: Sequence[date] | Sequence[str]) -> str:
    _, place = workbook.cells(0, len(categories))
    if isinstance(categories[0], date):
        known = [scale.count_days(each) for each in categories if isinstance(each, date)]
        form = f"<c:formatCode>{workbook.DAY}</c:formatCode>"
        return f"<c:cat><c:numRef><c:f>{place}</c:f><c:numCache>{form}{_points(known)}</c:numCache></c:numRef></c:cat>"
    words = [escape(workbook.text(str(each))) for each in categories]
    return f"<c:cat><c:strRef><c:f>{place}</c:f><c:strCache>{_points(words)}</c:strCache></c:strRef></c:cat>"


def _points(values: Sequence[object]) -> str:
    known = "".join(
        f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values) if value is not None
    )
    return f'<c:ptCount val="{len(values)}"/>{known}'


def line(one: Series, mark: Mark) -> str:
    """Records solid, published hollow marks on a thin dotted line, the sample dashed; a bound thin and unmarked.

    Incomplete months are hollow marks by themselves.
    """
    known = sum(value is not None for value in one.values)
    if one.is_bound:
        return f"<c:spPr>{_stroke(one.colour, 0.75, 'solid')}</c:spPr>{_marker(one.colour, one.colour, 0)}"
    if one.is_hollow:
        return f"<c:spPr>{_stroke(one.colour, 1, 'sysDot')}</c:spPr>{_marker(one.colour, LIGHT.page, 6, mark)}"
    size = 0 if known > MOST_MARKED else 4 if known > 1 else 6
    dash = "dash" if one.evidence == "sample" else "solid"
    return f"<c:spPr>{_stroke(one.colour, 2, dash)}</c:spPr>{_marker(one.colour, one.colour, size, mark)}"


def rule(colour: str) -> str:
    """The line of a limit: thin, plain, without marks."""
    return f"<c:spPr>{_stroke(colour, 1.25, 'solid')}</c:spPr>{_marker(colour, colour, 0)}"


def point(one: Series) -> str:
    """A mark without a line, filled whatever it rests on: over columns a hollow one is not seen."""
    return f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_marker(one.colour, one.colour, 8, 'diamond')}"


def bar(one: Series) -> str:
    """Records filled, published hollow, the sample hatched."""
    # The outline of a pale bar would not be seen on the page.
    edge = _stroke(LIGHT.muted if _is_pale(one.colour) else one.colour, 1.25, "solid")
    if one.evidence == "published":
        fill = paint(LIGHT.page)
    elif one.evidence == "sample":
        ink, paper = hue(one.colour), hue(LIGHT.page)
        fill = f'<a:pattFill prst="wdUpDiag"><a:fgClr>{ink}</a:fgClr><a:bgClr>{paper}</a:bgClr></a:pattFill>'
    else:
        fill = paint(one.colour)
    return f'<c:spPr>{fill}{edge}</c:spPr><c:invertIfNegative val="0"/>'


def some_labels(labels: Sequence[Label], size: float, colour: str, form: str, *, is_bold: bool = True) -> str:
    """Labels at single points, and none at the others."""
    if not labels:
        return NO_LABELS
    told = "".join(_label(each, size, colour, form, is_bold) for each in sorted(labels, key=lambda label: label.at))
    return f"<c:dLbls>{told}{SHOWN.format(value=False, name=False)}</c:dLbls>"


def all_labels(size: float, colour: str, form: str, place: str) -> str:
    """The value at every bar."""
    shown = SHOWN.format(value=True, name=False)
    return f'<c:dLbls>{number(form)}{BARE}{letters(size, colour)}<c:dLblPos val="{place}"/>{shown}</c:dLbls>'


def _label(label: Label, size: float, colour: str, form: str, is_bold: bool) -> str:
    moved = f'<c:manualLayout><c:x val="{label.right:.5f}"/><c:y val="{label.down:.5f}"/></c:manualLayout>'
    moved = moved if label.right or label.down else ""
    shown = SHOWN.format(value=label.is_valued, name=label.is_named)
    return (
        f'<c:dLbl><c:idx val="{label.at}"/><c:layout>{moved}</c:layout>{number(form)}{BARE}'
        f'{letters(size, colour, is_bold)}<c:dLblPos val="{label.place}"/>{shown}<c:separator> </c:separator></c:dLbl>'
    )


def _is_pale(colour: str) -> bool:
    return sum(int(colour[at : at + 2], 16) for at in (1, 3, 5)) > PALE


def _stroke(colour: str, width: float, dash: str) -> str:
    return f'<a:ln w="{width * POINT:.0f}" cap="flat">{paint(colour)}<a:prstDash val="{dash}"/><a:round/></a:ln>'


def _marker(colour: str, fill: str, size: int, symbol: str = "circle") -> str:
    if not size:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    look = f"<c:spPr>{paint(fill)}{_stroke(colour, 1.25, 'solid')}</c:spPr>"
    return f'<c:marker><c:symbol val="{symbol}"/><c:size val="{size}"/>{look}</c:marker>'
