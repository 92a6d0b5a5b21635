"""Asks a server for a file and brings it home whole: waits, tries again, goes on, refuses what is not the file."""

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Literal

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from etl.errors import EtlError
from etl.files.zip_archive import is_web_page
from etl.layouts.recognise import MissingColumns
from etl.publishers.partial_file import ENDINGS, SNIFF, PartialFile, Receipt

CHUNK = 2**20
PROGRESS = 2**20  # bytes; after as many new ones an interruption is forgiven
SLOWEST = 1024  # bytes a second, over the time a silent server is given
BUSY = (429, 500, 502, 503, 504)

MOST_JSON = 2**26  # bytes; a list of every version ever published has 0.2 MB

Say = Callable[[int, int | None], None]  # bytes so far, bytes in all if known
Check = Callable[[Path], None]


class Unreachable(EtlError):
    """A server that does not answer at all."""


class NotServed(EtlError):
    """An answer that is not the file: refused, gone, a web page, a listing."""


class CutShort(EtlError):
    """A server that keeps stopping before the end of a file."""


class _Interrupted(Exception):
    """One attempt that ended early; the next may go on."""


@dataclass(frozen=True)
class Patience:
    """How long to wait and how often to try: seconds, except `attempts`, `busy` and `at_once`.

    `attempts` are those at a server that breaks off or cannot be reached, `busy` those at one that says it has too much
    to do (a minute in all), `at_once` the requests side by side.
    """

    connect: float = 10
    stall: float = 20
    attempts: int = 4
    busy: int = 7
    backoff: float = 1
    longest_wait: float = 120
    at_once: int = 2


@dataclass(frozen=True)
class ProbeReply:
    """What a server says of one address; `sentence` tells why a file was refused or no answer came.

    `start` are the first bytes of a file that is found.
    """

    kind: Literal["found", "unchanged", "absent", "refused", "unanswered"]
    length: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    sentence: str = ""
    start: bytes = b""


