"""Months from which whole agencies are missing: found by the build, told apart from ends, and registered."""

import pytest

from etl.warehouse.build import build
from tests.etl.world import Row, World, executive

pytestmark = pytest.mark.slow

MARCH, APRIL, MAY, JUNE = "2023-03-31", "2023-04-30", "2023-05-31", "2023-06-30"
YEAR = (
    *("2023-03-31", "2023-04-30", "2023-05-31", "2023-06-30", "2023-07-31", "2023-08-31", "2023-09-30"),
    "2023-10-31",
)
# Employees and executives: a government of 100,000.
WHOLE = {"TR": (50_000, 200), "DJ": (30_000, 100), "AR": (12_000, 60), "AF": (7_000, 40), "ED": (1_000, 20)}
FOUND = (
    "select agency_code, people_missing, reason from marts.partial_months "
    "where evidence = 'records' and found_by = 'build' and period = '{}' order by agency_code nulls first"
)


def month(world: World, period: str, agencies: dict[str, tuple[int, int]]) -> None:
    executives: list[Row] = []
    counted: list[Row] = []
    for code, (people, leaders) in agencies.items():
        if leaders:
            executives.append(executive(period, people=leaders, agency_code=code))
        counted.append({"period": period, "agency_code": code, "category": "other", "people": people - leaders})
    world.load(f"employment {period}.txt", "employment", executives, span=(period, period), counted=counted)


def without(*codes: str, **others: tuple[int, int]) -> dict[str, tuple[int, int]]:
    return {code: held for code, held in WHOLE.items() if code not in codes} | others


def found(world: World, period: str) -> list[tuple[object, ...]]:
    return world.query(FOUND.format(period))


def test_a_missing_component_makes_government_department_and_itself_partial(world: World) -> None:
    month(world, APRIL, WHOLE)
    month(world, MAY, without("AR"))
    build(world.places)
    said = "Army is missing from the file"
    assert found(world, APRIL) == []
    assert found(world, MAY) == [(None, 12_000, said), ("AR", 12_000, said), ("DD*", 12_000, said)]


def test_several_are_named_the_largest_first(world: World) -> None:
    month(world, APRIL, WHOLE)
    month(world, MAY, without("AR", "AF", "DJ", "ED"))
    build(world.places)
    reasons = {code: reason for code, _, reason in found(world, MAY)}
    assert reasons[None] == "Justice, Army and 2 other agencies are missing from the file"
    assert reasons["DD*"] == "Army and Air Force are missing from the file"


