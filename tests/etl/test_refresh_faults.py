"""Refreshing from a server that misbehaves, or being stopped: said, survived, and never half a file in raw/."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from etl.publishers.download import NotServed, Unreachable
from etl.publishers.fetch import megabytes
from etl.publishers.plan import NothingThere
from etl.publishers.refresh import Request, refresh
from etl.publishers.sources import source_of
from tests.conftest import ROOT
from tests.etl.fetching import BLOB, HURRIED, PAGE, leftovers, loaded, put, refreshed, run
from tests.etl.server import File, Publisher, publisher
from tests.etl.world import World


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as running:
        yield running


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "data")


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


def test_what_could_not_be_had_is_one_sentence_and_status_1(server: Publisher, tmp_path: Path) -> None:
    put(server, "separations", "202604", 1, 1)
    put(server, "separations", "202605", 1, 1, troubles=[403] * 99)
    ran = run(server, tmp_path / "data", "fetch", "--subject", "separations", "--from", "2026-04", "--to", "2026-05")
    assert ran.returncode == 1
    assert ran.stderr.startswith("One file could not be had: ")
    assert ran.stderr.count("\n") == 1
    assert "is being served" in ran.stdout
