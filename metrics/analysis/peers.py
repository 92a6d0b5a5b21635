"""Agencies beside each other: each one's size group, the group's median, and its rank among those large enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from metrics import formatting
from metrics.analysis.ranking import AgencyValue, RankedAgency, rank_places
from metrics.definitions import catalog
from metrics.definitions.metric import Metric, Unit, find_bound_agency, is_one_agency
from metrics.errors import UnknownValue, UnsoundQuery
from metrics.query.answer import Answer, answer, is_drawn, is_sampled, select_whole_rows
from metrics.query.selection import Selection
from metrics.query.sql.gaps import is_partial
from metrics.query.sql.listings import is_in_full
from metrics.warehouse import Warehouse, remember_per_build

COUNTS = (Unit.PEOPLE, Unit.AGENCIES, Unit.POSITIONS)
EVERYTHING = Selection()
COLUMNS = tuple(field.name for field in fields(RankedAgency))
_TYPES = {"value": "float64", "rank": "Int64", "of": "Int64", "group_median": "float64"}


WHY_NO_RANKS = "All that is known by agency is synthetic, and nothing synthetic ranks or compares agencies."


@dataclass(frozen=True)
class Peers:
    """One indicator at one period by agency, Defense as one: the ranked agencies first, in their order.

    All values are of one kind of evidence. `notes` are sentences a reader needs.
    """

    metric: Metric
    period: date | None
    places: tuple[RankedAgency, ...]
    notes: tuple[str, ...]

    @cached_property
    def table(self) -> pd.DataFrame:
        """The places as rows, with COLUMNS."""
        columns = {column: [getattr(place, column) for place in self.places] for column in COLUMNS}
        return pd.DataFrame(columns).astype({column: _TYPES.get(column, "str") for column in COLUMNS})

    def of(self, agency_code: str) -> RankedAgency | None:
        """One agency's place; None where it is not among those compared."""
        return next((place for place in self.places if place.agency_code == agency_code), None)

    def only(self, agency_code: str) -> Peers:
        """The same ranking with one agency's row."""
        own = self.of(agency_code)
        missing = () if own else (f"{self.metric.title}: no figure for {agency_code} among those compared.",)
        return replace(self, places=(own,) if own else (), notes=(*missing, *self.notes))


def compare_agencies(
    warehouse: Warehouse, metric: Metric, period: date | None = None, selection: Selection = EVERYTHING
) -> Peers:
    """Agencies compared at a period.

    Args:
        warehouse: The build that is asked.
        metric: The indicator, which must be known by agency and be no count.
        period: A month end; None for the last whole one with figures.
        selection: What else narrows the question.

    Returns:
        The agencies in their order, with notes for the reader.

    Raises:
        UnsoundQuery: Agencies cannot be ranked on it.
        MetricsError: Whatever `answer` refuses.
    """
    _check_rankable(metric)
    selection_by_agency = replace(_select_first_headline(metric, selection), by=("agency_code",), departments="whole")
    return rank_agencies(warehouse, answer(warehouse, metric, selection_by_agency), period)


def rank_agencies(warehouse: Warehouse, result: Answer, period: date | None = None) -> Peers:
    """Agencies ranked on what is known of each, Defense as one: what `compare_agencies` makes of its own answer."""
    metric, df, is_known = result.metric, result.table, _mask_comparable(result)
    value_notes = _note_value(metric, df[is_known]) if set(metric.always_by) - {"agency_code"} else ()
    if not is_known.any():
        some = "no figures by agency." if df.empty else "figures of some agencies only, which have no rank."
        why = WHY_NO_RANKS if is_sampled(result) else some
        return Peers(metric, None, (), (result.note or f"{metric.title}: {why}",))
    periods = df["period"].to_numpy()
    at = pd.Timestamp(period or _find_newest_whole(result, periods, is_known))
    # A page ranks on fifty indicators: only the period compared is cut out of the whole answer, and without pandas,
    # which takes longer over the few dozen values of one period than the values do.
    is_here = is_known & (periods == at.to_datetime64())
    here = [
        AgencyValue(*fields_of_one)
        for fields_of_one in zip(*(df[column].to_numpy()[is_here] for column in AgencyValue._fields), strict=True)
    ]
    if not here:
        return Peers(metric, at.date(), (), (_describe_missing(metric, df[is_known], at),))
    kinds = {one.evidence for one in here}
    kind = "records" if "records" in kinds else here[0].evidence
    executives = _count_executives(warehouse, at, kind)
    places = rank_places(warehouse, metric, [one for one in here if one.evidence == kind], executives)
    return Peers(metric, at.date(), places, (*value_notes, *_write_notes(metric, places, executives, kinds - {kind})))


def _find_newest_whole(result: Answer, periods: np.ndarray, is_known: np.ndarray) -> np.datetime64:
    """The last period compared from which nobody is missing; the last of all where there is no such one."""
    newest: np.datetime64 = periods[is_known].max()
    # A page ranks on fifty indicators: the rows are looked through only where the last period may be incomplete.
    if not any(pd.Timestamp(gap.period) == newest and not gap.is_whole for gap in result.gaps):
        return newest
    is_whole = is_known & np.isin(result.table.index, select_whole_rows(result).index)
    last: np.datetime64 = periods[is_whole if is_whole.any() else is_known].max()
    return last


