"""The house look of a workbook's charts: the grammar of evidence, labels and axes, as XlsxWriter's options."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from metrics.charts import scale
from metrics.charts.marks import MarkShape, choose_mark
from metrics.charts.spec import Native, NativeKind, Series
from metrics.charts.theme import LIGHT, mix
from metrics.definitions.metric import Unit
from metrics.export.xlsx.workbook import FONT
from metrics.text.exports import SAMPLE

Options = dict[str, Any]

PAPER: Final = "#FFFFFF"
AXES: Final = {Unit.PERCENT: 'General"%"', Unit.RATIO: "General", Unit.DOLLARS: '"$"#,##0'}
DASHES: Final = {"records": "solid", "published": "round_dot", "sample": "dash"}
OVERLAPS: Final[dict[NativeKind, int]] = {"bars": 100, "stacked": 100, "columns": -5}
PALE: Final = 0.45
FEW_BARS: Final = 45
FEW_COLUMNS: Final = 14
APART: Final = 0.055
"""How near two labels at the ends of lines may be, as a part of the scale."""
TINY: Final = 1e-6
MOST_LABELS: Final = 12


def look(native: Native, one: Series) -> Options:
    """The evidence in the house grammar: records solid, published hollow, the sample dashed or hatched."""
    if native.kind == "lines":
        return _line(one, choose_mark(native, one))
    frame = {"border": {"color": one.colour, "width": 1.25}, "gap": 55, "overlap": OVERLAPS[native.kind]}
    match one.evidence:
        case "published":
            return {"fill": {"color": PAPER}, **frame}
        case "sample":
            hatch = {"pattern": "wide_upward_diagonal", "fg_color": one.colour, "bg_color": PAPER}
            return {"pattern": hatch, **frame}
    return {"fill": {"color": mix(PAPER, one.colour, PALE) if one.is_bound else one.colour}, **frame}


def _line(one: Series, shape: MarkShape) -> Options:
    is_hollow = one.is_hollow
    width = 1 if is_hollow or one.is_bound else 2.25
    line = {"color": one.colour, "width": width, "dash_type": DASHES[one.evidence]}
    return {
        "line": line,
        "marker": {"type": "none"} if one.is_bound else _marker(one, shape, 6 if is_hollow else 4),
    }


def point(one: Series) -> Options:
    """A mark without a line: the net over stacked columns; some programs draw its filling alone, so none is white."""
    return {"line": {"none": True}, "marker": _marker(one, "diamond", 8, mix(PAPER, one.colour, PALE))}


def _marker(one: Series, shape: str, size: int, hollow: str = PAPER) -> Options:
    fill = one.colour if one.evidence == "records" and not one.is_partial else hollow
    return {"type": shape, "size": size, "fill": {"color": fill}, "border": {"color": one.colour}}


def rule() -> Options:
    """A thin red line without marks: a limit in law."""
    return {"line": {"color": LIGHT.limit, "width": 1.25}, "marker": {"type": "none"}}


def ticks(native: Native) -> Options:
    """A red tick at the limit on every bar, under each other: no program draws an upright line through lying bars.

    Each is the cap of an error bar of no length, on a bar that is not seen.

    Args:
        native: The numbers of the chart.

    Returns:
        The look of the series of the limit.
    """
    cap = {
        "type": "fixed",
        "value": TINY * top(native),
        "direction": "plus",
        "line": {"color": LIGHT.limit, "width": 2},
    }
    return {"fill": {"none": True}, "border": {"none": True}, "y_error_bars": cap}


def style_events(numbers: Sequence[str]) -> Options:
    """Hairlines down from marks that are not seen, each with its number."""
    rule = {"type": "percentage", "value": 100, "direction": "minus", "end_style": 0}
    small = {"name": FONT, "size": 8, "color": LIGHT.muted}
    custom = [{"value": words, "font": small} if words else {"delete": True} for words in numbers]
    return {
        "line": {"none": True},
        "marker": {"type": "none"},
        "y_error_bars": {**rule, "line": {"color": LIGHT.border, "width": 0.75}},
        "data_labels": {"value": True, "position": "above", "font": small, "custom": custom},
    }


def labels(native: Native, one: Series, is_end: bool) -> Options:
    """Numbers on bars and on few columns; on lines at the last point only, in the colour of the line."""
    label = {
        "value": True,
        "num_format": scale.choose_format(native.unit),
        "font": {"name": FONT, "size": 9, "color": one.colour},
    }
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


def find_labelled_ends(series: Sequence[Series]) -> list[Series]:
    """The series that hold the last point of a line, save those whose labels would cover another's."""
    ends = {one.group: one for one in sorted(series, key=last_of) if not one.is_bound}
    values = [0.0, *(value for one in series for value in one.values if value is not None)]
    room, result = APART * (max(values) - min(values)), list[Series]()
    for one in sorted(ends.values(), key=lambda one: last_of(one)[1]):
        if not result or last_of(one)[1] - last_of(result[-1])[1] >= room:
            result.append(one)
    return result


def last_of(one: Series) -> tuple[int, float]:
    """The place and value of a series' last point."""
    return max((at, value) for at, value in enumerate(one.values) if value is not None)


def top(native: Native) -> float:
    """The end of a scale from zero that holds every value and the limit."""
    return scale.build_scale(*scale.find_ends(native), native.unit).high


def axes(native: Native, *, is_panel: bool) -> tuple[Options, Options]:
    """The axis of categories and the axis of values; the level one is called what must be known of the chart."""
    font = {"name": FONT, "size": 9, "color": LIGHT.muted}
    is_bars = native.kind == "bars"
    labels = [SAMPLE] if any(one.evidence == "sample" for one in (*native.series, *native.points)) else []
    labels += [f"Red marks: {native.limit.label}"] if native.limit and is_bars else []
    red = {"name": " · ".join(labels), "name_font": {"name": FONT, "size": 9, "color": LIGHT.limit}} if labels else {}
    categories = {
        "num_font": {**font, "color": LIGHT.ink} if is_bars else font,
        "line": {"color": LIGHT.border},
        "major_tick_mark": "none" if is_bars else "outside",
        "label_position": "low",
        "major_gridlines": {"visible": False},
        **({"reverse": True} if is_bars else _time(native.categories, MOST_LABELS // 2 if is_panel else MOST_LABELS)),
    }
    values = {
        "num_font": font,
        "num_format": AXES.get(native.unit, scale.WHOLE),
        "line": {"none": True},
        "major_tick_mark": "none",
        "major_gridlines": {"visible": True, "line": {"color": LIGHT.grid, "width": 0.75}},
        **_scale(native, is_panel),
    }
    (values if is_bars else categories).update(red)
    return categories, values


def _scale(native: Native, is_panel: bool) -> Options:
    """From zero; what shares a scale with a limit across bars, or with other small charts, has its end set."""
    start = {"min": 0} if scale.find_ends(native)[0] >= 0 else {}
    is_shared = (native.kind == "bars" and native.limit) or (is_panel and native.panels == "one scale")
    return {**start, "max": top(native)} if is_shared else start


def _time(categories: Sequence[object], most: int) -> Options:
    """Dates on a true scale with at most so many labels, by years or by months; nothing for names."""
    days = [day for day in categories if isinstance(day, date)]
    if not days:
        return {}
    time = scale.build_time_scale(days, most)
    steps = {"major_unit": time.step, "major_unit_type": time.unit, "num_format": time.form}
    return {"date_axis": True, "min": time.first, **steps}
