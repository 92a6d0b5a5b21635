"""What is refused at the door, before Streamlit sees it: strangers' pages, bodies, and addresses nobody here needs."""

from __future__ import annotations

import logging
from http import HTTPStatus

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from web.origin import is_welcome, read_header_values, replace_headers
from web.settings import Settings

READING = ("GET", "HEAD")
OPEN = ("health", "host-config", "stream")
"""What Streamlit's own pages ask of /_stcore/. The rest takes uploads, tells of memory, or answers programs."""
CLOSED = ("auth", "component", "oauth2callback")
"""Streamlit's addresses for signing in and for components of others, neither of which is here."""
OPEN_DATA = ("api", "healthz")
PARTS = ("_stcore", "static", "media")
"""What pages ask for that are open already."""

NO_BODY = "Nothing can be sent to this address: the dashboard only answers questions."
NOT_HERE = "Nothing is found at this address."
ONLY_READ = "The dashboard can only be read, with GET or HEAD."
FOREIGN = "Only a page of this dashboard may do that."
FULL = "As many readers as this server has room for are here now. Please try again in a minute."
AGAIN_SECONDS = 60


class Door:
    """Lets in what reads without a body, from addresses that pages use, and the sockets of our own pages."""

    def __init__(self, dashboard: ASGIApp, open_data: ASGIApp, settings: Settings) -> None:
        self._dashboard = dashboard
        self._open_data = open_data
        self._settings = settings
        self._sessions = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on to the dashboard or to the open data."""
        match scope["type"]:
            case "websocket":
                await self._socket(scope, receive, send)
            case "http":
                await self._request(scope, receive, send)
            case _:
                await self._dashboard(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._below(scope) != ["_stcore", "stream"] or not is_welcome(scope, self._settings.origins):
            logging.getLogger("door").warning("A socket was refused that no page of this dashboard opens.")
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        if self._is_full:
            logging.getLogger("door").warning("A session was refused, since as many are open as there is room for.")
            await receive()
            await send({"type": "websocket.close", "code": 1013})
            return
        # Streamlit compares host and origin again, and looks up its own address on the internet where they differ, as
        # behind a proxy they may.
        netloc = [value.partition("://")[2] for value in read_header_values(scope, b"origin")]
        self._sessions += 1
        try:
            request = replace_headers(scope, host=netloc[0]) if netloc else scope
            await self._dashboard(self._mount(request), receive, send)
        finally:
            self._sessions -= 1

    @property
    def _is_full(self) -> bool:
        return self._sessions >= self._settings.sessions

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        steps = self._below(scope)
        refusal = self._refusal(scope, steps)
        if refusal:
            await refusal(scope, receive, send)
        elif self._is_full and not (steps and steps[0] in (*OPEN_DATA, *PARTS)):
            full = _write_sentence(HTTPStatus.SERVICE_UNAVAILABLE, FULL, **{"Retry-After": str(AGAIN_SECONDS)})
            await full(scope, receive, send)
        elif steps and steps[0] in OPEN_DATA:
            await self._open_data(self._mount(scope), receive, send)
        else:
            # Without an origin, for which Streamlit would look up its own address to allow it nothing that pages need.
            await self._dashboard(self._mount(replace_headers(scope, origin=None)), receive, send)

    def _refusal(self, scope: Scope, steps: list[str] | None) -> PlainTextResponse | None:
        """Why a request is not answered."""
        if steps is None:
            return _write_sentence(HTTPStatus.NOT_FOUND, NOT_HERE)
        if steps[:2] == ["_stcore", "upload_file"] or _has_body(scope):
            return _write_sentence(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, NO_BODY)
        if _is_closed(steps):
            return _write_sentence(HTTPStatus.NOT_FOUND, NOT_HERE)
        if scope["method"] in READING or (steps and steps[0] in OPEN_DATA):
            return None
        if not is_welcome(scope, self._settings.origins):
            return _write_sentence(HTTPStatus.FORBIDDEN, FOREIGN)
        return _write_sentence(HTTPStatus.METHOD_NOT_ALLOWED, ONLY_READ, Allow=", ".join(READING))

    def _mount(self, scope: Scope) -> Scope:
        """The same request, of which the path where all is served is not part of what is asked for."""
        return {**scope, "root_path": self._settings.base_path}

    def _below(self, scope: Scope) -> list[str] | None:
        """The steps of the path below where all is served; None outside of it."""
        path, base = scope["path"], self._settings.base_path
        if base and path != base and not path.startswith(f"{base}/"):
            return None
        return [step for step in path.removeprefix(base).split("/") if step]


def _is_closed(steps: list[str]) -> bool:
    if steps[:1] == ["_stcore"]:
        return steps[1:] not in [[name] for name in OPEN]
    return bool(steps) and steps[0] in CLOSED


def _has_body(scope: Scope) -> bool:
    lengths = read_header_values(scope, b"content-length")
    return any(length.strip("0") for length in lengths) or bool(read_header_values(scope, b"transfer-encoding"))


def _write_sentence(status: HTTPStatus, sentence: str, **headers: str) -> PlainTextResponse:
    return PlainTextResponse(f"{sentence}\n", status, {"Cache-Control": "no-store", **headers})
