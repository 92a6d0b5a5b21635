"""Streamlit's own scripts and styles, packed once: it sends them as they are, megabytes to every new reader."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from threading import Lock

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.headers import accepts
from web.origin import read_header_values

KINDS = (".js", ".css", ".html", ".json", ".svg")
"""What packing makes smaller; pictures and fonts are packed as they are."""
HARD = 9
SMALLEST = 1000
YEAR = 365 * 24 * 60 * 60
FRONT_PAGE = "index.html"


@dataclass
class PackedFile:
    """A file as it is sent: packed when first asked for, and kept."""

    path: Path
    cache_control: str

    def __post_init__(self) -> None:
        self._lock = Lock()

    @cached_property
    def body(self) -> bytes:
        """The packed bytes; the same at every start, so that a reader who has them keeps them."""
        with self._lock:
            return gzip.compress(self.path.read_bytes(), HARD, mtime=0)

    @cached_property
    def headers(self) -> dict[str, str]:
        """The headers of an answer with these bytes."""
        kind = mimetypes.guess_type(self.path.name)[0] or "application/octet-stream"
        return {
            "Content-Type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
            "Content-Encoding": "gzip",
            "Cache-Control": self.cache_control,
            "ETag": f'"{hashlib.sha256(self.body).hexdigest()[:32]}-gzip"',
            "Vary": "Accept-Encoding",
        }


class PackingApp:
    """An application that answers for the files of a folder itself where a reader takes them packed."""

    def __init__(self, app: ASGIApp, folder: Path, base_path: str = "") -> None:
        self._app = app
        self._limiter = CapacityLimiter(1)
        self._files = {f"{base_path}{address}": file for address, file in _list_files(folder)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the packed file, or what the application sends."""
        file = self._files.get(scope["path"]) if scope["type"] == "http" else None
        if file is None:
            await self._app(scope, receive, send)
        elif read_header_values(scope, b"range") or not accepts("gzip", read_header_values(scope, b"accept-encoding")):
            await self._app(scope, receive, _varying(send))
        else:
            headers = await to_thread.run_sync(lambda: file.headers, limiter=self._limiter)
            answer = Response(file.body, headers=headers)
            if is_kept(headers["ETag"], scope):
                validators = {name: headers[name] for name in ("Cache-Control", "ETag", "Vary")}
                answer = Response(status_code=HTTPStatus.NOT_MODIFIED, headers=validators)
            await answer(scope, receive, send)


def is_kept(tag: str, scope: Scope) -> bool:
    """Whether the reader holds what has this mark, and need not be sent it."""
    marks = ",".join(read_header_values(scope, b"if-none-match")).split(",")
    return any(mark.strip().removeprefix("W/") in (tag.removeprefix("W/"), "*") for mark in marks)


def _list_files(folder: Path) -> list[tuple[str, PackedFile]]:
    """The files worth packing, by their addresses; the front page is the root's, and asked for anew each time."""
    paths = sorted(path for path in (folder / "static").rglob("*") if path.suffix in KINDS)
    large = [path for path in paths if path.stat().st_size >= SMALLEST]
    for_good = f"public, immutable, max-age={YEAR}"
    files = [(f"/{path.relative_to(folder).as_posix()}", PackedFile(path, for_good)) for path in large]
    return [("/", PackedFile(folder / FRONT_PAGE, "no-cache")), *files]


def _varying(send: Send) -> Send:
    async def send_varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return send_varying
