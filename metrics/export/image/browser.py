"""A figure as PNG or SVG, drawn at the command line by a browser: Kaleido with Chromium, which are an extra."""

from __future__ import annotations

import asyncio
import atexit
import os
import shutil
from asyncio import AbstractEventLoop
from collections.abc import Coroutine
from functools import cache
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from metrics.errors import MetricsError
from metrics.exhibits.exhibit import Exhibit
from metrics.export import formats
from metrics.export.image.framed import frame

if TYPE_CHECKING:
    from kaleido import Kaleido

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SCALE: Final = 2
"""Pixels of a PNG for each pixel of the picture, so that it is sharp on a slide and in print."""
WITHIN: Final = 60
Made = TypeVar("Made")


class NoStills(MetricsError):
    """What draws PNG and SVG is not there, or does not work."""


def png(exhibit: Exhibit) -> bytes:
    """The framed picture as PNG; raises NoStills where no browser can draw it."""
    return _draw(exhibit, "png", SCALE)


def svg(exhibit: Exhibit) -> bytes:
    """The framed picture as SVG; raises NoStills where no browser can draw it."""
    return _draw(exhibit, "svg", 1)


def _draw(exhibit: Exhibit, form: Literal["png", "svg"], scale: int) -> bytes:
    plot = frame(exhibit)
    loop, browser = _start()
    opts: Any = {"format": form, "width": plot.layout.width, "height": plot.layout.height, "scale": scale}
    picture: bytes = _result(loop, browser.calc_fig(plot.to_dict(), opts))
    return picture


@cache
def _start() -> tuple[AbstractEventLoop, Kaleido]:
    """One browser for every picture of this process, on a thread of its own; it ends with the process."""
    try:
        from kaleido import Kaleido
    except ModuleNotFoundError:
        raise NoStills(_refusal("Kaleido, which is not installed: pip install kaleido")) from None
    path = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path and not shutil.which(path):
        raise NoStills(_refusal(f"a browser, and BROWSER_PATH names none: {path}"))
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, daemon=True, name="stills").start()

    async def open_browser() -> Kaleido:
        browser = Kaleido(mathjax=False, timeout=WITHIN, **({"path": path} if path else {}))
        await browser.open()
        return browser

    browser = _result(loop, open_browser())
    atexit.register(lambda: _result(loop, browser.close()))
    return loop, browser


def _result(loop: AbstractEventLoop, work: Coroutine[Any, Any, Made]) -> Made:
    """What the browser makes of it; it says by a RuntimeError that it is not found, does not start, or has ended."""
    try:
        return asyncio.run_coroutine_threadsafe(work, loop).result(WITHIN)
    except (RuntimeError, TimeoutError):
        path = os.environ.get("BROWSER_PATH")
        why = f"{path} does not work as one" if path else "none that works is found: install chromium"
        raise NoStills(_refusal(f"a browser, and {why}")) from None


def _refusal(why: str) -> str:
    others = ", ".join(each.ending for each in formats.FIGURES if not each.needs_browser)
    return f"PNG and SVG are drawn by {why}; {others} need no browser"
