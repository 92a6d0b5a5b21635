"""What stands beside a share of people wherever a limit of positions does: what is known of the positions themselves.

Pages, cards, exports, the API and the command line all take it from `describe_positions`.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import pandas as pd

from metrics import formatting
from metrics.analysis.apart import (
    AGENCY,
    LIMITED,
    SHARE,
    Ask,
    add_agencies_over_quarter,
    add_title_5,
    describe_ranking,
    describe_title_5,
    find_last,
)
from metrics.definitions.catalog import find
from metrics.definitions.metric import DEFENSE, LeastWhole, Unit, find_bound_agency
from metrics.query.answer import Answer, answer, select_whole_rows
from metrics.query.published_only import list_published_only
from metrics.query.selection import Selection
from metrics.text import tables
from metrics.warehouse import Warehouse

STANDING = "quarter_standing"
OF_ALLOCATED, OF_KNOWN = "noncareer_share_of_positions", "noncareer_share_of_known_positions"
ALLOCATION_NEED, LOWER_BOUND, PRINTED_ALLOCATIONS = "allocation_needed", "positions_lower_bound", "allocations"
OVER = "agencies_over_quarter"
PEOPLE = (SHARE, f"{SHARE}_title_5", LIMITED, OVER)
"""Indicators that count people where the limits in law count positions."""
WITHIN_UNKNOWN = "whether that is within a quarter of all its positions is not known"


def describe_positions(warehouse: Warehouse, result: Answer, df: pd.DataFrame) -> tuple[str, ...]:
    """What is known on positions of whom rows of an answer are about, a sentence each; nothing where no limit binds."""
    name, selection = result.metric.name, result.selection
    real = df.dropna(subset="value") if "value" in df else df.head(0)
    columns = {*selection.columns, *result.metric.always_by}
    if name not in PEOPLE or real.empty or (real["evidence"] == "sample").all() or not columns <= {AGENCY}:
        return ()
    end = pd.Timestamp(real["period"].max()).date()

    @cache
    def ask(name: str, selection: Selection) -> Answer:
        # What was asked to begin with is known, and several sentences rest on one answer.
        is_known = name == result.metric.name and selection == result.selection
        return result if is_known else answer(warehouse, find(name), selection)

    codes = tuple(real[AGENCY].unique()) if AGENCY in real else selection.values(AGENCY)
    names, selection_codes = tables.map_names(warehouse, AGENCY), selection.values(AGENCY)
    if name == LIMITED:
        # Its limit is of the whole government; an agency has none.
        return () if codes else tuple(filter(None, [describe_title_5(ask, end, name=LIMITED)]))
    if name == OVER or (len(codes) > 1 and len(selection_codes) != 1):
        apart = "" if name == f"{SHARE}_title_5" else describe_ranking(ask, names, end, selection_codes)
        # How all agencies stand says nothing of those chosen.
        return tuple(filter(None, [apart, "" if selection_codes else describe_standings(ask, end)]))
    return describe_one(warehouse, ask, end, *(selection_codes or codes), name=name)


def complete_sentence(
    warehouse: Warehouse, ask: Ask, name: str, agency_code: str, end: date | None, sentence: str
) -> str:
    """The sentence of a headline with what it would mislead without, wherever it leads a page or leaves it.

    Justice counts executives of two bureaus outside the SES; a count of agencies is out of so many.

    Args:
        warehouse: The build that is asked.
        ask: Answers an indicator by its name and a selection.
        name: The indicator.
        agency_code: The agency, or empty for the whole government.
        end: The last period considered; None for the newest.
        sentence: The sentence of its headline.

    Returns:
        The sentence, with more where more must be said.
    """
    if name == SHARE:
        return add_title_5(ask, end, agency_code, sentence)
    return (
        add_agencies_over_quarter(ask, tables.map_names(warehouse, AGENCY), end, sentence) if name == OVER else sentence
    )


def describe_one(
    warehouse: Warehouse, ask: Ask, end: date | None, agency_code: str = "", *, name: str = SHARE
) -> tuple[str, ...]:
    """The same of the whole government, or of one agency; a part of Defense has no limit of its own."""
    if find_bound_agency(agency_code) != agency_code:
        return ()
    sentences = [describe_need(warehouse, ask, end, agency_code, name=name)]
    # Beside the share of title 5 itself it would be said twice.
    sentences += [_describe_title_5(ask, end, agency_code)] if name == SHARE else []
    of_positions = describe_share_of_positions(ask, end, agency_code) if agency_code else ""
    return tuple(filter(None, [of_positions, *sentences]))


def _describe_title_5(ask: Ask, end: date | None, agency_code: str) -> str:
    """The share of title 5, and where fewer are noncareer in it, how many positions are enough for those."""
    sentence, where = describe_title_5(ask, end, agency_code), {AGENCY: agency_code} if agency_code else {}
    whole, title_5 = (find_last(ask(name, Selection.of(where=where, end=end))) for name in (SHARE, f"{SHARE}_title_5"))
    if not sentence or whole is None or title_5 is None or whole["numerator"] == title_5["numerator"]:
        return sentence
    formula = find(ALLOCATION_NEED).formula
    assert isinstance(formula, LeastWhole)
    times = formula.times_in_an_agency if agency_code else formula.times
    return f"{sentence.removesuffix('.')}, for whom {title_5['numerator'] * times:,.0f} positions are enough."


def describe_share_of_positions(ask: Ask, end: date | None, agency_code: str) -> str:
    """An agency's share of positions allocated to it, else of those known to exist, and how it stands to a quarter."""
    where = {AGENCY: agency_code}
    df = select_whole_rows(ask(STANDING, Selection.of(where=where, end=end)))
    df = df[(df["period"] == df["period"].max()) & (df["value"] > 0)]
    if df.empty:
        return ""
    standing = str(df["standing"].iloc[0])
    share = find_last(ask(OF_ALLOCATED, Selection.of(where=where, end=end)))
    least = find_last(ask(OF_KNOWN, Selection.of(where=where, end=end)))
    if share is not None and share["evidence"] != "sample":
        stands = "within" if standing == "within" else "above"
        return f"On positions: {_format_share(share)} of those allocated, {stands} a quarter (5 U.S.C. 3134(d))."
    if least is None:
        return f"On positions: nothing is known of how many it has, so {WITHIN_UNKNOWN}."
    listing_day = _find_listing_day(least)
    still = "" if listing_day == least["period"].date() else " if they still exist"
    stands = f"within a quarter{still} (5 U.S.C. 3134(d))" if standing == "within" else WITHIN_UNKNOWN
    return (
        f"On positions: at most {_format_share(least)} known to exist in "
        f"{formatting.format_month(listing_day)}, {stands}."
    )


