"""Counts by sex and race that an analyst supplies: totals beside their parts, and people of unknown sex or race."""

import pytest

from metrics.warehouse import Warehouse
from tests.etl.world import Row, World
from tests.metrics.ask import at, build_and_open, table, values

pytestmark = pytest.mark.slow


def counted(period: str, agency: str | None, appointment: str, group: str, people: int) -> Row:
    attribute = "sex" if group in ("women", "men") else "race"
    known: Row = {"period": period, "appointment": appointment, "attribute": attribute, "group": group}
    return known | {"people": people, "agency_code": agency, "source": "a supplied table"}


@pytest.fixture(scope="module")
def supplied(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Counts by sex and race of three days, each told in another way."""
    agencies = [
        counted("2023-03-31", code, "career", group, people)
        for code, women, men in ((None, 600, 1400), ("ED", 4, 6), ("IN", 2, 18))
        for group, people in (("women", women), ("men", men))
    ]
    appointments = [
        counted("2023-06-30", None, appointment, group, people)
        for appointment, women, men in (("all", 30, 70), ("career", 28, 62), ("noncareer", 2, 8))
        for group, people in (("women", women), ("men", men))
    ]
    groups = {"women": 30, "men": 60, "white": 60, "black": 20, "asian": 10}
    unknown = [counted("2023-12-31", None, "career", group, people) for group, people in groups.items()]
    unknown += [counted("2023-12-31", None, "career", "unknown", 10) | {"attribute": kind} for kind in ("sex", "race")]
    world = World(tmp_path_factory.mktemp("supplied"))
    world.load("demographics.csv", "demographics", [*agencies, *appointments, *unknown], evidence="published")
    return build_and_open(world)


def supplied_counts(warehouse: Warehouse, name: str, day: str, **asked: object) -> list[tuple[object, ...]]:
    return values(at(table(warehouse, name, **asked), day, "published"), "numerator", "denominator")


def test_a_government_total_is_not_added_to_its_agencies(supplied: Warehouse) -> None:
    assert supplied_counts(supplied, "women_share", "2023-03-31") == [(600, 2000)]
    assert supplied_counts(supplied, "women_share", "2023-03-31", where={"agency_code": "ED"}) == [(4, 10)]
    assert supplied_counts(supplied, "women_share", "2023-03-31", where={"agency_code": "IN"}) == [(2, 20)]


def test_all_appointments_together_are_not_added_to_each(supplied: Warehouse) -> None:
    assert supplied_counts(supplied, "women_share", "2023-06-30") == [(30, 100)]
    assert supplied_counts(supplied, "women_share", "2023-06-30", where={"appointment": "career"}) == [(28, 90)]


def test_people_of_unknown_sex_or_race_do_not_count(supplied: Warehouse) -> None:
    assert supplied_counts(supplied, "women_share", "2023-12-31") == [(30, 90)]
    assert supplied_counts(supplied, "people_of_color_share", "2023-12-31") == [(30, 90)]
