"""One address of the open data: read the words, look into the reader's cache, answer in a thread, say what is wrong."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from metrics import program
from metrics.api.line import AGAIN_SECONDS, LineIsFull, WaitingLine
from metrics.api.serving import find_warehouse
from metrics.api.words import SAMPLE, QueryParams
from metrics.errors import MetricsError, NoWarehouse, TooManyRows
from metrics.export.data.archive import ArchiveNotWritten
from metrics.warehouse import Warehouse

METHODS = ("GET", "HEAD")
FRESH_SECONDS = 300
AT_A_TIME, MOST_WAITING = 2, 200
"""Questions answered side by side, each of which holds its answer in memory while it is made, and those that wait."""
MOST_WAITING_LONG = 20
"""Those who may wait for an archive or the demonstration, of which one is made at a time."""

FORMATS = ("csv", "json")
EVERYONE = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}


class NotThere(MetricsError):
    """No address is written like that; `near` are names that resemble what was asked for."""

    def __init__(self, sentence: str, near: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.near = near


@dataclass(frozen=True)
class Reply:
    """What an address answers: text, parts of a long one, or a file on disk; its kind and the name to save it by."""

    body: str | Path | Iterable[str]
    kind: str
    name: str = ""


def find_base_path(request: Request) -> str:
    """The path below which all addresses lie, where the server was told one; else nothing."""
    return str(request.scope.get("app_root_path", ""))


def write_json(value: object) -> Reply:
    """Anything of plain values as JSON."""
    return Reply(json.dumps(value, indent=2, ensure_ascii=False) + "\n", "application/json")


MakeReply = Callable[[Warehouse, QueryParams, Request], Reply]


QUESTIONS = WaitingLine(AT_A_TIME, MOST_WAITING)
ARCHIVES, DEMONSTRATIONS = WaitingLine(1, MOST_WAITING_LONG), WaitingLine(1, MOST_WAITING_LONG)
"""Those who wait for an archive to be written, or for the demonstration to be made, hold up no question."""


@dataclass(frozen=True)
class Address:
    """An application that answers one address: `answer` makes the reply, knowing the words in `known` only."""

    answer: MakeReply
    known: Sequence[str] = ()
    line: WaitingLine = QUESTIONS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request without holding up the dashboard that is served beside it."""
        request = Request(scope)
        line = DEMONSTRATIONS if SAMPLE in request.query_params else self.line
        try:
            response = await line.answer(partial(self._response, request), receive)
        except LineIsFull as error:
            response = build_refusal(error)
        if response is not None:
            await response(scope, receive, send)

    def _response(self, request: Request) -> Response:
        if request.method not in METHODS:
            sentence = f"{request.method} is not answered here: the data are read with GET"
            return build_problem(HTTPStatus.METHOD_NOT_ALLOWED, sentence, Allow=", ".join(METHODS))
        try:
            params = QueryParams.of(request.query_params.multi_items(), self.known)
            warehouse = find_warehouse(with_sample=params.with_sample)
            headers = EVERYONE | {
                "ETag": _build_tag(warehouse, request),
                "Cache-Control": f"public, max-age={FRESH_SECONDS}",
            }
            if headers["ETag"] in _read_reader_tags(request):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
            return _build_response(self.answer(warehouse, params, request), headers)
        except MetricsError as error:
            return build_refusal(error)


def _build_response(reply: Reply, headers: dict[str, str]) -> Response:
    if isinstance(reply.body, Path):
        return FileResponse(reply.body, media_type=reply.kind, filename=reply.name, headers=headers)
    if reply.name:
        headers = headers | {"Content-Disposition": f'inline; filename="{reply.name}"'}
    if isinstance(reply.body, str):
        return Response(reply.body, media_type=reply.kind, headers=headers)
    parts = deque(part.encode() for part in reply.body)
    headers = headers | {"Content-Length": str(sum(map(len, parts)))}
    return StreamingResponse(_give_away(parts), media_type=reply.kind, headers=headers)


async def _give_away(parts: deque[bytes]) -> AsyncIterator[bytes]:
    """The parts of an answer, none of which is kept once it is sent."""
    while parts:
        yield parts.popleft()


def build_refusal(error: MetricsError) -> Response:
    """What was asked and cannot be answered, in a sentence."""
    match error:
        case NoWarehouse():
            return build_problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), **{"Retry-After": "60"})
        case LineIsFull():
            return build_problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), **{"Retry-After": str(AGAIN_SECONDS)})
        case TooManyRows():
            return build_problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error))
        case ArchiveNotWritten():
            return build_problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
        case NotThere(near=near):
            return build_problem(HTTPStatus.NOT_FOUND, str(error), near)
    return build_problem(HTTPStatus.BAD_REQUEST, str(error))


def build_problem(status: HTTPStatus, sentence: str, near: Sequence[str] = (), **headers: str) -> Response:
    """A refusal as JSON: the sentence, the nearest names where there are any, and the formats that there are."""
    body_of_refusal: dict[str, object] = {
        "error": sentence,
        **({"nearest": list(near)} if near else {}),
        "formats": list(FORMATS),
    }
    body = json.dumps(body_of_refusal, indent=2, ensure_ascii=False) + "\n"
    headers = {**EVERYONE, "Cache-Control": "no-store", **headers}
    return Response(body, status, media_type="application/json", headers=headers)


def _build_tag(warehouse: Warehouse, request: Request) -> str:
    """The mark of an answer: the build, what was asked in whatever order of different words, and the program."""
    words = sorted(request.query_params.multi_items(), key=lambda pair: pair[0])
    whole = json.dumps([program.compute_mark(), request.url.path, request.url.netloc, words])
    return f'W/"{warehouse.build_id}-{hashlib.sha256(whole.encode()).hexdigest()[:16]}"'


def _read_reader_tags(request: Request) -> list[str]:
    marks = request.headers.get("if-none-match", "").split(",")
    return [f"W/{mark.strip().removeprefix('W/')}" for mark in marks]