def _find_listing_day(row: pd.Series) -> date:
    """The day of the listing that a row's lower bound of positions rests on."""
    return date.fromisoformat(row["basis"].split(" ")[-1])


def _format_share(row: pd.Series) -> str:
    return (
        f"{formatting.format_number(row['value'], Unit.PERCENT)}, {row['numerator']:,.0f} of {row['denominator']:,.0f}"
    )


def describe_need(warehouse: Warehouse, ask: Ask, end: date | None, agency_code: str = "", *, name: str = SHARE) -> str:
    """How many positions must be allocated, beside the last allocation printed or the positions known to exist.

    Args:
        warehouse: The build that is asked.
        ask: Answers an indicator by its name and a selection.
        end: The last period considered; None for the newest.
        agency_code: The agency, or empty for the whole government.
        name: The share of people whose noncareer appointees are meant.

    Returns:
        A sentence; empty where no real count is known, or nobody is noncareer.
    """
    where = {"agency_code": agency_code} if agency_code else {}
    need = find_last(ask(ALLOCATION_NEED, Selection.of(where=where, end=end)))
    if need is None or need["evidence"] == "sample" or not need["value"]:
        return ""
    metric = find(ALLOCATION_NEED)
    assert isinstance(metric.formula, LeastWhole)
    times = metric.formula.times_in_an_agency if agency_code else metric.formula.times
    limit = metric.limit_for("agency" if agency_code else "government", agency_code)
    people = need["value"] / times
    if name != SHARE:
        own = find_last(ask(name, Selection.of(where=where, end=end)))
        if own is None or own["evidence"] == "sample" or not own["numerator"]:
            return ""
        people = own["numerator"]
    who = "executive stays" if people == 1 else "executives stay"
    sentence = (
        f"{people:,.0f} noncareer {who} within {limit.value:g}% only if OPM has allocated at least "
        f"{people * times:,.0f} positions"
    )
    known_positions = (
        _describe_known_positions(ask, where, end) if agency_code else _describe_last_allocation(warehouse, end)
    )
    return f"{sentence}{known_positions}."


