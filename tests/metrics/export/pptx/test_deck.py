"""A briefing as a deck: every theme, number and source on slides that other programs open."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from metrics.export.briefing.compose import compose
from metrics.export.briefing.model import Briefing, Chapter
from metrics.export.pptx import deck
from metrics.text.exports import SAMPLE
from metrics.warehouse import Warehouse
from tests import patience
from tests.metrics.export import read_slides as read

pytestmark = pytest.mark.slow

THEMES = ("strength", "appointees", "retirement", "turnover")


@pytest.fixture(scope="module")
def briefing(loaded: Warehouse) -> Briefing:
    """The Department of Education on the synthetic sample beside published figures."""
    return compose(loaded, "ED", THEMES, link="https://example.org/briefing")


@pytest.fixture(scope="module")
def heard() -> list[tuple[str, int, int]]:
    """What was told while the deck was made."""
    return []


@pytest.fixture(scope="module")
def file(briefing: Briefing, heard: list[tuple[str, int, int]]) -> bytes:
    return deck.make_deck(briefing, lambda *each: heard.append(each))


@pytest.fixture(scope="module")
def made(file: bytes) -> Deck:
    return read.open_deck(file)


def titles(made: Deck) -> list[str]:
    return [each.shapes.title.text_frame.text for each in made.slides]


def test_the_deck_tells_everything_in_reading_order(briefing: Briefing, made: Deck) -> None:
    told = titles(made)
    assert told[0] == briefing.title
    assert told[1] == " ".join(briefing.lead)
    assert told[2] == briefing.limits[0].said
    heads = [told.index(chapter.said) for chapter in briefing.chapters]
    assert heads == sorted(heads)
    rest = [told.index(next(each for each in told if each.startswith(name))) for name in ("Definitions", "Sources")]
    assert max(heads) < rest[0] < rest[1]


def test_every_number_at_a_glance_stands_in_the_summary(briefing: Briefing, made: Deck) -> None:
    said = read.words(made.slides[1])
    for chapter in briefing.chapters:
        assert chapter.theme in said
        assert all(each.value in said for each in chapter.figures)


def test_every_chart_holds_the_numbers_of_its_answer(briefing: Briefing, made: Deck) -> None:
    held = [set(read.numbers(slide)) for slide in made.slides]
    for exhibit in (*briefing.limits, *briefing.exhibits):
        if exhibit.picture and exhibit.picture.native:
            native = exhibit.picture.native
            wanted = {value for one in (*native.series, *native.points) for value in one.values if value is not None}
            assert any(wanted <= each for each in held)


def test_the_limits_share_one_scale(briefing: Briefing, made: Deck) -> None:
    charts = [frame.chart for frame in read.frames(made.slides[2])]
    assert len(charts) == len(briefing.limits)
    tops = [chart.part._element.find(".//{*}valAx/{*}scaling/{*}max").get("val") for chart in charts]
    assert len(set(tops)) == 1


def test_every_row_of_the_peers_terms_and_sources_is_on_a_slide(briefing: Briefing, made: Deck) -> None:
    rows = [
        tuple(cell.text for cell in row.cells)
        for slide in made.slides
        for frame in read.frames(slide)
        if frame.has_table
        for row in frame.table.rows
    ]
    firsts = {row[0] for row in rows}
    assert {term for term, _ in briefing.terms} <= firsts
    assert briefing.standing is not None
    assert set(briefing.standing["Indicator"]) <= firsts
    assert sum(row[0] in {*briefing.sources["title"], *briefing.sources["source"]} for row in rows) >= len(
        briefing.sources
    )


def test_every_slide_has_a_title_date_and_number_and_nothing_empty(briefing: Briefing, made: Deck) -> None:
    for slide in made.slides:
        assert slide.shapes.title.text_frame.text
        kinds = {each.placeholder_format.type: each for each in slide.placeholders}
        assert kinds[PP_PLACEHOLDER.DATE].text_frame.text
        assert briefing.build_id in kinds[PP_PLACEHOLDER.FOOTER].text_frame.text
        assert kinds[PP_PLACEHOLDER.SLIDE_NUMBER].element.find(".//{*}fld").get("type") == "slidenum"
        texts = [each for each in slide.placeholders if each.has_text_frame]
        assert [each.name for each in texts if not each.text_frame.text and "sldNum" not in each.element.xml] == []


def test_every_chart_and_table_has_words_that_stand_for_it(made: Deck) -> None:
    for slide in made.slides:
        assert all(frame.element.find(".//{*}cNvPr").get("descr") for frame in read.frames(slide))


def test_speaker_notes_define_every_number_at_a_glance(briefing: Briefing, made: Deck) -> None:
    for chapter in briefing.chapters:
        slide = made.slides[titles(made).index(chapter.said)]
        told = slide.notes_slide.notes_text_frame.text
        assert all(each.definition in told for each in chapter.figures)


def test_no_text_is_higher_than_its_frame(made: Deck) -> None:
    over = [
        (number, text.name, round(read.overflows(text), 1))
        for number, slide in enumerate(made.slides, start=1)
        for text in read.texts(slide)
    ]
    assert [each for each in over if each[2] > 1.5] == []


def test_nothing_stands_beyond_the_slide_or_over_the_foot(made: Deck) -> None:
    for slide in made.slides:
        foot = min(each.top for each in slide.placeholders if each.placeholder_format.idx in (10, 11, 12))
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= made.slide_width
            if not (shape.is_placeholder and shape.placeholder_format.idx in (10, 11, 12)):
                assert shape.top + shape.height <= foot


def test_the_sample_is_marked_on_cover_summary_and_every_slide_that_shows_it(briefing: Briefing, made: Deck) -> None:
    assert briefing.is_sample
    assert SAMPLE in read.words(made.slides[0])
    assert SAMPLE[1:] in read.words(made.slides[1])
    for chapter in briefing.chapters:
        for exhibit in (each for each in chapter.exhibits if each.is_sample):
            shown = [slide for slide in made.slides if exhibit.credit in read.words(slide)]
            assert any("synthetic sample" in read.words(slide).split("\n") for slide in shown)


def test_of_a_theme_without_figures_the_summary_says_so(briefing: Briefing) -> None:
    said = "No figures on this theme are held here."
    bare = replace(briefing, chapters=(*briefing.chapters[:1], Chapter("Pipeline", said, (), ())))
    made = read.open_deck(deck.make_deck(bare))
    assert said in read.words(made.slides[1])
    assert said not in titles(made)


def test_whoever_waits_hears_of_each_slide_before_it_is_made(heard: list[tuple[str, int, int]], made: Deck) -> None:
    count = len(made.slides)
    assert [(done, of) for _, done, of in heard] == [(at, count) for at in range(count)]
    assert heard[0][0] == "Cover"


def test_the_file_is_sound_and_the_same_for_the_same_build(briefing: Briefing, file: bytes) -> None:
    names = read.members(file)
    assert len(names) == len(set(names))
    assert read.parts(file) == read.parts(deck.make_deck(briefing))
    known = read.open_deck(file).core_properties
    assert (known.title, known.subject) == (briefing.title, f"{briefing.whose}, as of {briefing.as_of}")


def test_a_change_across_sources_is_marked_and_the_mark_explained(briefing: Briefing) -> None:
    chapter = briefing.chapters[1]
    why = "by another source: Federal Workforce Data (OPM) now, FedScope employment cubes (OPM) then"
    moved = replace(chapter.figures[0], change=f"up 1.5 points since September 2016 ({why})")
    marked = replace(briefing, chapters=(replace(chapter, figures=(moved, *chapter.figures[1:])),))
    made = read.open_deck(deck.make_deck(marked))
    summary, theme = made.slides[1], made.slides[titles(made).index(chapter.said)]
    assert "up 1.5 points †" in read.words(summary)
    assert "up 1.5 points †" in read.words(theme)
    for slide in (summary, theme):
        assert f"† {why}" in read.words(slide)


def foot(slide: Slide) -> str:
    """The date at the foot of a slide."""
    (found,) = (each for each in slide.placeholders if each.placeholder_format.type == PP_PLACEHOLDER.DATE)
    return str(found.text_frame.text)


def test_each_slide_is_dated_by_what_it_shows(briefing: Briefing, made: Deck) -> None:
    feet = dict(zip(titles(made), map(foot, made.slides), strict=True))
    assert foot(made.slides[0]) == foot(made.slides[1]) == f"Figures up to {briefing.as_of}"
    for chapter in briefing.chapters:
        first, *more = chapter.exhibits
        assert feet[chapter.said] == f"Chart as of {first.as_of}"
        assert all(feet[each.said] == f"As of {each.as_of}" for each in more)
    assert foot(made.slides[2]).endswith(f" {briefing.limits[1].as_of}")
    assert feet["How these figures were made"] == f"Built on {briefing.built_at:%-d %B %Y}"
    assert {feet[title] for title in feet if "beside the government" in title} <= {
        "Each row has its own time",
        "As of September 2025",
    }


def test_that_nothing_is_known_near_the_baseline_is_told_once_on_a_slide(briefing: Briefing, made: Deck) -> None:
    assert briefing.compared == "no figure within a year of September 2016 to compare with"
    for number, slide in enumerate(made.slides):
        said = read.words(slide)
        assert said.lower().count("within a year of") == (1 if number < 2 else 0)
        assert "no baseline" not in said


def test_the_agency_is_named_once_where_sentences_follow_each_other(briefing: Briefing, made: Deck) -> None:
    begins = f"At the {briefing.whose}, "
    assert briefing.lead[0].startswith(begins)
    assert briefing.lead[1].startswith("There, noncareer appointees were ")
    assert any(said.startswith("There, ") for said in briefing.said)
    for slide in made.slides:
        assert read.words(slide).count(begins) <= 1
    assert made.slides[1].notes_slide.notes_text_frame.text.count(begins) == 0


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_prints_a_page_for_each_slide(file: bytes, made: Deck, tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").write_bytes(file)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "deck.pptx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=patience.SECONDS)
    printed = (tmp_path / "deck.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == len(made.slides)
