"""Who can retire: the rule and the estimate for one band of age, worked by hand at every boundary."""

from datetime import date

import numpy as np
import pytest

from etl.warehouse.retirement import (
    AGE_BANDS,
    ServiceClasses,
    birth_year,
    can_retire,
    estimate,
    minimum_retirement_age,
    under_csrs,
)

# Years and months, by year of birth, as OPM prints it.
MRA = {
    **dict.fromkeys(range(1920, 1948), (55, 0)),
    **dict(zip(range(1948, 1953), ((55, 2), (55, 4), (55, 6), (55, 8), (55, 10)), strict=True)),
    **dict.fromkeys(range(1953, 1965), (56, 0)),
    **dict(zip(range(1965, 1970), ((56, 2), (56, 4), (56, 6), (56, 8), (56, 10)), strict=True)),
    **dict.fromkeys(range(1970, 2010), (57, 0)),
}
PERIODS = (date(1998, 9, 30), date(2009, 12, 31), date(2020, 9, 30), date(2024, 2, 29), date(2026, 6, 30))


def months(years: int, more: int = 0) -> int:
    return 12 * years + more


def exact(service: float) -> ServiceClasses:
    """One length of service in months, known exactly."""
    only = np.array([service])
    return ServiceClasses(np.array([0]), only, only, only)


def one(period: date, band: str, service: float, horizon: int) -> tuple[int, int, int]:
    low, central, high = estimate(period, months(AGE_BANDS[band]), exact(service), horizon)
    return int(low.item()), int(central.item()), int(high.item())


@pytest.mark.parametrize("born", MRA)
def test_minimum_retirement_age_is_that_of_the_birth_year(born: int) -> None:
    assert minimum_retirement_age(born) == months(*MRA[born])


@pytest.mark.parametrize(
    ("age", "service", "born", "csrs", "eligible"),
    [
        # 62 with five years, in either plan.
        ((62, 0), 5.0, 1958, False, True),
        ((62, 0), 4.9, 1958, False, False),
        ((61, 11), 5.0, 1958, False, False),
        ((61, 11), 19.9, 1958, False, False),
        ((62, 0), 5.0, 1947, True, True),
        ((66, 0), 4.9, 1947, True, False),
        ((66, 0), 5.0, 1971, False, True),
        # 60 with twenty.
        ((60, 0), 20.0, 1960, False, True),
        ((60, 0), 19.9, 1960, False, False),
        ((59, 11), 20.0, 1960, False, False),
        ((59, 11), 29.9, 1960, False, False),
        ((60, 0), 20.0, 1950, True, True),
        ((59, 11), 29.9, 1950, True, False),
        # Thirty with the minimum retirement age of the birth year, the day before it and on it.
        ((55, 0), 30.0, 1947, False, True),
        ((54, 11), 35.0, 1947, False, False),
        ((55, 1), 30.0, 1948, False, False),
        ((55, 2), 30.0, 1948, False, True),
        ((55, 9), 30.0, 1952, False, False),
        ((55, 10), 30.0, 1952, False, True),
        ((55, 11), 30.0, 1953, False, False),
        ((56, 0), 30.0, 1953, False, True),
        ((56, 0), 29.9, 1953, False, False),
        ((55, 11), 35.0, 1964, False, False),
        ((56, 0), 30.0, 1964, False, True),
        ((56, 1), 30.0, 1965, False, False),
        ((56, 2), 30.0, 1965, False, True),
        ((56, 9), 30.0, 1969, False, False),
        ((56, 10), 30.0, 1969, False, True),
        ((56, 11), 35.0, 1970, False, False),
        ((57, 0), 30.0, 1970, False, True),
        ((57, 0), 30.0, 1971, False, True),
        # Thirty with 55 under CSRS, whatever the birth year.
        ((55, 0), 30.0, 1964, True, True),
        ((55, 0), 29.9, 1964, True, False),
        ((54, 11), 35.0, 1964, True, False),
        ((55, 0), 30.0, 1971, True, True),
        ((54, 0), 40.0, 1947, True, False),
    ],
)
def test_full_benefits_need_age_and_service_together(
    age: tuple[int, int], service: float, born: int, csrs: bool, eligible: bool
) -> None:
    assert bool(can_retire(months(*age), 12 * service, born, csrs)) is eligible


