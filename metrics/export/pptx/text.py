"""Words on slides: set into placeholders at a size that fits, small print, speaker notes, the mark of the sample."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.shapes.placeholder import SlidePlaceholder
from pptx.shapes.shapetree import SlideShapeFactory
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Inches

from metrics.charts.theme import LIGHT
from metrics.export import text_metrics
from metrics.export.pptx import runs as slide_runs
from metrics.export.pptx.markup import Element, element, name
from metrics.export.pptx.runs import Lines, Run
from metrics.export.pptx.template import FOOT, NOTES, SUBTITLE, TITLE, TemplatePlaceholder, place, slide_number
from metrics.text.briefing import TWO_SOURCES
from metrics.text.exports import SAMPLE

TITLE_SIZES: Final = (26, 24, 22, 20, 18, 16)
SUBTITLE_SIZES: Final = (13, 12, 11, 10, 9)
SMALL_SIZES: Final = (11, 10, 9, 8)
IN_NOTES: Final = "More in the speaker notes."
ANOTHER: Final = " by another source †"
"""What a title says of a change between two sources, which its subtitle names."""
WATERMARK: Final = "synthetic sample"
FOOT_NAMES: Final = ("Date Placeholder", "Footer Placeholder", "Slide Number Placeholder")


def plain(text: str) -> str:
    """A sentence of a page without its marks for bold letters."""
    return text.replace("**", "")


def add_slide(deck: Deck, layout: str) -> Slide:
    """A slide of that layout at the end of the deck."""
    slide_layout = deck.slide_layouts.get_by_name(layout)
    if slide_layout is None:
        raise KeyError(layout)
    slide: Slide = deck.slides.add_slide(slide_layout)
    return slide


def placeholder(slide: Slide, index: int) -> SlidePlaceholder:
    """The placeholder of that number; the library would ask all of a slide for theirs, three times each."""
    tree = slide.shapes.element
    shape = next(each for each in tree.iter(name("p:sp")) if _find_index(each) == index)
    return cast(SlidePlaceholder, SlideShapeFactory(shape, slide.placeholders))


def _find_index(shape: Element) -> int | None:
    holder = next(shape.iter(name("p:ph")), None)
    return None if holder is None else int(holder.get("idx", "0"))


def place_of(slide: Slide, index: int) -> TemplatePlaceholder:
    """Where the layout has the placeholder of that number."""
    return place(slide.slide_layout.name, index)


def take_placeholder(slide: Slide, index: int) -> SlidePlaceholder:
    """A placeholder to be replaced by a chart or a table, its place written on it, or each end would be looked for."""
    shape = placeholder(slide, index)
    shape.left, shape.top, shape.width, shape.height = place_of(slide, index).ends
    return shape


def write_head(slide: Slide, title: str, subtitle: str, *, question: str = "", mark: str = "") -> None:
    """Title and subtitle at the largest sizes that fit.

    A title that compares two sources says so, and names them in the subtitle, where they do not push its answer off the
    slide.

    Args:
        slide: The slide.
        title: Its title.
        subtitle: What stands under it.
        question: The question that the title answers: it stands before the subtitle where both have room.
        mark: Says in red that the sample is shown.
    """
    pairs = [*dict.fromkeys(pair.strip() for pair in TWO_SOURCES.findall(title))]
    title = TWO_SOURCES.sub(ANOTHER, title)
    if pairs and "†" not in subtitle:
        subtitle = f"{subtitle} · † {'; '.join(pairs)}"
    put(slide, TITLE, plain(title), TITLE_SIZES, is_bold=True)
    shape = placeholder(slide, SUBTITLE)
    # On one line, and programs measure a little differently.
    wide = _room(slide, SUBTITLE)[0] * 0.98
    mark_text = f"{mark} · " if mark else ""
    line_text, size = next(
        (
            (text, size)
            for text, sizes in ((f"{question} {subtitle}".strip(), SUBTITLE_SIZES[:3]), (subtitle, SUBTITLE_SIZES))
            for size in sizes
            if text_metrics.width(mark_text, size, True) + text_metrics.width(text, size) <= wide
        ),
        (subtitle, SUBTITLE_SIZES[-1]),
    )
    runs = [Run(mark_text, size, True, LIGHT.limit)] if mark_text else []
    line_text = text_metrics.shorten(line_text, wide - text_metrics.width(mark_text, size, True), size)
    paragraphs(shape.text_frame, [[*runs, Run(line_text, size)]])


def put(slide: Slide, index: int, text: str, sizes: Sequence[float], *, is_bold: bool = False) -> None:
    """Text into a placeholder at the largest of the sizes that fits."""
    size = fitting(slide, index, text, sizes, is_bold)
    paragraphs(placeholder(slide, index).text_frame, [[Run(line, size)] for line in text.split("\n")])


def fitting(slide: Slide, index: int, text: str, sizes: Sequence[float], is_bold: bool = False) -> float:
    """The largest of the sizes at which the text fits into the placeholder; the last where it fits at none."""
    return text_metrics.largest(text, _room(slide, index), sizes, is_bold) or sizes[-1]


def write_small_print(slide: Slide, sentences: Sequence[str]) -> None:
    """Source line first, then as many notes as have room; where some have none, that the speaker notes tell more."""
    wide, high = _room(slide, NOTES)
    paragraph_texts = [*dict.fromkeys(plain(each) for each in sentences if each)]
    size = fitting(slide, NOTES, "\n".join(paragraph_texts), SMALL_SIZES)
    lines, count = paragraph_texts, len(paragraph_texts)
    while count > 1 and text_metrics.height("\n".join(lines), wide, size) > high:
        count -= 1
        lines = [*paragraph_texts[: count - 1], f"{_end_sentence(paragraph_texts[count - 1])} {IN_NOTES}"]
    paragraphs(placeholder(slide, NOTES).text_frame, [[Run(each, size)] for each in lines])


def write_foot(slide: Slide, date: str, words: str) -> None:
    """Date, build and address, and the number of the slide, in the placeholders that the layout has for them."""
    tree = slide.shapes.element
    first = max(int(each.get("id")) for each in tree.iter("{*}cNvPr")) + 1
    for number, (at, called, words_there) in enumerate(
        zip(FOOT, FOOT_NAMES, (date, words, ""), strict=True), start=first
    ):
        tree.append(_foot(slide, at, f"{called} {number - 1}", number, words_there))


def _foot(slide: Slide, at: TemplatePlaceholder, called: str, number: int, words_there: str) -> Element:
    """A placeholder of the foot with its words, or with the number of the slide where it has none."""
    wide = _room(slide, at.index)[0]
    size = next((n for n in (9, 8, 7) if text_metrics.width(words_there, n) <= wide), 7)
    words = slide_runs.paragraphs([[Run(text_metrics.shorten(words_there, wide, size), size)]])
    return element(
        "p:sp",
        element(
            "p:nvSpPr",
            element("p:cNvPr", id=number, name=called),
            element("p:cNvSpPr", element("a:spLocks", noGrp=True)),
            element("p:nvPr", element("p:ph", type=at.kind, idx=at.index)),
        ),
        element("p:spPr"),
        element(
            "p:txBody",
            element("a:bodyPr", **({"wrap": "square"} if words_there else {})),
            words if words_there else element("a:p", slide_number()),
        ),
    )


def write_notes(slide: Slide, words: Sequence[str]) -> None:
    """Speaker notes, a paragraph each."""
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        slide_runs.fill(frame, [[Run(line)] for each in words if each for line in plain(each).split("\n")])


def describe(shape: BaseShape, title: str, words: str) -> None:
    """The text that stands for a shape where it is not seen."""
    properties = shape.element.xpath(".//p:cNvPr")[0]
    properties.set("descr", words)
    properties.set("name", title)


def draw_watermark(slide: Slide, box: tuple[float, float, float, float], *, is_behind: bool = False) -> None:
    """The words that say that nothing here is real, pale, across a box.

    They lie behind a table, which has no ground, and over a chart, whose bars would hide them.

    Args:
        slide: The slide.
        box: Left, top, width and height in inches.
        is_behind: Whether they lie behind what is there.
    """
    x, y, wide, high = box
    shape = slide.shapes.add_textbox(Inches(x), Inches(y + high / 2 - 0.45), Inches(wide), Inches(0.9))
    shape.rotation = -9
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    size = next((n for n in (54, 44, 36, 28) if text_metrics.width(WATERMARK, n, True) <= wide * 72 * 0.9), 20)
    paragraphs(shape.text_frame, [[Run(WATERMARK, size, True, LIGHT.limit)]])
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    fill = shape.element.xpath(".//a:rPr/a:solidFill/*")[0]
    fill.append(element("a:alpha", val=26000))
    describe(shape, "Mark of the sample", SAMPLE)
    if is_behind:
        slide.shapes.element.insert(2, shape.element)


def paragraphs(frame: TextFrame, lines: Lines, *, after: float = 0) -> None:
    """Fill a text frame, wrapped where it must be, a paragraph for each line; `after` is the space below each."""
    frame.word_wrap = True
    slide_runs.fill(frame, lines, after=after)


def _end_sentence(words: str) -> str:
    return words if words.endswith(".") else f"{words}."


def _room(slide: Slide, index: int) -> tuple[float, float]:
    """Width and height of a placeholder in points; a point is kept free, as programs round differently."""
    _, _, wide, high = place_of(slide, index).ends
    return wide.pt - 1, high.pt + 1