class Web:
    """One session with one server; its methods may be called from several threads."""

    def __init__(self, patience: Patience, headers: Mapping[str, str]) -> None:
        """Nothing is asked yet."""
        self.patience = patience
        self._session = requests.Session()
        self._session.headers.update({**headers, "Accept-Encoding": "identity"})
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(pool_maxsize=patience.at_once))
        self._not_before = 0.0

    def visit(self, address: str) -> None:
        """See a page first, for the cookies it gives; what it says does not matter."""
        self._get(address, {}).close()

    def read_json(self, address: str) -> tuple[Any, str | None]:
        """What an address answers as JSON, and the address of the next page if it names one; raises NotServed."""
        try:
            with self._get(address, {"Accept": "application/json"}) as response:
                body = response.raw.read(MOST_JSON + 1, decode_content=True)
                if response.status_code != 200:
                    raise NotServed(_format_status(response))
                if is_web_page(body):
                    raise NotServed(f"{_find_address(response)} answers with a web page, not with a list")
                if len(body) > MOST_JSON:
                    raise NotServed(f"{_find_address(response)} answers with more than any list holds")
                following = response.links.get("next", {}).get("url")
                return json.loads(body), following
        except (ValueError, RecursionError) as error:
            raise NotServed(f"{address} answers with something that is no list") from error
        except HTTPError as error:
            raise Unreachable(f"{address} broke off ({_find_reason(error)})") from error

    def ask_size(self, address: str) -> int | None:
        """How many bytes a file has, if its server says so without being asked twice."""
        timeouts = (self.patience.connect, self.patience.stall)
        try:
            with self._session.head(address, timeout=timeouts, allow_redirects=True) as response:
                kind = response.headers.get("Content-Type", "")
                return _read_total(response) or None if response.status_code == 200 and "html" not in kind else None
        except (requests.RequestException, HTTPError):
            return None

    def probe(self, address: str, etag: str | None = None) -> ProbeReply:
        """Is the file there, and is it another one than that of the tag? Asks for its first bytes only."""
        conditional = {"If-None-Match": etag} if etag else {}
        try:
            with self._get(address, {"Range": f"bytes=0-{SNIFF - 1}"} | conditional) as response:
                if response.status_code == 304:
                    return ProbeReply("unchanged")
                start = _read_start(response)
                if response.status_code in BUSY:
                    return ProbeReply("unanswered", sentence=_format_status(response))
                # OPM says 403 with the words "Not found" of a version that was announced but never came.
                is_missing = response.status_code == 403 and re.fullmatch(rb"\W*not found\W*", start, re.IGNORECASE)
                if response.status_code in (404, 410) or is_missing:
                    return ProbeReply("absent")
                if fault := _find_fault(response, start):
                    return ProbeReply("refused", sentence=fault)
                tag, last_modified = response.headers.get("ETag"), _read_last_modified(response)
                return ProbeReply("found", _read_total(response), tag, last_modified, start=start)
        except Unreachable as error:
            return ProbeReply("unanswered", sentence=str(error))
        except HTTPError as error:
            return ProbeReply("unanswered", sentence=f"{address} broke off ({_find_reason(error)})")

    def bring(
        self,
        address: str,
        to: Path,
        say: Say,
        check: Check | None = None,
        *,
        edition: str | None = None,
    ) -> Receipt:
        """Download one file to `to`; until it is whole and checked it is `to` with .part, its receipt beside it.

        Args:
            address: Where the file is.
            to: Where it is to lie.
            say: Told of the bytes so far, and of all there are where the server says it.
            check: Looks at the whole file and raises what is wrong with it: then nothing of it is kept, unless it is
                MissingColumns, which the same file would only bring again.
            edition: Which of several files that follow each other at one address is meant.

        Returns:
            What the server said of the file.

        Raises:
            NotServed: What came is not the file.
            CutShort: The server stopped before the end too often.
            Unreachable: The server does not answer.
        """
        part = PartialFile(to)
        furthest, failures = part.size if part.find_resumable(address, edition) else 0, 0
        while True:
            try:
                receipt = self._receive(address, part, say, edition)
                break
            except (_Interrupted, HTTPError) as error:
                failures = 0 if part.size - furthest >= PROGRESS else failures + 1
                furthest = max(furthest, part.size)
                if failures >= self.patience.attempts:
                    raise CutShort(
                        f"{address} stopped {failures} times before its end ({_find_reason(error)})"
                    ) from error
                time.sleep(min(self.patience.backoff * 2**failures / 2, self.patience.longest_wait))
        finish(part, check)
        return receipt

    def hold(self, address: str, name: str, say: Say, *, most: int, body: bytes | None = None) -> bytes:
        """A file in memory: what may hold names is not written down to go on from.

        Args:
            address: Where the file is.
            name: How it is called, which tells how it ends.
            say: Told of the bytes so far, and of all there are where the server says it.
            most: Bytes beyond which it is no such file.
            body: Sent with the request, as JSON.

        Returns:
            The whole file.

        Raises:
            NotServed: What came is not the file, or is longer than that.
            CutShort: The server stopped before the end too often.
            Unreachable: The server does not answer.
        """
        failures = 0
        while True:
            try:
                return self._receive_whole(address, name, say, most, body)
            except (_Interrupted, HTTPError) as error:
                failures += 1
                if failures >= self.patience.attempts:
                    raise CutShort(
                        f"{address} stopped {failures} times before its end ({_find_reason(error)})"
                    ) from error
                time.sleep(min(self.patience.backoff * 2**failures / 2, self.patience.longest_wait))

    def _receive_whole(self, address: str, name: str, say: Say, most: int, body: bytes | None) -> bytes:
        content = bytearray()

        def keep(chunk: bytes) -> None:
            if len(content) + len(chunk) > most:
                raise NotServed(
                    f"{_find_address(response)} answers with more than {most:,} bytes, which is no such file"
                )
            content.extend(chunk)

        with self._get(address, {}, body) as response:
            if fault := _find_fault(response, b""):
                raise NotServed(fault)
            length = _read_total(response)
            self._pour(response, keep, 0, length, say)
            if length is not None and len(content) != length:
                raise _Interrupted(f"{len(content):,} of {length:,} bytes came")
            if fault := _find_fault(response, bytes(content[:SNIFF])):
                raise NotServed(fault)
            if length is None and not content.endswith(ENDINGS.get(Path(name).suffix, b"")):
                raise _Interrupted("its end is missing")
        return bytes(content)

    def _receive(self, address: str, part: PartialFile, say: Say, edition: str | None) -> Receipt:
        receipt = part.find_resumable(address, edition)
        offset = part.size if receipt else 0
        headers = {"Range": f"bytes={offset}-"} if receipt and offset else {}
        if receipt and receipt.validator and offset:
            headers["If-Range"] = receipt.validator
        with self._get(address, headers) as response:
            if response.status_code == 416 or (
                response.status_code == 206 and not _continues(response, offset, receipt)
            ):
                part.discard()
                raise _Interrupted("the file changed meanwhile")
            if response.status_code == 200 or receipt is None:
                if fault := _find_fault(response, b""):
                    raise NotServed(fault)
                receipt = Receipt(
                    address, _read_total(response), response.headers.get("ETag"), _read_last_modified(response), edition
                )
                part.begin(receipt)
            with part.path.open("ab") as out:
                self._pour(response, out.write, part.size, receipt.length, say)
            if receipt.length is not None and part.size != receipt.length:
                raise _Interrupted(f"{part.size:,} of {receipt.length:,} bytes came")
            if fault := _find_fault(response, part.read_start()):
                part.discard()
                raise NotServed(fault)
            if receipt.length is None and not part.ends_well():
                raise _Interrupted("its end is missing")
        return receipt

    def _pour(
        self, response: requests.Response, keep: Callable[[bytes], object], size: int, length: int | None, say: Say
    ) -> None:
        """Hand over what comes after the `size` bytes that are here, as it comes."""
        size_before, since = size, time.monotonic()
        # read1 hands over what has come: a server that drips bytes could otherwise hold a read for hours.
        while chunk := response.raw.read1(CHUNK, decode_content=True):
            keep(chunk)
            size += len(chunk)
            say(size, length)
            if (seconds := time.monotonic() - since) > self.patience.stall:
                if size - size_before < SLOWEST * seconds:
                    raise _Interrupted(f"fewer than {SLOWEST:,} bytes a second")
                since, size_before = time.monotonic(), size

    def _get(self, address: str, headers: Mapping[str, str], body: bytes | None = None) -> requests.Response:
        """The answer to one request, after as many tries and waits as a busy server asks for."""
        if body is not None:
            headers = {**headers, "Content-Type": "application/json"}
        timeouts = (self.patience.connect, self.patience.stall)
        tries = 0
        while True:
            self._wait_for_turn()
            tries += 1
            try:
                response = self._session.get(address, headers=headers, data=body, stream=True, timeout=timeouts)
            except (requests.RequestException, HTTPError) as error:
                # A server that takes a request and falls silent is rarely cured by asking often.
                if tries >= (2 if isinstance(error, requests.ReadTimeout) else self.patience.attempts):
                    raise Unreachable(f"{address} does not answer ({_find_reason(error)})") from error
                time.sleep(self._back_off(tries))
                continue
            if response.status_code not in BUSY or tries >= self.patience.busy:
                return response
            wait = _read_retry_after(response)
            response.close()
            if wait is not None and wait > self.patience.longest_wait:
                raise Unreachable(f"{_format_status(response)} and asks to wait {_format_duration(wait)}")
            self._hold_off(self._back_off(tries) if wait is None else wait)

    def _back_off(self, tries: int) -> float:
        return min(self.patience.backoff * 2.0 ** (tries - 1), self.patience.longest_wait)

    def _hold_off(self, seconds: float) -> None:
        """No thread asks this server anything until then: it has said that it is asked too much."""
        self._not_before = max(self._not_before, time.monotonic() + seconds)

    def _wait_for_turn(self) -> None:
        while (wait := self._not_before - time.monotonic()) > 0:
            time.sleep(wait)