@pytest.mark.parametrize(
    ("age", "born"),
    [
        (months(55), 1965),  # born in September 1965
        (months(55, 8), 1965),  # in January
        (months(55, 9), 1964),  # in December 1964
        (0, 2020),
    ],
)
def test_birth_year_is_that_of_the_month_so_many_months_ago(age: int, born: int) -> None:
    assert birth_year(date(2020, 9, 30), age) == born


@pytest.mark.parametrize("period", PERIODS[:3])
def test_csrs_is_for_service_that_began_before_1984(period: date) -> None:
    for hundredths in range(6000):
        began = period.toordinal() - hundredths / 100 * 365.2425
        assert bool(under_csrs(period, 12 * hundredths / 100)) == (began < date(1984, 1, 1).toordinal()), hundredths


@pytest.mark.parametrize(
    ("period", "band", "years", "horizon", "expected"),
    [
        # September 2020, hired in 1990 (FERS). The youngest are born in September 1965, the oldest in October 1960;
        # from 56 years 0 months on all are born before 1965: 48 of 60 have reached their age.
        (date(2020, 9, 30), "I", 30.0, 0, (0, 48, 60)),
        (date(2020, 9, 30), "I", 29.99, 0, (0, 0, 0)),
        # A year on, those born in 1965 need 56 years 2 months: only 55y0m and 55y1m are short of it.
        (date(2020, 9, 30), "I", 29.0, 1, (0, 58, 60)),
        (date(2020, 9, 30), "I", 27.0, 3, (60, 60, 60)),
        # Hired in December 1983 (CSRS): all of the band by 55/30, but the youngest not under FERS.
        (date(2020, 9, 30), "I", 36.75, 0, (0, 60, 60)),
        (date(2020, 9, 30), "I", 36.74, 0, (0, 48, 60)),
        # Nobody at 54, not even under CSRS; a year on those who are 54 now, under CSRS only.
        (date(2020, 9, 30), "H", 36.75, 0, (0, 0, 0)),
        (date(2020, 9, 30), "H", 36.75, 1, (0, 12, 60)),
        (date(2020, 9, 30), "H", 30.0, 1, (0, 0, 0)),
        # Born from October 1965 to September 1970: in three years the 3 of 1965 have 56y2m, the 12 of 1966 have 56y4m,
        # and of 1967 (56y6m) those born up to March.
        (date(2020, 9, 30), "H", 27.0, 3, (0, 18, 60)),
        # September 1998, born from October 1938 to September 1943: 55 is enough under either plan.
        (date(1998, 9, 30), "I", 30.0, 0, (60, 60, 60)),
        (date(1998, 9, 30), "H", 29.0, 1, (0, 12, 60)),
        # 60 with twenty and 62 with five.
        (date(2020, 9, 30), "J", 20.0, 0, (60, 60, 60)),
        (date(2020, 9, 30), "J", 19.99, 0, (0, 36, 60)),
        (date(2020, 9, 30), "J", 5.0, 0, (0, 36, 60)),
        (date(2020, 9, 30), "J", 4.99, 0, (0, 0, 0)),
        (date(2020, 9, 30), "J", 4.0, 1, (0, 48, 60)),
        (date(2020, 9, 30), "J", 2.0, 3, (60, 60, 60)),
        (date(2020, 9, 30), "I", 15.0, 5, (60, 60, 60)),
        (date(2020, 9, 30), "I", 0.0, 5, (0, 36, 60)),
        (date(2020, 9, 30), "I", 14.99, 5, (0, 36, 60)),
        # Born from October 1970 on: 57 in ten years for those who are 47 now.
        (date(2020, 9, 30), "G", 20.0, 10, (0, 36, 60)),
        (date(2020, 9, 30), "K", 5.0, 0, (60, 60, 60)),
        (date(2020, 9, 30), "K", 4.99, 0, (0, 0, 0)),
        (date(2020, 9, 30), "F", 30.0, 10, (0, 0, 0)),
        (date(2020, 9, 30), "A", 30.0, 10, (0, 0, 0)),
    ],
)
def test_hand_worked_estimates(
    period: date, band: str, years: float, horizon: int, expected: tuple[int, int, int]
) -> None:
    assert one(period, band, 12 * years, horizon) == expected
