"""What is drawn once is sent again to whoever asks the same in the same view, and never to anyone else."""

import gc
import weakref
from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
import streamlit as st
from streamlit.runtime.caching import get_resource_cache_stats_provider
from streamlit.testing.v1 import AppTest

from metrics.open_builds import OPEN_BUILDS
from pages.state import filters
from pages.state.replay import drawn_once
from tests import patience

pytestmark = pytest.mark.slow

DRAWN: Counter[str] = Counter()


@drawn_once
def piece(word: str) -> None:
    """A part with a part inside, which says how it was asked for."""
    DRAWN[word] += 1
    with st.container(border=True):
        st.markdown(f"{word} of {filters.choice().agency or 'all'}")
        st.columns(2)[1].caption("beside it")


@pytest.fixture(autouse=True)
def _afresh() -> None:
    DRAWN.clear()
    ANSWERS.clear()


def page(build: str, agency: str = "", word: str = "share", administrations: bool = False) -> AppTest:
    """A page of that piece and something after it, opened by a new reader."""

    def script(build: str, agency: str, word: str, administrations: bool) -> None:
        import streamlit as st

        from pages.state.filters import Choice
        from tests.pages.state import test_replay

        st.session_state.update({"build": build, "administrations": administrations})
        st.session_state["choice"] = Choice(agency_code=agency[:2], agency=agency)
        with st.expander("within"):
            test_replay.piece(word)
        st.markdown("after it")

    asked = {"build": build, "agency": agency, "word": word, "administrations": administrations}
    return AppTest.from_function(script, default_timeout=patience.SECONDS, kwargs=asked).run()


def texts(app: AppTest) -> list[str]:
    assert not app.exception
    return [each.value for each in (*app.expander[0].markdown, *app.expander[0].caption, *app.markdown)]


def test_second_reader_is_sent_the_same_without_drawing_it() -> None:
    build = uuid4().hex
    first, second = texts(page(build)), texts(page(build))
    assert first == second == ["share of all", "beside it", "share of all", "after it"]
    assert DRAWN["share"] == 1


@pytest.mark.parametrize("other", [{"agency": "Army"}, {"word": "count"}, {"administrations": True}])
def test_other_view_or_question_is_drawn_itself(other: dict[str, Any]) -> None:
    build = uuid4().hex
    page(build)
    assert texts(page(build, **other))[0] == f"{other.get('word', 'share')} of {other.get('agency', 'all')}"
    assert DRAWN.total() == 2


def test_new_build_is_drawn_itself() -> None:
    page(uuid4().hex)
    page(uuid4().hex)
    assert DRAWN["share"] == 2


class Answered:
    """What a page asked for."""


ANSWERS: list["weakref.ref[Answered]"] = []


def asking(build: str) -> None:
    """A page that asks for something of a build."""

    def script(build: str) -> None:
        import weakref

        import streamlit as st

        from pages.state import cache
        from tests.pages.state import test_replay

        st.session_state["build"] = build
        test_replay.ANSWERS.append(weakref.ref(cache.made(test_replay.Answered)))

    assert not AppTest.from_function(script, kwargs={"build": build}).run(timeout=patience.SECONDS).exception


def parts_kept() -> int:
    """How many drawn parts Streamlit keeps; its cheap measure of a memory is the number of things in it."""
    stats = get_resource_cache_stats_provider().get_stats()
    return sum(each.byte_length for family in stats.values() for each in family)  # type: ignore[attr-defined]


def test_what_was_drawn_and_answered_goes_with_its_build_alone() -> None:
    build, other = uuid4().hex, uuid4().hex
    for each in (build, other):
        page(each)
        asking(each)
    first, second = ANSWERS
    kept = parts_kept()
    for forget in OPEN_BUILDS.farewells:
        forget(build)
    gc.collect()
    assert first() is None
    assert second() is not None
    assert parts_kept() == kept - 1
    assert texts(page(other)) == texts(page(build))
    assert DRAWN["share"] == 3
