"""What the indicators of retirement should say: every person's sixty months gone through, in plain Python."""

from functools import cache

import numpy as np
import pandas as pd

from tests.metrics.expected_base import (
    By,
    Expectation,
    Part,
    both,
    career,
    divided,
    everyone,
    ses,
    share,
    tally,
    where,
    with_defense,
)
from tests.metrics.expected_flows import average, moved, retirements, years_ending_in_september
from tests.metrics.raw import Raw

HORIZONS = (0, 1, 3, 5, 10)
FIRST_AGE = dict(zip("ABCDEFGHIJK", range(15, 70, 5), strict=True))
SERVICE = {"A": (0, 0.5, 0.99), "B": (1, 2, 2.99), "C": (3, 4, 4.99), "D": (5, 7.5, 9.99), "E": (10, 12.5, 14.99)}
SERVICE |= {"F": (15, 17.5, 19.99), "G": (20, 22.5, 24.99), "H": (25, 27.5, 29.99), "I": (30, 32.5, 34.99)}
SERVICE |= {"J": (35, 37.5, 99)}
"""Shortest, middle and longest years of service of each band."""
THREE = ("low", "value", "high")


def minimum_age(born: int) -> int:
    """Months of age from which thirty years are enough under FERS."""
    for last, more in ((1947, 0), (1948, 2), (1949, 4), (1950, 6), (1951, 8), (1952, 10), (1964, 12)):
        if born <= last:
            return 55 * 12 + more
    return min(56 * 12 + 2 * (born - 1964), 57 * 12)


@cache
def months_of(then: pd.Timestamp, band: str) -> tuple[np.ndarray, np.ndarray]:
    """The sixty ages of a band in months, and the minimum retirement age of those who have them at a period end."""
    ages = range(12 * FIRST_AGE[band], 12 * FIRST_AGE[band] + 60)
    return np.array(ages), np.array([minimum_age((then.to_period("M") - age).year) for age in ages])


def entered_before_1984(then: pd.Timestamp, years: float) -> bool:
    # A year is a year: forty-one of them before the last day of 2024 is the last day of 1983.
    return then.year - 1984 + then.day_of_year / (366 if then.is_leap_year else 365) <= years


def can_retire(ages: np.ndarray, with_thirty: np.ndarray | int, years: float) -> np.ndarray:
    """Whether people of those ages in months can retire on so many years of service."""
    enough = np.where(years >= 30, with_thirty, 10**6)
    return ((ages >= 744) & (years >= 5)) | ((ages >= 720) & (years >= 20)) | (ages >= enough)


@cache
def estimated(then: pd.Timestamp, band: str, service: tuple[float, float, float], ahead: int) -> tuple[float, ...]:
    """Low, central and high chance that someone of the age band can retire so many years later."""
    ages, minimum = months_of(then, band)
    shortest, middle, longest = (years + ahead for years in service)
    low = can_retire(ages + 12 * ahead, minimum, shortest)[0]
    central = can_retire(ages + 12 * ahead, 660 if entered_before_1984(then, service[1]) else minimum, middle)
    high = can_retire(ages + 12 * ahead, 660 if entered_before_1984(then, service[2]) else minimum, longest)
    return float(low), float(central.mean()), float(high[-1])


def usual(by: By) -> Part:
    """Career executives, unless the question splits by appointment."""
    return everyone if "appointment" in by else career


def estimates(rows: pd.DataFrame, by: By, *, has_years: bool) -> pd.DataFrame:
    """Low, central and high number of people able to retire, those known and those left out, by group and horizon."""
    years = rows["service_years"] if has_years else pd.Series(np.nan, rows.index)
    exact = [None if pd.isna(each) else (each, each, each) for each in years]
    services = [each or SERVICE.get(band) for each, band in zip(exact, rows["service_band"], strict=True)]
    known = np.array([s is not None and b in FIRST_AGE for s, b in zip(services, rows["age_band"], strict=True)])
    people = rows["people"].to_numpy()
    each_horizon = {}
    for ahead in HORIZONS:
        chances = [
            estimated(then, band, service, ahead) if there and service else (0.0, 0.0, 0.0)
            for then, band, service, there in zip(rows["period"], rows["age_band"], services, known, strict=True)
        ]
        counted = np.array(chances, dtype=float).reshape(-1, 3) * people[:, None]
        sums = dict(zip(THREE, counted.T, strict=True)) | {"known": people * known, "left_out": people * ~known}
        frame = rows.assign(**sums)
        each_horizon[ahead] = pd.DataFrame({name: tally(frame, by, name) for name in sums})
    together = pd.concat(each_horizon, names=["horizon_years"])
    return together.reorder_levels(["period", *by, "horizon_years"])


def without_horizon(by: By) -> By:
    return tuple(column for column in by if column != "horizon_years")


def eligible(raw: Raw, by: By) -> pd.DataFrame:
    by = without_horizon(by)
    found = estimates(both(ses, usual(by))(raw.employees), by, has_years=True)
    found.loc[found["known"] == 0, list(THREE)] = np.nan
    return found


def eligible_share(raw: Raw, by: By, *, of_feeders: bool = False) -> pd.DataFrame:
    by = without_horizon(by)
    rows = where("feeder_grade", "15")(raw.employees) if of_feeders else both(ses, usual(by))(raw.employees)
    rows = with_defense(rows) if "agency_code" in by else rows
    found = estimates(rows, by, has_years=not of_feeders)
    shares = found[list(THREE)].mul(100).div(found["known"].replace(0, np.nan), axis=0)
    return shares.assign(numerator=found["value"], denominator=found["known"], left_out=found["left_out"])


def of_the_usual(part: Part, whole: Part) -> Expectation:
    """A share of executives, of career executives unless the question splits by appointment."""
    return Expectation(
        lambda raw, by: share(both(ses, usual(by), part), both(ses, usual(by), whole)).count(raw, by),
    )


def retirement_rate(raw: Raw, by: By) -> pd.DataFrame:
    return divided(moved(raw.leavers, by, both(retirements, usual(by))), average(raw, by, usual(by)))


def eligible_leaving(raw: Raw, by: By) -> pd.DataFrame:
    """Retirements of each fiscal year that the files cover over those able to retire on the September before."""
    years = set(years_ending_in_september(raw.leavers)["period"])
    rows = both(ses, usual(by))(raw.employees)
    rows = rows[[then + pd.DateOffset(years=1) in years for then in rows["period"]]]
    rows = with_defense(rows) if "agency_code" in by else rows
    held = estimates(rows, by, has_years=True)["value"].xs(0, level="horizon_years").reset_index()
    held["period"] += pd.DateOffset(years=1)
    return divided(moved(raw.leavers, by, both(retirements, usual(by))), held.set_index(["period", *by])["value"])


RETIREMENT = {
    "retirement_eligible": Expectation(eligible),
    "retirement_eligible_share": Expectation(eligible_share),
    "sixty_and_over_share": of_the_usual(where("age_band", "J", "K"), where("age_band", *FIRST_AGE)),
    "thirty_years_share": of_the_usual(where("service_band", "I", "J"), where("service_band", *SERVICE)),
    "retirement_rate": Expectation(retirement_rate),
    "eligible_leaving_share": Expectation(eligible_leaving),
    "feeder_retirement_eligible_share": Expectation(lambda raw, by: eligible_share(raw, by, of_feeders=True)),
}
