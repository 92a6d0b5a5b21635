"""What is changed in Streamlit's insides so that one process serves many readers: each change with its reason."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import cache, partial, wraps
from threading import Lock
from typing import Any

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

TOGETHER = 0.005
"""Seconds that a piece of a page waits for those after it; as long as Streamlit itself waits between two sendings."""

_theme = app_session._populate_theme_msg
_tell = AppSession._on_scriptrunner_event


@wraps(_theme)
def same_theme(msg: CustomThemeConfig, section: str = "theme") -> None:
    """The theme as it was first read: Streamlit puts it together anew for every run, a tenth of the cheapest page."""
    made = _themed(section)
    if made.ByteSize():
        msg.MergeFrom(made)


@cache
def _themed(section: str) -> CustomThemeConfig:
    made = CustomThemeConfig()
    _theme(made, section)
    return made


@wraps(_tell)
def tell_together(self: AppSession, *said: Any, **named: Any) -> None:
    """Tell the event loop of a page's pieces a few at a time, in their order; that a run begins or ends, at once.

    Told of each, the loop takes the interpreter from the script that draws them some hundred times in a page.
    """
    waiting, lock = vars(self).setdefault("_together", (deque[Callable[[], None]](), Lock()))
    with lock:
        waiting.append(partial(self._handle_scriptrunner_event_on_event_loop, *said, **named))
        is_first = len(waiting) == 1
    if ScriptRunnerEvent.ENQUEUE_FORWARD_MSG not in (*said, *named.values()):
        self._call_soon_on_event_loop(partial(_handle, self, waiting))
    elif is_first:
        self._call_soon_on_event_loop(partial(_handle_later, self, waiting))


def _handle_later(session: AppSession, waiting: deque[Callable[[], None]]) -> None:
    session._event_loop.call_later(TOGETHER, _handle, session, waiting)


def _handle(session: AppSession, waiting: deque[Callable[[], None]]) -> None:
    try:
        while waiting:
            waiting.popleft()()
    finally:
        # One that failed holds up no other.
        if waiting:
            session._event_loop.call_soon(_handle, session, waiting)


def tune() -> None:
    """Put the changes in place, before the server starts."""
    app_session._populate_theme_msg = same_theme
    setattr(AppSession, _tell.__name__, tell_together)
