"""Keeps from readers where the program lies on the machine, which Streamlit says to every browser with every run."""

from __future__ import annotations

from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.state import wire

PROGRAM = Path(__file__).resolve().parents[2]


class Placeless:
    """The dashboard, whose sockets name its script without the folder; a browser only tells apps apart by it."""

    def __init__(self, dashboard: ASGIApp, folder: Path = PROGRAM) -> None:
        self._dashboard = dashboard
        self._folder = str(folder).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and look at what goes out by a socket."""
        if scope["type"] != "websocket":
            await self._dashboard(scope, receive, send)
            return

        async def send_placeless(message: Message) -> None:
            said = message.get("bytes")
            # Looked for in the bytes: to unpack every message of a page would cost more than to draw some.
            if said and self._folder in said:
                message = {**message, "bytes": wire.without_folder(said)}
            await send(message)

        await self._dashboard(scope, receive, send_placeless)
