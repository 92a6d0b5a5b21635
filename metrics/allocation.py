"""What stands beside a share of people wherever a limit of positions does: what is known of the positions themselves.

Pages, cards, exports, the API and the command line all take it from `beside`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from metrics import sentences
from metrics.catalog import find
from metrics.model import DEFENSE, Needed, Unit, bound_as
from metrics.query import Answer, answer, whole_rows
from metrics.selection import Selection
from metrics.supplied import published_only
from metrics.warehouse import Warehouse

Ask = Callable[[str, Selection], Answer]
AGENCY = "agency_code"
SHARE, STANDING = "noncareer_share", "quarter_standing"
OF_ALLOCATED, OF_KNOWN = "noncareer_share_of_positions", "noncareer_share_of_known_positions"
NEEDED, KNOWN, PRINTED = "allocation_needed", "positions_lower_bound", "allocations"
PEOPLE = ("noncareer_share", "noncareer_share_title_5", "agencies_over_quarter")
"""Indicators that count people where the limits of noncareer appointees count positions."""
INSPECTOR_GENERAL = "Without its inspector general, a separate agency for the SES (5 U.S.C. 406(d))"
APART = {
    "": "Without the FBI and the DEA, which are outside the SES of title 5",
    "DJ": (
        "Without the FBI and the DEA, which are outside the SES of title 5, and without its inspector general, a "
        "separate agency for the SES (5 U.S.C. 406(d)), where a file names it"
    ),
}
NOT_TOLD = "whether that is within a quarter of all its positions is not known"


def beside(warehouse: Warehouse, result: Answer, rows: pd.DataFrame) -> tuple[str, ...]:
    """What is known on positions of whom rows of an answer are about, a sentence each; nothing where no limit binds."""
    name, selection = result.metric.name, result.selection
    known = rows.dropna(subset="value") if "value" in rows else rows.head(0)
    columns = {*selection.columns, *result.metric.always_by}
    if name not in PEOPLE or known.empty or (known["evidence"] == "sample").all() or not columns <= {AGENCY}:
        return ()
    end = pd.Timestamp(known["period"].max()).date()

    def ask(name: str, selection: Selection) -> Answer:
        return answer(warehouse, find(name), selection)

    codes = tuple(known[AGENCY].unique()) if AGENCY in known else selection.values(AGENCY)
    if name == "agencies_over_quarter" or len(codes) > 1:
        return tuple(filter(None, [standings_in_words(ask, end)]))
    return of_one(warehouse, ask, end, *codes)


def of_one(warehouse: Warehouse, ask: Ask, end: date | None, agency_code: str = "") -> tuple[str, ...]:
    """The same of the whole government, or of one agency; a part of Defense has no limit of its own."""
    if bound_as(agency_code) != agency_code:
        return ()
    said = [what_it_takes(warehouse, ask, end, agency_code), of_title_5(ask, end, agency_code)]
    on = on_positions(ask, end, agency_code) if agency_code else ""
    return tuple(filter(None, [on, *said]))


def on_positions(ask: Ask, end: date | None, agency_code: str) -> str:
    """An agency's share of positions allocated to it, else of those known to exist, and how it stands to a quarter."""
    where = {AGENCY: agency_code}
    rows = whole_rows(ask(STANDING, Selection.of(where=where, end=end)))
    rows = rows[(rows["period"] == rows["period"].max()) & (rows["value"] > 0)]
    if rows.empty:
        return ""
    standing = str(rows["standing"].iloc[0])
    share = _last(ask(OF_ALLOCATED, Selection.of(where=where, end=end)))
    least = _last(ask(OF_KNOWN, Selection.of(where=where, end=end)))
    if share is not None and share["evidence"] != "sample":
        stands = "within" if standing == "within" else "above"
        return f"On positions: {_share(share)} of those allocated, {stands} a quarter (5 U.S.C. 3134(d))."
    if least is None:
        return f"On positions: nothing is known of how many it has, so {NOT_TOLD}."
    listed = f"known to exist in {sentences.month(date.fromisoformat(least['basis'].split(' ')[-1]))}"
    stands = "within a quarter (5 U.S.C. 3134(d))" if standing == "within" else NOT_TOLD
    return f"On positions: at most {_share(least)} {listed}, {stands}."


def _share(row: pd.Series) -> str:
    return f"{sentences.number(row['value'], Unit.PERCENT)}, {row['numerator']:,.0f} of {row['denominator']:,.0f}"


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


def of_title_5(ask: Ask, end: date | None, agency_code: str = "") -> str:
    """The same share of those whom the law is about; nothing where a source does not tell the others apart."""
    where = {AGENCY: agency_code} if agency_code else {}
    whole, found = (_last(ask(name, Selection.of(where=where, end=end))) for name in (SHARE, f"{SHARE}_title_5"))
    if found is None or whole is None or found["period"] != whole["period"] or found["evidence"] == "sample":
        return ""
    if found["denominator"] == whole["denominator"]:
        return ""
    return (
        f"{APART.get(agency_code, INSPECTOR_GENERAL)}: {sentences.number(found['value'], Unit.PERCENT)} "
        f"({found['numerator']:,.0f} of {found['denominator']:,.0f})."
    )


def standings_in_words(ask: Ask, end: date | None) -> str:
    """How many agencies are within a quarter of their positions, above it, and where nothing known tells."""
    rows = whole_rows(ask(STANDING, Selection.of(end=end)))
    rows = rows[rows["period"] == rows["period"].max()]
    if rows.empty:
        return ""
    count = {standing: int(value) for standing, value in zip(rows["standing"], rows["value"], strict=True)}
    return (
        f"By positions, {sentences.month(rows['period'].iloc[0])}: of {sum(count.values())} agencies with executives, "
        f"{count['within']} are known to be within a quarter of their positions and {count['above'] or 'none'} above "
        f"it; for {count['unknown']} too few positions are known to say."
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
