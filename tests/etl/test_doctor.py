"""The doctor holds loaded records against figures counted from the same records, and says what differs and why."""

import csv
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.doctor import Comparison, Diagnosis, diagnose
from etl.warehouse.build import build
from tests.etl.world import Row, World, executive, separation

pytestmark = pytest.mark.slow

JULY, JANUARY = "2026-07-31", "2026-01-31"
RIGHT = {"career": 5758, "noncareer": 841, "limited_term": 48}
run = CliRunner()


def july(world: World, version: str = "1", **people: int) -> None:
    rows = [executive(JULY, appointment, people=count) for appointment, count in (RIGHT | people).items()]
    clerks: Row = {"period": JULY, "category": "other", "people": 2_020_230 - sum((RIGHT | people).values())}
    world.load(f"employment {version}", "employment", rows, span=(JULY, JULY), counted=[clerks], version=version)


def came(world: World, month: str, people: int, name: str = "accessions") -> None:
    row = separation(month, people=people)
    del row["separation_category"], row["separation_group"]
    rows = [row | {"accession_category": "AE", "accession_group": "new_hire"}]
    world.load(f"{name} {month}", "accessions", rows, span=(month, month))


def checked(world: World) -> Diagnosis:
    build(world.places)
    return diagnose(world.places)


def of(found: Diagnosis, measure: str, appointment: str = "", first: str = "2026-07") -> Comparison:
    (one,) = (
        each
        for each in found.findings
        if (each.measure, each.appointment, f"{each.first_month:%Y-%m}") == (measure, appointment, first)
    )
    return one


def test_right_records_agree_with_every_figure_of_their_month(world: World) -> None:
    july(world)
    found = checked(world)
    assert found.is_sound
    assert {each.verdict for each in found.findings} == {"agrees"}
    known = {(each.measure, each.appointment): (each.loaded, each.figure) for each in found.findings}
    assert known[("executives", "noncareer")] == (841, 841)
    assert known[("executives", "limited_emergency")] == (0, 0)  # type: ignore[unreachable]
    assert known[("executives", "")] == (6647, 6647)
    assert known[("employees", "")] == (2_020_230, 2_020_230)
    assert "check figures wait for months that are not loaded" in found.words


@pytest.mark.parametrize(("career", "verdict"), [(5758, "agrees"), (5730, "agrees"), (5728, "differs")])
def test_half_a_percent_of_one_definition_is_the_limit(world: World, career: int, verdict: str) -> None:
    july(world, career=career)
    found = checked(world)
    assert of(found, "executives", "career").verdict == verdict
    assert found.is_sound is (verdict == "agrees")


def test_a_month_published_again_since_explains_a_difference(world: World) -> None:
    july(world, version="2", career=5900)
    one = of(checked(world), "executives", "career")
    assert one.verdict == "explained"
    assert "is of version 1 of OPM's file, and version 2 is loaded" in one.why
    assert one.difference_percent == pytest.approx(2.466, abs=0.001)


def test_movements_that_late_reports_may_change_are_no_fault_until_they_are_settled(world: World) -> None:
    came(world, "2025-01-31", 220)
    found = checked(world)
    one = of(found, "new_hires", first="2025-01")
    assert (one.verdict, one.loaded, one.figure, found.is_sound) == ("explained", 220, 245, True)
    for month in ("2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30", "2025-07-31"):
        came(world, month, 1)
    assert of(checked(world), "new_hires", first="2025-01").verdict == "differs"


def test_a_span_is_compared_only_when_all_its_months_are_loaded(world: World) -> None:
    came(world, JANUARY, 37)
    found = checked(world)
    assert [(each.first_month, each.last_month) for each in found.findings] == [(date(2026, 1, 1), date(2026, 1, 31))]


