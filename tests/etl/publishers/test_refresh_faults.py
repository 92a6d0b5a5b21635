"""Refreshing from a server that misbehaves, or being stopped: said, survived, and never half a file in raw/."""

import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from etl.errors import EtlError
from etl.publishers import fetch
from etl.publishers.download import Unreachable
from etl.publishers.fetch import format_size
from etl.publishers.plan import NothingThere
from etl.publishers.refresh import Request, refresh
from etl.publishers.sources.choice import choose_source
from etl.publishers.sources.listing import Item
from etl.publishers.spans import Span
from tests import patience
from tests.conftest import ROOT
from tests.etl.fetching import HURRIED, PAGE, leftovers, loaded, put, reader, refreshed, run
from tests.etl.opm import Opm, address, parquet, people, person
from tests.etl.server import File, Publisher, publisher
from tests.etl.server import Request as Asked
from tests.etl.world import World

pytestmark = pytest.mark.slow


def test_one_bad_month_holds_up_no_other(opm: Opm, server: Publisher, world: World) -> None:
    opm.publish("employment", "202603", people("202603", 3))
    opm.publish("employment", "202606", people("202606", 3), troubles=["cut"] * 99)
    opm.publish("separations", "202604", people("202604", 1)).body = b"PAR1" + b"\0" * 500 + b"PAR1"
    opm.publish("separations", "202605", people("202605", 1), troubles=[403] * 99)
    opm.publish("accessions", "202605", people("202605", 1))
    server.files[address("accessions", "202605", 1)] = File(PAGE, kind="text/html")
    opm.publish("accessions", "202604", people("202604", 1))
    del server.files[address("accessions", "202604", 1)]
    result = refreshed(server, world)
    assert set(loaded(world)) == {"employment_202603_1.parquet"}
    said = " | ".join(sorted(result.problems))
    for words in (
        "accessions 2026-04 version 1 is listed but not there",
        "separations_202604_1.parquet came as Parquet that cannot be read",
        "403 Forbidden",
        "a web page",
        "employment/2026/06/1/download stopped",
    ):
        assert words in said
    assert leftovers(world) == ["employment_202606_1.parquet.json", "employment_202606_1.parquet.part"]
    assert not list(world.places.raw.rglob("*.part"))
    server.files[address("employment", "202606", 1)].troubles.clear()
    assert [extract.provenance.name for extract in refreshed(server, world).extracts] == ["employment_202606_1.parquet"]


@pytest.mark.parametrize(
    ("subject", "body", "words"),
    [
        ("employment", parquet("employment", people("202605", 3)), "asked for, but what came is of 2026-05"),
        ("separations", parquet("separations", [*people("202607", 9), person("202606")]), "what came is of 2026-07"),
        ("employment", parquet("employment", []), "came without a single row"),
        ("employment", parquet("employment", people("202606", 3))[:-200], "came without its end"),
        ("accessions", b"a|b\n" * 400, "came as something else than Parquet"),
    ],
    ids=["another month", "another month of flows", "no rows", "cut", "text"],
)
def test_what_is_not_the_month_asked_for_is_not_kept(
    opm: Opm, server: Publisher, world: World, subject: str, body: bytes, words: str
) -> None:
    opm.publish(subject, "202606", people("202606", 3)).body = body
    result = refreshed(server, world)
    (problem,) = result.problems
    assert words in problem
    assert (loaded(world), leftovers(world)) == ({}, [])


def test_late_reports_do_not_make_a_month_another_one(opm: Opm, server: Publisher, world: World) -> None:
    opm.publish("separations", "202606", [*people("202606", 3), *[person("202605")] * 3, person("202601")])
    assert refreshed(server, world).problems == []


def test_a_file_whose_columns_have_changed_is_kept_and_not_downloaded_again(
    opm: Opm, server: Publisher, world: World
) -> None:
    body = parquet("employment", people("202606", 3)).replace(b"pay_plan_code", b"pay_plan_kode")
    opm.publish("employment", "202606", people("202606", 3)).body = body
    opm.publish("separations", "202606", people("202606", 2))
    for _ in range(2):
        (problem,) = refreshed(server, world).problems
        assert "came without the column pay_plan_code; its publisher may have changed it" in problem
        assert leftovers(world) == ["employment_202606_1.parquet.json", "employment_202606_1.parquet.part"]
        assert "employment_202606_1.parquet.part)" in problem
    assert [one.path for one in server.downloads()].count(address("employment", "202606", 1)) == 1
    assert list(loaded(world)) == ["separations_202606_1.parquet"]


def test_a_download_that_was_killed_before_its_check_is_checked_and_not_asked_for_again(
    opm: Opm, server: Publisher, world: World
) -> None:
    file = opm.publish("employment", "202606", people("202606", 3))
    file.body = file.body.replace(b"pay_plan_code", b"pay_plan_kode")
    refreshed(server, world)
    (part,) = (world.places.raw.parent / "downloads").glob("*.part")
    part.write_bytes(part.read_bytes().replace(b"pay_plan_kode", b"pay_plan_code"))
    assert refreshed(server, world).problems == []
    assert len(server.downloads()) == 1
    assert (list(loaded(world)), leftovers(world)) == (["employment_202606_1.parquet"], [])


