"""What is told beside a trend: the administrations, events and breaks of its time that bear on its indicator."""

from datetime import date

import pytest

from metrics.analysis.events import LISTED_ONLY, NAMED_FIRST, Annotation, choose_events, find_annotations
from metrics.definitions import catalog
from metrics.warehouse import Warehouse

THEMES = {
    "Strength",
    "Political appointees",
    "Retirement",
    "Turnover",
    "Onboarding",
    "Diversity",
    "Pipeline",
    "Performance",
}
ALL_TIME = (date(1990, 1, 1), date(2030, 1, 1))


def told(warehouse: Warehouse, name: str, start: str, end: str, kind: str = "") -> list[str]:
    """Titles of the annotations of an indicator in a span."""
    found = find_annotations(warehouse, catalog.find(name), date.fromisoformat(start), date.fromisoformat(end))
    return [one.title for one in found if kind in ("", one.kind)]


def test_all_that_is_known_of_an_event_is_told(published: Warehouse) -> None:
    found = find_annotations(published, catalog.find("noncareer_share"), date(2020, 10, 1), date(2020, 12, 31))
    assert found[-1] == Annotation(
        kind="event",
        start=date(2020, 10, 21),
        end=date(2021, 1, 21),
        title="Schedule F",
        words="A presidential order opens a schedule for policy posts outside the SES; "
        "it is revoked on 22 January 2021.",
        citation="Executive Order 13957 (85 FR 67631); Executive Order 14003 (86 FR 7231)",
    )


def test_event_of_another_theme_is_left_out(published: Warehouse) -> None:
    assert "Schedule G" in told(published, "noncareer_share", "2025-01-01", "2025-12-31")
    assert "Schedule G" not in told(published, "women_share", "2025-01-01", "2025-12-31")


def test_event_about_one_indicator_is_left_out_of_the_rest_of_its_theme(published: Warehouse) -> None:
    assert "One pay band begins" in told(published, "median_salary", "2003-01-01", "2005-01-01")
    assert "One pay band begins" not in told(published, "field_share", "2003-01-01", "2005-01-01")


def test_event_about_a_table_reaches_every_indicator_that_reads_it(published: Warehouse) -> None:
    for name in ("general_positions_noncareer_share", "general_positions_vacancy_rate"):
        assert told(published, name, "2025-07-01", "2025-08-01", "break") == ["PLUM site replaces the book"]
    assert told(published, "women_share", "2025-07-01", "2025-08-01", "break") == []


def test_scopes_name_themes_indicators_and_tables_that_there_are(published: Warehouse) -> None:
    indicators = set(published.rows("select distinct indicator from marts.published")["indicator"])
    tables = set(
        published.rows("select distinct table_name from meta.columns where schema_name = 'marts'")["table_name"]
    )
    known = {"all"} | THEMES | indicators | {f"marts.{table}" for table in tables}
    known |= {metric.name for metric in catalog.METRICS}
    said = {word for scope in published.events["scope"] for word in scope.split("|")}
    assert said - known == set()


def test_events_that_charts_name_first_are_in_the_register_and_of_their_theme(published: Warehouse) -> None:
    scopes = dict(zip(published.events["id"], published.events["scope"], strict=True))
    for theme, ids in NAMED_FIRST.items():
        assert theme in THEMES
        assert [each for each in ids if theme not in scopes[each].split("|")] == []


def test_a_chart_names_three_events_at_most_and_those_of_its_indicator_before_those_of_its_theme(
    published: Warehouse,
) -> None:
    for metric in catalog.METRICS:
        assert len(choose_events(find_annotations(published, metric, *ALL_TIME))) <= 3
    found = choose_events(find_annotations(published, catalog.find("noncareer_share"), *ALL_TIME))
    assert [one.title for one in found] == ["Schedule F", "Career reserved review", "Policy/Career begins"]
    strength = choose_events(find_annotations(published, catalog.find("on_board"), *ALL_TIME))
    assert [one.title for one in strength] == ["Hiring freeze", "Deferred resignations", "Review of allocations"]
    closer = choose_events(find_annotations(published, catalog.find("median_salary"), *ALL_TIME))
    assert "Pay freeze" in [one.title for one in closer]


def test_what_is_only_listed_is_told_beside_charts_and_takes_no_place_on_any(published: Warehouse) -> None:
    rows = published.events[published.events["id"].isin(LISTED_ONLY)]
    assert set(rows["id"]) == LISTED_ONLY
    told: set[str] = set()
    for metric in catalog.METRICS:
        for start in rows["start"].dt.date:
            found = find_annotations(published, metric, start, date(2030, 1, 1))
            told |= {one.title for one in found}
            assert {one.title for one in choose_events(found)} & set(rows["title"]) == set()
    assert set(rows["title"]) <= told


def test_themes_of_the_register_are_those_of_the_catalog() -> None:
    assert {metric.theme for metric in catalog.METRICS} <= THEMES


def test_event_about_everything_reaches_every_indicator(published: Warehouse) -> None:
    for metric in catalog.METRICS:
        assert "A Pivotal Moment" in told(published, metric.name, "2016-01-01", "2016-12-31")


@pytest.mark.parametrize(
    ("start", "end", "is_told"),
    [
        ("2015-12-15", "2015-12-15", True),
        ("2015-12-16", "2016-12-31", False),
        ("2015-01-01", "2015-12-14", False),
    ],
)
def test_moment_is_told_on_its_day_alone(published: Warehouse, start: str, end: str, is_told: bool) -> None:
    assert ("Order 13714 on the SES" in told(published, "on_board", start, end)) is is_told


@pytest.mark.parametrize(
    ("start", "end", "is_told"),
    [
        ("2017-04-12", "2018-01-01", True),
        ("2017-04-13", "2018-01-01", False),
        ("2017-02-01", "2017-02-28", True),
        ("2016-01-01", "2017-01-23", True),
        ("2016-01-01", "2017-01-22", False),
    ],
)
def test_span_is_told_from_its_first_day_to_its_last(published: Warehouse, start: str, end: str, is_told: bool) -> None:
    assert ("Hiring freeze" in told(published, "on_board", start, end)) is is_told


def test_administration_in_office_goes_on(published: Warehouse) -> None:
    assert told(published, "on_board", "2027-01-01", "2028-01-01") == ["Trump, second term"]


def test_two_administrations_meet_in_a_transition_year(published: Warehouse) -> None:
    assert told(published, "women_share", "2020-10-01", "2021-09-30", "administration") == ["Trump", "Biden"]


def test_annotations_come_oldest_first(published: Warehouse) -> None:
    starts = [one.start for one in find_annotations(published, catalog.find("on_board"), *ALL_TIME)]
    assert len(starts) >= 15
    assert starts == sorted(starts)


def test_successions_of_an_agency_can_be_asked_for(published: Warehouse) -> None:
    rows = published.successions
    housing = rows[rows["successor_agency_code"] == "HF"]
    assert {"FY", "HU"} <= set(housing["predecessor_agency_code"].dropna())
    assert str(rows["date"].iloc[0].date()) == "1999-04-01"