def _mask_comparable(result: Answer) -> np.ndarray:
    """Which rows of an answer by agency may be compared: known and whole, of one kind, of agencies, Defense as one."""
    df = result.table
    is_agency = np.array([is_one_agency(code) for code in df["agency_code"].to_numpy()], dtype=bool)
    is_there = df["value"].notna().to_numpy() & ~is_partial(df["flag"])
    is_real = df["evidence"].to_numpy() != "sample"
    is_compared: np.ndarray = is_drawn(result) & is_there & is_agency & is_real
    is_compared &= is_in_full(df, result.in_part)
    return is_compared


def check_agency(warehouse: Warehouse, metric: Metric, agency_code: str) -> None:
    """Raise UnknownValue for a code that no agency has or that is compared only as a part of Defense."""
    answer(warehouse, metric, Selection.of(where={"agency_code": agency_code}))
    if not is_one_agency(agency_code):
        whole = find_bound_agency(agency_code)
        raise UnknownValue(f"agencies are compared with Defense as one: ask for '{whole}', not for '{agency_code}'")


def _check_rankable(metric: Metric) -> None:
    if "agency_code" not in metric.breakdowns:
        raise UnsoundQuery(f"{metric.name} is not known by agency, so agencies have no rank on it")
    if metric.unit in COUNTS:
        others = [other for other in catalog.METRICS if is_rankable(other)]
        near = [other.name for other in others if other.theme == metric.theme] or [other.name for other in others]
        raise UnsoundQuery(
            f"{metric.name} counts {metric.unit.word}, so a rank would only say which agency is large; ask for a share "
            f"or rate such as {', '.join(near[:3])}"
        )


def is_rankable(metric: Metric) -> bool:
    """Whether values of agencies can be put in order: a share or rate that is known by agency."""
    return metric.unit not in COUNTS and "agency_code" in metric.breakdowns


def _select_first_headline(metric: Metric, selection: Selection) -> Selection:
    """The question put to all agencies: of several headlines (horizons) the first, where it names none."""
    selection = selection.without("agency_code")
    if not metric.headlines or set(metric.always_by) & set(selection.columns):
        return selection
    (column,) = metric.always_by
    return replace(selection, where=(*selection.where, (column, metric.headlines[:1])))


def _note_value(metric: Metric, df: pd.DataFrame) -> tuple[str, ...]:
    """An indicator with a row for each level, trait or horizon is ranked on one of them, and a note says on which."""
    notes = []
    for column in (column for column in metric.always_by if column != "agency_code"):
        values = sorted(df[column].astype(str).unique())
        if len(values) > 1:
            raise UnsoundQuery(
                f"{metric.name} has a value for each {column}, and agencies are ranked on one: add --where "
                f"{column}=VALUE, one of {', '.join(values)}"
            )
        notes += [f"For {column}={value}." for value in values]
    return tuple(notes)


@remember_per_build(16)
def _count_executives(warehouse: Warehouse, at: pd.Timestamp, evidence: str) -> Mapping[str, float]:
    """Executives on board by agency at a period, of the same kind of evidence where that knows them."""
    selection = Selection.of(by=("agency_code",), start=at.date(), end=at.date(), departments="whole")
    df = answer(warehouse, catalog.find("on_board"), selection).table
    df = df[(df["evidence"] != "sample") | (evidence == "sample")]
    df = df.sort_values("evidence", key=lambda kinds: kinds != evidence, kind="stable")
    df = df.drop_duplicates("agency_code")
    return dict(zip(df["agency_code"], df["value"], strict=True))


def _describe_missing(metric: Metric, df: pd.DataFrame, at: pd.Timestamp) -> str:
    periods = df["period"].drop_duplicates()
    near = sorted(periods.iloc[(periods - at).abs().argsort()[:3]])
    period, *others = (formatting.format_time(day.date(), metric.is_flow) for day in (at, *near))
    return f"{metric.title}: no figures by agency in {period}; the nearest: {formatting.join_names(others)}."


def _write_notes(
    metric: Metric, places: tuple[RankedAgency, ...], executives: Collection[str], others: Collection[str]
) -> tuple[str, ...]:
    """What must be said beside a ranking: its order, who is left out, and what it rests on."""
    order = {"higher": "from the highest, which is best", "lower": "from the lowest, which is best"}
    kind, sources = places[0].evidence, len({place.source for place in places})
    notes = [
        f"Ranked {order.get(metric.better, 'from the highest, which is neither better nor worse')}.",
        f"Evidence: {formatting.EVIDENCE[kind]}{f', of {sources} sources' if sources > 1 else ''}.",
    ]
    first = [place for place in places if place.rank]
    if len(first) < len(places):
        left_out = _count_agencies(len(places) - len(first))
        notes.append(f"{left_out} not ranked: fewer than ten executives, or people behind the value.")
    group_sizes = Counter(place.size_group for place in first)
    for group in sorted(group for group, members in group_sizes.items() if members == 1):
        notes.append(
            f"Only 1 agency of the size group {group} is ranked, so the median of that group is its own value."
        )
    unknown = sum(place.agency_code not in executives for place in first)
    if unknown:
        notes.append(f"{_count_agencies(unknown)} ranked without knowing how many executives they had on that date.")
    if others:
        notes.append(f"Left out, as another kind of evidence: {formatting.join_names(sorted(others))}.")
    return tuple(notes)


def _count_agencies(number: int) -> str:
    return "1 agency is" if number == 1 else f"{number} agencies are"