def test_a_fall_everywhere_is_no_gap(world: World) -> None:
    """October 2025: 4.2 percent fewer in one month, and nobody missing from the file."""
    month(world, APRIL, WHOLE)
    month(world, MAY, {code: (people * 94 // 100, leaders) for code, (people, leaders) in WHOLE.items()})
    build(world.places)
    assert found(world, MAY) == []


def test_most_of_a_large_agency_is_a_gap_and_half_of_a_small_one_a_cut(world: World) -> None:
    month(world, APRIL, WHOLE)
    month(world, MAY, without(ED=(400, 8)))
    month(world, JUNE, without(AR=(4_000, 20)))
    build(world.places)
    assert found(world, MAY) == []
    said = "most of Army is missing from the file"
    assert found(world, JUNE) == [(None, 8_000, said), ("AR", 8_000, said), ("DD*", 8_000, said)]


@pytest.mark.parametrize(
    ("people", "of_government"),
    [((9, 0), False), ((60, 2), False), ((100, 0), True), ((60, 5), True)],
    ids=["a handful", "a small agency", "an agency of size", "many executives"],
)
def test_what_is_small_leaves_the_government_whole(world: World, people: tuple[int, int], of_government: bool) -> None:
    month(world, APRIL, WHOLE | {"QQ": people})
    month(world, MAY, WHOLE)
    build(world.places)
    codes = [code for code, *_ in found(world, MAY)]
    assert (None in codes) == of_government
    assert ("QQ" in codes) == (people[0] >= 10)


def test_an_agency_that_the_register_says_has_ended_is_not_missing(world: World) -> None:
    """The Recovery Accountability and Transparency Board was abolished on 30 September 2015."""
    month(world, "2015-09-30", WHOLE | {"RZ": (200, 8)})
    month(world, "2015-10-31", WHOLE)
    build(world.places)
    assert found(world, "2015-10-31") == []


def test_an_agency_that_does_not_come_back_has_ended(world: World) -> None:
    for period in YEAR[:4]:
        month(world, period, WHOLE if period == MARCH else without("ED"))
    build(world.places)
    assert [code for code, *_ in found(world, APRIL)] == [None, "ED"]
    for period in YEAR[4:]:
        month(world, period, without("ED"))
    build(world.places)
    assert [found(world, period) for period in YEAR] == [[]] * len(YEAR)


def test_one_that_held_much_of_the_government_is_waited_for(world: World) -> None:
    for period in YEAR:
        month(world, period, WHOLE if period == MARCH else without("DJ"))
    build(world.places)
    assert all(found(world, period) for period in YEAR[1:])


def test_one_that_comes_back_was_missing_between(world: World) -> None:
    for period in YEAR:
        month(world, period, without("ED") if period in (APRIL, MAY) else WHOLE)
    build(world.places)
    assert [bool(found(world, period)) for period in YEAR] == [period in (APRIL, MAY) for period in YEAR]


def test_periods_far_apart_are_not_compared(world: World) -> None:
    month(world, "2022-09-30", WHOLE)
    month(world, MARCH, without("ED"))
    build(world.places)
    assert found(world, MARCH) == []


def test_a_sample_has_no_gaps(world: World) -> None:
    for period, agencies in ((APRIL, ("ED", "TR")), (MAY, ("TR",))):
        rows = [executive(period, people=300, agency_code=code) for code in agencies]
        world.load(f"{period}.zip", "employment", rows, span=(period, period), evidence="sample")
    build(world.places)
    assert world.value("select count(*) from marts.partial_months where found_by = 'build'") == 0


def published(career: float, workforce: float | None = None, source: str = "fwd_monthly_2026") -> list[Row]:
    """What a source tells of the government in April and May: as many as the whole file in April."""
    row: Row = {"indicator": "headcount", "unit": "people", "source_id": source}
    told = [("career", 420.0, career), ("governmentwide_workforce", 100_000.0, workforce)]
    return [
        row | {"population": population, "as_of": day, "value": value}
        for population, *values in told
        for day, value in zip((APRIL, MAY), values, strict=True)
        if value is not None
    ]


@pytest.mark.parametrize(
    ("career", "workforce", "is_partial"),
    [(360, None, True), (361, 88_100, True), (420, None, False), (360, 100_000, False), (5_700, None, False)],
    ids=["the same people", "the same but for a revision", "everyone", "everyone of some", "another count"],
)
def test_figures_are_partial_where_they_count_as_few_as_the_file(
    world: World, career: float, workforce: float | None, is_partial: bool
) -> None:
    """A gap is one of a source: who counted OPM's file in the same state lacks the same, and nobody else does."""
    world.load("figures.csv", "published", published(career, workforce), evidence="published")
    month(world, APRIL, WHOLE)
    month(world, MAY, without("AR"))
    build(world.places)
    kinds = f"select distinct evidence, source from marts.partial_months where found_by = 'build' and period = '{MAY}'"
    told = [("published", "fwd_monthly_2026")] if is_partial else []
    assert world.query(f"{kinds} order by all") == [*told, ("records", f"employment {MAY}.txt")]


def test_the_register_tells_of_the_government_the_department_and_its_parts(world: World) -> None:
    build(world.places)
    rows = world.query(
        "select period::varchar as day, source, is_whole, list(agency_code order by agency_code nulls first) "
        "from marts.partial_months where found_by = 'register' group by all order by all"
    )
    everyone = [None, "AF", "AR", "DD", "DD*", "NV"]
    assert rows == [
        ("2026-06-30", "fwd_monthly_2026", False, everyone),
        ("2026-07-31", "fwd_2026_07", True, everyone),
        ("2026-07-31", "fwd_monthly_2026", True, everyone),
    ]


@pytest.mark.parametrize(("layout", "is_meant"), [("fwd_employment", True), ("fedscope_employment", False)])
def test_the_register_is_about_one_publication_of_a_month(world: World, layout: str, is_meant: bool) -> None:
    """What OPM's monthly file of June 2026 lacks, another publication of June need not lack."""
    letter = published(5_800, source="letter_2026")
    for row in letter:
        row["as_of"] = "2026-06-30"
    world.load("figures.csv", "published", letter[:1], evidence="published")
    rows = [executive("2026-06-30", people=20, agency_code="TR")]
    world.load("june", "employment", rows, span=("2026-06-30", "2026-06-30"), layout=layout)
    build(world.places)
    found = world.query(
        "select distinct evidence, source from marts.partial_months "
        "where found_by = 'register' and period = '2026-06-30' order by all"
    )
    assert found == [("published", "fwd_monthly_2026"), *([("records", "june")] if is_meant else [])]
