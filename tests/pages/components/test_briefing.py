"""The briefing page says what it will hold, makes a file when asked, keeps it, and says why there is none."""

import shutil
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from metrics.export.briefing.workshop import WORKSHOP, Order
from pages.components import briefing
from pages.state.briefing_files import Bar, File, Files, Making, Tell
from tests import patience
from tests.pages.conftest import Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

PAGE = "reference/briefing.py"
FORMATS = ["PowerPoint", "Excel", "Web page", "PDF"]
THEMES = ["Strength", "Political appointees", "Retirement", "Turnover", "Onboarding", "Diversity", "Pipeline"]


def to_make(app: AppTest) -> list[str]:
    return [button.label.removeprefix("Make ") for button in app.button if button.label.startswith("Make ")]


def made(app: AppTest) -> list[str]:
    return [button.proto.label.removeprefix("Download ") for button in app.get("download_button")]


def make(app: AppTest) -> AppTest:
    return app.button(key="make it").click().run(timeout=patience.SECONDS)


def test_all_themes_and_the_newest_figures_unless_the_reader_says_otherwise(folder: Path, read_page: Open) -> None:
    app = read_page(folder, PAGE)
    assert not app.exception
    assert app.button_group(key="themes").value == THEMES
    assert "A briefing on the whole government: 7 themes, with figures up to" in words(app)
    assert app.button_group(key="format").options == FORMATS
    assert (to_make(app), made(app)) == (["PowerPoint"], [])


def test_deck_is_made_when_asked_for_and_then_kept_for_the_same_choice(sample_folder: Path, open_page: Open) -> None:
    app = make(open_page(sample_folder, PAGE, agency="ED", themes=["Pipeline"]))
    assert not app.exception
    assert "A briefing on the Department of Education: one theme" in words(app)
    assert (to_make(app), made(app)) == ([], ["PowerPoint"])
    assert " slides, " in words(app)
    again = open_page(sample_folder, PAGE, agency="ED", themes=["Pipeline"])
    assert made(again) == ["PowerPoint"]
    other = open_page(sample_folder, PAGE, agency="ED", themes=["Diversity"])
    assert made(other) == []


def test_file_that_somebody_waits_for_is_never_given_up_however_many_wait() -> None:
    files, deck = Files(most=2), File(b"slides", "deck.pptx", 26)
    waiting = {agency: files.find(agency) for agency in ("ED", "AG", "TR", "VA", "ST")}
    for agency, file in waiting.items():
        assert file.of(lambda _tell: deck, Bar()) is deck
        files.keep(file)
        assert files.find(agency).is_made
    everyone = list(waiting)
    del waiting, file
    assert [agency for agency in everyone if files.find(agency).is_made] == ["VA", "ST"]


