"""Agencies beside each other: each one's size group, the group's median, and its rank among those large enough."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import pandas as pd

from metrics import catalog, sentences
from metrics.errors import UnknownValue, UnsoundQuery
from metrics.model import TOO_FEW, Metric, Unit
from metrics.query import DEFENSE, DEFENSE_COMPONENTS, Answer, answer, is_drawn
from metrics.selection import Selection
from metrics.warehouse import Warehouse

COLUMNS = (
    *("agency_code", "agency", "size_group", "value", "flag", "rank", "of", "group_median", "evidence", "source"),
)
COUNTS = (Unit.PEOPLE, Unit.AGENCIES, Unit.POSITIONS)
NOT_RANKED = "too_few|exempt"
EVERYTHING = Selection()


@dataclass(frozen=True)
class Peers:
    """One indicator at one period by agency, Defense as one.

    `table` has COLUMNS, the ranked agencies first. `rank` and `of` are empty for an agency with fewer than ten
    executives, or fewer than ten people behind the value (flag too_few or exempt); `group_median` is over the ranked
    agencies of the same size group. All values are of one kind of evidence. `notes` are sentences a reader needs.
    """

    metric: Metric
    period: date | None
    table: pd.DataFrame
    notes: tuple[str, ...]

    def only(self, agency_code: str) -> Peers:
        """The same ranking with one agency's row."""
        rows = self.table[self.table["agency_code"] == agency_code].reset_index(drop=True)
        missing = () if len(rows) else (f"{self.metric.title}: no figure for {agency_code} among those compared.",)
        return replace(self, table=rows, notes=(*missing, *self.notes))


def peers(warehouse: Warehouse, metric: Metric, period: date | None = None, selection: Selection = EVERYTHING) -> Peers:
    """Agencies compared at a period (month end; by default the last with figures).

    Raises UnsoundQuery where agencies cannot be ranked, and what `answer` raises.
    """
    _refuse_what_has_no_rank(metric)
    asked = replace(_first_headline(metric, selection), by=("agency_code",), departments="whole")
    return ranking(warehouse, answer(warehouse, metric, asked), period)


def ranking(warehouse: Warehouse, result: Answer, period: date | None = None) -> Peers:
    """Agencies ranked on what is known of each, Defense as one: the comparison that `peers` makes of its own answer."""
    metric, rows, is_known = result.metric, result.table, _is_compared(result)
    chosen = _one_value(metric, rows[is_known]) if set(metric.always_by) - {"agency_code"} else ()
    if not is_known.any():
        nobody = _table(rows[is_known], warehouse)
        return Peers(metric, None, nobody, (result.note or f"{metric.title}: no figures by agency.",))
    at = pd.Timestamp(period) if period else rows.loc[is_known, "period"].max()
    # A page ranks on fifty indicators: only the period compared is cut out of the whole answer.
    here = rows[is_known & (rows["period"] == at)]
    if here.empty:
        return Peers(metric, at.date(), _table(here, warehouse), (_nothing_at(metric, rows[is_known], at),))
    best = here[here["evidence"] == ("records" if "records" in set(here["evidence"]) else here["evidence"].iloc[0])]
    executives = _executives(warehouse, at, best["evidence"].iloc[0])
    small = best["agency_code"].map(executives) < TOO_FEW
    few = best["flag"].where(~small | best["flag"].str.contains("too_few"), best["flag"] + ";too_few").str.strip(";")
    ranked = _table(best.assign(flag=few), warehouse, ascending=metric.better == "lower")
    return Peers(metric, at.date(), ranked, (*chosen, *_notes(metric, here, ranked, executives)))


def _is_compared(result: Answer) -> pd.Series:
    """Which rows of an answer by agency may be compared: known values of one kind, of agencies, Defense as one."""
    rows, code = result.table, result.table["agency_code"]
    return is_drawn(result) & rows["value"].notna() & (code != "") & ~code.isin(DEFENSE_COMPONENTS)


def check_agency(warehouse: Warehouse, metric: Metric, agency_code: str) -> None:
    """Raise UnknownValue for a code that no agency has or that is compared only as a part of Defense."""
    answer(warehouse, metric, Selection.of(where={"agency_code": agency_code}))
    if agency_code in DEFENSE_COMPONENTS:
        raise UnknownValue(f"agencies are compared with Defense as one: ask for '{DEFENSE}', not for '{agency_code}'")


def _refuse_what_has_no_rank(metric: Metric) -> None:
    if "agency_code" not in metric.breakdowns:
        raise UnsoundQuery(f"{metric.name} is not known by agency, so agencies have no rank on it")
    if metric.unit in COUNTS:
        others = [other for other in catalog.METRICS if _has_rank(other)]
        near = [other.name for other in others if other.theme == metric.theme] or [other.name for other in others]
        raise UnsoundQuery(
            f"{metric.name} counts {metric.unit.word}, so a rank would only say which agency is large; ask for a share "
            f"or rate such as {', '.join(near[:3])}"
        )


