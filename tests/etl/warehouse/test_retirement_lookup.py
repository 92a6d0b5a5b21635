"""Who can retire, as the build looks it up: against the rule itself, and in a world of invented people."""

from calendar import monthrange
from datetime import date
from importlib.resources import files
from itertools import product

import duckdb
import numpy as np
import pytest

from etl.warehouse import retirement
from etl.warehouse.retirement import (
    AGE_BANDS,
    HORIZONS,
    SERVICE_BANDS,
    ServiceClasses,
    estimate,
    estimate_all,
    list_service_classes,
)
from tests.etl.warehouse.test_retirement import MRA, PERIODS, months

Lookup = dict[tuple[date, int, str, int], tuple[int, int, int]]


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    columns = estimate_all(PERIODS)
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
        served = list_service_classes(period)
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
        connection.execute("attach ':memory:' as used")
        connection.execute(files("etl").joinpath("sql", "service_class.sql").read_text(encoding="utf-8"))
        connection.register("served", {"years": years})
        rows = connection.execute("select used.service_class(years, 'Z', ?::date) from served", [period]).fetchall()
        bands = "select used.service_class(null, band, ?::date) from (select unnest(['A', 'J', 'Z', null]) as band)"
        assert connection.execute(bands, [period]).fetchall() == [(101,), (110,), (None,), (None,)]
    classes = [code for (code,) in rows]
    assert len(set(classes)) == len(list_service_classes(period).code) - len(SERVICE_BANDS)
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
    served = list_service_classes(period)
    known = served.code < 100
    order = np.argsort(served.middle[known])
    starts = served.middle[known][order]
    return served.code[known][order], starts, np.append(starts[1:], np.inf)
