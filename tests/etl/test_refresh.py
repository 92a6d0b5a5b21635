"""Refreshing from a publisher's server: the newest versions, loaded once, and what they changed."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.download import NotServed, Patience, Unreachable
from etl.fetch import megabytes
from etl.formats import FEDSCOPE_EMPLOYMENT, LAYOUTS
from etl.plan import NothingThere
from etl.record import staged_extracts
from etl.refresh import Refreshed, Request, refresh, usual_span
from etl.sources import NothingToAsk, UnknownSource, source_of
from tests.conftest import ROOT
from tests.etl.server import File, Publisher, publisher
from tests.etl.strange import CLERK, EXECUTIVE, cube, table_text
from tests.etl.world import World

HURRIED = Patience(connect=1, stall=0.5, attempts=2, backoff=0.01, longest_wait=0.1)
BLOB = "/api/blob/download/chunked"
MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)
PAGE = b"<!DOCTYPE html><html><body>Sign in</body></html>"

VALUES = {
    "agency_code": "ED",
    "agency_subelement_code": "ED00",
    "age_bracket": "55-59",
    "length_of_service_years": "21.5",
    "occupational_series_code": "0340",
    "pay_plan_code": "ES",
    "grade": "00",
    "appointment_type_code": "50",
    "annualized_adjusted_basic_pay": "199000.0",
    "count": "1",
    "separation_category_code": "SD",
    "accession_category_code": "AE",
    "education_level_code": "15",
    "supervisory_status_code": "2",
}


def month(subject: str, yyyymm: str, executives: int) -> bytes:
    """A month of data.opm.gov: so many executives of one agency, and a clerk."""
    layout = next(layout for layout in LAYOUTS if layout.name == f"fwd_{subject}")
    columns = list(layout.tables[0].columns.values())
    dated = {"snapshot_yyyymm": yyyymm, "personnel_action_effective_date_yyyymm": yyyymm}
    clerk = VALUES | dated | {"pay_plan_code": "GS", "grade": "07", "appointment_type_code": "10"}
    rows = [VALUES | dated] * executives + [clerk]
    return "".join(
        "|".join(line) + "\n" for line in [columns, *([row[name] for name in columns] for row in rows)]
    ).encode()


def put(server: Publisher, subject: str, yyyymm: str, version: int, executives: int, **more: object) -> File:
    body = month(subject, yyyymm, executives)
    file = File(body, etag=f'"{hash(body)}"', **more)  # type: ignore[arg-type]
    server.files[f"{BLOB}/{subject}_{yyyymm}_{version}.txt"] = file
    return file


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as running:
        yield running


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "data")


def refreshed(
    server: Publisher, world: World, first: date = MARCH, last: date = JUNE, *, told: list[str] | None = None
) -> Refreshed:
    source = source_of("opm", world.places.reference, {"SES_OPM": server.address})
    request = Request(source, first=first, last=last, and_loaded=True, patience=HURRIED)
    sentences = told if told is not None else []
    return refresh(world.places, request, sentences.append, lambda _what, _done, _all: None)


def loaded(world: World) -> dict[str, str | None]:
    """Names and versions of what is staged."""
    return {extract.provenance.name: extract.provenance.version for extract in staged_extracts(world.places.staged)}


def leftovers(world: World) -> list[str]:
    return sorted(path.name for path in (world.places.raw.parent / "downloads").iterdir() if path.name != ".lock")


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


def test_one_bad_month_holds_up_no_other(server: Publisher, world: World) -> None:
    put(server, "employment", "202603", 1, 3)
    put(server, "employment", "202606", 1, 3, troubles=["cut"] * 99, ranges=False)
    put(server, "separations", "202604", 1, 1).body = b"\0" * 500 + b"\n"
    put(server, "separations", "202605", 1, 1, troubles=[403] * 99)
    server.files[f"{BLOB}/accessions_202605_1.txt"] = File(PAGE, kind="text/html")
    result = refreshed(server, world)
    assert set(loaded(world)) == {"employment_202603_1.txt"}
    said = " ".join(result.problems)
    assert all(
        words in said for words in ("employment_202606_1", "separations_202604_1", "403 Forbidden", "a web page")
    )
    assert leftovers(world) == ["employment_202606_1.txt.json", "employment_202606_1.txt.part"]
    assert not list(world.places.raw.rglob("*.part"))
    server.files[f"{BLOB}/employment_202606_1.txt"].troubles.clear()
    assert [extract.provenance.name for extract in refreshed(server, world).loaded] == ["employment_202606_1.txt"]


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


ONE_MONTH = ("fetch", "--subject", "employment", "--from", "2026-03", "--to", "2026-03")


def stopped_half_way(server: Publisher, data: Path, how: signal.Signals) -> tuple[int, str, int]:
    """Fetch from a server that falls silent, and be stopped by a signal: exit status, what was said, bytes held."""
    server.silence = 30
    environment = {"SES_DATA": str(data), "SES_OPM": server.address, "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "etl", *ONE_MONTH]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        part = data / "downloads" / "employment_202603_1.txt.part"
        while not part.is_file() or not part.stat().st_size:
            time.sleep(0.02)
        process.send_signal(how)
        _, said = process.communicate(timeout=20)
    assert not (data / "raw").exists()
    return process.returncode, said, part.stat().st_size


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_stopped_half_way_it_goes_on_where_it_stopped(server: Publisher, tmp_path: Path, how: signal.Signals) -> None:
    slow = put(server, "employment", "202603", 1, 20_000, troubles=["stall"])
    status, said, held = stopped_half_way(server, tmp_path, how)
    if how is signal.SIGINT:
        assert (status, said.count("\n")) == (130, 1)
        assert said.startswith("Stopped; what was downloaded is kept")
    else:
        assert (status, said) == (-signal.SIGKILL, "")
    assert len(slow.body) > held > 0
    ran = run(server, tmp_path, *ONE_MONTH)
    assert ran.returncode == 0, ran.stderr
    assert f"{megabytes(held)} of it here already" in ran.stdout
    assert server.downloads()[-1].headers["Range"] == f"bytes={held}-"
    (kept,) = (tmp_path / "raw").rglob("*.txt")
    assert kept.read_bytes() == slow.body
    assert [path.name for path in (tmp_path / "downloads").iterdir()] == [".lock"]


def test_killed_half_way_a_file_that_changed_meanwhile_is_fetched_from_its_beginning(
    server: Publisher, tmp_path: Path
) -> None:
    put(server, "employment", "202603", 1, 20_000, troubles=["stall"])
    stopped_half_way(server, tmp_path, signal.SIGKILL)
    changed = put(server, "employment", "202603", 1, 19_000)
    ran = run(server, tmp_path, *ONE_MONTH)
    assert ran.returncode == 0, ran.stderr
    (kept,) = (tmp_path / "raw").rglob("*.txt")
    assert kept.read_bytes() == changed.body


@pytest.mark.parametrize("ranges", [True, False])
def test_a_length_that_cuts_the_file_inside_a_row_never_reaches_raw(
    server: Publisher, world: World, *, ranges: bool
) -> None:
    lying = put(server, "employment", "202603", 1, 30, ranges=ranges)
    lying.claims_length = len(lying.body) - 30
    put(server, "separations", "202604", 1, 1)
    result = refreshed(server, world)
    assert [sentence.partition(" ")[0] for sentence in result.problems] == ["employment_202603_1.txt"]
    assert "cut short" in result.problems[0]
    assert set(loaded(world)) == {"separations_202604_1.txt"}
    assert [path.name for path in world.places.raw.rglob("*.txt")] == ["separations_202604_1.txt"]
    assert leftovers(world) == []


def test_nothing_at_all_is_an_error(server: Publisher, world: World) -> None:
    with pytest.raises(NothingThere, match="check the address and the months"):
        refreshed(server, world)
    assert not world.places.warehouse.exists()


def test_a_wrong_address_is_an_error_even_when_all_is_loaded(server: Publisher, world: World) -> None:
    put(server, "employment", "202603", 1, 3)
    refreshed(server, world)
    server.files.clear()
    with pytest.raises(NothingThere, match="employment 2026-06, 2026-05, 2026-04, 2026-03"):
        refreshed(server, world)
    assert set(loaded(world)) == {"employment_202603_1.txt"}


def test_another_origin_with_an_older_version_has_nothing_new(server: Publisher, world: World) -> None:
    put(server, "employment", "202603", 2, 3)
    put(server, "employment", "202603", 1, 3)
    refreshed(server, world)
    server.files["/employment_202603_v1.txt"] = File(month("employment", "202603", 9))
    request = Request(source_of(server.address, world.places.reference), first=MARCH, last=MARCH, patience=HURRIED)
    result = refresh(world.places, request, lambda _said: None, lambda _what, _done, _all: None)
    assert (result.plan.known, result.plan.items) == (1, ())


def test_a_site_that_became_web_pages_is_an_error(server: Publisher, world: World) -> None:
    server.missing = (200, "text/html", PAGE)
    with pytest.raises(NotServed, match="a web page or a listing, not with the file; download"):
        refreshed(server, world)


def test_a_server_that_is_down_is_given_up_soon(world: World) -> None:
    with publisher() as gone:
        pass
    before = time.monotonic()
    with pytest.raises(Unreachable, match="does not answer"):
        refreshed(gone, world)
    assert time.monotonic() - before < 5


def test_a_cube_server_that_is_down_is_a_sentence(world: World) -> None:
    with publisher() as gone:
        source = source_of("cubes", world.places.reference, {"SES_OPM": gone.address})
    request = Request(source, first=date(2010, 1, 31), last=date(2010, 12, 31), patience=HURRIED)
    with pytest.raises(Unreachable, match=r"/data/ does not answer \(.*\); check the connection, or try again later\."):
        refresh(world.places, request, lambda _said: None, lambda _what, _done, _all: None)


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


def run(server: Publisher, data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"SES_DATA": str(data), "SES_OPM": server.address, "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [sys.executable, "-m", "etl", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


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


def test_what_could_not_be_had_is_one_sentence_and_status_1(server: Publisher, tmp_path: Path) -> None:
    put(server, "separations", "202604", 1, 1)
    put(server, "separations", "202605", 1, 1, troubles=[403] * 99)
    ran = run(server, tmp_path / "data", "fetch", "--subject", "separations", "--from", "2026-04", "--to", "2026-05")
    assert ran.returncode == 1
    assert ran.stderr.startswith("One file could not be had: ")
    assert ran.stderr.count("\n") == 1
    assert "is being served" in ran.stdout


@pytest.mark.parametrize("words", [["--from", "2026"], ["--from", "2026-05", "--to", "2026-04"], ["--subject", "x"]])
def test_wrong_words_exit_2(words: list[str]) -> None:
    assert CliRunner().invoke(app, ["fetch", *words]).exit_code == 2
