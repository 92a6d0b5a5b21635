"""Refreshing from a publisher's server: the newest versions, loaded once, and what they changed."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.formats import FEDSCOPE_EMPLOYMENT
from etl.publishers.download import NotServed
from etl.publishers.refresh import Request, refresh, usual_span
from etl.publishers.sources import NothingToAsk, UnknownSource, source_of
from etl.record import staged_extracts
from tests.etl.fetching import BLOB, HURRIED, JUNE, MARCH, PAGE, leftovers, loaded, month, put, refreshed, run
from tests.etl.server import File, Publisher, publisher
from tests.etl.strange import CLERK, EXECUTIVE, cube, table_text
from tests.etl.world import World


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as running:
        yield running


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "data")


def test_the_highest_version_of_each_month_is_loaded(server: Publisher, world: World) -> None:
    for version, executives in ((1, 3), (2, 4), (3, 5)):
        put(server, "employment", "202603", version, executives)
    put(server, "separations", "202604", 1, 2)
    told: list[str] = []
    result = refreshed(server, world, told=told)
    assert loaded(world) == {"employment_202603_3.txt": "3", "separations_202604_1.txt": "1"}
    assert world.value("select sum(people) from marts.on_board where corps = 'ses'") == 5
    assert told[0].startswith("Downloading 2 files (")
    assert told[1].startswith("Not there: employment 2026-06, 2026-05, 2026-04; accessions")
    assert leftovers(world) == []
    assert result.problems == []


def test_address_checksum_version_and_time_are_recorded(server: Publisher, world: World) -> None:
    put(server, "employment", "202603", 1, 3)
    refreshed(server, world)
    address = f"{server.address}{BLOB}/employment_202603_1.txt"
    (extract,) = staged_extracts(world.places.staged)
    assert extract.provenance.origin == address
    beside = world.places.raw / extract.provenance.extract_id / "provenance.json"
    assert json.loads(beside.read_text("utf-8"))["sha256"] == extract.provenance.sha256
    remembered = json.loads((world.places.raw / "fetched.json").read_text("utf-8"))["files"]["employment 2026-03"]
    assert (remembered["address"], remembered["version"]) == (address, 1)
    assert remembered["sha256"] == extract.provenance.sha256
    assert remembered["fetched_at"]


def test_a_second_refresh_downloads_and_builds_nothing(server: Publisher, world: World) -> None:
    put(server, "employment", "202603", 1, 3)
    put(server, "accessions", "202605", 2, 1)
    put(server, "accessions", "202605", 1, 1)
    refreshed(server, world)
    server.requests.clear()
    told: list[str] = []
    result = refreshed(server, world, told=told)
    assert told[0].startswith("Nothing new at")
    assert (result.build, result.loaded, result.changes) == (None, [], [])
    assert server.downloads() == []
    asked = [request.path for request in server.requests]
    assert f"{BLOB}/accessions_202605_1.txt" not in asked
    assert len(asked) == len(set(asked))


def test_a_revised_month_is_told_by_how_much(server: Publisher, world: World) -> None:
    put(server, "employment", "202603", 1, 3)
    first = refreshed(server, world)
    assert [(one.period, one.before, one.after) for one in first.changes if one.subject == "employment"] == []
    put(server, "employment", "202603", 2, 5)
    put(server, "employment", "202606", 1, 4)
    result = refreshed(server, world)
    assert [(one.period, one.before, one.after, one.version_before, one.version_after) for one in result.changes] == [
        (JUNE, None, 4, None, "1"),
        (MARCH, 3, 5, "1", "2"),
    ]
    assert world.query("select period, before, after from meta.revisions where before is not null") == [(MARCH, 3, 5)]


def test_a_month_issued_again_under_its_old_version_is_taken(server: Publisher, world: World) -> None:
    put(server, "employment", "202603", 1, 3)
    refreshed(server, world)
    put(server, "employment", "202603", 1, 6)
    (change,) = refreshed(server, world).changes
    assert (change.before, change.after, change.difference) == (3, 6, 3)
    assert refreshed(server, world).build is None


def test_old_months_are_looked_at_again_for_revisions(server: Publisher, world: World) -> None:
    put(server, "employment", "202403", 1, 3)
    refreshed(server, world, date(2024, 3, 31), date(2024, 3, 31))
    put(server, "employment", "202403", 2, 2)
    put(server, "employment", "202603", 1, 3)
    assert {one.period for one in refreshed(server, world).changes} == {date(2024, 3, 31), MARCH}


def test_what_is_loaded_by_hand_is_not_downloaded(server: Publisher, world: World, tmp_path: Path) -> None:
    by_hand = tmp_path / "employment_202603_1.txt"
    by_hand.write_bytes(put(server, "employment", "202603", 1, 3).body)
    environment = {"SES_DATA": str(world.places.raw.parent)}
    assert CliRunner().invoke(app, ["load", str(by_hand)], env=environment).exit_code == 0
    assert refreshed(server, world).loaded == []
    assert server.downloads() == []


def test_a_mirror_is_found_whatever_it_calls_its_files(server: Publisher, world: World) -> None:
    body = month("separations", "202604", 2)
    server.files["/data/separations/separations_202604_v2.txt"] = File(body)
    source = source_of("mirror", world.places.reference, {"SES_MIRROR": f"{server.address}/data/"})
    request = Request(source, first=MARCH, last=JUNE, patience=HURRIED)
    for expected in (["separations_202604_v2.txt"], []):
        result = refresh(world.places, request, lambda _said: None, lambda _what, _done, _all: None)
        assert [extract.provenance.name for extract in result.loaded] == expected
    server.requests.clear()
    refresh(world.places, request, lambda _said: None, lambda _what, _done, _all: None)
    assert all("_v" in request.path and request.path.endswith(".txt") for request in server.requests)


def test_cubes_are_asked_for_as_a_browser_that_came_by_the_front_page(server: Publisher, world: World) -> None:
    source = source_of("cubes", world.places.reference, {"SES_OPM": server.address})
    request = Request(source, first=date(2010, 1, 31), last=date(2010, 12, 31), patience=HURRIED)
    server.missing = (403, "text/html", PAGE)
    with pytest.raises(NotServed, match="403 Forbidden; download the file in a browser"):
        refresh(world.places, request, lambda _said: None, lambda _what, _done, _all: None)
    assert server.requests[0].path == "/data/"
    assert len(server.requests) == 5
    assert all(request.headers["User-Agent"].startswith("Mozilla/") for request in server.requests)


def test_a_cube_is_fetched_once(server: Publisher, world: World, tmp_path: Path) -> None:
    text = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE, CLERK])
    body = cube(tmp_path / "any.zip", "FACTDATA_MAR2010.TXT", text).read_bytes()
    source = source_of("cubes", world.places.reference, {"SES_OPM": server.address})
    server.files[source.cubes[0][1].removeprefix(server.address)] = File(body, etag='"cube"')
    request = Request(source, first=date(2010, 1, 31), last=date(2010, 12, 31), patience=HURRIED)
    result = refresh(world.places, request, lambda _said: None, lambda _what, _done, _all: None)
    assert [extract.provenance.period_end for extract in result.loaded] == ["2010-03-31"]
    again = refresh(world.places, request, lambda _said: None, lambda _what, _done, _all: None)
    assert (again.plan.known, again.loaded) == (1, [])


def test_a_pattern_may_name_its_files_as_it_likes(server: Publisher, world: World) -> None:
    server.files["/get/2026-separations/202604"] = File(month("separations", "202604", 1))
    source = source_of(server.address + "/get/2026-{subject}/{month}", world.places.reference, {})
    request = Request(source, ("separations",), date(2026, 4, 30), date(2026, 4, 30), patience=HURRIED)
    result = refresh(world.places, request, lambda _said: None, lambda _what, _done, _all: None)
    assert [extract.provenance.name for extract in result.loaded] == ["separations_202604_1.txt"]


def test_what_a_killed_run_left_after_loading_is_swept(server: Publisher, world: World) -> None:
    put(server, "employment", "202603", 1, 3)
    refreshed(server, world)
    folder = world.places.raw.parent / "downloads"
    (extract,) = staged_extracts(world.places.staged)
    kept = world.places.raw / extract.provenance.extract_id / "employment_202603_1.txt"
    (folder / "employment_202603_1.txt").hardlink_to(kept)
    (folder / "employment_202603_1.txt.json").write_text("{}")
    refreshed(server, world)
    assert leftovers(world) == []


def test_another_origin_with_an_older_version_has_nothing_new(server: Publisher, world: World) -> None:
    put(server, "employment", "202603", 2, 3)
    put(server, "employment", "202603", 1, 3)
    refreshed(server, world)
    server.files["/employment_202603_v1.txt"] = File(month("employment", "202603", 9))
    request = Request(source_of(server.address, world.places.reference), first=MARCH, last=MARCH, patience=HURRIED)
    result = refresh(world.places, request, lambda _said: None, lambda _what, _done, _all: None)
    assert (result.plan.known, result.plan.items) == (1, ())


@pytest.mark.parametrize("given", ["ftp://x/y", "folder", "mirror", "https://x.org/{month}.txt"])
def test_a_source_that_is_none_is_refused(world: World, given: str) -> None:
    with pytest.raises(UnknownSource):
        source_of(given, world.places.reference, {})


def test_employment_is_asked_for_quarterly_at_first_and_monthly_later(world: World) -> None:
    source = source_of("opm", world.places.reference, {})
    early = source.wanted(["employment"], date(2010, 1, 31), date(2010, 12, 31))
    assert [one.period for one in early] == ["2010-12", "2010-09", "2010-06", "2010-03"]
    assert len(source.wanted(["employment"], date(2025, 1, 31), date(2025, 12, 31))) == 12
    assert early[0].address(0, 2) == "https://data.opm.gov/api/blob/download/chunked/employment_201012_2.txt"
    with pytest.raises(NothingToAsk, match="begins in 2005"):
        source.wanted(["employment"], date(1999, 1, 31), date(1999, 12, 31))


def test_the_usual_span_is_24_months_that_are_over() -> None:
    assert usual_span(date(2026, 11, 21)) == (date(2024, 11, 30), date(2026, 10, 31))


def test_an_analyst_refreshes_an_empty_folder_twice(server: Publisher, tmp_path: Path) -> None:
    last = usual_span(date.today())[1]
    put(server, "employment", f"{last:%Y%m}", 1, 3)
    first = run(server, tmp_path / "data", "refresh")
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines()[0].startswith("Downloading 1 file (")
    assert "is being served" in first.stdout
    again = run(server, tmp_path / "data", "refresh")
    assert again.returncode == 0, again.stderr
    assert "Nothing new" in again.stdout
    put(server, "employment", f"{last:%Y%m}", 2, 7)
    revised = run(server, tmp_path / "data", "refresh")
    assert "+4" in revised.stdout
    assert "1 to 2" in revised.stdout
    assert "Revised since the last build" in run(server, tmp_path / "data", "status").stdout
    (told,) = json.loads(run(server, tmp_path / "data", "status", "--json").stdout)["revisions"]
    assert (told["before"], told["after"], told["version_after"]) == (3, 7, "2")


def test_a_dry_run_says_what_it_would_do_and_does_nothing(server: Publisher, tmp_path: Path) -> None:
    put(server, "separations", "202604", 1, 1)
    words = ["fetch", "--subject", "separations", "--from", "2026-03", "--to", "2026-05", "--dry-run"]
    ran = run(server, tmp_path / "data", *words)
    assert ran.returncode == 0, ran.stderr
    assert "Downloading 1 file" in ran.stdout
    assert "Not there: separations 2026-05, 2026-03." in ran.stdout
    assert server.downloads() == []
    assert not (tmp_path / "data" / "warehouse").exists()


@pytest.mark.parametrize("words", [["--from", "2026"], ["--from", "2026-05", "--to", "2026-04"], ["--subject", "x"]])
def test_wrong_words_exit_2(words: list[str]) -> None:
    assert CliRunner().invoke(app, ["fetch", *words]).exit_code == 2