def describe_standings(ask: Ask, end: date | None) -> str:
    """How many agencies are within a quarter of their positions, above it, and where nothing known tells."""
    df = select_whole_rows(ask(STANDING, Selection.of(end=end)))
    df = df[df["period"] == df["period"].max()]
    if df.empty:
        return ""
    count = {standing: int(value) for standing, value in zip(df["standing"], df["value"], strict=True)}
    period = df["period"].iloc[0]
    return (
        f"By positions, {formatting.format_month(period)}: of {sum(count.values())} agencies with executives, "
        f"{count['within']} are known to be within a quarter of their positions"
        f"{_count_without_noncareer(ask, end, period, count['within'])} and {count['above'] or 'none'} above "
        f"it; for {count['unknown']} too few positions are known to say.{_describe_listings(ask, end, period)}"
    )


def _describe_listings(ask: Ask, end: date | None, period: pd.Timestamp) -> str:
    """That positions were listed before people were counted: some may have been cut since, as OPM asked in 2025."""
    df = select_whole_rows(ask(OF_KNOWN, Selection.of(by=[AGENCY], end=end, departments="whole"))).dropna(
        subset="value"
    )
    df = df[df["period"] == period]
    days = {_find_listing_day(row) for _, row in df.iterrows()} - {period.date()}
    if not days:
        return ""
    when = formatting.join_names([formatting.format_month(day) for day in sorted(days)])
    return f" Positions that are not allocated are those listed in {when}, if they still exist."


def _count_without_noncareer(ask: Ask, end: date | None, period: pd.Timestamp, within: int) -> str:
    """How many of those within a quarter are so because nobody there is noncareer, which needs no list of positions."""
    df = select_whole_rows(ask(SHARE, Selection.of(by=[AGENCY], end=end, departments="whole")))
    is_without = (df["period"] == period) & (df["evidence"] != "sample") & (df["numerator"] == 0)
    count = df.loc[is_without, AGENCY].nunique()
    if not count:
        return ""
    return (
        " (none of them has a noncareer executive)" if count == within else f" ({count} without a noncareer executive)"
    )


def _describe_last_allocation(warehouse: Warehouse, end: date | None) -> str:
    """The last allocation that a publisher printed, with its year."""
    metric = list_published_only(warehouse).get(PRINTED_ALLOCATIONS)
    allocation = find_last(answer(warehouse, metric, Selection.of(end=end))) if metric else None
    return (
        ""
        if allocation is None
        else f"; the last allocation printed is {allocation['value']:,.0f} ({allocation['period'].year})"
    )


def _describe_known_positions(ask: Ask, where: dict[str, str], end: date | None) -> str:
    """How many positions the newest listing shows to exist, with its month."""
    count = find_last(ask(LOWER_BOUND, Selection.of(where=where, end=end)))
    if count is None:
        return ""
    of = " in all of Defense" if where["agency_code"] == DEFENSE else ""
    return f"; at least {count['value']:,.0f} were known to exist{of} in {formatting.format_month(count['period'])}"
