"""Refreshing from OPM's file API: what is new comes once, in stages, and what it changed is told."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.files.provenance import read_extracts
from etl.publishers.published_list import read_published
from etl.publishers.refresh import Request, refresh
from etl.publishers.sources.choice import choose_source
from etl.publishers.spans import Span, find_last_month
from tests.etl.fetching import HURRIED, JUNE, MARCH, leftovers, loaded, reader, refreshed, run
from tests.etl.opm import Opm, address, clerk, people, person, served_frame
from tests.etl.server import Publisher
from tests.etl.world import World

pytestmark = pytest.mark.slow

LISTS = [f"/api/v1/files/{subject}?current=true" for subject in ("employment", "accessions", "separations")]
APPOINTMENTS = {"50": "career", "55": "noncareer", "60": "limited_term", "65": "limited_emergency"}


def publish_everything(opm: Opm) -> None:
    """Months of employment, and arrivals and departures with late reports of the months before."""
    for yyyymm, career in (("202607", 7), ("202606", 8), ("202409", 9), ("202101", 6), ("201609", 5)):
        others = [person(yyyymm, "HS", "60"), person(yyyymm, "AG", "65"), clerk(yyyymm, "HS")]
        opm.publish("employment", yyyymm, [*people(yyyymm, career, 2), *people(yyyymm, 3, 1, "AG"), *others])
    for yyyymm, before in (("202605", "202604"), ("202606", "202605"), ("202607", "202606")):
        late = [person(before, "AG", "55")]
        opm.publish("separations", yyyymm, [*people(yyyymm, 4, 1), *people(yyyymm, 1, 2, "AG"), *late])
        opm.publish("accessions", yyyymm, [*people(yyyymm, 2, 3), *late])


def counted(frame: pd.DataFrame, month_column: str) -> dict[tuple[str, str, str], int]:
    """People by month, agency and appointment: pandas on what was served, nothing of ours."""
    people_of = frame.assign(people=frame["count"].astype(int))
    sums = people_of.groupby([month_column, "agency_code", "appointment_type_code"])["people"].sum()
    return {(month, agency, APPOINTMENTS[code]): int(count) for (month, agency, code), count in sums.items()}  # type: ignore[has-type, misc]


def in_warehouse(world: World, mart: str, month_column: str) -> dict[tuple[str, str, str], int]:
    """The same from the warehouse."""
    rows = world.query(
        f"select strftime({month_column}, '%Y%m'), agency_code::varchar, appointment::varchar, sum(people)::int "
        f"from marts.{mart} where corps = 'ses' and evidence = 'records' group by all"
    )
    return {(str(month), str(agency), str(kind)): int(str(count)) for month, agency, kind, count in rows}


def test_counts_after_a_refresh_are_those_of_the_files_served(opm: Opm, server: Publisher, world: World) -> None:
    publish_everything(opm)
    result = refreshed(server, world, span=Span.STANDARD)
    assert result.problems == []
    assert in_warehouse(world, "on_board", "period") == counted(served_frame(opm, "employment"), "snapshot_yyyymm")
    effective = "personnel_action_effective_date_yyyymm"
    for subject in ("separations", "accessions"):
        expected = counted(served_frame(opm, subject), effective)
        own = {key: people for key, people in expected.items() if (subject, key[0]) in opm.rows}
        found = in_warehouse(world, subject, "period")
        assert {key: people for key, people in found.items() if (subject, key[0]) in opm.rows} == own
        assert ("202606", "AG", "noncareer") in own
    assert leftovers(world) == []


def test_a_second_refresh_asks_three_lists_and_downloads_nothing(opm: Opm, server: Publisher, world: World) -> None:
    publish_everything(opm)
    refreshed(server, world, span=Span.STANDARD)
    server.requests.clear()
    told: list[str] = []
    result = refreshed(server, world, span=Span.STANDARD, told=told)
    assert [f"{one.path}?{one.query}" for one in server.requests] == LISTS
    assert (result.build, result.extracts, result.changes) == (None, [], [])
    assert told == [f"Nothing new at {server.address}; 11 of its files are loaded already."]


def test_a_month_published_again_replaces_the_old_and_is_told(opm: Opm, server: Publisher, world: World) -> None:
    opm.publish("employment", "202603", people("202603", 3))
    assert [one for one in refreshed(server, world).changes if one.before is not None] == []
    opm.publish("employment", "202603", people("202603", 5), version=2)
    opm.publish("employment", "202606", people("202606", 4))
    result = refreshed(server, world)
    changes = [
        (one.period, one.before, one.after, one.version_before, one.version_after)
        for one in result.changes
        if one.subject == "employment"
    ]
    assert changes == [(JUNE, None, 4, None, "1"), (MARCH, 3, 5, "1", "2")]
    assert world.value("select sum(people) from marts.on_board where corps = 'ses' and period = '2026-03-31'") == 5
    assert world.query("select period, before, after from meta.revisions where before is not null") == [(MARCH, 3, 5)]


def test_the_same_version_with_a_later_date_is_another_file(opm: Opm, server: Publisher, world: World) -> None:
    opm.publish("employment", "202603", people("202603", 3), publish_date="2026-04-06T12:00:00.000Z")
    refreshed(server, world)
    opm.publish("employment", "202603", people("202603", 6), publish_date="2026-04-09T12:00:00.000Z")
    (change,) = refreshed(server, world).changes
    assert (change.before, change.after, change.difference) == (3, 6, 3)
    assert refreshed(server, world).build is None


def test_a_revision_far_back_is_brought_too(opm: Opm, server: Publisher, world: World) -> None:
    opm.publish("employment", "201303", people("201303", 3))
    refreshed(server, world)
    opm.publish("employment", "201303", people("201303", 2), version=4)
    opm.publish("employment", "201306", people("201306", 2))
    result = refreshed(server, world, span=Span.QUICK)
    assert {one.period for one in result.changes} == {date(2013, 3, 31), date(2013, 6, 30)}
    assert [stage.title for stage in result.plan.stages][-1] == "months loaded before that have been published again"


def test_only_the_current_version_is_downloaded_even_of_a_list_of_all(
    opm: Opm, server: Publisher, world: World
) -> None:
    for version in (1, 2, 3):
        opm.publish("employment", "202603", people("202603", version), version=version)
    for one in opm.published:
        one.current = True
    refreshed(server, world)
    assert loaded(world) == {"employment_202603_3.parquet": "3"}
    assert len(server.downloads()) == 1


def test_each_stage_is_served_before_the_next_begins(opm: Opm, server: Publisher, world: World) -> None:
    publish_everything(opm)
    builds: list[tuple[list[str], int]] = []
    request = Request(
        choose_source("opm", world.places.reference, {"SES_OPM": server.address}),
        span=Span.STANDARD,
        include_loaded=True,
        patience=HURRIED,
    )
    follower = reader()
    stages = type(follower)(
        follower.tell,
        follower.progress,
        lambda done: builds.append((sorted({extract.subject for extract in done.extracts}), len(server.downloads()))),
    )
    refresh(world.places, request, stages)
    assert builds == [
        (["accessions", "employment", "separations"], 7),
        (["employment"], 10),
        (["employment"], 11),
    ]
    first = [request.path for request in server.downloads()[:2]]  # two at a time: either may come in first
    assert address("employment", "202607", 1) in first


def test_the_address_the_checksum_and_the_time_are_recorded(opm: Opm, server: Publisher, world: World) -> None:
    opm.publish("employment", "202603", people("202603", 3))
    refreshed(server, world)
    (extract,) = read_extracts(world.places.staged)
    assert extract.provenance.origin == server.address + address("employment", "202603", 1)
    log = json.loads((world.places.raw / "fetched.json").read_text("utf-8"))["files"]["employment 2026-03"]
    assert (log["version"], log["sha256"]) == (1, extract.provenance.sha256)
    assert log["published_at"] == "2026-08-06T16:41:47.880Z"


def test_what_is_published_is_kept_though_it_is_not_loaded(opm: Opm, server: Publisher, world: World) -> None:
    publish_everything(opm)
    refreshed(server, world, date(2026, 6, 30), date(2026, 6, 30))
    published = read_published(world.places)
    assert published is not None
    assert published.find_newest("employment") == date(2026, 7, 31)
    assert world.value("select max(month) from meta.published_months where subject = 'employment'") == date(2026, 7, 31)


def test_news_of_a_list_is_served_though_nothing_could_be_had(opm: Opm, server: Publisher, world: World) -> None:
    opm.publish("employment", "202606", people("202606", 3))
    refreshed(server, world)
    opm.publish("employment", "202607", people("202607", 3), troubles=[403] * 9)
    result = refreshed(server, world)
    assert len(result.problems) == 1
    assert world.value("select max(month) from meta.published_months") == date(2026, 7, 31)
    assert refreshed(server, world).build is None


def test_the_speed_of_a_download_is_that_of_the_next_estimate(
    opm: Opm, server: Publisher, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.publishers.refresh.LASTING", 0.0)
    lines: list[str] = []
    for yyyymm in ("202606", "202607"):
        opm.publish("separations", yyyymm, people(yyyymm, 3))
        refreshed(server, world, told=lines)
    first, second = (line for line in lines if line.startswith("Downloading 1 file"))
    assert "a guess: no speed has been measured yet" in first
    assert "a guess" not in second
    (speed,) = json.loads((world.places.raw / "fetched.json").read_text("utf-8"))["speeds"].values()
    assert speed > 0


def test_what_is_loaded_by_hand_is_not_downloaded(opm: Opm, server: Publisher, world: World, tmp_path: Path) -> None:
    by_hand = tmp_path / "employment_202603_1.parquet"
    by_hand.write_bytes(opm.publish("employment", "202603", people("202603", 3)).body)
    environment = {"SES_DATA": str(world.places.raw.parent)}
    assert CliRunner().invoke(app, ["load", str(by_hand)], env=environment).exit_code == 0
    assert refreshed(server, world).extracts == []
    assert server.downloads() == []
    opm.publish("employment", "202603", people("202603", 4), publish_date="2026-09-06T12:00:00.000Z")
    assert len(refreshed(server, world).extracts) == 1


def test_what_a_killed_run_left_after_loading_is_swept(opm: Opm, server: Publisher, world: World) -> None:
    opm.publish("employment", "202603", people("202603", 3))
    refreshed(server, world)
    folder = world.places.raw.parent / "downloads"
    (extract,) = read_extracts(world.places.staged)
    kept = world.places.raw / extract.provenance.extract_id / "employment_202603_1.parquet"
    (folder / "employment_202603_1.parquet").hardlink_to(kept)
    (folder / "employment_202603_1.parquet.json").write_text("{}")
    refreshed(server, world)
    assert leftovers(world) == []


def test_an_analyst_refreshes_an_empty_folder_twice(opm: Opm, server: Publisher, tmp_path: Path) -> None:
    opm.publish("employment", "202607", people("202607", 3))
    first = run(server, tmp_path / "data", "refresh")
    assert first.exit_code == 0, first.stderr
    assert first.stdout.splitlines()[0].startswith("Downloading 1 file (")
    assert "a guess: no speed has been measured yet" in first.stdout.splitlines()[0]
    assert "is being served" in first.stdout
    assert "Employment: 1 new month (2026-07); 3 SES members in the last." in first.stdout
    again = run(server, tmp_path / "data", "refresh")
    assert again.exit_code == 0, again.stderr
    assert "Nothing new" in again.stdout
    opm.publish("employment", "202607", people("202607", 7), version=2)
    revised = run(server, tmp_path / "data", "refresh")
    assert "+4" in revised.stdout
    assert "1 to 2" in revised.stdout
    assert "Revised since the last build" in run(server, tmp_path / "data", "status").stdout
    (told,) = json.loads(run(server, tmp_path / "data", "status", "--json").stdout)["revisions"]
    assert (told["before"], told["after"], told["version_after"]) == (3, 7, "2")


def test_a_dry_run_says_what_it_would_do_and_does_nothing(opm: Opm, server: Publisher, tmp_path: Path) -> None:
    publish_everything(opm)
    ran = run(server, tmp_path / "data", "refresh", "--span", "quick", "--dry-run")
    assert ran.exit_code == 0, ran.stderr
    lines = ran.stdout.splitlines()
    assert lines[0].startswith("Downloading 10 files (")
    assert lines[1] == (
        "Stage 1 of 2: the newest month of employment and the last 14 months of arrivals and departures "
        "(employment 2026-07; accessions 2026-07, 2026-06, 2026-05; separations 2026-07, 2026-06, 2026-05)."
    )
    assert lines[2] == "Stage 2 of 2: the months to compare with (employment 2024-09, 2021-01, 2016-09)."
    assert server.downloads() == []
    assert not (tmp_path / "data").exists()


def test_a_range_is_brought_whatever_its_span(opm: Opm, server: Publisher, tmp_path: Path) -> None:
    publish_everything(opm)
    opm.publish("employment", "200506", people("200506", 3))
    words = ["refresh", "--subject", "employment", "--from", "2005-01", "--to", "2016-12", "--dry-run"]
    ran = run(server, tmp_path / "data", *words)
    assert "employment 2016-09" in ran.stdout
    assert "employment 2005-06" in ran.stdout
    assert "2026" not in ran.stdout.partition("\n")[2]
    assert server.lists() == LISTS[:1]


@pytest.mark.parametrize(
    "words",
    [["--from", "2026"], ["--from", "2026-05", "--to", "2026-04"], ["--subject", "x"], ["--from", "0026-01"]],
)
@pytest.mark.parametrize("command", ["fetch", "refresh"])
def test_wrong_words_exit_2(command: str, words: list[str]) -> None:
    assert CliRunner().invoke(app, [command, *words]).exit_code == 2


def test_late_reports_are_one_line_with_their_count_and_span(opm: Opm, server: Publisher, tmp_path: Path) -> None:
    """Every file of movements has some: a line for each file would be all that a reader sees."""
    for yyyymm in ("202605", "202606", "202607"):
        late = [person("202512"), person("202604"), person("202604")]
        opm.publish("separations", yyyymm, [*people(yyyymm, 3), *late])
    ran = run(server, tmp_path / "data", "refresh")
    assert "Noted in" not in ran.stdout
    told = "Separations: 9 late reports of 2025-12 to 2026-04 in 3 files, counted in the months they are of."
    assert ran.stdout.splitlines().count(told) == 1


@pytest.mark.parametrize("command", ["refresh", "fetch"])
def test_months_to_come_are_told_with_what_to_do(opm: Opm, server: Publisher, tmp_path: Path, command: str) -> None:
    opm.publish("employment", "202607", people("202607", 3))
    ran = run(server, tmp_path / "data", command, "--from", "2090-01")
    newest = find_last_month(date.today())
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr == (
        "Nothing can have been published of 2090-01, which is not over yet; give --from a month up to "
        f"{newest:%Y-%m}, or leave it out.\n"
    )
    assert server.requests == []


def test_months_that_are_not_there_are_told_with_those_that_are(opm: Opm, server: Publisher, world: World) -> None:
    opm.publish("employment", "202606", people("202606", 3))
    opm.publish("employment", "202607", people("202607", 3))
    opm.publish("accessions", "202607", people("202607", 3))
    told: list[str] = []
    refreshed(server, world, last=date(2004, 12, 31), told=told)
    assert told == [
        f"Nothing of what was asked for is at {server.address}, which has accessions 2026-07, employment 2026-06 to "
        "2026-07; ask for months within them by --from and --to."
    ]
