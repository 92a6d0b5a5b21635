"""Who can retire: hand-worked cases at every boundary, a world of invented people, and the lookup against the rule."""

from calendar import monthrange
from datetime import date
from importlib.resources import files
from itertools import product

import duckdb
import numpy as np
import pytest

from etl import retirement
from etl.retirement import (
    AGE_BANDS,
    HORIZONS,
    SERVICE_BANDS,
    ServiceClasses,
    birth_year,
    can_retire,
    estimate,
    estimates,
    minimum_retirement_age,
    service_classes,
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
Lookup = dict[tuple[date, int, str, int], tuple[int, int, int]]


def months(years: int, more: int = 0) -> int:
    return 12 * years + more


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    columns = estimates(PERIODS)
    keys = zip(
        columns["period"].astype("M8[D]").tolist(),
        *(columns[name].tolist() for name in ("horizon_years", "age_band", "service_class")),
        strict=True,
    )
    found = dict(
        zip(keys, zip(*(columns[name].tolist() for name in ("low", "central", "high")), strict=True), strict=True)
    )
    assert len(found) == len(columns["period"])
    return found


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


@pytest.mark.parametrize(
    ("service_band", "band", "horizon", "expected"),
    [
        ("H", "I", 0, (0, 0, 0)),  # 25 to 29 years: nobody has thirty
        ("H", "J", 0, (60, 60, 60)),  # all have twenty
        ("H", "I", 3, (0, 60, 60)),  # 28, 30.5 and just under 33 years
        ("H", "I", 5, (60, 60, 60)),
        ("D", "J", 0, (0, 36, 60)),  # five years at 62, in the whole band
        ("C", "J", 0, (0, 0, 0)),  # three to four: nobody has five
        ("C", "K", 1, (0, 60, 60)),  # four, five, and just under six
        ("I", "I", 0, (0, 48, 60)),  # 30 to 34: hired from 1986 on
        ("J", "I", 0, (0, 60, 60)),  # 35, 37.5 (before 1984) and any number more
        ("J", "H", 1, (0, 12, 60)),
    ],
)
def test_a_band_alone_counts_from_its_shortest_its_middle_and_its_longest_service(
    lookup: Lookup, service_band: str, band: str, horizon: int, expected: tuple[int, int, int]
) -> None:
    service_class = 101 + list(SERVICE_BANDS).index(service_band)
    assert lookup[date(2020, 9, 30), horizon, band, service_class] == expected


def test_the_last_band_has_no_longest_service(lookup: Lookup) -> None:
    """In June 2026 service since 1983 is longer than forty years, which 35 or more does not rule out."""
    assert lookup[date(2026, 6, 30), 1, "H", 110] == (0, 0, 60)


def test_low_central_and_high_stand_in_order(lookup: Lookup) -> None:
    for low, central, high in lookup.values():
        assert 0 <= low <= central <= high <= 60
        assert {low, high} <= {0, 60}


def test_eligibility_never_falls_with_horizon_or_age(lookup: Lookup) -> None:
    for (period, horizon, band, service_class), now in lookup.items():
        if horizon != HORIZONS[-1]:
            later = lookup[period, HORIZONS[HORIZONS.index(horizon) + 1], band, service_class]
            assert all(a <= b for a, b in zip(now, later, strict=True))
        if band != "K":
            older = lookup[period, horizon, chr(ord(band) + 1), service_class]
            assert all(a <= b for a, b in zip(now, older, strict=True))


def test_eligibility_never_falls_with_service(lookup: Lookup) -> None:
    for period, horizon, band in product(PERIODS, HORIZONS, AGE_BANDS):
        served = service_classes(period)
        known, bands = served.code < 100, served.code > 100
        for codes in (served.code[known][np.argsort(served.middle[known])], served.code[bands]):
            row = np.array([lookup[period, horizon, band, int(code)] for code in codes])
            assert (np.diff(row, axis=0) >= 0).all()


@pytest.mark.parametrize("period", PERIODS)
def test_every_length_of_service_has_the_estimate_of_its_class(lookup: Lookup, period: date) -> None:
    """Exactness by brute force: the macro's class, looked up, against the rule for that length of service itself."""
    years = np.arange(6200) / 100
    with duckdb.connect() as connection:
        connection.execute("set variable class_of_year = ?", [retirement.CLASS_OF_YEAR])
        connection.execute("set variable csrs_closed = ?", [retirement.CSRS_CLOSED])
        connection.execute("set variable band_class = ?", [retirement.BAND_CLASS])
        connection.execute(files("etl").joinpath("sql", "service_class.sql").read_text(encoding="utf-8"))
        connection.register("served", {"years": years})
        rows = connection.execute("select service_class(years, 'Z', ?::date) from served", [period]).fetchall()
        bands = "select service_class(null, band, ?::date) from (select unnest(['A', 'J', 'Z', null]) as band)"
        assert connection.execute(bands, [period]).fetchall() == [(101,), (110,), (None,), (None,)]
    classes = [code for (code,) in rows]
    assert len(set(classes)) == len(service_classes(period).code) - len(SERVICE_BANDS)
    for horizon, (band, first) in product(HORIZONS, AGE_BANDS.items()):
        everyone = ServiceClasses(years, 12 * years, 12 * years, 12 * years)
        truth = zip(*(column.tolist() for column in estimate(period, months(first), everyone, horizon)), strict=True)
        for code, expected in zip(classes, truth, strict=True):
            assert lookup[period, horizon, band, code] == expected


def later(day: date, more: int) -> date:
    """The same day so many months on, or the last of that month."""
    month = day.year * 12 + day.month - 1 + more
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def completed(since: date, on: date) -> int:
    """Whole months between two days."""
    whole = 12 * (on.year - since.year) + on.month - since.month
    return whole - (later(since, whole) > on)


def truly_eligible(born: date, hired: date, on: date) -> bool:
    """By the calendar, for one person whose birth and entry on duty are known, with no break in service."""
    with_thirty = (55, 0) if hired < date(1984, 1, 1) else MRA[born.year]
    rules = (((62, 0), 5), ((60, 0), 20), (with_thirty, 30))
    return any(later(born, months(*age)) <= on and later(hired, months(years)) <= on for age, years in rules)


@pytest.mark.parametrize("period", PERIODS)
def test_bounds_contain_the_truth_about_invented_people(lookup: Lookup, period: date) -> None:
    """Birth and hire by the day; the files say a band of age, and completed months as years in hundredths or a band."""
    draw = np.random.default_rng(period.toordinal())
    today = period.toordinal()
    by_class = {int(code): (a, z) for code, a, z in zip(*_edges(period), strict=True)}
    counted = np.zeros((len(HORIZONS), 2, 4))
    for _ in range(3000):
        born = date.fromordinal(today - int(draw.integers(35 * 365, 70 * 365)))
        hired = date.fromordinal(min(today, born.toordinal() + int(draw.integers(18 * 365, 60 * 365))))
        age, served = completed(born, period), completed(hired, period)
        band = max(name for name, first in AGE_BANDS.items() if months(first) <= age)
        years = round(served / 12, 2)
        service_class = next(code for code, (a, z) in by_class.items() if code < 100 and a <= 12 * years < z)
        alone = 101 + max(n for n, first in enumerate(SERVICE_BANDS.values()) if first <= years)
        for nth, horizon in enumerate(HORIZONS):
            truth = truly_eligible(born, hired, later(period, 12 * horizon))
            for which, code in enumerate((service_class, alone)):
                low, central, high = lookup[period, horizon, band, code]
                assert low <= 60 * truth <= high, (born, hired, horizon, code)
                counted[nth, which] += low, central, high, 60 * truth
    assert (counted[..., 0] <= counted[..., 3]).all()
    assert (counted[..., 3] <= counted[..., 2]).all()
    # Ages are drawn evenly, so that the mean over sixty months is near the truth where service is known.
    np.testing.assert_allclose(counted[:, 0, 1], counted[:, 0, 3], rtol=0.05)


def _edges(period: date) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Known service only: the code of each class, the months it starts at, and those at which the next one starts."""
    served = service_classes(period)
    known = served.code < 100
    order = np.argsort(served.middle[known])
    starts = served.middle[known][order]
    return served.code[known][order], starts, np.append(starts[1:], np.inf)
