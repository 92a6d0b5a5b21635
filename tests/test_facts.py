"""What happened in 2025 and 2026, fact by fact: each has its row in the register of events, or its place in a text."""

import csv
from datetime import date

import pytest

from pages.content import loader
from tests.conftest import ROOT

EVENTS = {
    "accountability_memo": ("event", "2025-01-20", "new performance plans", "90 FR 8481"),
    "deferred_resignation": ("event", "2025-01-28", "some near retirement until 31 December", "28 January 2025"),
    "cio_posts": ("event", "2025-02-04", "chief information officers general", "4 February 2025"),
    "designations_reverted": ("event", "2025-02-05", "since January 2021 to general", "5 February 2025"),
    "executive_institute": ("event", "2025-02-10", "closes the Federal Executive Institute", "Executive Order 14207"),
    "career_reserved_review": ("event", "2025-02-24", "by 24 March", "24 February 2025"),
    "appraisal_system": ("event", "2025-02-25", "appraisal system and performance plan", "25 February 2025"),
    "chco_posts": ("event", "2025-03-06", "chief human capital officers general", "6 March 2025"),
    "harms_tracker": ("event", "2025-07-31", "launches its Federal Harms Tracker", "press release of 31 July 2025"),
    "executive_training": ("event", "2025-08-31", "new series of training", "7 August 2025"),
    "rating_ceiling": ("break", "2025-10-01", "a rule in force since 15 October 2025 allows", "90 FR 44291"),
    "allocation_review": ("event", "2025-11-24", "how many positions of the SES", "24 November 2025"),
    "reassignment_memo": ("event", "2025-12-01", "encourages agencies to reassign", "1 December 2025"),
    "development_programs": ("event", "2025-12-18", "makes them final in 2026", "90 FR 59072"),
    "federal_workforce_data": ("break", "2026-01-08", "replace FedScope", "data.opm.gov"),
    "plum_audit": ("event", "2026-02-26", "at least seven entities and 130 confirmed positions", "GAO-26-108164"),
    "layoff_rule": ("event", "2026-03-05", "how executives may be furloughed", "5 March 2026"),
    "schedule_policy_career": ("event", "2026-03-09", "schedule without appeals", "FR Doc. 2026-02375"),
    "policy_career_order": (
        "event",
        "2026-06-03",
        "about 8,000 policy posts",
        "Executive Order 14410 (FR Doc. 2026-11594)",
    ),
    "defense_missing": ("break", "2026-06-30", "June and July 2026", "notes on the employment files"),
    "file_api": ("event", "2026-07-31", "fetch its monthly record files", "July 2026"),
    "plum_columns": ("event", "2026-09-30", "renames every column, adds an ID", "September 2026"),
}
"""Kind, first day (what is known by month alone: its last), words and a part of the citation, by the event's id."""
LAST_DAYS = {
    "deferred_resignation": "2025-12-31",
    "allocation_review": "2025-12-19",
    "defense_missing": "2026-07-31",
}


@pytest.fixture(scope="module")
def events() -> dict[str, dict[str, str]]:
    with (ROOT / "data" / "reference" / "events.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("event", EVENTS)
def test_fact_stands_in_the_register_under_its_id(event: str, events: dict[str, dict[str, str]]) -> None:
    kind, start, words, citation = EVENTS[event]
    row = events[event]
    assert (row["kind"], row["start"], row["end"]) == (kind, start, LAST_DAYS.get(event, ""))
    assert words in row["words"]
    assert citation in row["citation"]


def test_codes_of_policy_career_are_said_with_the_order_that_fills_them(events: dict[str, dict[str, str]]) -> None:
    assert "from June 2026 on show as appointments 67 and 68" in events["policy_career_order"]["words"]


def test_every_event_since_2025_is_in_the_table_or_known_without(events: dict[str, dict[str, str]]) -> None:
    """A new event is a new line in the table above, so that its day, words and source are read twice."""
    others = {
        *("administration_trump_second", "freeze_2025", "workforce_order", "redacted_records", "schedule_g"),
        *("executive_hiring_memo", "plum_website", "department_of_war", "new_qualifications", "shutdown_2025"),
    }
    recent = {name for name, row in events.items() if date.fromisoformat(row["start"]) >= date(2025, 1, 1)}
    assert recent == EVENTS.keys() | others


def happened(recommendation: str) -> str:
    return next(each.happened for each in loader.agenda() if each.id == recommendation)


def test_facts_that_are_no_moment_of_a_series_stand_in_the_agenda_and_the_primer() -> None:
    """Who is left out of the ceiling on ratings, an article's headline, a series of training, a freeze of pay."""
    assert "five or more career executives" in happened("performance")
    assert "noncareer executives are not counted and inspectors general are counted apart" in happened("performance")
    assert "On 2 April 2026 Federal News Network reported both" in happened("fewer-appointees")
    assert "training for executives since August 2025" in happened("succession")
    assert "training for executives since August 2025" in loader.primer().of("programs").text
    (pay,) = (each.rule for each in loader.primer().right if each.topic == "Pay")
    assert "senior political appointees was frozen to 30 January 2026" in pay


def test_ratings_of_fiscal_2023_by_level_are_shipped() -> None:
    with (ROOT / "data" / "published" / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            row for row in csv.DictReader(file) if (row["indicator"], row["fiscal_year"]) == ("rating_share", "2023")
        ]
    assert {("rating=5", "64"), ("rating=4", "32")} <= {(row["breakdown"], row["value"]) for row in rows}
