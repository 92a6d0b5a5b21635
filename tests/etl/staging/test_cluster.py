"""Staging on a Dask cluster: a real scheduler and two real workers on this machine, one of them killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest

from etl.layouts.data_opm import FWD_SEPARATIONS
from etl.load import LoadResult, load
from etl.paths import Places, find_places
from etl.publishers.refresh import Request, refresh
from etl.publishers.sources.choice import choose_source
from etl.sample.extracts import write_sample
from etl.staging.executor import NoScheduler
from tests import patience
from tests.conftest import ROOT
from tests.etl.fetching import BLOB, reader
from tests.etl.server import File, publisher
from tests.etl.strange import MONTH_LEAVER, text_file

pytestmark = pytest.mark.slow


@dataclass
class Cluster:
    """A scheduler's address and the processes of its workers."""

    address: str
    workers: list[subprocess.Popen[bytes]]


def dask(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def answers(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A scheduler with two one-thread workers, ended by their own ids."""
    distributed = pytest.importorskip("distributed", reason="Dask is an optional extra")
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    started = [dask("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")]
    try:
        until = time.monotonic() + patience.SECONDS
        while not answers(port) and time.monotonic() < until:
            time.sleep(0.1)
        one = ("worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        workers = [dask(*one), dask(*one)]
        started += workers
        with distributed.Client(address, timeout=patience.SECONDS, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=patience.SECONDS)
        yield Cluster(address, workers)
    finally:
        for process in reversed(started):  # the scheduler last: a worker that has lost it is slow to end
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, rows=3_000, periods=5)
    return folder


def at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    monkeypatch.setenv("SES_DATA", str(folder))
    return find_places()


def counts(result: LoadResult) -> list[tuple[object, ...]]:
    """The whole of on_board and separations, as a sorted list."""
    assert result.build is not None
    with duckdb.connect(str(result.build.path), read_only=True) as connection:
        return [
            *connection.execute("select * from marts.on_board order by all").fetchall(),
            *connection.execute("select * from marts.separations order by all").fetchall(),
        ]


def test_a_cluster_gives_the_same_answers_and_survives_a_killed_worker(
    cluster: Cluster, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = load(at(tmp_path / "here", monkeypatch), [sample])

    def kill_one(what: str, done: int, _total: int) -> None:
        if what.startswith("Staged") and done == 1:
            cluster.workers[0].send_signal(signal.SIGKILL)

    there = load(at(tmp_path / "there", monkeypatch), [sample], kill_one, scheduler=cluster.address)
    assert cluster.workers[0].wait(30) == -signal.SIGKILL
    assert len(there.extracts) == len(here.extracts) == 8
    assert counts(there) == counts(here)


def test_a_refresh_stages_on_a_cluster_what_it_fetched(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import distributed

    where = at(tmp_path / "data", monkeypatch)
    with publisher() as server:
        for number, month in enumerate(("202603", "202604", "202605")):
            rows = [MONTH_LEAVER | {"period_code": month}] * (number + 1)
            text = text_file(tmp_path / f"separations_{month}_1.txt", FWD_SEPARATIONS, rows)
            server.files[f"{BLOB}/{text.name}"] = File(text.read_bytes(), etag=f'"{month}"')
        request = Request(
            choose_source("text", where.reference, {"SES_OPM": server.address}),
            ("separations",),
            date(2026, 3, 31),
            date(2026, 5, 31),
            scheduler=cluster.address,
        )
        with (
            distributed.Client(cluster.address, set_as_default=False) as watcher,
            distributed.get_task_stream(client=watcher) as tasks,
        ):
            done = refresh(where, request, reader())
    staged_by = {task["worker"] for task in tasks.data if task["key"].startswith("stage-")}
    assert (len(done.extracts), done.problems) == (3, [])
    assert staged_by, tasks.data  # by one of the workers or both: who is free on a busy machine is chance
    assert done.build is not None
    with duckdb.connect(str(done.build.path), read_only=True) as connection:
        left = connection.execute("select month(period), sum(people)::int from marts.separations group by 1 order by 1")
        assert left.fetchall() == [(3, 1), (4, 2), (5, 3)]


def test_a_scheduler_that_is_not_there_is_one_sentence(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="Dask is an optional extra")
    monkeypatch.setattr("etl.staging.executor.SECONDS_TO_ANSWER", 1)
    where = at(tmp_path / "data", monkeypatch)
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(NoScheduler, match=f"No Dask scheduler answers at {address}"):
        load(where, [sample], scheduler=address)
    assert not list(where.staged.glob("**/*.parquet"))