class Heard(Bar):
    """A bar that keeps what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.said: Queue[tuple[object, ...]] = Queue()

    def told(self, half: int, what: str, done: int, of: int) -> None:
        self.said.put((half, what, done, of))

    def tell_place(self, before: int) -> None:
        self.said.put((before,))


def test_whoever_waits_for_a_file_that_another_has_made_is_told_the_same_of_it() -> None:
    making, deck, may_end = Making(), File(b"slides", "deck.pptx", 26), Event()
    first, second, late = Heard(), Heard(), Heard()
    files: Queue[File] = Queue()

    def make(tell: Tell) -> File:
        tell(lambda bar: bar.tell_place(1))
        tell(lambda bar: bar.told(1, "Slide", 3, 26))
        assert may_end.wait(patience.SECONDS)
        return deck

    def ask(bar: Heard, make: Any) -> None:
        files.put(making.of(make, bar))

    Thread(target=ask, args=(first, make), daemon=True).start()
    assert first.said.get(timeout=patience.SECONDS) == (1,)
    assert first.said.get(timeout=patience.SECONDS) == (1, "Slide", 3, 26)
    for bar in (second, late):
        Thread(target=ask, args=(bar, None), daemon=True).start()
        assert bar.said.get(timeout=patience.SECONDS) == (1, "Slide", 3, 26)
    may_end.set()
    assert [files.get(timeout=patience.SECONDS) for _ in range(3)] == [deck] * 3


def test_who_waited_makes_the_file_where_the_first_has_left() -> None:
    making, deck, has_left = Making(), File(b"slides", "deck.pptx", 26), Event()
    first, second = Heard(), Heard()
    files: Queue[object] = Queue()

    def leave(tell: Tell) -> File:
        tell(lambda bar: bar.tell_place(0))
        assert has_left.wait(patience.SECONDS)
        raise TimeoutError("left")

    def ask(bar: Heard, make: Any) -> None:
        try:
            files.put(making.of(make, bar))
        except TimeoutError:
            files.put("left")

    Thread(target=ask, args=(first, leave), daemon=True).start()
    assert first.said.get(timeout=patience.SECONDS) == (0,)
    Thread(target=ask, args=(second, lambda _tell: deck), daemon=True).start()
    assert second.said.get(timeout=patience.SECONDS) == (0,)
    has_left.set()
    assert {files.get(timeout=patience.SECONDS) for _ in range(2)} == {"left", deck}
    assert making.is_made


def test_every_format_can_be_made(published_folder: Path, open_page: Open) -> None:
    for label in FORMATS:
        app = make(open_page(published_folder, PAGE, themes=["Political appointees"], format=label))
        assert not app.exception
        assert (to_make(app), made(app)) == ([], [label])


def test_link_from_an_agency_makes_its_deck_at_once(published_folder: Path, open_page: Open) -> None:
    agency = open_page(published_folder, "summary/agency.py", agency="ED")
    (way,) = [link.proto for link in agency.get("page_link") if link.proto.label == "Download this agency's briefing"]
    assert way.query_string == "agency=Department+of+Education&make=now"
    app = open_page(published_folder, PAGE, agency="Department of Education", themes=["Political appointees"])
    app.query_params["make"] = "now"
    app.run(timeout=patience.SECONDS)
    assert not app.exception
    assert made(app) == ["PowerPoint"]
    assert "make" not in app.query_params


def test_file_is_made_of_the_build_that_came_while_it_was_made(
    published_folder: Path, open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds, ordered = tmp_path / "warehouse", list[str]()
    shutil.copytree(published_folder / "warehouse", builds)

    def make_meanwhile(order: Order, *_tell: object) -> bytes:
        if not ordered:
            shutil.copy(order.build, builds / "newer.duckdb")
            (builds / "CURRENT").write_text("newer\n", encoding="utf-8")
        ordered.append(order.build.stem)
        return b"slides"

    monkeypatch.setattr(WORKSHOP, "make", make_meanwhile)
    monkeypatch.setattr(briefing, "KEPT", Files())
    app = make(open_page(tmp_path, PAGE, agency="ED", themes=["Pipeline"]))
    assert not app.exception
    assert (len(ordered), ordered[-1]) == (2, "newer")
    assert (to_make(app), made(app)) == ([], ["PowerPoint"])


@pytest.mark.parametrize(("half", "done", "of", "shown"), [(0, 1, 4, 12), (1, 0, 26, 50), (1, 13, 26, 75)])
def test_bar_says_which_part_is_made_and_gives_half_of_itself_to_the_writing(
    half: int, done: int, of: int, shown: int
) -> None:
    def told(half: int, done: int, of: int) -> None:
        from pages.state.briefing_files import Bar

        Bar().told(half, "Slide", done, of)

    (bar,) = AppTest.from_function(told, args=(half, done, of)).run().get("progress")
    assert (bar.proto.value, bar.proto.text) == (shown, f"Slide ({done + 1} of {of})")


def test_without_a_theme_nothing_is_offered(published_folder: Path, open_page: Open) -> None:
    app = open_page(published_folder, PAGE)
    app.button_group(key="themes").set_value([]).run()
    assert "Choose at least one theme." in words(app)
    assert (to_make(app), made(app)) == ([], [])


def test_unknown_theme_of_an_address_is_passed_over_quietly(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, PAGE, themes=["Weather", "pipeline"])
    assert not app.exception
    assert "“themes” `Weather`, which is not known here" in words(app)
    assert app.button_group(key="themes").value == ["Pipeline"]


def test_agency_without_figures_gets_a_sentence_and_no_file(published_folder: Path, open_page: Open) -> None:
    app = make(open_page(published_folder, PAGE, agency="Valles Caldera Trust", themes=["Pipeline"]))
    assert not app.exception
    assert made(app) == []
    assert "No figures of the Valles Caldera Trust are known" in words(app)
