"""Words of the navigation as addresses: however a reader writes one, it leads to its page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

BETWEEN = re.compile(r"[\s_+-]+")
"""What may stand between the words of a name."""


class Addresses:
    """An application whose pages are found by their names, too.

    `pages` are the addresses of the pages below where all is served, by every word that means one; the front page's is
    empty.
    """

    def __init__(self, app: ASGIApp, pages: Mapping[str, str], base_path: str = "") -> None:
        self._app = app
        self._pages = {_simplify(word): page for word, page in pages.items()}
        self._base_path = base_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the reader of a name to the page of that name, and let the application answer the rest."""
        name = scope["path"].removeprefix(self._base_path).strip("/") if scope["type"] == "http" else ""
        page = self._pages.get(_simplify(name)) if name else None
        if page is None or name == page:
            await self._app(scope, receive, send)
            return
        # What the address asks for goes along; what stands after # browsers keep by themselves.
        query = scope["query_string"].decode("utf-8", "replace")
        address = f"{self._base_path}/{page}?{query}" if query else f"{self._base_path}/{page}"
        redirect = RedirectResponse(address, HTTPStatus.TEMPORARY_REDIRECT, {"Cache-Control": "no-cache"})
        await redirect(scope, receive, send)


def _simplify(name: str) -> str:
    return BETWEEN.sub("", name.casefold())
