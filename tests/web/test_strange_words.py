"""Strange requests and sockets, a few of each kind: nobody hears of the machine, and readers are served afterwards."""

import asyncio

import pytest

from tests.attacks import sockets
from tests.attacks.fuzz import fuzz
from tests.bench.pages_reader import Reader
from tests.browser.server import Server
from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def test_strange_requests_are_answered_without_a_failure_or_a_path(server: Server) -> None:
    found = fuzz(server, 400, seed=7)
    assert found.statuses.total() == 400
    assert len(found.statuses) > 4
    assert (found.failures, found.leaks) == ([], [])
    assert found.is_alive
    assert "Traceback" not in server.said()


def test_hostile_sockets_are_refused_or_heard_out(server: Server) -> None:
    claims = sockets.attack(server, 2 * len(sockets.ATTACKS))
    assert [claim for claim in claims if not claim.holds] == []


def test_page_says_nothing_of_where_the_program_lies(server: Server) -> None:
    async def opened() -> list[bytes]:
        reader = await Reader.arrive(server.address)
        page = await reader.open("")
        await reader.leave()
        return [message.SerializeToString() for message in page.messages]

    said = asyncio.run(opened())
    assert any(b"dashboard.py" in message for message in said)
    assert [message[:200] for message in said if str(ROOT).encode() in message] == []
