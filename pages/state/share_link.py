"""The address of the present view, to be copied, and what changed since the figures that a followed address names."""

from contextlib import AbstractContextManager

import streamlit as st

from metrics.analysis import builds
from metrics.text import builds as sentences_builds
from pages.small_print import small
from pages.state import cache, url_state

BUILD = "build"
COPY = "copy link"
LONGEST_NAME = 100


def copy(place: AbstractContextManager[object]) -> None:
    """A button that unfolds the address, with and without the build, each with Streamlit's own button that copies it.

    Called when the page has been drawn: only then all its choices are known. Closed, it costs a page next to nothing.

    Args:
        place: Where the button stands.
    """
    with place:
        unfolded = st.popover("Copy link", icon=":material/link:", key=COPY, on_change="rerun")
    if not unfolded.open:
        return
    with unfolded:
        small("Opens this view, with the newest figures at that time.")
        st.code(url_state.link(url_state.address()), language=None, wrap_lines=True)
        small("Opens this view too, and tells what changed in the figures since today.")
        st.code(of_this_build(), language=None, wrap_lines=True)


def of_this_build() -> str:
    """The address of the present view that names the build of its figures; known when all controls are drawn."""
    return url_state.link({**url_state.address(), BUILD: [cache.warehouse().build_id]})


def say_what_changed() -> None:
    """A quiet line where the link followed names another build than the one that is shown."""
    named = st.query_params.get(BUILD, "")[:LONGEST_NAME]
    if named and named != cache.warehouse().build_id:
        small(_said(named))


@cache.remembered
def _said(named: str) -> str:
    shown, moment = builds.describe(cache.warehouse()), builds.parse_moment(named)
    if moment is None:
        return sentences_builds.explain_unknown_build(named, shown)
    kept = builds.find(named, with_sample=cache.warehouse().with_sample)
    moment = kept.built_at if kept else moment
    if moment > shown.built_at:
        return sentences_builds.explain_older_build(moment, shown)
    if kept is None:
        return sentences_builds.explain_lost_build(moment, shown)
    return sentences_builds.compare_with_link(kept, shown, builds.compare(kept, shown))
