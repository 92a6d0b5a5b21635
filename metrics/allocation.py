"""What would have to be true for noncareer executives to stay within a limit of positions, in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from metrics import sentences
from metrics.catalog import find
from metrics.model import DEFENSE, DEFENSE_COMPONENTS, Needed, Unit
from metrics.query import Answer, answer, whole_rows
from metrics.selection import Selection
from metrics.supplied import published_only
from metrics.warehouse import Warehouse

Ask = Callable[[str, Selection], Answer]
INSPECTORS_GENERAL = (
    *("AG23", "CM64", "DD26", "DJ10", "DLIG", "EDEF", "GS15", "HB02", "HE13", "HFHI", "HSAE", "HUGG", "IN24", "TD12"),
    *("TR36", "TR95", "TRTG", "VAAF"),
)
"""Sub-elements that are offices of inspector general inside another agency's code, in OPM's lookups of 2020."""
OFFICES = {
    "records": (
        "select coalesce(sum(people), 0) as people,\n"
        "  coalesce(sum(people) filter (where appointment = 'noncareer'), 0) as noncareer\n"
        "from marts.on_board where corps = 'ses' and evidence = 'records' and period = ?\n"
        "  and cast(agency_subelement_code as varchar) in (select unnest(?))"
    ),
    "published": (
        "select sum(value) filter (where appointment = 'all') as people,\n"
        "  sum(value) filter (where appointment = 'noncareer') as noncareer\n"
        "from marts.published where indicator = 'on_board' and population = 'ses' and breakdown = ''\n"
        "  and scope = 'subelement' and period = ? and agency_code in (select unnest(?)) and source = ?"
    ),
}
SHARE, STANDING = "noncareer_share", "quarter_standing"
NEEDED, KNOWN, PRINTED = "allocation_needed", "positions_lower_bound", "allocations"


def what_it_takes(warehouse: Warehouse, ask: Ask, end: date | None, agency_code: str = "") -> str:
    """How many positions must be allocated, beside the last allocation printed or the positions known to exist.

    Nothing where no real count is known, or nobody is noncareer.
    """
    where = {"agency_code": agency_code} if agency_code else {}
    needed = _last(ask(NEEDED, Selection.of(where=where, end=end)))
    if needed is None or needed["evidence"] == "sample" or not needed["value"]:
        return ""
    metric = find(NEEDED)
    assert isinstance(metric.formula, Needed)
    times = metric.formula.times_in_an_agency if agency_code else metric.formula.times
    limit = metric.limit_for("agency" if agency_code else "government", agency_code)
    people = needed["value"] / times
    who = "executive stays" if people == 1 else "executives stay"
    said = (
        f"{people:,.0f} noncareer {who} within {limit.value:g}% only if OPM has allocated at least "
        f"{needed['value']:,.0f} positions"
    )
    beside = _known(ask, where, end) if agency_code else _printed(warehouse, end)
    return f"{said}{beside}."


def without_fbi_and_dea(ask: Ask, end: date | None, agency_code: str = "") -> str:
    """The same share of the SES of title 5, which is what law is about; nothing where the two are not told apart."""
    where = {"agency_code": agency_code} if agency_code else {}
    whole, found = (_last(ask(name, Selection.of(where=where, end=end))) for name in (SHARE, f"{SHARE}_title_5"))
    if found is None or whole is None or found["period"] != whole["period"] or found["evidence"] == "sample":
        return ""
    if found["denominator"] == whole["denominator"]:
        return ""
    return (
        f"Without the FBI and the DEA, which are outside the SES of title 5: "
        f"{sentences.number(found['value'], Unit.PERCENT)} ({found['numerator']:,.0f} of {found['denominator']:,.0f})."
    )


def without_inspector_general(warehouse: Warehouse, ask: Ask, end: date | None, agency_code: str) -> str:
    """The same share without the agency's inspector general, a separate agency in law; nothing where that is untold."""
    whole = _last(ask(SHARE, Selection.of(where={"agency_code": agency_code}, end=end)))
    if whole is None or whole["evidence"] == "sample":
        return ""
    parts = sorted(DEFENSE_COMPONENTS) if agency_code == DEFENSE else [agency_code]
    offices = [code for code in INSPECTORS_GENERAL if code[:2] in parts]
    if not offices:
        return ""
    kind = "records" if whole["evidence"] == "records" else "published"
    period, source = whole["period"].date(), whole["source"]
    apart = warehouse.rows(OFFICES[kind], [period, offices, *([source] if kind == "published" else [])]).iloc[0]
    if not apart["people"] or pd.isna(apart["people"]):
        return ""
    noncareer, people = whole["numerator"] - apart["noncareer"], whole["denominator"] - apart["people"]
    return (
        "Without its inspector general, a separate agency for the SES (5 U.S.C. 406(d)): "
        f"{sentences.number(100 * noncareer / people, Unit.PERCENT)} ({noncareer:,.0f} of {people:,.0f})."
    )


def standings_in_words(ask: Ask, end: date | None) -> str:
    """How many agencies are within a quarter of their positions, above it, and where nothing known tells."""
    rows = whole_rows(ask(STANDING, Selection.of(end=end)))
    rows = rows[rows["period"] == rows["period"].max()]
    if rows.empty:
        return ""
    count = {standing: int(value) for standing, value in zip(rows["standing"], rows["value"], strict=True)}
    return (
        f"On positions, {sentences.month(rows['period'].iloc[0])}: {count['within']} agencies are known to be within a "
        f"quarter, {count['above'] or 'none'} above it; of {count['unknown']} it cannot be told."
    )


def _last(result: Answer) -> pd.Series | None:
    rows = whole_rows(result).dropna(subset="value").sort_values("period", kind="stable")
    return rows.iloc[-1] if len(rows) else None


def _printed(warehouse: Warehouse, end: date | None) -> str:
    """The last allocation that a publisher printed, with its year."""
    metric = published_only(warehouse).get(PRINTED)
    found = _last(answer(warehouse, metric, Selection.of(end=end))) if metric else None
    return "" if found is None else f"; the last allocation printed is {found['value']:,.0f} ({found['period'].year})"


def _known(ask: Ask, where: dict[str, str], end: date | None) -> str:
    """How many positions the newest listing shows to exist, with its month."""
    found = _last(ask(KNOWN, Selection.of(where=where, end=end)))
    if found is None:
        return ""
    of = " in all of Defense" if where["agency_code"] == DEFENSE else ""
    return f"; at least {found['value']:,.0f} were known to exist{of} in {sentences.month(found['period'])}"
