"""One address of the open data: read the words, look into the reader's cache, answer in a thread, say what is wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from metrics import program
from metrics.api.served import served
from metrics.api.words import SAMPLE, Said
from metrics.errors import MetricsError, NoWarehouse, TooManyRows
from metrics.export.archive import ArchiveNotWritten
from metrics.warehouse import Warehouse

METHODS = ("GET", "HEAD")
FRESH_SECONDS = 300
AT_A_TIME = 4
"""Questions answered side by side: each holds its whole answer in memory while it is written."""

FORMATS = ("csv", "json")
EVERYONE = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}


class NotThere(MetricsError):
    """No address is written like that; `near` are names that resemble what was asked for."""

    def __init__(self, sentence: str, near: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.near = near


@dataclass(frozen=True)
class Reply:
    """What an address answers: text, or a file on disk, with its kind and the name under which it is saved."""

    body: str | Path
    kind: str
    name: str = ""


def as_json(told: object) -> Reply:
    """Anything of plain values as JSON."""
    return Reply(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "application/json")


Answer = Callable[[Warehouse, Said, Request], Reply]


QUESTIONS, ARCHIVES, DEMONSTRATIONS = CapacityLimiter(AT_A_TIME), CapacityLimiter(1), CapacityLimiter(1)
"""Those who wait for an archive to be written, or for the demonstration to be made, hold up no question."""


@dataclass(frozen=True)
class Address:
    """An application that answers one address: `answer` makes the reply, knowing the words in `known` only."""

    answer: Answer
    known: Sequence[str] = ()
    limiter: CapacityLimiter = QUESTIONS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request without holding up the dashboard that is served beside it."""
        request = Request(scope)
        limiter = DEMONSTRATIONS if SAMPLE in request.query_params else self.limiter
        response = await to_thread.run_sync(self._response, request, limiter=limiter)
        await response(scope, receive, send)

    def _response(self, request: Request) -> Response:
        if request.method not in METHODS:
            said = f"{request.method} is not answered here: the data are read with GET"
            return problem(HTTPStatus.METHOD_NOT_ALLOWED, said, Allow=", ".join(METHODS))
        try:
            said_here = Said.of(request.query_params.multi_items(), self.known)
            held = served(with_sample=said_here.with_sample)
            headers = EVERYONE | {"ETag": _tag(held, request), "Cache-Control": f"public, max-age={FRESH_SECONDS}"}
            if headers["ETag"] in _held_by_the_reader(request):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
            return _sent(self.answer(held, said_here, request), headers)
        except MetricsError as error:
            return refusal(error)


def _sent(reply: Reply, headers: dict[str, str]) -> Response:
    if isinstance(reply.body, Path):
        return FileResponse(reply.body, media_type=reply.kind, filename=reply.name, headers=headers)
    if reply.name:
        headers = headers | {"Content-Disposition": f'inline; filename="{reply.name}"'}
    return Response(reply.body, media_type=reply.kind, headers=headers)


def refusal(error: MetricsError) -> Response:
    """What was asked and cannot be answered, in a sentence."""
    match error:
        case NoWarehouse():
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), **{"Retry-After": "60"})
        case TooManyRows():
            return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error))
        case ArchiveNotWritten():
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
        case NotThere(near=near):
            return problem(HTTPStatus.NOT_FOUND, str(error), near)
    return problem(HTTPStatus.BAD_REQUEST, str(error))


def problem(status: HTTPStatus, sentence: str, near: Sequence[str] = (), **headers: str) -> Response:
    """A refusal as JSON: the sentence, the nearest names where there are any, and the formats that there are."""
    told: dict[str, object] = {"error": sentence, **({"nearest": list(near)} if near else {}), "formats": list(FORMATS)}
    body = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    headers = {**EVERYONE, "Cache-Control": "no-store", **headers}
    return Response(body, status, media_type="application/json", headers=headers)


def _tag(held: Warehouse, request: Request) -> str:
    """The mark of an answer: the build, what was asked in whatever order of different words, and the program."""
    asked = sorted(request.query_params.multi_items(), key=lambda pair: pair[0])
    whole = json.dumps([program.mark(), request.url.path, request.url.netloc, asked])
    return f'W/"{held.build_id}-{hashlib.sha256(whole.encode()).hexdigest()[:16]}"'


def _held_by_the_reader(request: Request) -> list[str]:
    marks = request.headers.get("if-none-match", "").split(",")
    return [f"W/{mark.strip().removeprefix('W/')}" for mark in marks]