@pytest.mark.parametrize(
    ("career", "cube", "report"),
    [(7336, "agrees", "agrees"), (7500, "explained", "explained"), (8070, "differs", "other definition")],
)
def test_reasons_have_a_bound_and_another_definition_is_no_fault(
    world: World, career: int, cube: str, report: str
) -> None:
    """7,336 of September 2016 in FedScope tables that withhold small cells; 7,341 in a report of OPM's."""
    day = "2016-09-30"
    world.load("cube", "employment", [executive(day, people=career)], span=(day, day))
    found = checked(world)
    verdicts = {each.figure_source: each for each in found.findings if each.appointment == "career"}
    assert verdicts["fedscope_gender_cube"].verdict == cube
    assert verdicts["opm_ses_report_2017"].verdict == report
    assert ("withhold small cells" in verdicts["fedscope_gender_cube"].why) is (cube == "explained")


def test_nothing_loaded_is_said_and_no_fault(tmp_path: Path, shipped_data: Path) -> None:
    shutil.copytree(shipped_data, tmp_path / "data")
    for folder in ("data", "empty"):
        result = run.invoke(app, ["doctor"], env={"SES_DATA": str(tmp_path / folder)})
        assert result.exit_code == 0, result.output
        assert "Nothing is loaded that a check figure could be compared with" in result.output
        assert "python -m etl refresh" in result.output


def test_command_ends_with_status_one_where_a_figure_differs(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SES_DATA", str(tmp_path))
    july(world, noncareer=900)
    build(world.places)
    result = run.invoke(app, ["doctor", "--json"])
    assert result.exit_code == 1
    told = json.loads(result.output)
    assert "differ and nobody can say why" in told["words"]
    faults = [each for each in told["findings"] if each["verdict"] == "differs"]
    assert told["findings"][: len(faults)] == faults
    assert ("noncareer", 900, 841) in [(each["appointment"], each["loaded"], each["figure"]) for each in faults]
    assert "noncareer" in run.invoke(app, ["doctor"]).output


def test_check_figures_are_those_published_where_they_name_a_source(world: World) -> None:
    with (world.places.reference / "check_figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    build(world.places)
    published = set(
        world.query(
            "select source, coalesce(nullif(appointment, 'all'), ''), period::varchar, coalesce(months, 1), value "
            "from marts.published where scope = 'government'"
        )
    )
    assert {row["measure"] for row in rows} == {"employees", "executives", "new_hires"}
    named = [row for row in rows if row["source"].startswith("published figure of ")]
    assert len(named) == 28
    for row in named:
        first, last = (date.fromisoformat(f"{row[edge]}-01") for edge in ("first_month", "last_month"))
        months = 12 * (last.year - first.year) + last.month - first.month + 1
        ends = {
            day
            for _, appointment, day, length, _ in published
            if length == months and str(day).startswith(f"{last:%Y-%m}")
        }
        source = row["source"].removeprefix("published figure of ")
        assert any((source, row["appointment"], end, months, float(row["value"])) in published for end in ends), row


def test_a_file_without_whole_agencies_is_named_as_the_reason_and_still_a_fault(world: World) -> None:
    before = [executive("2026-05-31", agency_code="AR", people=400), executive("2026-05-31", people=6000)]
    world.load("employment of May", "employment", before, span=("2026-05-31", "2026-05-31"))
    july(world, career=5300)
    found = checked(world)
    one = of(found, "executives", "career")
    assert (one.verdict, found.is_sound) == ("differs", False)
    assert one.why == "The month is incomplete: Army is missing from the file; get the file again."
    assert "differ, as agencies are missing from the file" in found.words
    assert of(found, "executives", "noncareer").verdict == "agrees"


def test_what_differs_comes_first() -> None:
    one = Comparison("agrees", "executives", "", date(2026, 7, 1), date(2026, 7, 31), 1, 1, 0.0, "a", "b", "")
    assert Diagnosis((one,), 0).is_sound
    assert not Diagnosis((one, replace(one, verdict="differs")), 0).is_sound
