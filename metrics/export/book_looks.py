"""The house look of a workbook's charts: the grammar of evidence, labels and axes, as XlsxWriter's options."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Any, Final

from metrics.export.book import FONT, MONTH, WHOLE, of_unit
from metrics.figures.native import Kind, Native, Series
from metrics.model import Unit
from metrics.sentences_exports import SAMPLE
from metrics.theme import LIGHT, mixed

Options = dict[str, Any]

PAPER: Final = "#FFFFFF"
AXES: Final = {Unit.PERCENT: 'General"%"', Unit.RATIO: "General", Unit.DOLLARS: '"$"#,##0'}
DASHES: Final = {"records": "solid", "published": "round_dot", "sample": "dash"}
OVERLAPS: Final[dict[Kind, int]] = {"bars": 100, "stacked": 100, "columns": -5}
PALE: Final = 0.45
FEW_BARS: Final = 45
FEW_COLUMNS: Final = 14
APART: Final = 0.055
"""How near two labels at the ends of lines may be, as a part of the scale."""
AIR: Final = 1.12
TINY: Final = 1e-6
SHORT: Final = 5
MOST_YEARS: Final = 12
MOST_MONTHS: Final = 8


def look(one: Series, kind: Kind) -> Options:
    """The evidence in the house grammar: records solid, published hollow, the sample dashed or hatched."""
    if kind == "lines":
        return _line(one)
    frame = {"border": {"color": one.colour, "width": 1.25}, "gap": 55, "overlap": OVERLAPS[kind]}
    match one.evidence:
        case "published":
            return {"fill": {"color": PAPER}, **frame}
        case "sample":
            hatch = {"pattern": "wide_upward_diagonal", "fg_color": one.colour, "bg_color": PAPER}
            return {"pattern": hatch, **frame}
    return {"fill": {"color": mixed(PAPER, one.colour, PALE) if one.is_bound else one.colour}, **frame}


def _line(one: Series) -> Options:
    is_published = one.evidence == "published"
    width = 1 if is_published or one.is_bound else 2.25
    line = {"color": one.colour, "width": width, "dash_type": DASHES[one.evidence]}
    return {
        "line": line,
        "marker": {"type": "none"} if one.is_bound else _marker(one, "circle", 6 if is_published else 4),
    }


def point(one: Series) -> Options:
    """A mark without a line: the net over stacked columns; some programs draw its filling alone, so none is white."""
    return {"line": {"none": True}, "marker": _marker(one, "diamond", 8, mixed(PAPER, one.colour, PALE))}


def _marker(one: Series, shape: str, size: int, hollow: str = PAPER) -> Options:
    fill = one.colour if one.evidence == "records" else hollow
    return {"type": shape, "size": size, "fill": {"color": fill}, "border": {"color": one.colour}}


def rule() -> Options:
    """A thin red line without marks: a limit in law."""
    return {"line": {"color": LIGHT.limit, "width": 1.25}, "marker": {"type": "none"}}


def ticks(native: Native) -> Options:
    """A red tick at the limit on every bar, under each other: no program draws an upright line through lying bars.

    Each is the cap of an error bar of no length, on a bar that is not seen.
    """
    cap = {
        "type": "fixed",
        "value": TINY * top(native),
        "direction": "plus",
        "line": {"color": LIGHT.limit, "width": 2},
    }
    return {"fill": {"none": True}, "border": {"none": True}, "y_error_bars": cap}


def labels(native: Native, one: Series, is_end: bool) -> Options:
    """Numbers on bars and on few columns; on lines at the last point only, in the colour of the line."""
    label = {"value": True, "num_format": of_unit(native.unit), "font": {"name": FONT, "size": 9, "color": one.colour}}
    count = len(native.categories)
    match native.kind:
        case "bars" if count <= FEW_BARS:
            return {"data_labels": label}
        case "columns" if count * len(native.series) <= FEW_COLUMNS:
            return {"data_labels": label}
        case "lines" if is_end:
            custom = [{"delete": True}] * last_of(one)[0]
            side = "below" if any(each.is_bound for each in native.series) else "above"
            return {"data_labels": {**label, "position": side, "custom": custom}}
    return {}


def labelled(drawn: Sequence[Series]) -> list[Series]:
    """The series that hold the last point of a line, save those whose labels would cover another's."""
    ends = {one.group: one for one in sorted(drawn, key=last_of) if not one.is_bound}
    values = [*known(drawn), 0.0]
    room, kept = APART * (max(values) - min(values)), list[Series]()
    for one in sorted(ends.values(), key=lambda one: last_of(one)[1]):
        if not kept or last_of(one)[1] - last_of(kept[-1])[1] >= room:
            kept.append(one)
    return kept


def last_of(one: Series) -> tuple[int, float]:
    """The place and value of a series' last point."""
    return max((at, value) for at, value in enumerate(one.values) if value is not None)


def known(series: Sequence[Series]) -> list[float]:
    """Every value of the series."""
    return [value for one in series for value in one.values if value is not None]


def top(native: Native) -> float:
    """The end of the scale: some air above the highest value and the limit."""
    return max([*known(native.series), native.limit.value if native.limit else 0.0]) * AIR or 1.0


def axes(native: Native, *, is_panel: bool) -> tuple[Options, Options]:
    """The axis of categories and the axis of values; the level one is called what must be known of the chart."""
    font = {"name": FONT, "size": 9, "color": LIGHT.muted}
    is_bars = native.kind == "bars"
    told = [SAMPLE] if any(one.evidence == "sample" for one in (*native.series, *native.points)) else []
    told += [f"Red marks: {native.limit.words}"] if native.limit and is_bars else []
    red = {"name": " · ".join(told), "name_font": {"name": FONT, "size": 9, "color": LIGHT.limit}} if told else {}
    categories = {
        "num_font": {**font, "color": LIGHT.ink} if is_bars else font,
        "line": {"color": LIGHT.border},
        "major_tick_mark": "none" if is_bars else "outside",
        "label_position": "low",
        "major_gridlines": {"visible": False},
        **({"reverse": True} if is_bars else time(native.categories, MOST_YEARS // 2 if is_panel else MOST_YEARS)),
    }
    values = {
        "num_font": font,
        "num_format": AXES.get(native.unit, WHOLE),
        "line": {"none": True},
        "major_tick_mark": "none",
        "major_gridlines": {"visible": True, "line": {"color": LIGHT.grid, "width": 0.75}},
        **_scale(native, is_panel),
    }
    (values if is_bars else categories).update(red)
    return categories, values


def _scale(native: Native, is_panel: bool) -> Options:
    """From zero; what shares a scale with a limit across bars, or with other small charts, has its end set."""
    below = min(known((*native.series, *native.points)), default=0.0)
    start = {"min": 0} if below >= 0 else {}
    is_shared = (native.kind == "bars" and native.limit) or (is_panel and native.panels == "one scale")
    return {**start, "max": top(native)} if is_shared else start


def time(categories: Sequence[object], most: int) -> Options:
    """Dates on a true scale, labelled by years, or by months where the years are few; nothing for names."""
    first, last = categories[0], categories[-1]
    if not (isinstance(first, date) and isinstance(last, date)):
        return {}
    years = (last - first).days / 365
    if years > SHORT:
        step = next(step for step in (1, 2, 3, 5, 10, 20) if years / step <= most)
        return {"date_axis": True, "num_format": "yyyy", "major_unit": step, "major_unit_type": "years"}
    step = max(1, ceil(years * 12 / MOST_MONTHS))
    return {"date_axis": True, "num_format": MONTH, "major_unit": step, "major_unit_type": "months"}
