"""The picture of an answer: which form fits it, which of its rows are drawn, and the drawing of it."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Literal

import pandas as pd

from metrics import charts
from metrics.analysis.events import Annotation
from metrics.analysis.events import find_annotations as bearing
from metrics.analysis.horizons import HORIZON, select_ahead
from metrics.analysis.ranking import NOT_RANKED
from metrics.charts import Picture
from metrics.charts.fan import draw_fan
from metrics.charts.overlay import SYMBOLS, draw_overlay
from metrics.charts.theme import Palette
from metrics.definitions.formula import OfKnown
from metrics.definitions.metric import Limit, Metric, Unit
from metrics.errors import MetricsError
from metrics.nearest import find_nearest
from metrics.query.answer import Answer, is_sampled, select_drawn, select_whole_rows, splits_agencies
from metrics.query.limits import find_binding_limits
from metrics.query.sql.listings import is_in_full
from metrics.text import headlines, retirement, tables
from metrics.warehouse import Warehouse

Form = Literal["trend", "overlay", "multiples", "bars", "ranked", "fan", "table"]
"""`trend` draws lines in the accents of groups, `overlay` up to five told apart by symbols, `fan` years ahead."""
AT_ONE_TIME: Final = ("ranked", "fan")
"""Forms that do not run over time: nothing that happened is marked on them."""

AGENCY: Final = "agency_code"
MOST_RANKED: Final = 20
MOST_LINES: Final = len(SYMBOLS)
FEWEST_FOR_A_CHART: Final = 4
"""Real figures that a chart over time needs: fewer are a sentence with their dates."""
YEAR: Final = timedelta(days=365)


class Wanted(StrEnum):
    """The forms that a reader asks for: the one that fits, lines, a ranking, or no picture."""

    CHART = "Chart"
    OVER_TIME = "Over time"
    RANKED = "Ranked"
    TABLE = "Table"


class UnknownForm(MetricsError):
    """A figure cannot be shown in the form asked for."""


def wanted(text: str) -> Wanted:
    """The form that a word asks for: chart, over-time, ranked, table; nothing is the one that fits."""
    known = {form.casefold().replace(" ", "-"): form for form in Wanted}
    word = (text or Wanted.CHART).casefold().replace(" ", "-")
    if word not in known:
        near = find_nearest(word, known)
        meant = f"; nearest: {near[0]}" if near else ""
        raise UnknownForm(f"form: '{text}' is none of {', '.join(known)}{meant}")
    return known[word]


def latest(result: Answer) -> pd.DataFrame:
    """The rows of the last whole period that has any value, records before published figures."""
    rows = select_whole_rows(result).dropna(subset="value")
    rows = rows[rows["period"] == rows["period"].max()]
    best: pd.DataFrame = rows.sort_values("evidence", key=lambda kinds: kinds != "records", kind="stable")
    return best.drop_duplicates(["period", *result.selection.by])


def rankable(result: Answer) -> pd.DataFrame:
    """The latest rows of groups that have a name and are large enough to rank; no agency is, on synthetic rows."""
    rows = latest(result)
    if splits_agencies(result):
        rows = rows[rows["evidence"] != "sample"]
    is_known = ~rows["flag"].str.contains(NOT_RANKED)
    if AGENCY in result.selection.by:
        is_known &= is_in_full(rows, result.in_part)
    for column in result.selection.by:
        is_known &= rows[column].fillna("") != ""
    return rows[is_known]


def standings(result: Answer) -> pd.DataFrame:
    """The latest rows, of several groups those large enough to rank, highest first."""
    rows = rankable(result) if result.selection.by else latest(result)
    return rows.sort_values("value", ascending=False)


def form(result: Answer, wanted: Wanted = Wanted.CHART) -> Form:
    """The form asked for, where it can be had; unasked, a ranking of many groups and lines of few."""
    by = result.selection.by
    if len(by) > 1 or wanted is Wanted.TABLE or result.selection.all_sources:
        return "table"
    if not by:
        return "trend"
    if is_sampled(result) and splits_agencies(result) and result.table[by[0]].nunique() > MOST_LINES:
        # Neither a ranking nor a choice of the highest, which would be one.
        return "table"
    if wanted is Wanted.OVER_TIME:
        return "overlay"
    is_ranked = bool(len(rankable(result)))
    if wanted is Wanted.RANKED:
        return "ranked" if is_ranked else "table"
    if by == (HORIZON,) and len(select_ahead(result)):
        return "fan"
    rows = select_drawn(result)
    is_many = rows[by[0]].nunique() > MOST_LINES or rows["period"].nunique() == 1
    return "ranked" if is_many and is_ranked else "overlay"


def shown(result: Answer, form: Form, chosen: str = "") -> pd.DataFrame:
    """The rows that a form draws: of many groups those with the highest latest values, and in a ranking the chosen."""
    if form == "ranked":
        rows = rankable(result)
        highest = rows.nlargest(MOST_RANKED, "value")
        if not chosen or result.selection.by != (AGENCY,):
            return highest
        return rows[rows.index.isin(highest.index) | (rows[AGENCY] == chosen)].sort_values("value", ascending=False)
    if form == "fan":
        return select_ahead(result)
    rows = select_drawn(result).dropna(subset="value")
    if form != "overlay":
        return rows
    by = result.selection.by[0]
    rows = rows[rows[by].astype(str) != ""]
    last = rows.sort_values("period").drop_duplicates(by, keep="last")
    kept = last.sort_values(["period", "value"], ascending=False).head(MOST_LINES)[by]
    return rows[rows[by].isin(kept)]


def is_earned(rows: pd.DataFrame) -> bool:
    """Whether rows are enough for a chart over time; the demonstration shows what two points will grow into."""
    fewest = 2 if rows["evidence"].eq("sample").any() else FEWEST_FOR_A_CHART
    return bool(rows["period"].nunique() >= fewest)


def behind(result: Answer, form: Form) -> pd.DataFrame:
    """The figures behind a form: for a ranking of the last period, highest first; for a table all there are."""
    match form:
        case "ranked":
            return latest(result).sort_values("value", ascending=False, kind="stable")
        case "fan":
            return select_ahead(result)
        case "table":
            return result.table
    return select_drawn(result).dropna(subset="value")


def limit(result: Answer) -> Limit | None:
    """The line in law that binds what is drawn: the government, one agency, or each agency of several."""
    # A line of percents does not cross a scale of people or agencies; beyond a lower bound it would say nothing.
    if result.metric.unit is not Unit.PERCENT or isinstance(result.metric.formula, OfKnown):
        return None
    return next(iter(find_binding_limits(result.metric, result.selection)), None)


def draw(
    warehouse: Warehouse,
    result: Answer,
    form: Form,
    palette: Palette,
    *,
    happened: tuple[Annotation, ...] = (),
    newest: date | None = None,
    chosen: str = "",
    beside: Answer | None = None,
) -> Picture:
    """An answer drawn in a form other than a table.

    Args:
        warehouse: The build that answered.
        result: The answer.
        form: The form.
        palette: The colors of the scheme.
        happened: What happened meanwhile, to be marked on the time axis.
        newest: The last period of which anything is known: series that stopped before it are marked.
        chosen: The agency that a reader chose, which stands out in a ranking.
        beside: In a ranking, the most that each agency's share of positions can be.

    Returns:
        The picture.
    """
    metric, rows = result.metric, tables.credit_sources(warehouse, shown(result, form, chosen))
    by = result.selection.by[0] if result.selection.by else None
    names = {str(key): name for key, name in tables.map_names(warehouse, by).items()} if by else {}
    line = limit(result)
    match form:
        case "ranked":
            words = _beside(beside) if beside else {}
            if chosen in names:
                names = {**names, chosen: f"<b>{names[chosen]}</b>"}
            return charts.draw_ranking(metric, rows, palette, by=str(by), names=names, limit=line, more_words=words)
        case "fan":
            return draw_fan(metric, rows, palette, retirement.describe_fan(result))
        case "multiples":
            return charts.draw_multiples(metric, rows, palette, by=str(by), names=names, events=happened)
        case "bars":
            return charts.draw_bars(metric, rows, palette, by=str(by), names=names, events=happened)
        case "overlay":
            parts = {str(key): part for key, part in rows.groupby(by)}
            ordered = sorted(parts, key=[*names, *parts].index)
            lines = [(names.get(key, key), parts[key]) for key in ordered]
            return draw_overlay(metric, lines, palette, limit=line, events=happened, newest=newest)
    line = line if by is None else None
    return charts.draw_trend(metric, rows, palette, by=by, names=names, limit=line, events=happened, newest=newest)


def _beside(known: Answer) -> dict[str, str]:
    """The bound by positions that stands beside a share of people, where a listing gives one."""
    rows = latest(known)
    return {
        code: headlines.describe_known_positions(value) for code, value in zip(rows[AGENCY], rows["value"], strict=True)
    }


def span(metric: Metric, rows: pd.DataFrame) -> tuple[date, date] | None:
    """The first and last day that rows speak for, where they speak for more than one time."""
    first, last = rows["period"].min().date(), rows["period"].max().date()
    if first == last:
        return None
    return first - YEAR if metric.is_flow else first, last


def without_administrations(found: tuple[Annotation, ...]) -> tuple[Annotation, ...]:
    """Events and breaks alone: administrations are marked where a reader asks for them."""
    return tuple(one for one in found if one.kind != "administration")


def happened(warehouse: Warehouse, metric: Metric, rows: pd.DataFrame) -> tuple[Annotation, ...]:
    """The events and breaks that bear on an indicator while its rows ran."""
    days = span(metric, rows)
    return without_administrations(bearing(warehouse, metric, *days)) if days else ()
