"""A publisher's server for tests: a real one on 127.0.0.1 that can misbehave, and writes down every request."""

import gzip
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class File:
    """What is served at one address, and how badly: without ranges, without or with a wrong length, and so on.

    `troubles` are used up one a request: a status to answer with, "cut" to stop half-way, "stall" to fall silent there,
    "drip" to send on byte by byte.
    """

    body: bytes
    kind: str = "application/octet-stream"
    etag: str | None = None
    modified: str | None = None
    ranges: bool = True
    heeds_if_range: bool = True
    says_length: bool = True
    claims_length: int | None = None
    retry_after: str | None = None
    is_packed: bool = False
    sends_to: str | None = None
    link: str | None = None
    no_head: bool = False
    troubles: list[int | str] = field(default_factory=list)


@dataclass
class Request:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    method: str = "GET"
    query: str = ""
    body: bytes = b""

    @property
    def is_probe(self) -> bool:
        return self.headers.get("Range", "").startswith("bytes=0-")


class Publisher(ThreadingHTTPServer):
    """Serves `files` by path, or what `made` makes of a request; anything else is 404, or `missing` if that is set."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.files: dict[str, File] = {}
        self.made: dict[str, Callable[[Request], File]] = {}
        self.missing: tuple[int, str, bytes] = (404, "text/plain", b"no such file\n")
        self.requests: list[Request] = []
        self.silence = 1.6
        self.is_stopping = threading.Event()
        self.is_dead = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def downloads(self) -> list[Request]:
        """The requests that brought a file: no probes, no lists, no questions for a size."""
        lists = ("/api/v1/files/employment", "/api/v1/files/accessions", "/api/v1/files/separations")
        return [
            request
            for request in self.requests
            if request.method == "GET" and not request.is_probe and request.path not in lists
        ]

    def lists(self) -> list[str]:
        """The addresses of the requests for one of the API's lists."""
        return [f"{one.path}?{one.query}" for one in self.requests if re.fullmatch(r"/api/v1/files/\w+", one.path)]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Publisher

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = Request(asked.path, dict(self.headers.items()), self.command, asked.query, body)
        self.server.requests.append(request)
        if self.server.is_dead:
            self.close_connection = True
            return
        file = self.server.files.get(request.path)
        if request.path in self.server.made:
            file = self.server.made[request.path](request)
        if file is None:
            status, kind, words = self.server.missing
            self._answer(status, {"Content-Type": kind}, words)
            return
        if self.command == "HEAD":
            status, kind = (405, "text/plain") if file.no_head else (200, file.kind)
            self._answer(status, {"Content-Type": kind, "Content-Length": str(len(file.body))}, b"")
            return
        trouble = None if request.is_probe and file.troubles and isinstance(file.troubles[0], str) else self._next(file)
        if isinstance(trouble, int):
            headers = {"Retry-After": file.retry_after} if file.retry_after else {}
            self._answer(trouble, headers, b"")
            return
        self._serve(request, file, trouble)

    def _next(self, file: File) -> int | str | None:
        return file.troubles.pop(0) if file.troubles else None

    def _serve(self, request: Request, file: File, trouble: str | None) -> None:
        headers = {"Content-Type": file.kind}
        if file.sends_to:
            self._answer(302, {"Location": file.sends_to}, b"")
            return
        if file.is_packed:
            self._answer(200, headers | {"Content-Encoding": "gzip"}, gzip.compress(file.body))
            return
        headers |= {"ETag": file.etag} if file.etag else {}
        headers |= {"Link": file.link} if file.link else {}
        headers |= {"Last-Modified": file.modified} if file.modified else {}
        if file.etag and request.headers.get("If-None-Match") == file.etag:
            self._answer(304, headers, b"")
            return
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("Range", ""))
        holds = request.headers.get("If-Range")
        if file.ranges and wanted and (not file.heeds_if_range or holds in (None, file.etag, file.modified)):
            first = int(wanted[1])
            last = min(int(wanted[2] or len(file.body)), len(file.body) - 1)
            if first > last:
                self._answer(416, {"Content-Range": f"bytes */{len(file.body)}"}, b"")
                return
            headers["Content-Range"] = f"bytes {first}-{last}/{len(file.body)}"
            self._answer(206, headers, file.body[first : last + 1], trouble)
            return
        if not file.says_length:
            headers["Content-Length"] = ""
        elif file.claims_length is not None:
            headers["Content-Length"] = str(file.claims_length)
        self._answer(200, headers, file.body, trouble)

    def _answer(self, status: int, headers: dict[str, str], body: bytes, trouble: str | None = None) -> None:
        self.send_response(status, HTTPStatus(status).phrase)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            if value:
                self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        half = len(body) // 2
        self.wfile.write(body[:half] if trouble else body)
        self.wfile.flush()
        if trouble == "stall":
            self.server.is_stopping.wait(self.server.silence)
        while trouble == "drip" and half < len(body) and not self.server.is_stopping.is_set():
            self.wfile.write(body[half : half + 1])
            self.wfile.flush()
            half += 1
            time.sleep(0.05)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: the requests are on record."""


@contextmanager
def publisher(port: int = 0) -> Iterator[Publisher]:
    """A running server, on a port of its own unless one is given; it ends with the test."""
    with Publisher(port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.is_stopping.set()
            server.shutdown()
            thread.join()
