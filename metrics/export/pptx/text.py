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


def new(deck: Deck, layout: str) -> Slide:
    """A slide of that layout at the end of the deck."""
    found = deck.slide_layouts.get_by_name(layout)
    if found is None:
        raise KeyError(layout)
    made: Slide = deck.slides.add_slide(found)
    return made


def placeholder(slide: Slide, index: int) -> SlidePlaceholder:
    """The placeholder of that number; the library would ask all of a slide for theirs, three times each."""
    tree = slide.shapes.element
    shape = next(each for each in tree.iter(name("p:sp")) if _index(each) == index)
    return cast(SlidePlaceholder, SlideShapeFactory(shape, slide.placeholders))


def _index(shape: Element) -> int | None:
    known = next(shape.iter(name("p:ph")), None)
    return None if known is None else int(known.get("idx", "0"))


def place_of(slide: Slide, index: int) -> TemplatePlaceholder:
    """Where the layout has the placeholder of that number."""
    return place(slide.slide_layout.name, index)


def placed(slide: Slide, index: int) -> SlidePlaceholder:
    """A placeholder to be replaced by a chart or a table, its place written on it, or each end would be looked for."""
    shape = placeholder(slide, index)
    shape.left, shape.top, shape.width, shape.height = place_of(slide, index).ends
    return shape


def head(slide: Slide, title: str, subtitle: str, *, asked: str = "", mark: str = "") -> None:
    """Title and subtitle at the largest sizes that fit.

    A title that compares two sources says so, and names them in the subtitle, where they do not push its answer off the
    slide.

    Args:
        slide: The slide.
        title: Its title.
        subtitle: What stands under it.
        asked: The question that the title answers: it stands before the subtitle where both have room.
        mark: Says in red that the sample is shown.
    """
    pairs = [*dict.fromkeys(found.strip() for found in TWO_SOURCES.findall(title))]
    title = TWO_SOURCES.sub(ANOTHER, title)
    if pairs and "†" not in subtitle:
        subtitle = f"{subtitle} · † {'; '.join(pairs)}"
    put(slide, TITLE, plain(title), TITLE_SIZES, is_bold=True)
    shape = placeholder(slide, SUBTITLE)
    # On one line, and programs measure a little differently.
    wide = _room(slide, SUBTITLE)[0] * 0.98
    marked = f"{mark} · " if mark else ""
    told, size = next(
        (
            (text, size)
            for text, sizes in ((f"{asked} {subtitle}".strip(), SUBTITLE_SIZES[:3]), (subtitle, SUBTITLE_SIZES))
            for size in sizes
            if text_metrics.width(marked, size, True) + text_metrics.width(text, size) <= wide
        ),
        (subtitle, SUBTITLE_SIZES[-1]),
    )
    runs = [Run(marked, size, True, LIGHT.limit)] if marked else []
    told = text_metrics.shortened(told, wide - text_metrics.width(marked, size, True), size)
    paragraphs(shape.text_frame, [[*runs, Run(told, size)]])


def put(slide: Slide, index: int, text: str, sizes: Sequence[float], *, is_bold: bool = False) -> None:
    """Text into a placeholder at the largest of the sizes that fits."""
    size = fitting(slide, index, text, sizes, is_bold)
    paragraphs(placeholder(slide, index).text_frame, [[Run(line, size)] for line in text.split("\n")])


def fitting(slide: Slide, index: int, text: str, sizes: Sequence[float], is_bold: bool = False) -> float:
    """The largest of the sizes at which the text fits into the placeholder; the last where it fits at none."""
    return text_metrics.largest(text, _room(slide, index), sizes, is_bold) or sizes[-1]


def small_print(slide: Slide, sentences: Sequence[str]) -> None:
    """Source line first, then as many notes as have room; where some have none, that the speaker notes tell more."""
    wide, high = _room(slide, NOTES)
    told = [*dict.fromkeys(plain(each) for each in sentences if each)]
    size = fitting(slide, NOTES, "\n".join(told), SMALL_SIZES)
    lines, count = told, len(told)
    while count > 1 and text_metrics.height("\n".join(lines), wide, size) > high:
        count -= 1
        lines = [*told[: count - 1], f"{_ended(told[count - 1])} {IN_NOTES}"]
    paragraphs(placeholder(slide, NOTES).text_frame, [[Run(each, size)] for each in lines])


def foot(slide: Slide, date: str, words: str) -> None:
    """Date, build and address, and the number of the slide, in the placeholders that the layout has for them."""
    tree = slide.shapes.element
    first = max(int(each.get("id")) for each in tree.iter("{*}cNvPr")) + 1
    for number, (at, called, said) in enumerate(zip(FOOT, FOOT_NAMES, (date, words, ""), strict=True), start=first):
        tree.append(_foot(slide, at, f"{called} {number - 1}", number, said))


def _foot(slide: Slide, at: TemplatePlaceholder, called: str, number: int, said: str) -> Element:
    """A placeholder of the foot with its words, or with the number of the slide where it has none."""
    wide = _room(slide, at.index)[0]
    size = next((n for n in (9, 8, 7) if text_metrics.width(said, n) <= wide), 7)
    words = slide_runs.paragraphs([[Run(text_metrics.shortened(said, wide, size), size)]])
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
            element("a:bodyPr", **({"wrap": "square"} if said else {})),
            words if said else element("a:p", slide_number()),
        ),
    )


def notes(slide: Slide, words: Sequence[str]) -> None:
    """Speaker notes, a paragraph each."""
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        slide_runs.fill(frame, [[Run(line)] for each in words if each for line in plain(each).split("\n")])


def describe(shape: BaseShape, title: str, words: str) -> None:
    """The text that stands for a shape where it is not seen."""
    properties = shape.element.xpath(".//p:cNvPr")[0]
    properties.set("descr", words)
    properties.set("name", title)


def watermark(slide: Slide, box: tuple[float, float, float, float], *, is_behind: bool = False) -> None:
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


def _ended(words: str) -> str:
    return words if words.endswith(".") else f"{words}."


def _room(slide: Slide, index: int) -> tuple[float, float]:
    """Width and height of a placeholder in points; a point is kept free, as programs round differently."""
    _, _, wide, high = place_of(slide, index).ends
    return wide.pt - 1, high.pt + 1