def test_busy_servers_are_waited_for(opm: Opm, server: Publisher, world: World) -> None:
    opm.publish("employment", "202606", people("202606", 3), troubles=[429])
    opm.publish("separations", "202606", people("202606", 3), troubles=[503])
    assert refreshed(server, world).problems == []
    assert len(loaded(world)) == 2


def test_never_more_than_two_downloads_at_a_time(opm: Opm, server: Publisher, world: World) -> None:
    running: list[str] = []  # by address, so that one that is asked for again is no second
    most, lock = [0], threading.Lock()
    are_two, are_three = threading.Event(), threading.Event()
    for number in range(1, 8):
        yyyymm = f"20260{number}"
        file = opm.publish("separations", yyyymm, people(yyyymm, 1))

        def serve(request: Asked, file: File = file) -> File:
            with lock:
                running.append(request.path)
                most[0] = max(most[0], len(set(running)))
                for count, event in ((2, are_two), (3, are_three)):
                    if most[0] >= count:
                        event.set()
            if request.method == "GET":
                assert are_two.wait(patience.SECONDS)
                are_three.wait(0.05)  # a third would find the two still here; that none comes is no matter of time
            with lock:
                running.remove(request.path)
            return file

        server.made[address("separations", yyyymm, 1)] = serve
    assert refreshed(server, world).problems == []
    assert most[0] == 2


def test_a_server_that_dies_half_way_then_again_nothing_twice_and_nothing_lost(tmp_path: Path) -> None:
    world = World(tmp_path / "data")
    months = ("202607", "202606", "202409", "202101", "201609")
    with publisher() as server:
        opm = Opm(server)
        for yyyymm in months:
            opm.publish("employment", yyyymm, people(yyyymm, 3))
            opm.publish("separations", yyyymm, people(yyyymm, 2))
        dying = address("employment", "202101", 1)
        server.made[dying] = lambda request: _die(server) if request.method == "GET" else File(b"size")
        first = refreshed(server, world, span=Span.STANDARD)
        port = server.server_port
    assert first.problems
    assert "employment_202607_1.parquet" in loaded(world)
    assert first.build is not None
    assert world.value("select max(period) from marts.on_board where evidence = 'records'") == date(2026, 7, 31)
    before = set(loaded(world))
    with publisher(port) as server:
        again = Opm(server)
        for yyyymm in months:
            again.publish("employment", yyyymm, people(yyyymm, 3))
            again.publish("separations", yyyymm, people(yyyymm, 2))
        second = refreshed(server, world, span=Span.STANDARD)
        assert second.problems == []
        brought = {Path(extract.provenance.name).name for extract in second.extracts}
        assert brought.isdisjoint(before)
        assert len(server.downloads()) == len(brought)
        assert set(loaded(world)) == {
            f"{subject}_{yyyymm}_1.parquet" for subject in ("employment", "separations") for yyyymm in months
        }
        assert leftovers(world) == []
        counts = world.query("select period, sum(people) from marts.on_board where corps = 'ses' group by 1 order by 1")
    assert [people for _, people in counts] == [3] * 5


def _die(server: Publisher) -> File:
    """The server goes away for good; what it was asked stays unanswered."""
    server.is_dead = True
    return File(b"", troubles=["cut"])


ONE_MONTH = ("fetch", "--subject", "employment", "--from", "2026-03", "--to", "2026-03")


AT_A_TERMINAL = (
    "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "runpy.run_module('etl', run_name='__main__', alter_sys=True)"
)
"""Runs the loader so that it hears Ctrl-C, which a program started in the background is told to ignore."""


def stopped_half_way(server: Publisher, data: Path, how: signal.Signals) -> tuple[int, str, int]:
    """Fetch from a server that falls silent, and be stopped by a signal: exit status, what was said, bytes held."""
    server.silence = 30
    environment = {"SES_DATA": str(data), "SES_OPM": server.address, "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-c", AT_A_TERMINAL, *ONE_MONTH]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        part = data / "downloads" / "employment_202603_1.parquet.part"
        while not part.is_file() or not part.stat().st_size:
            time.sleep(0.02)
        process.send_signal(how)
        _, said = process.communicate(timeout=patience.SECONDS)
    assert not (data / "staged").exists()
    return process.returncode, said, part.stat().st_size


def many(yyyymm: str, count: int) -> list[dict[str, str]]:
    """So many executives whose pay differs, so that they take room."""
    return [person(yyyymm, annualized_adjusted_basic_pay=f"{100_000 + 7 * number}.0") for number in range(count)]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_stopped_half_way_it_goes_on_where_it_stopped(
    opm: Opm, server: Publisher, tmp_path: Path, how: signal.Signals
) -> None:
    slow = opm.publish("employment", "202603", many("202603", 2_000), troubles=["stall"])
    status, said, held = stopped_half_way(server, tmp_path, how)
    if how is signal.SIGINT:
        assert (status, said.count("\n")) == (130, 1)
        assert said.startswith("Stopped; what was downloaded is kept")
    else:
        assert (status, said) == (-signal.SIGKILL, "")
    assert len(slow.body) > held > 0
    ran = run(server, tmp_path, *ONE_MONTH)
    assert ran.exit_code == 0, ran.stderr
    assert f"{format_size(held)} of it here already" in ran.stdout
    assert server.downloads()[-1].headers["Range"] == f"bytes={held}-"
    (kept,) = (tmp_path / "raw").rglob("*.parquet")
    assert kept.read_bytes() == slow.body
    assert [path.name for path in (tmp_path / "downloads").iterdir()] == [".lock"]


