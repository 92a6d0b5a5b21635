"""Briefings are made one at a time, in order, in a process of their own that readers do not wait for."""

import io
import os
import threading
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from pptx import Presentation

from metrics.export.briefing.compose import NothingToBrief
from metrics.export.briefing.turns import TooManyWait, Turns
from metrics.export.briefing.workshop import STANDS_BACK, NotMade, Order, Workshop
from metrics.warehouse import Warehouse

pytestmark = pytest.mark.slow

Part = tuple[int, str, int, int]


def nobody(_before: int) -> None:
    """Hear of no place."""


def test_turns_come_in_order_and_those_who_wait_are_told_their_place() -> None:
    turns, places = Turns(10), dict[str, list[int]]()
    done: list[str] = []
    is_free, stands = threading.Event(), threading.Semaphore(0)

    def wait(name: str) -> None:
        def tell(before: int) -> None:
            heard = places.setdefault(name, [])
            if not heard:
                stands.release()
            if heard[-1:] != [before]:
                heard.append(before)

        with turns.take(tell):
            if name == "first":
                stands.release()
                is_free.wait()
            done.append(name)

    threads = [threading.Thread(target=wait, args=(name,)) for name in ("first", "second", "third", "fourth")]
    for thread in threads:
        thread.start()
        stands.acquire()
    is_free.set()
    for thread in threads:
        thread.join()
    assert done == ["first", "second", "third", "fourth"]
    assert "first" not in places
    assert [places[name][0] for name in ("second", "third", "fourth")] == [1, 2, 3]
    assert all(heard == sorted(heard, reverse=True) for heard in places.values())


def test_who_leaves_the_line_gives_up_the_place_and_one_too_many_is_told() -> None:
    turns = Turns(1)

    def leave(_before: int) -> None:
        raise KeyboardInterrupt

    with turns.take(nobody):
        with pytest.raises(KeyboardInterrupt), turns.take(leave):
            pytest.fail("had the turn of somebody else")
        is_standing = threading.Event()

        def stand() -> None:
            with turns.take(lambda _before: is_standing.set()):
                pass

        waiting = threading.Thread(target=stand)
        waiting.start()
        is_standing.wait()
        with pytest.raises(TooManyWait), turns.take(nobody):
            pytest.fail("came in before those who wait")
    waiting.join()
    with turns.take(nobody):
        pass


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    """A workshop of the tests' own."""
    opened = Workshop()
    yield opened
    opened.close()


Ordered = Callable[..., Order]


@pytest.fixture
def order(without_sample: Warehouse) -> Ordered:
    """A short briefing on the government, or on what is named."""

    def make(agency_code: str = "", themes: tuple[str, ...] = ("pipeline",), ending: str = "pptx") -> Order:
        return Order(without_sample.path, agency_code, themes, date(2016, 9, 30), None, "http://example/", ending)

    return make


def test_deck_is_made_and_told_part_by_part(workshop: Workshop, order: Ordered) -> None:
    parts: list[Part] = []
    made = workshop.make(order(), lambda *part: parts.append(part), nobody)
    slides = Presentation(io.BytesIO(made)).slides
    written = [part for part in parts if part[0] == 1]
    assert parts[0][0] == 0
    assert [done for _, _, done, _ in written] == list(range(len(slides)))
    assert {of for _, _, _, of in written} == {len(slides)}


def test_refusal_is_told_as_it_would_be_here(workshop: Workshop, order: Ordered) -> None:
    with pytest.raises(NothingToBrief, match="No figures of"):
        workshop.make(order("GM"), lambda *_part: None, nobody)


def test_workshop_that_came_to_an_end_is_opened_again(workshop: Workshop, order: Ordered) -> None:
    def kill(*_part: object) -> None:
        assert workshop._process
        workshop._process.kill()
        workshop._process.wait()

    with pytest.raises(NotMade, match="came to an end; try again"):
        workshop.make(order(ending="html", themes=("strength", "pipeline")), kill, nobody)
    assert workshop.make(order(ending="html"), lambda *_part: None, nobody).startswith(b"<!DOCTYPE html>")


def test_what_agencies_have_in_common_is_asked_once_and_changes_no_briefing(order: Ordered) -> None:
    def made(workshop: Workshop, *agencies: str) -> list[bytes]:
        try:
            return [
                workshop.make(order(code, ending="html", themes=()), lambda *_part: None, nobody) for code in agencies
            ]
        finally:
            workshop.close()

    first, second = made(Workshop(), "ED", "AG")
    assert first != second
    assert made(Workshop(), "AG") == [second]


def test_workshop_kept_ready_stands_open_behind_readers_and_opens_again(order: Ordered) -> None:
    workshop = Workshop()
    try:
        workshop.keep_ready()
        ready = workshop._process
        assert ready
        assert workshop.make(order(), lambda *_part: None, nobody)
        assert workshop._process is ready
        assert os.getpriority(os.PRIO_PROCESS, ready.pid) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + STANDS_BACK)
        workshop._close_if_idle()
        assert ready.poll() is not None
        assert workshop._process
        assert workshop._process.poll() is None
    finally:
        workshop.close()


def test_briefing_of_one_who_left_is_given_up(workshop: Workshop, order: Ordered) -> None:
    class Left(BaseException):
        """What Streamlit raises in the run of a reader who has left, though not by this name."""

    def leave(*_part: object) -> None:
        raise Left

    with pytest.raises(Left):
        workshop.make(order(themes=("turnover",)), leave, nobody)
    assert workshop._process is None
    assert workshop.make(order(), lambda *_part: None, nobody)
