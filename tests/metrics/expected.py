"""What every indicator should say, counted a second time in pandas over the raw rows: no SQL, no marts, no catalog."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from tests.metrics.raw import Raw

By = tuple[str, ...]
DEFENSE = ("DD", "AR", "NV", "AF")
CAPITAL = ("DC", "MD", "VA")
SUPPORT = ("0201", "0343", "0501", "0505", "0510", "0560", "1102", "1550", "2210")
CEILINGS = {2015: 183_300, 2016: 185_100, 2026: 228_000}


@dataclass(frozen=True)
class Expectation:
    """How an indicator is counted: from raw rows and breakdowns to a frame indexed by period and breakdowns.

    The frame has the column value (not a number: unknown), and numerator and denominator where it is a share.
    """

    count: Callable[[Raw, By], pd.DataFrame]


def tally(rows: pd.DataFrame, by: By, weight: str = "people") -> pd.Series:
    """Sum of a column by period and group."""
    return rows.groupby(["period", *by], dropna=False)[weight].sum().astype(float)


def with_defense(rows: pd.DataFrame) -> pd.DataFrame:
    """Defense once more as one department, as ratios show it."""
    return pd.concat([rows, rows[rows["agency_code"].isin(DEFENSE)].assign(agency_code="DD*")])


def divided(top: pd.Series, bottom: pd.Series, per: float = 100) -> pd.DataFrame:
    """A missing numerator is zero, a missing or zero denominator unknown."""
    keys = bottom.index.union(top.index)
    top, bottom = top.reindex(keys).fillna(0), bottom.reindex(keys)
    return pd.DataFrame({"value": per * top / bottom.replace(0, np.nan), "numerator": top, "denominator": bottom})


def ses(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["corps"] == "ses"]


Part = Callable[[pd.DataFrame], pd.DataFrame]


def count(table: str, part: Part) -> Expectation:
    return Expectation(lambda raw, by: tally(part(getattr(raw, table)), by).to_frame("value"))


def share(part: Part, whole: Part, per: float = 100, table: str = "employees") -> Expectation:
    def counted(raw: Raw, by: By) -> pd.DataFrame:
        rows = getattr(raw, table)
        rows = with_defense(rows) if "agency_code" in by else rows
        return divided(tally(part(rows), by), tally(whole(rows), by), per)

    return Expectation(counted)


def years_ending_in_september(leavers: pd.DataFrame) -> pd.DataFrame:
    """Departures dated to the last day of their fiscal year."""
    end = leavers["period"].dt.year + (leavers["period"].dt.month > 9)
    return leavers.assign(period=pd.to_datetime(end.astype(str) + "-09-30"))


def flow(part: Part) -> Expectation:
    return Expectation(lambda raw, by: tally(part(ses(years_ending_in_september(raw.leavers))), by).to_frame("value"))


def stock(raw: Raw, by: By, with_department: bool) -> pd.DataFrame:
    """Executives on board: a column per period end, a row per group, zero where a group has nobody."""
    rows = ses(raw.employees)
    rows = with_defense(rows) if with_department and "agency_code" in by else rows
    if not by:
        return tally(rows, by).to_frame().T
    return tally(rows, by).unstack("period").fillna(0)


def fiscal_years(held: pd.DataFrame) -> list[pd.Timestamp]:
    """Septembers for which the stock twelve months before is known too."""
    return [end for end in held if end.month == 9 and end - pd.DateOffset(years=1) in held]


def quarter_ends(end: pd.Timestamp) -> list[pd.Timestamp]:
    return [end - pd.offsets.MonthEnd(months) for months in (0, 3, 6, 9, 12)]


def by_period(found: dict[pd.Timestamp, pd.Series], by: By) -> pd.Series:
    """Columns of periods as one series indexed by period and group."""
    wide = pd.DataFrame(found)
    if not by:
        return wide.iloc[0].rename_axis("period")
    stacked = wide.rename_axis(columns="period").stack()
    return stacked.reorder_levels(["period", *by])


def average(raw: Raw, by: By) -> pd.Series:
    """Mean of five quarter ends where all are known, else of the two ends."""
    held = stock(raw, by, with_department=True)
    means = {}
    for end in fiscal_years(held):
        points = quarter_ends(end)
        known = points if all(point in held for point in points) else [points[0], points[-1]]
        means[end] = held[known].mean(axis=1)
    return by_period(means, by)


def changed(raw: Raw, by: By, with_department: bool) -> pd.Series:
    held = stock(raw, by, with_department)
    ends = fiscal_years(held)
    return by_period({end: held[end] - held[end - pd.DateOffset(years=1)] for end in ends}, by)


def departures(raw: Raw, by: By, part: Part) -> pd.Series:
    rows = part(ses(years_ending_in_september(raw.leavers)))
    return tally(with_defense(rows) if "agency_code" in by else rows, by)


def rate(part: Part) -> Expectation:
    return Expectation(lambda raw, by: divided(departures(raw, by, part), average(raw, by)))


def replacement(raw: Raw, by: By) -> pd.DataFrame:
    """Entries are the change on board and everybody who left, so who came and left within the year has entered too."""
    gone, change = departures(raw, by, everyone), changed(raw, by, with_department=True)
    entered = change.add(gone, fill_value=0)
    entered = entered.mask(entered < 0)
    gone = gone.reindex(entered.index)
    return pd.DataFrame({"value": entered / gone, "numerator": entered, "denominator": gone})


def percentile(raw: Raw, by: By, part: float) -> pd.DataFrame:
    rows = ses(raw.employees)
    rows = rows[rows["salary"] > 0]
    rows = with_defense(rows) if "agency_code" in by else rows
    one_by_one = rows.iloc[np.repeat(np.arange(len(rows)), rows["people"])]
    groups = one_by_one.groupby(["period", *by])["salary"]
    return pd.DataFrame({"value": groups.quantile(part), "denominator": groups.size().astype(float)})


def service(raw: Raw, by: By) -> pd.DataFrame:
    rows = ses(raw.employees)
    rows = with_defense(rows) if "agency_code" in by else rows
    rows = rows[rows["service_years"].notna()]
    years = tally(rows.assign(years=rows["service_years"] * rows["people"]), by, "years")
    return divided(years, tally(rows, by), per=1)


def at_ceiling(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["salary"] >= 0.99 * rows["period"].dt.year.map(CEILINGS)]


def under_cited_ceiling(rows: pd.DataFrame) -> pd.DataFrame:
    return ses(rows)[(ses(rows)["salary"] > 0) & ses(rows)["period"].dt.year.isin(CEILINGS)]


def headroom(raw: Raw, _by: By) -> pd.DataFrame:
    """Always by agency, Defense as one."""
    rows = ses(raw.employees)
    rows = rows.assign(agency_code=rows["agency_code"].replace(dict.fromkeys(DEFENSE, "DD*")))
    shares = divided(tally(noncareer(rows), ("agency_code",)), tally(rows, ("agency_code",)))
    room = shares["denominator"] // 4 - shares["numerator"]
    return shares.assign(value=room.where(shares["denominator"] >= 4))


def above_a_quarter(raw: Raw, by: By) -> pd.DataFrame:
    rows = headroom(raw, by)
    rows = rows[rows["denominator"] >= 4]
    above = (rows["numerator"] / rows["denominator"] > 0.25).astype(float)
    if "agency_code" in by:
        return above[above == 1].to_frame("value")
    return above.groupby("period").sum().to_frame("value")


def sex_or_race(part: Part, whole: Part) -> Expectation:
    return share(part, whole, table="demographics")


def everyone(rows: pd.DataFrame) -> pd.DataFrame:
    return rows


def where(column: str, *values: str) -> Part:
    return lambda rows: rows[rows[column].isin(values)]


def both(*parts: Part) -> Part:
    def narrowed(rows: pd.DataFrame) -> pd.DataFrame:
        for part in parts:
            rows = part(rows)
        return rows

    return narrowed


def group(attribute: str, *without: str) -> Part:
    return lambda rows: rows[(rows["attribute"] == attribute) & ~rows["group"].isin(without)]


def political(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[(rows["appointment"] == "noncareer") | rows["is_schedule_c"] | (rows["corps"] == "ex")]


def known_station(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["is_abroad"] | (rows["duty_state"] != "")]


def away(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["is_abroad"] | (~rows["duty_state"].isin(CAPITAL) & (rows["duty_state"] != ""))]


def transfers_left_out(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[~rows["separation_category"].isin(["SA", "SB"])]


noncareer = where("appointment", "noncareer")
career = where("appointment", "career")
limited = where("appointment", "limited_term", "limited_emergency")
retirements = where("separation_category", "SD", "SE", "SG")
support = where("occupation_code", *SUPPORT)
quits = where("separation_category", "SC")
transfers = where("separation_category", "SA", "SB")
filled = where("filled_by", "career", "noncareer", "limited", "other")

EXPECTED = {
    "on_board": count("employees", ses),
    "executives_per_thousand": share(ses, everyone, 1000),
    "senior_professionals_per_executive": share(where("corps", "sl", "st"), ses, 1),
    "career_reserved_share": share(
        both(ses, where("position_type", "career_reserved")),
        both(ses, where("position_type", "general", "career_reserved")),
    ),
    "average_length_of_service": Expectation(service),
    "median_salary": Expectation(partial(percentile, part=0.5)),
    "salary_p10": Expectation(partial(percentile, part=0.1)),
    "salary_p90": Expectation(partial(percentile, part=0.9)),
    "pay_at_ceiling_share": share(both(ses, at_ceiling), under_cited_ceiling),
    "field_share": share(both(ses, away), both(ses, known_station)),
    "noncareer_share": share(noncareer, ses),
    "limited_share": share(limited, ses),
    "noncareer_headroom": Expectation(headroom),
    "agencies_over_quarter": Expectation(above_a_quarter),
    "political_layer": share(political, career),
    "mission_support_noncareer_share": share(both(noncareer, support), both(ses, support)),
    "general_positions_noncareer_share": share(where("filled_by", "noncareer"), filled, table="positions"),
    "general_positions_vacancy_rate": share(where("filled_by", "vacant"), everyone, table="positions"),
    "separations": flow(everyone),
    "separations_excluding_transfers": flow(transfers_left_out),
    "separation_rate": rate(everyone),
    "separation_rate_excluding_transfers": rate(transfers_left_out),
    "quit_rate": rate(quits),
    "transfer_out_rate": rate(transfers),
    "net_change": Expectation(lambda raw, by: changed(raw, by, with_department=False).to_frame("value")),
    "replacement_ratio": Expectation(replacement),
    "retirement_share_of_separations": Expectation(
        lambda raw, by: divided(departures(raw, by, retirements), departures(raw, by, transfers_left_out))
    ),
    "women_share": sex_or_race(
        both(group("sex"), where("group", "women")), both(group("sex"), where("group", "women", "men"))
    ),
    "people_of_color_share": sex_or_race(group("race", "white", "unknown"), group("race", "unknown")),
}
