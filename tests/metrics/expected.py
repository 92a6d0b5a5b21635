"""What every indicator should say, counted a second time in pandas over the raw rows: no SQL, no marts, no catalog."""

from functools import partial

import numpy as np
import pandas as pd

from tests.metrics.expected_base import (
    DEFENSE,
    By,
    Expectation,
    both,
    career,
    count,
    divided,
    everyone,
    limited,
    noncareer,
    ses,
    share,
    tally,
    where,
    with_defense,
)
from tests.metrics.expected_flows import FLOWS
from tests.metrics.expected_people import PEOPLE
from tests.metrics.expected_retirement import RETIREMENT
from tests.metrics.raw import Raw

CAPITAL = ("DC", "MD", "VA")
SUPPORT = ("0201", "0343", "0501", "0505", "0510", "0560", "1102", "1550", "2210")
CEILINGS = {2015: 183_300, 2016: 185_100, 2026: 228_000}

support = where("occupation_code", *SUPPORT)
filled = where("filled_by", "career", "noncareer", "limited", "other")


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
    is_at_it: pd.Series = rows["salary"] >= 0.99 * rows["period"].dt.year.map(CEILINGS)
    return rows[is_at_it]


def under_cited_ceiling(rows: pd.DataFrame) -> pd.DataFrame:
    executives = ses(rows)
    is_known: pd.Series = (executives["salary"] > 0) & executives["period"].dt.year.isin(CEILINGS)
    return executives[is_known]


def of_title_5(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[~rows["agency_subelement_code"].isin(["DJ02", "DJ06"])]


def needed(raw: Raw, by: By) -> pd.DataFrame:
    """Ten times the noncareer executives, of an agency four times, Defense as one."""
    rows = noncareer(raw.employees)
    rows = rows.assign(agency_code=rows["agency_code"].replace(dict.fromkeys(DEFENSE, "DD*")))
    return (tally(rows, by) * (4 if by else 10)).to_frame("value")


def by_department(raw: Raw) -> pd.DataFrame:
    """The share of noncareer executives by agency, Defense as one."""
    rows = ses(raw.employees)
    rows = rows.assign(agency_code=rows["agency_code"].replace(dict.fromkeys(DEFENSE, "DD*")))
    return divided(tally(noncareer(rows), ("agency_code",)), tally(rows, ("agency_code",)))


def above_a_quarter(raw: Raw, by: By) -> pd.DataFrame:
    rows = by_department(raw)
    rows = rows[rows["denominator"] >= 4]
    above = (rows["numerator"] / rows["denominator"] > 0.25).astype(float)
    if "agency_code" in by:
        return above[above == 1].to_frame("value")
    return above.groupby("period").sum().to_frame("value")


def political(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[(rows["appointment"] == "noncareer") | rows["is_schedule_c"] | (rows["corps"] == "ex")]


def known_station(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["is_abroad"] | (rows["duty_state"] != "")]


def away(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["is_abroad"] | (~rows["duty_state"].isin(CAPITAL) & (rows["duty_state"] != ""))]


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
    "on_board_title_5": count("employees", both(ses, of_title_5)),
    "noncareer_share_title_5": share(both(noncareer, of_title_5), both(ses, of_title_5)),
    "limited_share_title_5": share(both(limited, of_title_5), both(ses, of_title_5)),
    "allocation_needed": Expectation(needed),
    "agencies_over_quarter": Expectation(above_a_quarter),
    "political_layer": share(political, career),
    "schedule_c": count("employees", where("is_schedule_c", True)),
    "schedule_policy_career": count("employees", where("is_policy_career", True)),
    "mission_support_noncareer_share": share(both(noncareer, support), both(ses, support)),
    "general_positions_noncareer_share": share(where("filled_by", "noncareer"), filled, table="positions"),
    "general_positions_vacancy_rate": share(where("filled_by", "vacant"), everyone, table="positions"),
}
EXPECTED |= FLOWS | PEOPLE | RETIREMENT
