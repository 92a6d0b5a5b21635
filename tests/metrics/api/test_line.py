"""Questions wait in a line: who has left is not answered, who would wait too long is told to come back."""

import contextlib
import threading
import time
from collections.abc import Iterator

import anyio
import anyio.to_thread
import pytest

from metrics.api.line import LineIsFull, WaitingLine
from metrics.stop import STOP, Stop, Stopped
from metrics.warehouse import Warehouse
from tests.attacks.strangers import abandon, memory, status_of
from tests.browser.server import Server, running
from tests.metrics.api.conftest import ask
from tests.metrics.command import data_of

pytestmark = pytest.mark.slow

HEAVY = "/api/v1/indicators/retirement_eligible.json?by=agency_code&by=age_band&by=service_band&sample=yes"
MANY = 150


class Reader:
    """A connection whose reader leaves when told so."""

    def __init__(self) -> None:
        self.has_left = anyio.Event()

    async def receive(self) -> dict[str, object]:
        await self.has_left.wait()
        return {"type": "http.disconnect"}


def test_question_of_one_who_left_is_never_begun() -> None:
    begun: list[int] = []

    async def stand() -> None:
        line, is_free = WaitingLine(1, 10), threading.Event()
        first, gone, last = Reader(), Reader(), Reader()
        answers: dict[str, object] = {}

        async def ask(name: str, reader: Reader, number: int) -> None:
            def make() -> int:
                begun.append(number)
                is_free.wait()
                return number

            answers[name] = await line.answer(make, reader.receive)

        async with anyio.create_task_group() as group:
            for number, (name, reader) in enumerate({"first": first, "gone": gone, "last": last}.items()):
                group.start_soon(ask, name, reader, number)
            await anyio.wait_all_tasks_blocked()
            gone.has_left.set()
            await anyio.wait_all_tasks_blocked()
            is_free.set()
        assert answers == {"first": 0, "gone": None, "last": 2}

    anyio.run(stand)
    assert begun == [0, 2]


class Engine:
    """What works at a question until it is interrupted."""

    def __init__(self) -> None:
        self.is_begun, self.is_interrupted = threading.Event(), threading.Event()

    def work(self) -> None:
        """Work for good."""
        stop = STOP.get()
        assert stop is not None
        with stop.watch(self):
            self.is_begun.set()
            self.is_interrupted.wait()
        with stop.watch(self):
            raise AssertionError("begun again for nobody")

    def interrupt(self) -> None:
        self.is_interrupted.set()


def test_question_at_work_is_stopped_when_its_asker_leaves() -> None:
    engine = Engine()

    async def stand() -> None:
        line, reader = WaitingLine(1, 1), Reader()
        async with anyio.create_task_group() as group:
            group.start_soon(line.answer, engine.work, reader.receive)
            await anyio.to_thread.run_sync(engine.is_begun.wait)
            reader.has_left.set()
        assert await line.answer(lambda: "the next", Reader().receive) == "the next"

    anyio.run(stand)
    assert engine.is_interrupted.is_set()


def test_engine_gives_up_what_is_stopped(loaded: Warehouse) -> None:
    stop, ended = Stop(), threading.Event()

    def ask() -> None:
        STOP.set(stop)
        with contextlib.suppress(Stopped):
            loaded.rows("select sum(a.range * b.range) from range(10_000_000) a, range(10_000_000) b")
            raise AssertionError("a sum of a hundred million million terms was made")
        ended.set()

    asking = threading.Thread(target=ask)
    asking.start()
    # A question that has not quite begun is not yet to be interrupted.
    while asking.is_alive():
        stop.set()
        asking.join(0.05)
    assert ended.is_set()
    assert loaded.rows("select 1 as one")["one"].to_list() == [1]


def test_one_too_many_is_told_to_come_back_and_finds_room_later() -> None:
    async def stand() -> None:
        line, is_free, full = WaitingLine(1, 1), threading.Event(), []

        async def ask() -> None:
            try:
                await line.answer(is_free.wait, Reader().receive)
            except LineIsFull:
                full.append(True)

        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(ask)
            await anyio.wait_all_tasks_blocked()
            assert len(full) == 3
            is_free.set()
        assert await line.answer(lambda: "answered", Reader().receive) == "answered"

    anyio.run(stand)


@pytest.fixture(scope="module")
def server(loaded: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for this alone, whose memory is looked at."""
    with running(data_of(loaded), tmp_path_factory.mktemp("server")) as started:
        yield started


def test_abandoned_questions_hold_up_nobody_and_leave_no_memory(server: Server) -> None:
    assert ask(server.address + HEAVY).status == 200
    before = memory(server)
    for _ in range(3):
        abandon(server, HEAVY, MANY)
        assert status_of(f"{server.address}/api/v1/indicators/on_board.csv") in (200, 503)
    while status_of(f"{server.address}/api/v1/indicators/on_board.csv") == 503:
        time.sleep(0.5)
    assert memory(server) < 1.5 * before
    assert "Traceback" not in server.said()
