"""Rehearses a new build before readers come to it: opens the views that they usually open, by a socket of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from starlette.types import ASGIApp, Message

from metrics.errors import NoWarehouse
from metrics.open_builds import OPEN_BUILDS
from pages.state import wire
from pages.state.renewal import HEADER, RENEWAL, SECRET, Renewal, View

LOOKS_EVERY = 1.0
"""Seconds between two looks at which build is the newest."""
A_VIEW_WITHIN, ALL_WITHIN = 60.0, 180.0
"""Seconds after which a view is given up, and all of them: then readers make the rest themselves."""


async def keep_ready(app: ASGIApp, renewal: Renewal = RENEWAL) -> None:
    """Rehearse every new build and let readers move to it, for as long as the server runs."""
    renewal.is_rehearsed = True
    try:
        while True:
            await asyncio.sleep(LOOKS_EVERY)
            with contextlib.suppress(NoWarehouse):
                await make_ready(app, renewal)
    finally:
        renewal.is_rehearsed = False


async def make_ready(app: ASGIApp, renewal: Renewal) -> None:
    """Rehearse the newest build where readers stand on another, one view after the other, and let them move to it."""
    build = renewal.awaited
    if not build:
        return
    renewal.rehearse(build)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(ALL_WITHIN):
            for view in renewal.usual:
                await _rehearse(app, view)
    renewal.move_to(build)
    OPEN_BUILDS.release()
    logging.getLogger("dashboard").info("Readers move to the build %s.", build)


async def _rehearse(app: ASGIApp, view: View) -> None:
    """Open one view as a browser does; what goes wrong there will be told to the reader who meets it."""
    try:
        async with asyncio.timeout(A_VIEW_WITHIN):
            await _open(app, view)
    except Exception as problem:
        logging.getLogger("dashboard").warning("The view %s could not be rehearsed: %r", view, problem)


async def _open(app: ASGIApp, view: View) -> None:
    said: asyncio.Queue[Message] = asyncio.Queue()
    is_drawn = asyncio.Event()

    async def send(message: Message) -> None:
        if message["type"] == "websocket.close":
            is_drawn.set()
        if message["type"] == "websocket.send" and wire.is_end_of_page(message["bytes"]):
            is_drawn.set()

    said.put_nowait({"type": "websocket.connect"})
    said.put_nowait({"type": "websocket.receive", "bytes": wire.question(view.page, view.query, view.theme)})

    async def serve() -> None:
        await app(_scope(), said.get, send)

    socket = asyncio.create_task(serve())
    # A socket that fails draws no more.
    socket.add_done_callback(lambda _ended: is_drawn.set())
    try:
        await is_drawn.wait()
    finally:
        said.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await socket


def _scope() -> dict[str, object]:
    return {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": wire.ADDRESS,
        "raw_path": wire.ADDRESS.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), (HEADER.encode(), SECRET.encode())],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 0),
        "subprotocols": [wire.PROTOCOL],
        "state": {},
    }
