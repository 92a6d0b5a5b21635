"""The register of positions is fetched by its own door, dated by the day, and its names stay nowhere."""

import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from etl.publishers.refresh import RefreshResult, Request, refresh
from etl.publishers.sources.plum import Plum
from tests.conftest import ROOT
from tests.etl.fetching import HURRIED, PAGE, leftovers, reader, run
from tests.etl.opm import PLUM_ADDRESS, Opm, people
from tests.etl.plum import export, person
from tests.etl.server import File, Publisher
from tests.etl.world import World

pytestmark = pytest.mark.slow

DAY = date(2026, 8, 4)
ROWS = [person(number) for number in range(40)]
EXPORT = ("\ufeff" + export(ROWS)).encode()
MARKS = re.compile(rb"(?:FIRST|LAST|ID)MARK\d+Q")


def fetched(server: Publisher, world: World, day: date = DAY, told: list[str] | None = None) -> RefreshResult:
    request = Request(Plum(server.address, day), ("positions",), patience=HURRIED)
    return refresh(world.places, request, reader(told))


def names_in(folder: Path) -> list[str]:
    """The files of a folder that hold a mark that stands for a name or an id."""
    return [str(path) for path in sorted(folder.rglob("*")) if path.is_file() and MARKS.search(path.read_bytes())]


def test_the_marks_are_found_where_there_are_any(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_bytes(EXPORT)
    assert len(names_in(tmp_path)) == 1


def test_an_export_is_dated_by_its_day_and_leaves_no_name_behind(server: Publisher, world: World) -> None:
    server.files[PLUM_ADDRESS] = File(EXPORT, kind="text/csv")
    result = fetched(server, world)
    (extract,) = result.extracts
    assert (extract.provenance.period_end, extract.provenance.origin) == (
        "2026-08-31",
        server.address + PLUM_ADDRESS,
    )
    assert leftovers(world) == []
    assert names_in(world.places.raw.parent) == []
    assert result.problems == []


def test_names_are_kept_in_raw_alone_where_they_are_wanted(server: Publisher, tmp_path: Path) -> None:
    server.files[PLUM_ADDRESS] = File(EXPORT, kind="text/csv")
    assert run(server, tmp_path, "fetch", "--subject", "positions").exit_code == 0
    assert names_in(tmp_path) == []
    ran = run(server, tmp_path, "fetch", "--subject", "positions", "--keep-names")
    assert ran.exit_code == 0, ran.stderr
    assert [Path(path).relative_to(tmp_path).parts[0] for path in names_in(tmp_path)] == ["raw"]


def test_exports_of_two_days_stand_side_by_side_and_one_comes_once(server: Publisher, world: World) -> None:
    server.files[PLUM_ADDRESS] = File(EXPORT, kind="text/csv")
    fetched(server, world)
    server.requests.clear()
    assert fetched(server, world).build is None
    server.files[PLUM_ADDRESS] = File(("\ufeff" + export(ROWS[1:])).encode(), kind="text/csv")
    (extract,) = fetched(server, world, date(2026, 9, 8)).extracts
    assert extract.provenance.period_end == "2026-09-30"
    assert len(list((world.places.staged / "extracts").iterdir())) == 2


@pytest.mark.parametrize("status", [400, 405, 415])
def test_a_server_that_wants_a_body_gets_an_empty_object(server: Publisher, world: World, status: int) -> None:
    def wants_body(request: object) -> File:
        body = getattr(request, "body", b"")
        return File(EXPORT, kind="text/csv") if body == b"{}" else File(b"", troubles=[status])

    server.made[PLUM_ADDRESS] = wants_body
    assert len(fetched(server, world).extracts) == 1
    gets = [request.body for request in server.requests if request.method == "GET"]
    assert gets == [b"", b"{}"]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (File(b"", troubles=[403] * 9), "answers 403 Forbidden"),
        (File(PAGE, kind="text/html"), "answers with a web page"),
        (File(b'{"error": "closed"}'), "answers with a message, not with the file"),
        (File(b"a,b\n1,2\n", kind="text/csv"), "PLUM-20260804.csv"),
        (File(EXPORT[: len(EXPORT) // 2], claims_length=len(EXPORT), kind="text/csv"), "stopped"),
    ],
    ids=["403", "page", "message", "another file", "cut"],
)
def test_a_refusal_is_one_sentence_and_leaves_no_name(server: Publisher, world: World, file: File, words: str) -> None:
    server.files[PLUM_ADDRESS] = File(
        file.body, file.kind, troubles=list(file.troubles), claims_length=file.claims_length
    )
    result = fetched(server, world)
    (problem,) = result.problems
    assert words in problem
    assert leftovers(world) == []
    assert names_in(world.places.raw.parent) == []


@pytest.mark.parametrize("options", [(), ("--keep-names",)], ids=["without names", "with names"])
def test_a_killed_download_leaves_no_name_on_the_disk(
    server: Publisher, tmp_path: Path, options: tuple[str, ...]
) -> None:
    """Killed while half of the register is here: neither the data folder nor the system's temporary one has a name."""
    server.silence = 30
    server.files[PLUM_ADDRESS] = File(EXPORT * 20, kind="text/csv", etag='"x"', troubles=["stall"])
    data, temporary = tmp_path / "data", tmp_path / "tmp"
    temporary.mkdir()
    environment = {"SES_DATA": str(data), "SES_OPM": server.address, "PATH": "/usr/bin:/bin", "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "etl", "fetch", "--subject", "positions", *options]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        while not any(request.method == "GET" for request in server.requests):
            time.sleep(0.02)
        time.sleep(1)  # the first half is on its way in
        process.send_signal(signal.SIGKILL)
    assert names_in(tmp_path) == []
    assert [path for path in data.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_what_an_older_program_left_of_a_killed_download_is_swept(server: Publisher, tmp_path: Path) -> None:
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    (downloads / "PLUM-20260804.csv.part").write_bytes(EXPORT)
    assert names_in(tmp_path) != []
    Opm(server).publish("accessions", "202607", people("202607", 1))
    assert run(server, tmp_path, "refresh").exit_code == 0
    assert names_in(tmp_path) == []


def test_an_answer_larger_than_any_register_is_refused(
    server: Publisher, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.publishers.fetch.MOST_POSITIONS", len(EXPORT) - 1)
    server.files[PLUM_ADDRESS] = File(EXPORT, kind="text/csv")
    (problem,) = fetched(server, world).problems
    assert f"more than {len(EXPORT) - 1:,} bytes" in problem


def test_fetching_positions_beside_months_asks_both_doors(server: Publisher, tmp_path: Path) -> None:
    server.files[PLUM_ADDRESS] = File(EXPORT, kind="text/csv")
    server.files["/api/v1/files/accessions"] = File(PAGE, kind="text/html")
    ran = run(server, tmp_path, "fetch", "--subject", "accessions", "--subject", "positions")
    assert ran.exit_code == 1
    assert "answers with a web page, not with a list" in ran.stderr
    assert f"PLUM-{date.today():%Y%m%d}.csv" in ran.stdout
