"""Where a request comes from: only a page of the dashboard itself may open its socket or change anything."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.types import Scope

PORTS = {"http": 80, "https": 443}
HOST = r"(?P<host>\[[0-9a-f:.]{2,45}\]|[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_.])?)(?::(?P<port>[0-9]{1,5}))?"
ORIGIN = re.compile(rf"(?P<scheme>https?)://{HOST}", re.IGNORECASE | re.ASCII)
NETLOC = re.compile(HOST, re.IGNORECASE | re.ASCII)
BY_BROWSERS = {b"cookie", b"sec-fetch-site", b"sec-fetch-mode"}
"""Headers that a browser sends: with one of them, a handshake without an origin has lost it on the way."""


@dataclass(frozen=True)
class Origin:
    """The scheme, host and port of a page."""

    scheme: str
    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Origin | None:
        """An origin as browsers write it; None for anything else, such as "null" or one with a path."""
        parts = ORIGIN.fullmatch(text)
        if parts is None:
            return None
        scheme = parts["scheme"].lower()
        port = int(parts["port"] or PORTS[scheme])
        return cls(scheme, parts["host"].lower(), port) if 0 < port < 65536 else None

    def is_at(self, netloc: str) -> bool:
        """Whether a Host header names this origin; TLS may end at a proxy, so that schemes are not compared."""
        parts = NETLOC.fullmatch(netloc)
        if parts is None or parts["host"].lower() != self.host:
            return False
        return int(parts["port"] or PORTS[self.scheme]) == self.port


def read_header_values(scope: Scope, name: bytes) -> list[str]:
    """Every value of a header, in order."""
    return [value.decode("latin-1").strip() for key, value in scope["headers"] if key.lower() == name]


def is_welcome(scope: Scope, origins: Iterable[Origin]) -> bool:
    """Whether a request may open a socket or change something: it comes from a page of ours, or from no page at all.

    Browsers send an origin with either, which no page can choose. What is no browser sends none and acts for nobody.

    Args:
        scope: The request, as ASGI describes it.
        origins: The origins that are ours; where there are none, the one that the request itself is addressed to.

    Returns:
        Whether it may.
    """
    values = read_header_values(scope, b"origin")
    if not values:
        return BY_BROWSERS.isdisjoint(key.lower() for key, _ in scope["headers"])
    origin = Origin.parse(values[0]) if len(values) == 1 else None
    if origin is None:
        return False
    ours = frozenset(origins)
    return origin in ours if ours else any(map(origin.is_at, read_header_values(scope, b"host")[:1]))


def replace_headers(scope: Scope, **changes: str | None) -> Scope:
    """The same request with some headers replaced, or left out where None is given."""
    names = {name.replace("_", "-").encode() for name in changes}
    others = [(key, value) for key, value in scope["headers"] if key.lower() not in names]
    new = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in changes.items() if value]
    return {**scope, "headers": others + new}
