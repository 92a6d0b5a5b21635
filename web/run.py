"""Runs an application on an address until it is stopped."""

from __future__ import annotations

import logging
import os
import socket
import sys
import webbrowser
from typing import NoReturn

import uvicorn
from starlette.types import ASGIApp

from web.connections import Briefly, Connection, Sparingly, count_room_for_connections

QUEUE = 512
"""Connections that may wait to be taken; where files run out, the loop complains once for each."""
LARGEST_MESSAGE = 2**20
"""Bytes that a reader's browser may say at once: what it chose, and the hashes of what it keeps."""
PING = 30
ALL = "::"
"""Every address of the machine, of both protocols."""
ENDS_WITHIN = 5
NOISY = (
    *("uvicorn.error", "asyncio", "door"),
    *("streamlit.web.server.starlette.starlette_websocket", "streamlit.runtime.app_session"),
)
"""Those who write what strangers make them write."""


class Server(uvicorn.Server):
    """A server that says where it is, once it answers, or why it cannot be there."""

    path = ""
    opens_browser = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer; where the address is taken, or none, exit with a sentence."""
        try:
            await super().startup(sockets)
        except OverflowError as problem:
            await self.lifespan.shutdown()
            self._give_up(problem)
        except SystemExit as end:
            # uvicorn ends so, whatever kept it from listening.
            if isinstance(end.__context__, OSError):
                self._give_up(end.__context__)
            raise
        print(f"The dashboard is at {self.address}  (stop it with Ctrl+C)", flush=True)
        if self.opens_browser:
            webbrowser.open(self.address)

    @property
    def address(self) -> str:
        """Where the dashboard is, once it answers."""
        name, port = self.servers[0].sockets[0].getsockname()[:2]
        host = "localhost" if name in ("0.0.0.0", "::") else f"[{name}]" if ":" in name else name
        return f"http://{host}:{port}{self.path}/"

    def _give_up(self, problem: Exception) -> NoReturn:
        reason = getattr(problem, "strerror", None) or problem
        if isinstance(problem, OSError) and problem.errno and not isinstance(problem, socket.gaierror):
            # asyncio puts the address before it, and another way in every version.
            reason = os.strerror(problem.errno)
        where = f"port {self.config.port} of {self.config.host or ALL}"
        sys.exit(f"serve.py cannot listen on {where} ({reason}); choose another with --port or --host.")


def run(app: ASGIApp, host: str, port: int, path: str = "", *, opens_browser: bool = False) -> None:
    """Serve on a port of a host until stopped."""
    if not host:
        sys.exit("serve.py was given no host; name one with --host, such as 127.0.0.1, or 0.0.0.0 for a whole network.")
    server = build_server(app, host, port)
    server.path, server.opens_browser = path, opens_browser
    server.run()


def build_server(app: ASGIApp, host: str, port: int) -> Server:
    """A server that listens on a port of a host when it is run.

    It binds the address itself: on a socket of its own asyncio sends small pieces at once (TCP_NODELAY), and on one
    that it is given it does so only by chance.

    Args:
        app: The application that answers.
        host: A name or address; `::` is every address of the machine.
        port: The port; 0 for any that is free.

    Returns:
        The server, not yet running.
    """
    Connection.most = count_room_for_connections()
    config = uvicorn.Config(
        app,
        # asyncio takes this name for the newer protocol alone.
        host="" if host == ALL else host,
        port=port,
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
    # Streamlit sets their level again, too. Where it listens, or why it cannot, is a sentence of the server's own.
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    return Server(config)


def _is_news(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING and not isinstance(record.msg, OSError)
