"""A server takes so many sessions at a time; who comes then is asked to come back, and others go on."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.strangers import handshake
from tests.bench.pages_reader import Reader
from tests.browser.server import Server, running
from tests.metrics.api.conftest import ask

pytestmark = pytest.mark.slow

ROOM = 3


@pytest.fixture(scope="module")
def small(shipped_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with room for few."""
    with running(shipped_data, tmp_path_factory.mktemp("server"), SES_SESSIONS=str(ROOM)) as started:
        yield started


def test_one_too_many_is_asked_to_come_back_and_finds_room_later(small: Server) -> None:
    async def come() -> None:
        readers = [await Reader.arrive(small.address) for _ in range(ROOM)]
        for reader in readers:
            await reader.open("")
        assert await handshake(small.address, small.address) == 403
        for path in ("/", "/appointees"):
            got = await asyncio.to_thread(ask, small.address + path)
            assert (got.status, got.headers["Retry-After"]) == (503, "60")
            assert b"try again in a minute" in got.body
        for path in ("/healthz", "/_stcore/health", "/api/v1/indicators"):
            assert (await asyncio.to_thread(ask, small.address + path)).status == 200
        await readers[0].open("appointees")
        await readers[0].leave()
        while await handshake(small.address, small.address) != 101:
            await asyncio.sleep(0.1)
        for reader in readers[1:]:
            await reader.leave()
        while (await asyncio.to_thread(ask, small.address)).status != 200:
            await asyncio.sleep(0.1)

    asyncio.run(come())
