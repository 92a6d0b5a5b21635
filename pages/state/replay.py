"""Parts of a page that are drawn once for a view and then sent again as they are, to every reader who asks the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from itertools import count
from operator import attrgetter
from typing import ParamSpec

import streamlit as st

from metrics.open_builds import OPEN_BUILDS
from pages.state import cache, filters, url_state

KEPT = 1000
"""Parts kept, the least used given up first: most are of some 30 kB."""

Given = ParamSpec("Given")
_numbers = count()
_numbers_of: defaultdict[str, list[int]] = defaultdict(list)
"""The parts that were drawn of each build."""


@dataclass(frozen=True)
class _Part:
    """How a part is drawn, and the number of what was asked for."""

    number: int
    draw: Callable[[], None]


def drawn_once(draw: Callable[Given, None]) -> Callable[Given, None]:
    """A part without controls, kept by its arguments and the view: it may look at nothing else that readers change."""

    @wraps(draw)
    def again(*given: Given.args, **named: Given.kwargs) -> None:
        cached_fragment(lambda: draw(*given, **named), draw, given, tuple(named.items()))

    return again


def cached_fragment(draw: Callable[[], None], *asked: Hashable) -> None:
    """Draw a part without controls, or send again what it drew when the same was asked in the same view.

    To make a piece ready to be sent takes several times as long as to send it.

    Args:
        draw: Draws the part.
        *asked: What the part is of: the same means the same part.
    """
    held = st.session_state
    # The address too: where nothing is known, a part holds a link to the same view of the demonstration.
    view = (filters.choice(), st.context.theme.type, held.get("administrations"), url_state.here())
    _pieces(_Part(cache.made(_number, *view, *asked), draw))


def _number(*_asked: Hashable) -> int:
    number = next(_numbers)
    _numbers_of[st.session_state["build"]].append(number)
    return number


@st.cache_resource(show_spinner=False, max_entries=KEPT, hash_funcs={_Part: attrgetter("number")})
def _pieces(missing: _Part) -> None:
    """Streamlit keeps what is drawn while such a function runs, and sends it again instead of running it again."""
    missing.draw()


@OPEN_BUILDS.farewells.append
def forget(build: str) -> None:
    """Give up what was drawn of a build."""
    for number in _numbers_of.pop(build, ()):
        _pieces.clear(_Part(number, lambda: None))
