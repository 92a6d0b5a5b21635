"""A reader without a browser: a websocket session that asks for pages and takes all that a browser would be sent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

LARGEST = 64 * 1024 * 1024
WITHIN = 60


class BrokenPage(Exception):
    """A page came without its figures, or with words of failure."""


@dataclass(frozen=True)
class Opened:
    """A page as it was sent: seconds from the question to the last message, and every message."""

    seconds: float
    messages: list[ForwardMsg]


@dataclass
class Reader:
    """One open session. What a browser keeps and need not be sent again is kept here too, by its hash."""

    socket: ClientConnection
    kept: set[str] = field(default_factory=set)

    @classmethod
    async def arrive(cls, address: str) -> Reader:
        """Open a session with the server of that http address."""
        stream = f"{address.replace('http:', 'ws:')}/_stcore/stream"
        return cls(await connect(stream, max_size=LARGEST, compression=None, open_timeout=WITHIN, ping_interval=None))

    async def open(self, page: str, query: str = "", within: float = WITHIN) -> Opened:
        """Open a page, or the one that is open again; raises BrokenPage where it does not come whole."""
        asked = BackMsg()
        state = asked.rerun_script
        state.page_name, state.query_string = page, query
        state.context_info.color_scheme = "light"
        state.cached_message_hashes.extend(self.kept)
        began = time.perf_counter()
        async with asyncio.timeout(within):
            await self.socket.send(asked.SerializeToString())
            messages = [message async for message in self._answer()]
        opened = Opened(time.perf_counter() - began, messages)
        _refuse_broken(page, messages)
        return opened

    async def _answer(self) -> AsyncIterator[ForwardMsg]:
        while True:
            message = ForwardMsg.FromString(await self.socket.recv(decode=False))
            if message.metadata.cacheable:
                self.kept.add(message.hash)
            yield message
            if message.HasField("script_finished") and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return

    async def leave(self) -> None:
        """Close the session, as a closed browser tab does."""
        await self.socket.close()


def _refuse_broken(page: str, messages: list[ForwardMsg]) -> None:
    elements = [message.delta.new_element for message in messages if message.delta.HasField("new_element")]
    failed = [
        element.exception.message or element.alert.body
        for element in elements
        if element.HasField("exception") or (element.HasField("alert") and element.alert.format == Alert.ERROR)
    ]
    finished = messages[-1].script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    if failed or not finished or any(message.HasField("page_not_found") for message in messages):
        raise BrokenPage(f"{page or 'the front page'}: {'; '.join(failed) or 'it did not come whole'}")
