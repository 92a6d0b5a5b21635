"""What every answer carries: which scripts may run, who may show the page in a frame, and what browsers must not do."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
UNUSED = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
"""What no page of the dashboard asks of a browser; Streamlit could use some of it."""


def build_security_headers(front_page: str, ancestors: str) -> Mapping[str, str]:
    """The headers of every answer, measured in a browser on every page with nothing refused that is needed.

    Streamlit writes its styles into the page, and Plotly makes its pictures from data: and blob: addresses. No script
    may be made from text.

    Args:
        front_page: The HTML of the page that Streamlit serves; the scripts within it are allowed by their hashes.
        ancestors: Which sites may show the dashboard in a frame, as the policy writes them.

    Returns:
        Headers by their names in lower case.
    """
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in INLINE.findall(front_page)]
    policy = {
        "default-src": ["'self'"],
        # A library of Streamlit's asks whether there is WebAssembly, on every page; text is no script all the same.
        "script-src": ["'self'", "'wasm-unsafe-eval'", *(f"'sha256-{each}'" for each in hashes)],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "frame-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": [ancestors],
    }
    return {
        "content-security-policy": "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
        "permissions-policy": ", ".join(f"{name}=()" for name in UNUSED),
    }


class WithHeaders:
    """An application whose every answer carries these headers, unless it sets one of them itself."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def accepts(encoding: str, encodings: Iterable[str]) -> bool:
    """Whether Accept-Encoding values take an encoding, which with q=0 they refuse."""
    weights = {}
    for offer in ",".join(encodings).split(","):
        name, _, parameters = offer.strip().lower().partition(";")
        weight = parameters.strip().removeprefix("q=").strip()
        weights[name.strip()] = weight not in ("0", "0.0", "0.00", "0.000")
    return weights.get(encoding, weights.get("*", False))