def finish(part: PartialFile, check: Check | None) -> None:
    """Give a whole file its name, once it is checked."""
    if check is not None:
        try:
            check(part.path)
        except MissingColumns:
            raise
        except EtlError:
            part.discard()
            raise
    part.finish()


def _read_start(response: requests.Response) -> bytes:
    start = b""
    while len(start) < SNIFF and (more := response.raw.read1(SNIFF - len(start), decode_content=True)):
        start += more
    return start


def _find_fault(response: requests.Response, start: bytes) -> str | None:
    """Why an answer is not the file, or None: its status, a web page, or an object of words instead of a table."""
    if response.status_code not in (200, 206):
        return _format_status(response)
    address = _find_address(response)
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().casefold()
    if kind in ("text/html", "application/xhtml+xml") or is_web_page(start):
        return f"{address} answers with a web page or a listing, not with the file"
    if start.lstrip().startswith((b"{", b"[")):
        return f"{address} answers with a message, not with the file"
    return None


def _format_status(response: requests.Response) -> str:
    if response.status_code == 416:
        return f"{_find_address(response)} is empty"
    return f"{_find_address(response)} answers {response.status_code} {response.reason}".rstrip()


def _find_address(response: requests.Response) -> str:
    """The address asked for: one it was sent on to may be signed, and is nobody's business."""
    return (response.history or [response])[0].url


def _read_retry_after(response: requests.Response) -> float | None:
    """The seconds a server asks to wait, written as a number or as a date; None if it asks nothing."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _format_duration(seconds: float) -> str:
    return f"{seconds:,.0f} seconds" if seconds < 120 else f"{seconds / 60:,.0f} minutes"


def _read_total(response: requests.Response) -> int | None:
    """The whole file's length, unless the answer is packed on the way or does not say."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        return None
    if response.status_code == 206:
        match = re.fullmatch(r"bytes \d+-\d+/(\d+)", response.headers.get("Content-Range", ""))
        return int(match[1]) if match else None
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() else None


def _read_last_modified(response: requests.Response) -> str | None:
    return response.headers.get("Last-Modified")


def _continues(response: requests.Response, offset: int, receipt: Receipt | None) -> bool:
    """Is a partial answer the rest of the very file whose beginning is held?"""
    if receipt is None or not response.headers.get("Content-Range", "").startswith(f"bytes {offset}-"):
        return False
    return _read_total(response) == receipt.length and response.headers.get("ETag", receipt.etag) == receipt.etag


def _find_reason(error: Exception) -> str:
    """The innermost cause in few words: urllib3 wraps it in layers that repeat the address."""
    while isinstance(inner := getattr(error, "reason", None) or next(iter(error.args), None), Exception):
        error = inner
    first = str(error.args[0]) if error.args else ""
    words = re.sub(r"^.*(?:Connection|Pool)\([^)]*\): |^.*object at 0x\w+>: ", "", first)
    return words.splitlines()[0].rstrip(".") if words else type(error).__name__
