"""Turnover: whether it rose in the first sentence, one account of comings and goings, real and invented ones apart."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from metrics.analysis import flows
from metrics.analysis.events import Annotation
from metrics.analysis.headline import Headline, Point
from metrics.analysis.part_year import PartYear
from metrics.charts.diverging import draw_account
from metrics.charts.theme import LIGHT
from metrics.definitions.catalog import find
from metrics.query.answer import Answer
from metrics.query.selection import Selection
from metrics.text import flows as sentences_flows
from tests.pages.conftest import Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

SCRIPT = "health/turnover.py"
COUNT, RATE = find("separations"), find("separation_rate")
SEPTEMBER_2016 = date(2016, 9, 30)


def rows(values: dict[int, float | None], evidence: str, **columns: str) -> pd.DataFrame:
    """A value for each fiscal year."""
    periods = pd.to_datetime([f"{year}-09-30" for year in values])
    table = pd.DataFrame({"period": periods, "value": [*values.values()], "evidence": evidence})
    return table.assign(source="OPM", flag="", **columns)


def count_of(*tables: pd.DataFrame) -> Answer:
    return Answer(COUNT, Selection(), pd.concat(tables or [rows({}, "records", separation_group="")]))


def reasons(evidence: str, year: int = 2025) -> Answer:
    left = {"retirement": 60.0, "quit": 20.0, "transfer_out": 10.0, "rif": 6.0, "death": 4.0}
    return count_of(*(rows({year: people}, evidence, separation_group=group) for group, people in left.items()))


def of_year(account: pd.DataFrame, year: int) -> dict[str, float]:
    chosen = account[account["period"].dt.year == year]
    return dict(zip(chosen["flow"], chosen["value"], strict=True))


RECORDS = flows.build_accounts(
    count_of(rows({2024: None, 2025: 30.0}, "records")),
    count_of(rows({2009: 80.0}, "published"), rows({2025: 100.0}, "records")),
    reasons("records"),
    count_of(rows({2009: -5.0}, "published"), rows({2025: -70.0}, "records")),
)


def test_a_year_is_told_by_reason_or_whole_and_never_twice() -> None:
    (account,) = RECORDS
    parts = {"retirement": 60, "quit": 20, "transfer_out": 10, "other_reasons": 10}
    assert of_year(account, 2025) == {"entries": 30, **parts, "net_change": -70}
    assert of_year(account, 2009) == {"departures": 80, "net_change": -5}
    assert flows.count_departures(account).tolist() == [80, 100]


def test_unknown_entries_are_no_column() -> None:
    assert 2024 not in set(RECORDS[0]["period"].dt.year)


def test_real_departures_and_invented_reasons_are_two_accounts() -> None:
    left = count_of(rows({2022: 903.0}, "published"), rows({2025: 100.0}, "sample"))
    nothing = count_of()
    real, sample = flows.build_accounts(nothing, left, reasons("sample"), nothing)
    assert set(real["evidence"]) == {"published"}
    assert set(sample["evidence"]) == {"sample"}
    assert of_year(real, 2022) == {"departures": 903}


def test_where_records_tell_why_the_sample_is_not_asked() -> None:
    both = count_of(reasons("records").table, reasons("sample", 2024).table)
    assert [set(account["evidence"]) for account in flows.build_accounts(count_of(), count_of(), both, count_of())] == [
        {"records"}
    ]


def test_net_change_alone_is_no_account() -> None:
    assert flows.build_accounts(count_of(), count_of(), count_of(), count_of(rows({2009: -5.0}, "published"))) == ()


def test_picture_says_the_numbers_of_its_last_year() -> None:
    alt = draw_account(RECORDS[0], LIGHT, "career executives").alt
    assert (
        "In fiscal year 2025 an estimated 30 came in, 100 left their agency (retired 60, quit 20, left for "
        "another agency "
        "10, left their agency for other reasons 10) and the net change was −70."
    ) in alt
    assert "synthetic" not in alt


def test_arrivals_stand_above_zero_and_departures_below() -> None:
    *columns, net = draw_account(RECORDS[0], LIGHT, "career executives").plot.data
    came, *left = columns
    assert list(came.y) == [30]
    assert [list(each.y) for each in left] == [[-60], [-20], [-10], [-10], [-80]]
    assert list(net.y) == [-5, -70]


def test_published_departures_are_hollow_and_records_filled() -> None:
    columns = draw_account(RECORDS[0], LIGHT, "career executives").plot.data[:-1]
    retired, unsplit = columns[1], columns[-1]
    assert list(retired.marker.color) == [LIGHT.eligible]
    assert list(unsplit.marker.color) == [LIGHT.page]


def test_sample_is_hatched_and_watermarked() -> None:
    (account,) = flows.build_accounts(count_of(), count_of(), reasons("sample"), count_of())
    picture = draw_account(account, LIGHT, "career executives")
    assert list(picture.plot.data[0].marker.pattern.shape) == ["/"]
    assert "synthetic sample" in [note.text for note in picture.plot.layout.annotations]
    assert "synthetic sample" in picture.alt


def test_reasons_are_named_beside_their_column_or_else_above_in_their_colours() -> None:
    beside = [str(note.text) for note in draw_account(RECORDS[0], LIGHT, "").plot.layout.annotations]
    assert "Retired <b>60</b>" in beside
    assert not any("■" in text for text in beside)
    earlier = flows.build_accounts(
        count_of(), count_of(rows({2022: 9.0}, "published")), reasons("records", 2009), count_of()
    )
    above = [str(note.text) for note in draw_account(earlier[0], LIGHT, "").plot.layout.annotations]
    assert any(f'<span style="color:{LIGHT.eligible}">■ retired</span>' in text for text in above)


def test_events_are_marked_above_the_columns_and_told() -> None:
    event = Annotation("event", date(2017, 1, 20), None, "Hiring freeze", "Nobody is hired.", "")
    picture = draw_account(RECORDS[0], LIGHT, "career executives", [event])
    assert any(str(note.text) == "Hiring freeze" for note in picture.plot.layout.annotations)
    assert "Marked: Hiring freeze (January 2017)." in picture.alt


def found(latest: float, year: int, then: float | None = None, evidence: str = "published") -> Headline:
    point = Point(date(year, 9, 30), latest, evidence, "pps", "")
    if then is None:
        return Headline(point, None, SEPTEMBER_2016, None, None, "")
    before = Point(SEPTEMBER_2016, then, evidence, "pps", "")
    return Headline(point, before, SEPTEMBER_2016, latest - then, "worse", "")


@pytest.mark.parametrize(("then", "verb", "moved"), [(7.1, "rose", "up 2.7"), (12.0, "fell", "down 2.2")])
def test_known_baseline_is_what_turnover_is_held_against(then: float, verb: str, moved: str) -> None:
    assert sentences_flows.describe_turnover(RATE, found(9.8, 2025, then), rows({}, "published"), None, "career") == (
        f"Turnover {verb} since fiscal year 2016: career executives left their agency at a rate of 9.8% of the "
        "average on "
        f"board in fiscal year 2025, {moved} points."
    )


KNOWN = rows({2005: 694.0, 2018: 906.0, 2022: 903.0}, "published").assign(source="pps")


def part(people: float, before: float | None, source: str = "fwd") -> PartYear:
    return PartYear(date(2025, 11, 30), 11, people, before, source, is_medium=True)


def test_part_of_a_year_is_compared_with_the_same_months_before() -> None:
    """Never with a whole year of another publisher, though that is nearer to the baseline."""
    assert sentences_flows.describe_turnover(COUNT, found(903, 2022), KNOWN, part(1959, 753), "career") == (
        "Turnover rose: 1,959 career executives left their agency in January–November 2025 (medium confidence), "
        "against 753 in the same months of 2024."
    )
    assert sentences_flows.describe_turnover(COUNT, found(903, 2022), KNOWN, part(700, 753), "career").startswith(
        "Turnover fell: 700 career executives left"
    )


def test_part_of_a_year_beyond_a_whole_one_of_another_source_makes_no_direction() -> None:
    assert sentences_flows.describe_turnover(COUNT, found(903, 2022), KNOWN, part(1959, None), "career") == (
        "1,959 career executives left their agency in January–November 2025 alone (medium confidence), against 906 "
        "in the whole of fiscal year 2018, the year known nearest to September 2016 by another source: fwd now, pps "
        "then."
    )
    assert sentences_flows.describe_turnover(COUNT, found(903, 2022), KNOWN, part(1959, None, "pps"), "career") == (
        "Turnover rose: 1,959 career executives left their agency in January–November 2025 alone (medium "
        "confidence), against 906 in the whole of fiscal year 2018, the year known nearest to September 2016."
    )


def test_part_of_a_year_below_a_whole_one_settles_nothing() -> None:
    assert sentences_flows.describe_turnover(COUNT, found(903, 2022), KNOWN, part(800, None), "career") == (
        "903 career executives left their agency in fiscal year 2022, 3 fewer than in fiscal year 2018, the year "
        "known nearest to "
        "September 2016."
    )


def test_a_lone_year_claims_no_direction() -> None:
    said = sentences_flows.describe_turnover(
        COUNT, found(9, 2025, evidence="sample"), KNOWN.iloc[:0], None, "career", "Department X"
    )
    assert said == (
        "At the Department X, 9 career executives left their agency in fiscal year 2025; no other year is known "
        "to compare it with "
        "(synthetic sample, not real)."
    )


def headings(app: AppTest) -> list[str]:
    return [each.value for each in app.subheader]


def behind(app: AppTest) -> list[pd.DataFrame]:
    return [frame.value for frame in app.dataframe if "Flow" in frame.value]


def test_the_question_is_answered_first(folder: Path, read_page: Open) -> None:
    first = next(part.value for part in read_page(folder, SCRIPT).markdown if part.value.startswith("**"))
    assert first.startswith("**Turnover rose: 1,959 career executives left their agency in January–November 2025 (")
    assert "against 753 in the same months of 2024" in first


def test_published_departures_are_drawn_without_reason(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, SCRIPT)
    (career,) = behind(app)
    left = career[career["Flow"] == "Left their agency, reason not known"]
    assert dict(zip(left["Period"], left["People"], strict=True)) == {
        "Fiscal year 2022": 903,
        "Fiscal year 2021": 813,
        "Fiscal year 2018": 906,
        "Fiscal year 2005": 694,
    }
    assert "How many noncareer executives come and go?" in headings(app)
    assert "python -m etl" in words(app)


def test_sample_says_why_in_figures_of_its_own(sample_folder: Path, read_page: Open) -> None:
    app = read_page(sample_folder, SCRIPT)
    real, why, noncareer = behind(app)
    assert set(real["Evidence"]) == {"published figure"}
    assert set(why["Evidence"]) == set(noncareer["Evidence"]) == {"synthetic sample, not real"}
    assert "Why do career executives leave?" in headings(app)
    assert {"Retired", "Quit", "Came in (estimated)", "Net change"} <= set(why["Flow"])


def test_each_year_of_the_sample_adds_up(sample_folder: Path, read_page: Open) -> None:
    for account in behind(read_page(sample_folder, SCRIPT))[1:]:
        signs = account["Flow"].map({"Came in (estimated)": 1, "Net change": -1}).fillna(-1)
        assert (account["People"] * signs).groupby(account["Period"]).sum().eq(0).all()


def test_agencies_too_small_are_not_ranked(stand_in_folder: Path, read_page: Open) -> None:
    app = read_page(stand_in_folder, SCRIPT)
    assert "Which agencies lose the most of their career executives?" in headings(app)
    assert any("left out of the ranking: fewer than ten" in each.label for each in app.expander)


def test_agency_without_executives_is_told_what_would_fill_it(folder: Path, read_page: Open) -> None:
    app = read_page(folder, SCRIPT, agency="Denali Commission")
    assert [*app.exception, *app.error] == []
    assert behind(app) == []
    assert "Separations: no" in words(app)


def test_overview_tells_the_newer_part_of_a_year_before_the_year_that_is_history(
    published_folder: Path, read_page: Open
) -> None:
    said = words(read_page(published_folder))
    newer = "1,959 career executives left their agency in January–November 2025, 1,206 more than in the same months"
    old = "Older than two years: 903 career executives left their agency in fiscal year 2022."
    assert 0 <= said.find(newer) < said.find(old)