def test_killed_half_way_a_file_published_again_meanwhile_is_fetched_from_its_beginning(
    opm: Opm, server: Publisher, tmp_path: Path
) -> None:
    slow = opm.publish("employment", "202603", many("202603", 2_000), troubles=["stall"])
    stopped_half_way(server, tmp_path, signal.SIGKILL)
    changed = opm.publish("employment", "202603", many("202603", 1_900), publish_date="2026-09-06T10:00:00.000Z")
    changed.etag = slow.etag  # a server that tells two files apart by nothing but its list
    ran = run(server, tmp_path, *ONE_MONTH)
    assert ran.exit_code == 0, ran.stderr
    (kept,) = (tmp_path / "raw").rglob("*.parquet")
    assert kept.read_bytes() == changed.body


@pytest.mark.parametrize("ranges", [True, False])
def test_a_length_that_cuts_the_file_inside_a_row_never_reaches_raw(
    server: Publisher, world: World, *, ranges: bool
) -> None:
    lying = put(server, "employment", "202603", 1, 30, ranges=ranges)
    lying.claims_length = len(lying.body) - 30
    put(server, "separations", "202604", 1, 1)
    result = refreshed(server, world, date(2026, 3, 31), date(2026, 4, 30), source="text")
    assert [sentence.partition(" ")[0] for sentence in result.problems] == ["employment_202603_1.txt"]
    assert "cut short" in result.problems[0]
    assert set(loaded(world)) == {"separations_202604_1.txt"}
    assert [path.name for path in world.places.raw.rglob("*.txt")] == ["separations_202604_1.txt"]
    assert leftovers(world) == []


def test_a_list_of_nothing_is_an_error(opm: Opm, server: Publisher, world: World) -> None:
    with pytest.raises(NothingThere, match="check the address and the months"):
        refreshed(server, world)
    assert opm.published == []
    assert not world.places.warehouse.exists()


def test_a_server_that_is_down_is_given_up_after_one_question(world: World) -> None:
    with publisher() as gone:
        pass
    with pytest.raises(Unreachable, match=r"employment.* does not answer .*; check the connection and try again later"):
        refreshed(gone, world)


def test_a_cube_server_that_is_down_is_a_sentence(world: World) -> None:
    with publisher() as gone:
        source = choose_source("cubes", world.places.reference, {"SES_OPM": gone.address})
    request = Request(source, first=date(2010, 1, 31), last=date(2010, 12, 31), patience=HURRIED)
    with pytest.raises(Unreachable, match=r"/data/ does not answer \(.*\); check the connection and try again later"):
        refresh(world.places, request, reader())


def test_what_could_not_be_had_is_one_sentence_and_status_1(opm: Opm, server: Publisher, tmp_path: Path) -> None:
    opm.publish("separations", "202604", people("202604", 1))
    opm.publish("separations", "202605", people("202605", 1), troubles=[403] * 99)
    ran = run(server, tmp_path / "data", "fetch", "--subject", "separations", "--from", "2026-04", "--to", "2026-05")
    assert ran.exit_code == 1
    assert ran.stderr.startswith("One file could not be had: ")
    assert ran.stderr.count("\n") == 1
    assert "--source mirror" in ran.stderr
    assert "is being served" in ran.stdout


def test_files_that_were_not_asked_for_are_counted_too(opm: Opm, server: Publisher, tmp_path: Path) -> None:
    for month in range(1, 7):
        opm.publish("separations", f"20260{month}", people(f"20260{month}", 1), troubles=[429] * 9, retry_after="7200")
    opm.publish("employment", "202409", people("202409", 1))
    ran = run(server, tmp_path / "data", "refresh", "--from", "2024-09")
    assert ran.exit_code == 1
    assert ran.stderr.startswith("7 files could not be had: ")
    assert "of them not asked for, as the server had stopped answering" in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_a_server_that_stopped_answering_is_asked_for_no_more_while_outcomes_are_gathered(
    opm: Opm, server: Publisher, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a busy machine, where the thread that gathers them comes late."""
    for month in range(1, 10):
        opm.publish("separations", f"20250{month}", people(f"20250{month}", 1), troubles=[429] * 9, retry_after="7200")
    told = fetch._explain

    def tell_late(item: Item, error: EtlError) -> str:
        time.sleep(0.3)
        return told(item, error)

    monkeypatch.setattr(fetch, "_explain", tell_late)
    with suppress(EtlError):
        refreshed(server, world)
    # One more may be on its way when the third fails.
    assert len({request.path for request in server.downloads()}) in (3, 4)
