"""Runs an application on an address until it is stopped."""

from __future__ import annotations

import logging
import socket
import sys
import webbrowser

import uvicorn
from starlette.types import ASGIApp

from web.connections import Briefly, Connection, Sparingly, room_for_connections

QUEUE = 512
"""Connections that may wait to be taken; where files run out, the loop complains once for each."""
LARGEST_MESSAGE = 2**20
"""Bytes that a reader's browser may say at once: what it chose, and the hashes of what it keeps."""
PING = 30
ENDS_WITHIN = 5
NOISY = (
    *("uvicorn.error", "asyncio", "door"),
    *("streamlit.web.server.starlette.starlette_websocket", "streamlit.runtime.app_session"),
)
"""Those who write what strangers make them write."""


class Server(uvicorn.Server):
    """A server that says where it is, once it answers."""

    address = ""
    opens_browser = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        print(f"The dashboard is at {self.address}  (stop it with Ctrl+C)", flush=True)
        if self.opens_browser:
            webbrowser.open(self.address)


def run(app: ASGIApp, host: str, port: int, path: str = "", *, opens_browser: bool = False) -> None:
    """Serve on a port of a host; where that is taken, exit with a sentence."""
    Connection.most = room_for_connections()
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="websockets-sansio",
        ws_max_size=LARGEST_MESSAGE,
        ws_ping_interval=PING,
        ws_ping_timeout=PING,
        ws_per_message_deflate=False,
        backlog=QUEUE,
        access_log=False,
        log_level="warning",
        server_header=False,
        # The shell believes proxies itself, after it has looked at who they are.
        proxy_headers=False,
        timeout_graceful_shutdown=ENDS_WITHIN,
    )
    # Streamlit gives every logger of uvicorn a handler again; a line for every request is nobody's wish.
    logging.getLogger("uvicorn.access").addFilter(lambda _record: False)
    briefly, sparingly = Briefly(), Sparingly()
    for name in NOISY:
        # Lines are made alike first, and then counted.
        logging.getLogger(name).addFilter(briefly)
        logging.getLogger(name).addFilter(sparingly)
    listening = listen(host, port)
    name, port = listening.getsockname()[:2]
    shown = "localhost" if name in ("0.0.0.0", "::") else f"[{name}]" if ":" in name else name
    server = Server(config)
    server.address, server.opens_browser = f"http://{shown}:{port}{path}/", opens_browser
    server.run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket on the address, of a named protocol: only then asyncio sends small pieces at once (TCP_NODELAY)."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        sys.exit(f"serve.py cannot listen on port {port} of {host} ({reason}); choose another with --port or --host.")
    return listening
