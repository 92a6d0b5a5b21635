"""One application of everything that is served: the dashboard and the open data behind one door."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from web.addresses import Addresses
from web.door import Door
from web.headers import WithHeaders, build_security_headers
from web.origin import read_header_values, replace_headers
from web.packing import FRONT_PAGE, PackingApp
from web.settings import Settings

FAILED = "This could not be answered. Try again; the reason is in the server's log.\n"


class Shell:
    """The application that is run: the dashboard and the routes of the open data, guarded and with their headers.

    `static` is the folder of what Streamlit's own page asks for, and `pages` are addresses of pages by their names.
    """

    def __init__(
        self,
        dashboard: ASGIApp,
        routes: Sequence[BaseRoute],
        settings: Settings,
        static: Path,
        pages: Mapping[str, str],
    ) -> None:
        open_data = GZipMiddleware(Router(routes))
        by_name = Addresses(PackingApp(dashboard, static, settings.base_path), pages, settings.base_path)
        door = Door(by_name, open_data, settings)
        headers = build_security_headers((static / FRONT_PAGE).read_text("utf-8"), settings.ancestors)
        # uvicorn has its own words for what an application is.
        inner: Any = WithHeaders(Unfailing(door), headers)
        self._inner: Any = ProxyHeadersMiddleware(inner, settings.proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, taking the host from the proxy's word where the proxy is trusted."""
        if scope["type"] in ("http", "websocket") and scope.get("client"):
            hosts = read_header_values(scope, b"x-forwarded-host")
            if hosts and scope["client"][0] in self._inner.trusted_hosts:
                scope = replace_headers(scope, host=hosts[0].partition(",")[0].strip())
        await self._inner(scope, receive, send)


class Unfailing:
    """An application whose failure is one sentence to the reader, and its reason a matter of the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, or say that it failed where nothing has been sent."""
        has_begun = False

        async def send_noting(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except Exception:
            if scope["type"] != "http" or has_begun:
                raise
            logging.getLogger("dashboard").exception("A request could not be answered: %.200s", scope["path"])
            refusal = PlainTextResponse(FAILED, HTTPStatus.INTERNAL_SERVER_ERROR, {"Cache-Control": "no-store"})
            await refusal(scope, receive, send)
