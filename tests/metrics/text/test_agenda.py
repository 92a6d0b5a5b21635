"""What is said of the agenda: which recommendations compare on real figures, and which way they moved."""

from datetime import date

import pytest

from metrics.analysis.headline import DEFAULT_BASELINE, Headline, Point
from metrics.definitions.catalog import find
from metrics.text import agenda
from metrics.text.agenda import Direction, Sighting

pytestmark = pytest.mark.slow

SHARE = find("noncareer_share")


def moved(change: float | None, wanted: Direction = "lower", evidence: str = "published", before: str = "") -> Sighting:
    """Noncareer share that came to 10 percent by so many points, or that is not comparable."""
    now = Point(date(2025, 12, 31), 10.0, evidence, "s", "")
    then = None if change is None else Point(date(2016, 9, 30), 10.0 - change, before or evidence, "s", "")
    return Sighting(SHARE, Headline(now, then, DEFAULT_BASELINE, change, None, "evidence" if before else ""), wanted)


NOTHING = Sighting(SHARE, None, "lower")


@pytest.mark.parametrize(
    ("change", "wanted", "way"),
    [
        (1.5, "lower", "against what is asked"),
        (-1.5, "lower", "as asked"),
        (1.5, "higher", "as asked"),
        (1.5, "neither", "where no direction is asked"),
        (0.04, "higher", "not at all"),
    ],
)
def test_way_is_taken_from_what_is_asked(change: float, wanted: Direction, way: str) -> None:
    assert moved(change, wanted).way == way


def test_lead_counts_recommendations_and_not_indicators() -> None:
    both = [moved(1.5), moved(-1.5)]
    against = [moved(1.5), moved(2.5), moved(2.5, "neither")]
    assert agenda.write_lead([both, against, [NOTHING], []], DEFAULT_BASELINE) == (
        "2 of the 4 recommendations can be compared with September 2016 on real figures: 1 moved against what is asked "
        "and 1 moved both ways."
    )


def test_lead_without_comparison_says_no_direction() -> None:
    assert agenda.write_lead([[moved(None)]], DEFAULT_BASELINE) == (
        "0 of the 1 recommendations can be compared with September 2016 on real figures."
    )


@pytest.mark.parametrize("sighting", [moved(1.5, evidence="sample"), moved(1.5, evidence="records", before="sample")])
def test_sample_is_no_evidence(sighting: Sighting) -> None:
    assert "0 of the 1 recommendations can be compared" in agenda.write_lead([[sighting]], DEFAULT_BASELINE)


def test_rest_tells_each_kind_of_gap_and_no_more() -> None:
    known = [[moved(None)], [moved(None), NOTHING], [moved(1.0, evidence="sample")], [NOTHING], []]
    assert agenda.describe_rest(known) == (
        "Of the others, 2 have a real figure now and none to compare it with, 1 has only the synthetic sample, which "
        "is no evidence and 2 have no figure."
    )
    assert agenda.describe_rest([[moved(1.5)]]) == ""


def test_values_stand_in_the_order_of_time() -> None:
    found = moved(1.5).found
    assert found
    assert agenda.format_values(SHARE, found) == "8.5% in September 2016 → **10.0%** in December 2025"


def test_direction_says_why_nothing_is_compared() -> None:
    assert agenda.describe_direction(moved(None)) == "no figure within a year of September 2016"
    assert agenda.describe_direction(moved(1.5)) == "up 1.5 points, against what is asked"
    assert agenda.describe_direction(NOTHING) == ""


def test_evidence_tells_where_the_baseline_is_of_another_kind() -> None:
    found = moved(1.5, evidence="records", before="published").found
    assert found
    assert agenda.describe_evidence(found) == "computed from OPM's record files"
    # What moved may be the counting: both are named, and nothing is said of what is asked.
    across = moved(1.5, evidence="records", before="published")
    assert agenda.describe_direction(across) == (
        "up 1.5 points by another source: computed from OPM's record files now, published figure then"
    )
    assert across.way == "between two sources, which gives no verdict"


def test_title_is_narrowed_in_words() -> None:
    share = find("retirement_eligible_share")
    where = {"appointment": "career", "horizon_years": "5"}
    assert agenda.write_title(share, where) == f"{share.title}, career, within 5 years"


@pytest.mark.parametrize("agency", ["Department of Education", "the Interior"])
def test_lead_says_of_which_agency(agency: str) -> None:
    said = agenda.write_lead([[NOTHING]], DEFAULT_BASELINE, agency)
    assert said.startswith(f"At the {agency.removeprefix('the ')}, 0 of the 1 ")
