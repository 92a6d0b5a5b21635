"""A really started server of the open data, and a plain way to ask it."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from metrics.warehouse import Warehouse
from tests import patience
from tests.browser.server import Server, running
from tests.metrics.command import data_of


@dataclass(frozen=True)
class Got:
    """What came back: the status, the headers and the body."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(address: str, method: str = "GET", **headers: str) -> Got:
    """Ask an address; a refusal is an answer too."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, method=method, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=patience.SECONDS) as answer:
            return Got(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as refusal:
        with refusal:
            return Got(refusal.code, refusal.headers, refusal.read())


@pytest.fixture(scope="package")
def server(loaded: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with its open data, on the sample."""
    with running(data_of(loaded), tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Server]:
    """The same where nothing has been built."""
    (tmp_path / "data").mkdir()
    with running(tmp_path / "data", tmp_path) as started:
        yield started
