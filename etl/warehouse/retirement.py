"""Who can retire on full benefits: the rules as pure functions, and what they say of people known by age band only.

Ages and lengths of service are in months throughout, horizons in years; a period is a month end. Every function takes
single numbers or arrays that broadcast. Left out, as by OPM: MRA+10 and early retirement.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Numbers = Array | int | float

HORIZONS = (0, 1, 3, 5, 10)
"""Years after the period at which eligibility is estimated."""
AGE_BANDS = dict(zip("ABCDEFGHIJK", range(15, 70, 5), strict=True))
"""First year of age of OPM's bands, each taken as five years: A (under 20) from 15 on, K (65 or more) up to 70."""
SERVICE_BANDS = dict(zip("ABCDEFGHIJ", (0, 1, 3, 5, 10, 15, 20, 25, 30, 35), strict=True))
"""First year of service of OPM's bands; J (35 or more) has no last one."""
CSRS_CLOSED = date(1984, 1, 1)
"""Who entered service before this day is under the Civil Service Retirement System (CSRS), later ones under FERS."""

POSITIONS = 60
"""Months of an age band."""
FIVE, TWENTY, THIRTY = 5 * 12, 20 * 12, 30 * 12
SERVICE_EDGES = tuple(sorted({max(rule // 12 - ahead, 0) for rule in (FIVE, TWENTY, THIRTY) for ahead in HORIZONS}))
"""Years of service between which no rule changes at any horizon, apart from the day CSRS closed."""
CLASS_OF_YEAR = tuple(2 * sum(edge <= year for edge in SERVICE_EDGES) - 2 for year in range(SERVICE_EDGES[-1] + 1))
"""Service class of 0, 1, 2 … completed years of service under FERS; more years than listed are of the last class."""
BAND_CLASS = 100
"""A service class above this is a band alone, 101 for A to 110 for J; the others are 2 x interval + (under CSRS)."""
LOOKUP = {"period": "M8[us]", "horizon_years": "i2", "age_band": "U1", "service_class": "i2"}
LOOKUP |= {"low": "i2", "central": "i2", "high": "i2"}
"""Columns of the lookup, with their types in NumPy."""


def minimum_retirement_age(year_of_birth: Numbers) -> Array:
    """Age from which thirty years are enough under FERS: 55 for those born before 1948, 56 from 1953, 57 from 1970."""
    year = np.asarray(year_of_birth)
    return np.asarray(55 * 12 + 2 * (np.clip(year - 1947, 0, 6) + np.clip(year - 1964, 0, 6)))


def birth_year(period: date, age: Numbers) -> Array:
    """The year in which someone was born who has completed that many months of age by a month end."""
    return np.asarray((12 * period.year + period.month - 1 - np.asarray(age)) // 12)


def under_csrs(period: date, service: Numbers) -> Array:
    """Whether service without a break began before 1984: it is as long as all the months since."""
    return np.asarray(service) >= _months_since_csrs(period)


def can_retire(age: Numbers, service: Numbers, year_of_birth: Numbers, csrs: Array | bool) -> Array:
    """Whether a rule for full benefits holds: 62 with 5 years, 60 with 20, and with 30 the MRA, or 55 under CSRS."""
    age, service = np.asarray(age), np.asarray(service)
    enough_with_thirty = np.where(csrs, 55 * 12, minimum_retirement_age(year_of_birth))
    return np.asarray(
        ((age >= 62 * 12) & (service >= FIVE))
        | ((age >= 60 * 12) & (service >= TWENTY))
        | ((age >= enough_with_thirty) & (service >= THIRTY))
    )


@dataclass(frozen=True)
class ServiceClasses:
    """Kinds of service that the rules tell apart: code, and the shortest, middle and longest service of each."""

    code: Array
    shortest: Array
    middle: Array
    longest: Array


def estimate(period: date, youngest: Numbers, classes: ServiceClasses, horizon: Numbers) -> tuple[Array, Array, Array]:
    """Of the sixty months of an age band, how many can retire so many years after a period.

    Low, by the shortest service, is all or none, as the youngest month goes under FERS; high, by the longest, as the
    oldest month goes under the plan its service implies; central counts month by month by the middle service.

    Args:
        period: The month end.
        youngest: The first month of age of the band.
        classes: The classes of service.
        horizon: Years after the period.

    Returns:
        Low, central and high, in months of the band from 0 to 60.
    """
    first, ahead = np.asarray(youngest), 12 * np.asarray(horizon)
    last = first + POSITIONS - 1
    low = can_retire(first + ahead, classes.shortest + ahead, birth_year(period, first), csrs=False)
    csrs = under_csrs(period, classes.longest)
    high = can_retire(last + ahead, classes.longest + ahead, birth_year(period, last), csrs)
    each, ahead, middle = first[..., None] + np.arange(POSITIONS), ahead[..., None], classes.middle[..., None]
    central = can_retire(each + ahead, middle + ahead, birth_year(period, each), under_csrs(period, middle))
    return POSITIONS * low, central.sum(axis=-1), POSITIONS * high


def list_service_classes(period: date) -> ServiceClasses:
    """The classes of a period: intervals of known service, split where CSRS closed, and the bands published alone.

    No rule tells two lengths of one interval apart, so its first month stands for all. A band ends a month before the
    next, which no rule tells from its last day; of J the middle is that of 35 to 40, and the longest has no end.

    Args:
        period: The month end.

    Returns:
        Arrays of equal length: codes, and months of service.
    """
    edges = 12 * np.array(SERVICE_EDGES)[:, None]
    csrs = np.array([False, True])
    starts = np.where(csrs, np.maximum(edges, _months_since_csrs(period)), edges)
    exists = (under_csrs(period, starts) == csrs) & (starts < np.append(edges[1:], [[np.iinfo(np.int64).max]], axis=0))
    intervals = (2 * np.arange(len(edges))[:, None] + csrs)[exists]
    interval_starts = starts[exists].astype(float)
    first = 12.0 * np.array(list(SERVICE_BANDS.values()))
    after = np.append(first[1:], first[-1] + POSITIONS)
    longest = np.append(after[:-1] - 1, np.inf)
    return ServiceClasses(
        np.append(intervals, BAND_CLASS + 1 + np.arange(len(first))),
        np.append(interval_starts, first),
        np.append(interval_starts, (first + after) / 2),
        np.append(interval_starts, longest),
    )


def estimate_all(periods: Iterable[date]) -> dict[str, Array]:
    """The lookup of the warehouse as columns: a row per period, horizon, age band and service class.

    Args:
        periods: The month ends.

    Returns:
        The columns of `LOOKUP`; `low`, `central` and `high` count months of the band, 0 to 60: people times months,
        divided by sixty, are people.
    """
    horizon = np.array(HORIZONS)[:, None, None]
    bands, youngest = np.array(list(AGE_BANDS))[:, None], 12 * np.array(list(AGE_BANDS.values()))[:, None]
    parts = []
    for period in periods:
        classes = list_service_classes(period)
        months = estimate(period, youngest, classes, horizon)
        rows = np.broadcast_arrays(np.datetime64(period, "us"), horizon, bands, classes.code, *months)
        parts.append([column.ravel() for column in rows])
    return {
        name: np.concatenate([np.empty(0, kind), *(part[nth] for part in parts)]).astype(kind)
        for nth, (name, kind) in enumerate(LOOKUP.items())
    }


def _months_since_csrs(period: date) -> int:
    return 12 * (period.year - CSRS_CLOSED.year) + period.month - CSRS_CLOSED.month + 1
