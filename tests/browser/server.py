"""A really started dashboard: a data folder filled by the command line, and serve.py as a process on a free port."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import patience
from tests.conftest import ROOT

STARTS_WITHIN = patience.SECONDS
SERVE = ("serve.py", "--port")


def etl(data: Path, *words: str) -> None:
    """Run the loader's command line on a data folder, as a person would."""
    subprocess.run(
        [sys.executable, "-m", "etl", *words],
        cwd=ROOT,
        env=os.environ | {"SES_DATA": str(data)},
        check=True,
        capture_output=True,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """A running dashboard: its address, its data folder, its process, and what the process has said."""

    address: str
    data: Path
    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(
        cls, data: Path, log: Path, words: Sequence[str] = SERVE, program: Path = ROOT, below: str = "", **settings: str
    ) -> "Server":
        """Start the dashboard on a data folder, or what else the words start on a port, and wait until it answers."""
        port = free_port()
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, *words, str(port)],
                cwd=program,
                env=os.environ | {"SES_DATA": str(data)} | settings,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        server = cls(f"http://127.0.0.1:{port}", data, process, log)
        if not server._answers(below):
            server.end()
            raise TimeoutError(f"{words[0]} did not answer on port {port}. It said: {server.said()}")
        return server

    def _answers(self, below: str) -> bool:
        end = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}{below}/_stcore/health", timeout=5):
                    return True
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        return False

    def said(self) -> str:
        """Everything the process has printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def end(self) -> None:
        """End this very process, and no other."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def running(
    data: Path, folder: Path, words: Sequence[str] = SERVE, *, below: str = "", **settings: str
) -> Iterator[Server]:
    """A dashboard for as long as it is needed; its log and its temporary files go to the folder."""
    server = Server.start(data, folder / "serve.log", words, ROOT, below, TMPDIR=str(folder), **settings)
    try:
        yield server
    finally:
        server.end()
