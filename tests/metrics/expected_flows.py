"""What the indicators of movement should say: flows, rates over average stock, estimated entries and what they hold."""

import pandas as pd

from tests.metrics.expected_base import (
    By,
    Expectation,
    Part,
    both,
    divided,
    everyone,
    ses,
    tally,
    under,
    where,
    with_defense,
)
from tests.metrics.raw import Raw

retirements = where("separation_category", "SD", "SE", "SG")
quits = where("separation_category", "SC")
transfers = where("separation_category", "SA", "SB")
hired = where("accession_category", "AC", "AD", "AE")
new_to_the_ses = where("accession_category", "AE")
transferred_in = where("accession_category", "AA", "AB")


def transfers_left_out(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[~rows["separation_category"].isin(["SA", "SB"])]


def years_ending_in_september(movers: pd.DataFrame) -> pd.DataFrame:
    """Movements of executives dated to the last day of their fiscal year."""
    end = movers["period"].dt.year + (movers["period"].dt.month > 9)
    return ses(movers.assign(period=pd.to_datetime(end.astype(str) + "-09-30")))


def flow(part: Part) -> Expectation:
    return Expectation(lambda raw, by: tally(part(years_ending_in_september(raw.leavers)), by).to_frame("value"))


def moved(rows: pd.DataFrame, by: By, part: Part, with_department: bool = True) -> pd.Series:
    """People who moved in a fiscal year, by group."""
    rows = part(years_ending_in_september(rows))
    return tally(with_defense(rows) if with_department and "agency_code" in by else rows, by)


def stock(raw: Raw, by: By, with_department: bool, part: Part = everyone) -> pd.DataFrame:
    """Executives on board: a column per period end, a row per group, zero where a group has nobody."""
    rows = part(ses(raw.employees))
    rows = with_defense(rows) if with_department and "agency_code" in by else rows
    periods = sorted(raw.employees["period"].unique())
    wide = tally(rows, by).unstack("period") if by else tally(rows, by).to_frame().T
    return wide.reindex(columns=periods).fillna(0)


def fiscal_years(held: pd.DataFrame) -> list[pd.Timestamp]:
    """Septembers for which the stock twelve months before is known too."""
    ends = [pd.Timestamp(end) for end in held.columns]
    return [end for end in ends if end.month == 9 and end - pd.DateOffset(years=1) in ends]


def quarter_ends(end: pd.Timestamp) -> list[pd.Timestamp]:
    return [end - pd.offsets.MonthEnd(months) for months in (0, 3, 6, 9, 12)]


def by_period(found: dict[pd.Timestamp, pd.Series], by: By) -> pd.Series:
    """Columns of periods as one series indexed by period and group."""
    wide = pd.DataFrame(found)
    if not by:
        return wide.iloc[0].rename_axis("period")
    stacked = wide.rename_axis(columns="period").stack()
    return stacked.reorder_levels(["period", *by])  # type: ignore[list-item, return-value]


def average(raw: Raw, by: By, part: Part = everyone) -> pd.Series:
    """Mean of five quarter ends where all are known, else of the two ends."""
    held = stock(raw, by, True, part)
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


def rate(part: Part, among: Part = everyone) -> Expectation:
    return Expectation(lambda raw, by: divided(moved(raw.leavers, by, part), average(raw, by, among)))


def entered(raw: Raw, by: By, with_department: bool = True) -> pd.Series:
    """The change on board and everybody who left, so who came and left within the year has entered too."""
    gone = moved(raw.leavers, by, everyone, with_department)
    entries = changed(raw, by, with_department).add(gone, fill_value=0)
    return entries.mask(entries < 0)


def replacement(raw: Raw, by: By) -> pd.DataFrame:
    entries = entered(raw, by)
    gone = moved(raw.leavers, by, everyone).reindex(entries.index)
    return pd.DataFrame({"value": entries / gone, "numerator": entries, "denominator": gone})


def share_of_entries(part: Part) -> Expectation:
    """Unknown where more people came than the estimate has room for."""

    def counted(raw: Raw, by: By) -> pd.DataFrame:
        shares = divided(moved(raw.arrivals, by, part), entered(raw, by))
        return shares.assign(value=shares["value"].where(shares["numerator"] <= shares["denominator"]))

    return Expectation(counted)


FLOWS = {
    "separations": flow(everyone),
    "separations_excluding_transfers": flow(transfers_left_out),
    "separation_rate": rate(everyone),
    "separation_rate_excluding_transfers": rate(transfers_left_out),
    "quit_rate": rate(quits),
    "transfer_out_rate": rate(transfers),
    "net_change": Expectation(lambda raw, by: changed(raw, by, False).to_frame("value")),
    "replacement_ratio": Expectation(replacement),
    "retirement_share_of_separations": Expectation(
        lambda raw, by: divided(moved(raw.leavers, by, retirements), moved(raw.leavers, by, transfers_left_out))
    ),
    "estimated_entries": Expectation(lambda raw, by: entered(raw, by, False).to_frame("value")),
    "new_hires": Expectation(
        lambda raw, by: tally(new_to_the_ses(years_ending_in_september(raw.arrivals)), by).to_frame("value")
    ),
    "outside_hire_share": share_of_entries(hired),
    "transfer_in_share": share_of_entries(transferred_in),
    "early_departure_rate": rate(both(transfers_left_out, under(2)), under(2)),
    "first_year_departure_rate": rate(both(transfers_left_out, under(1)), under(1)),
}
