"""A new build while people read: they stand on the old one until the views they usually open are ready in the new."""

import asyncio
import shutil
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.state import cache, rehearsal, renewal
from pages.state.renewal import HEADER, SECRET, Renewal, View
from tests import patience
from tests.bench.pages_reader import Reader
from tests.browser.server import Server, etl
from tests.open_files import builds_in_hand

pytestmark = pytest.mark.slow

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The builds there are, the last of them the newest."""
    found = ["old"]
    monkeypatch.setattr(renewal, "read_current_build", lambda: found[-1])
    return found


def test_where_nobody_rehearses_the_newest_is_shown_at_once(builds: list[str]) -> None:
    shown = Renewal()
    assert shown.build(is_rehearsal=False) == "old"
    builds.append("new")
    assert shown.build(is_rehearsal=False) == "new"


class Dashboard:
    """An application that takes a socket, notes what it is asked and by whom, and draws every view at once."""

    def __init__(self, shown: Renewal, fails_at: str = "", meanwhile: Callable[[], None] = lambda: None) -> None:
        self.shown, self.fails_at, self.meanwhile = shown, fails_at, meanwhile
        self.asked: list[tuple[str, str, str]] = []
        self.met: list[tuple[str, str]] = []

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        assert (HEADER.encode(), SECRET.encode()) in scope["headers"]
        assert (await receive())["type"] == "websocket.connect"
        await send({"type": "websocket.accept"})
        asked = BackMsg.FromString((await receive())["bytes"]).rerun_script
        self.asked.append((asked.page_name, asked.query_string, asked.context_info.color_scheme))
        self.meanwhile()
        self.met.append((self.shown.build(is_rehearsal=True), self.shown.build(is_rehearsal=False)))
        if asked.page_name == self.fails_at != "":
            raise RuntimeError("a view that fails")
        await send({"type": "websocket.send", "bytes": ForwardMsg(script_finished=0).SerializeToString()})  # type: ignore[arg-type]
        assert (await receive())["type"] == "websocket.disconnect"


@pytest.mark.parametrize("fails_at", ["", "turnover"])
def test_usual_views_are_opened_in_the_new_build_before_readers_come_to_it(builds: list[str], fails_at: str) -> None:
    shown = Renewal()
    shown.is_rehearsed = True
    shown.build(is_rehearsal=False)
    for view in [View("turnover", "agency=ED", "dark")] * 3 + [View("strength")] * 2:
        shown.note(view)
    dashboard = Dashboard(shown, fails_at)
    asyncio.run(rehearsal.make_ready(dashboard, shown))
    assert dashboard.asked == []
    builds.append("new")
    asyncio.run(rehearsal.make_ready(dashboard, shown))
    assert dashboard.asked == [("turnover", "agency=ED", "dark"), ("strength", "", "light"), ("", "", "light")]
    assert dashboard.met == [("new", "old")] * 3
    assert shown.build(is_rehearsal=False) == "new"


def test_readers_move_to_the_build_that_was_rehearsed_and_to_no_newer(builds: list[str]) -> None:
    shown = Renewal()
    shown.is_rehearsed = True
    shown.build(is_rehearsal=False)
    builds.append("new")
    dashboard = Dashboard(shown, meanwhile=lambda: builds.append("newest"))
    asyncio.run(rehearsal.make_ready(dashboard, shown))
    assert dashboard.met == [("new", "old")]
    assert (shown.build(is_rehearsal=False), shown.awaited) == ("new", "newest")
    asyncio.run(rehearsal.make_ready(dashboard, shown))
    assert dashboard.met[1:] == [("newest", "new")]
    assert shown.build(is_rehearsal=False) == "newest"


def test_view_that_never_ends_holds_nobody_up_for_good(builds: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Renewal()
    shown.is_rehearsed = True
    shown.build(is_rehearsal=False)
    builds.append("new")
    monkeypatch.setattr(rehearsal, "A_VIEW_WITHIN", 0.01)

    async def silent(_scope: Any, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass

    asyncio.run(rehearse_and_count_tasks(silent, shown))
    assert shown.build(is_rehearsal=False) == "new"


async def rehearse_and_count_tasks(app: Any, shown: Renewal) -> None:
    await rehearsal.make_ready(app, shown)
    assert asyncio.all_tasks() == {asyncio.current_task()}, "a task is left that waits for nothing"


def test_no_more_is_made_at_a_time_than_there_are_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_cores", threading.BoundedSemaphore(2))
    at_work, most, lock, are_two = 0, 0, threading.Lock(), threading.Event()

    def work() -> None:
        nonlocal at_work, most
        with cache._a_core(), cache._a_core():
            with lock:
                at_work += 1
                most = max(most, at_work)
                if at_work == 2:
                    are_two.set()
            are_two.wait(patience.SECONDS)
            time.sleep(0.01)  # for a third to come in, if it could
            with lock:
                at_work -= 1

    workers = [threading.Thread(target=work) for _ in range(12)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert most == 2


@pytest.mark.parametrize("processes", [1, 2])
def test_readers_of_every_process_on_a_folder_come_to_a_new_build_without_an_error(
    published_folder: Path, tmp_path: Path, processes: int
) -> None:
    data = shutil.copytree(published_folder, tmp_path / "data")
    logs = [tmp_path / f"serve-{number}.log" for number in range(processes)]
    servers: list[Server] = []

    async def read(server: Server, old: str, is_built: asyncio.Event) -> list[str]:
        """Which builds a reader meets, again and again, until it is the new one."""
        reader, met = await Reader.arrive(server.address), list[str]()
        while not met or met[-1] == old:
            words = str((await reader.open("sources")).messages)
            new = (data / "warehouse/CURRENT").read_text("utf-8").split()[0]
            met += [build for build in (old, new) if build in words]
            if not is_built.is_set():
                await asyncio.sleep(0.1)
        await reader.leave()
        return list(dict.fromkeys(met))

    async def all_read() -> list[list[str]]:
        old, is_built = (data / "warehouse/CURRENT").read_text("utf-8").split()[0], asyncio.Event()
        readers = [asyncio.create_task(read(server, old, is_built)) for server in servers for _ in range(3)]
        await asyncio.to_thread(etl, data, "build")
        is_built.set()
        return await asyncio.gather(*readers)

    try:
        servers += (Server.start(data, log, TMPDIR=str(tmp_path)) for log in logs)
        met = asyncio.run(all_read())
        new = (data / "warehouse/CURRENT").read_text("utf-8").split()[0]
        assert len(met) == 3 * processes
        assert {builds[-1] for builds in met} == {new}
        assert not [server for server in servers if "Traceback" in server.said()]
    finally:
        for server in servers:
            server.end()


def test_server_lets_go_of_every_build_that_is_served_no_more(published_folder: Path, tmp_path: Path) -> None:
    data = shutil.copytree(published_folder, tmp_path / "data")
    server = Server.start(data, tmp_path / "serve.log", TMPDIR=str(tmp_path))

    def newest() -> str:
        return (data / "warehouse/CURRENT").read_text("utf-8").split()[0]

    async def read_through(renewals: int) -> None:
        """One reader who stays and opens a few pages of each build, beside a program that asks the open data."""
        reader = await Reader.arrive(server.address)
        for number in range(renewals + 1):
            if number:
                await asyncio.to_thread(etl, data, "build")
            while newest() not in str((await reader.open("sources")).messages):
                pass
            for page in ("", "agency", "turnover"):
                await reader.open(page, "agency=ED")
            await asyncio.to_thread(urlopen(f"{server.address}/api/v1/indicators/on_board.csv").read)
        await reader.leave()

    async def is_closed_but_for(build: str) -> None:
        while builds_in_hand(data, server.process.pid) != {build}:
            await asyncio.sleep(0.1)

    try:
        asyncio.run(read_through(2))
        asyncio.run(asyncio.wait_for(is_closed_but_for(newest()), patience.SECONDS))
        assert "Traceback" not in server.said()
        assert "destroyed" not in server.said()
    finally:
        server.end()