def _has_rank(metric: Metric) -> bool:
    return metric.unit not in COUNTS and "agency_code" in metric.breakdowns


def _first_headline(metric: Metric, selection: Selection) -> Selection:
    """The question put to all agencies: of several headlines (horizons) the first, where it names none."""
    selection = selection.without("agency_code")
    if not metric.headlines or set(metric.always_by) & set(selection.columns):
        return selection
    (column,) = metric.always_by
    return replace(selection, where=(*selection.where, (column, metric.headlines[:1])))


def _one_value(metric: Metric, rows: pd.DataFrame) -> tuple[str, ...]:
    """An indicator with a row for each level, trait or horizon is ranked on one of them, and a note says on which."""
    notes = []
    for column in (column for column in metric.always_by if column != "agency_code"):
        values = sorted(rows[column].astype(str).unique())
        if len(values) > 1:
            raise UnsoundQuery(
                f"{metric.name} has a value for each {column}, and agencies are ranked on one: add --where "
                f"{column}=VALUE, one of {', '.join(values)}"
            )
        notes += [f"For {column}={value}." for value in values]
    return tuple(notes)


@lru_cache(maxsize=16)
def _executives(warehouse: Warehouse, at: pd.Timestamp, evidence: str) -> pd.Series:
    """Executives on board by agency at a period, of the same kind of evidence where that knows them."""
    asked = Selection.of(by=("agency_code",), start=at.date(), end=at.date(), departments="whole")
    rows = answer(warehouse, catalog.find("on_board"), asked).table
    rows = rows[(rows["evidence"] != "sample") | (evidence == "sample")]
    rows = rows.sort_values("evidence", key=lambda kinds: kinds != evidence, kind="stable")
    return rows.drop_duplicates("agency_code").set_index("agency_code")["value"]


def _table(rows: pd.DataFrame, warehouse: Warehouse, *, ascending: bool = False) -> pd.DataFrame:
    known = warehouse.agencies.set_index("agency_code")
    rows = rows.assign(
        agency=rows["agency_code"].map(known["name"]).fillna(rows["agency_code"]),
        size_group=rows["agency_code"].map(known["size_group"]).fillna(""),
    )
    ranked = rows[~rows["flag"].str.contains(NOT_RANKED)]
    rows = rows.assign(
        rank=ranked["value"].rank(ascending=ascending, method="min").astype("Int64"),
        of=pd.Series(len(ranked), ranked.index, dtype="Int64"),
        group_median=rows["size_group"].map(ranked.groupby("size_group")["value"].median()),
    )
    return rows.sort_values(["rank", "agency"], na_position="last")[[*COLUMNS]].reset_index(drop=True)


def _nothing_at(metric: Metric, rows: pd.DataFrame, at: pd.Timestamp) -> str:
    held = rows["period"].drop_duplicates()
    near = sorted(held.iloc[(held - at).abs().argsort()[:3]])
    asked, *others = (sentences.when(day.date(), metric.is_flow) for day in (at, *near))
    return f"{metric.title}: no figures by agency in {asked}; the nearest: {sentences.listed(others)}."


def _notes(metric: Metric, here: pd.DataFrame, table: pd.DataFrame, executives: pd.Series) -> tuple[str, ...]:
    """What must be said beside a ranking: its order, who is left out, and what it rests on."""
    order = {"higher": "from the highest, which is best", "lower": "from the lowest, which is best"}
    kind, sources = table["evidence"].iloc[0], table["source"].nunique()
    notes = [
        f"Ranked {order.get(metric.better, 'from the highest, which is neither better nor worse')}.",
        f"Evidence: {sentences.EVIDENCE[kind]}{f', of {sources} sources' if sources > 1 else ''}.",
    ]
    left_out = int(table["rank"].isna().sum())
    if left_out:
        notes.append(f"{_agencies(left_out)} not ranked: fewer than ten executives, or people behind the value.")
    held = table[table["rank"].notna()].groupby("size_group").size()
    for group in held.index[held == 1]:
        notes.append(f"The median of the size group {group} is that of 1 agency.")
    unknown = int((~table["agency_code"].isin(executives.index) & table["rank"].notna()).sum())
    if unknown:
        notes.append(f"{_agencies(unknown)} ranked without knowing how many executives they had on that date.")
    others = set(here["evidence"]) - {kind}
    if others:
        notes.append(f"Left out, as another kind of evidence: {sentences.listed(sorted(others))}.")
    return tuple(notes)


def _agencies(number: int) -> str:
    return "1 agency is" if number == 1 else f"{number} agencies are"
