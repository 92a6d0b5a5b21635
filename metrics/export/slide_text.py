"""Words on slides: set into placeholders at a size that fits, small print, speaker notes, the mark of the sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.shapes.placeholder import SlidePlaceholder
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Inches, Pt

from metrics.export import widths
from metrics.export.slide_master import NAMESPACES, NOTES, SUBTITLE, TITLE, paint
from metrics.sentences_exports import SAMPLE
from metrics.theme import LIGHT

TITLE_SIZES: Final = (26, 24, 22, 20, 18, 16)
SUBTITLE_SIZES: Final = (13, 12, 11, 10, 9)
SMALL_SIZES: Final = (11, 10, 9)
IN_NOTES: Final = "More in the speaker notes."
WATERMARK: Final = "synthetic sample"


@dataclass(frozen=True)
class Run:
    """A piece of text of one look; `size` in points, colour as CSS hex, None as the placeholder has it."""

    text: str
    size: float | None = None
    is_bold: bool | None = None
    colour: str | None = None


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
    """The placeholder of that number."""
    found: SlidePlaceholder = slide.placeholders[index]
    return found


def head(slide: Slide, title: str, subtitle: str, *, asked: str = "", mark: str = "") -> None:
    """Title and subtitle at the largest sizes that fit; `mark` says in red that the sample is shown.

    `asked` is the question that the title answers: it stands before the subtitle where both have room.
    """
    put(slide, TITLE, plain(title), TITLE_SIZES, is_bold=True)
    shape = placeholder(slide, SUBTITLE)
    # On one line, and programs measure a little differently.
    wide = _room(shape)[0] * 0.98
    marked = f"{mark} · " if mark else ""
    told, size = next(
        (
            (text, size)
            for text, sizes in ((f"{asked} {subtitle}".strip(), SUBTITLE_SIZES[:3]), (subtitle, SUBTITLE_SIZES))
            for size in sizes
            if widths.width(marked, size, True) + widths.width(text, size) <= wide
        ),
        (subtitle, SUBTITLE_SIZES[-1]),
    )
    runs = [Run(marked, size, True, LIGHT.limit)] if marked else []
    told = widths.shortened(told, wide - widths.width(marked, size, True), size)
    paragraphs(shape.text_frame, [[*runs, Run(told, size)]])


def put(slide: Slide, index: int, text: str, sizes: Sequence[float], *, is_bold: bool = False) -> None:
    """Text into a placeholder at the largest of the sizes that fits."""
    shape = placeholder(slide, index)
    size = fitting(shape, text, sizes, is_bold)
    paragraphs(shape.text_frame, [[Run(line, size)] for line in text.split("\n")])


def fitting(shape: SlidePlaceholder, text: str, sizes: Sequence[float], is_bold: bool = False) -> float:
    """The largest of the sizes at which the text fits into the shape; the last where it fits at none."""
    return widths.largest(text, _room(shape), sizes, is_bold) or sizes[-1]


def small_print(slide: Slide, sentences: Sequence[str]) -> None:
    """Source line first, then as many notes as have room; where some have none, that the speaker notes tell more."""
    shape = placeholder(slide, NOTES)
    wide, high = _room(shape)
    told = [*dict.fromkeys(plain(each) for each in sentences if each)]
    size = fitting(shape, "\n".join(told), SMALL_SIZES)
    lines, count = told, len(told)
    while count > 1 and widths.height("\n".join(lines), wide, size) > high:
        count -= 1
        lines = [*told[: count - 1], f"{_ended(told[count - 1])} {IN_NOTES}"]
    paragraphs(shape.text_frame, [[Run(each, size)] for each in lines])


def foot(slide: Slide, date: str, words: str) -> None:
    """Date, build and address, and the number of the slide, in the placeholders that the layout has for them."""
    kinds = {PP_PLACEHOLDER.DATE: date, PP_PLACEHOLDER.FOOTER: words, PP_PLACEHOLDER.SLIDE_NUMBER: ""}
    for each in [*slide.slide_layout.placeholders]:
        kind = each.placeholder_format.type
        if kind not in kinds:
            continue
        slide.shapes.clone_placeholder(each)
        shape = slide.placeholders[each.placeholder_format.idx]
        if kinds[kind]:
            size = next((n for n in (9, 8, 7) if widths.width(kinds[kind], n) <= _room(shape)[0]), 7)
            paragraphs(shape.text_frame, [[Run(widths.shortened(kinds[kind], _room(shape)[0], size), size)]])
        else:
            number = "{C1FF6DA9-008F-8B48-92A6-B652298478BF}"
            field = f'<a:fld {NAMESPACES} id="{number}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld>'
            shape.text_frame.paragraphs[0]._p.insert(0, parse_xml(field))


def notes(slide: Slide, words: Sequence[str]) -> None:
    """Speaker notes, a paragraph each."""
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = "\n".join(plain(each) for each in words if each)


def describe(shape: BaseShape, title: str, words: str) -> None:
    """The text that stands for a shape where it is not seen."""
    properties = shape.element.xpath(".//p:cNvPr")[0]
    properties.set("descr", words)
    properties.set("name", title)


def watermark(slide: Slide, box: tuple[float, float, float, float], *, is_behind: bool = False) -> None:
    """The words that say that nothing here is real, pale, across a box in inches.

    They lie behind a table, which has no ground, and over a chart, whose bars would hide them.
    """
    x, y, wide, high = box
    shape = slide.shapes.add_textbox(Inches(x), Inches(y + high / 2 - 0.45), Inches(wide), Inches(0.9))
    shape.rotation = -9
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    size = next((n for n in (54, 44, 36, 28) if widths.width(WATERMARK, n, True) <= wide * 72 * 0.9), 20)
    paragraphs(shape.text_frame, [[Run(WATERMARK, size, True, LIGHT.limit)]])
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    fill = shape.element.xpath(".//a:rPr/a:solidFill/*")[0]
    fill.append(parse_xml(f'<a:alpha {NAMESPACES} val="26000"/>'))
    describe(shape, "Mark of the sample", SAMPLE)
    if is_behind:
        slide.shapes.element.insert(2, shape.element)


def paragraphs(frame: TextFrame, lines: Sequence[Sequence[Run]], *, after: float = 0) -> None:
    """Fill a text frame, a paragraph for each line; `after` is the space below a paragraph in points."""
    frame.word_wrap = True
    frame.text = "\n" * (len(lines) - 1)
    for paragraph, runs in zip(frame.paragraphs, lines, strict=True):
        if after:
            paragraph.space_after = Pt(after)
        for run in runs:
            _run(paragraph, run)


def _ended(words: str) -> str:
    return words if words.endswith(".") else f"{words}."


def _run(paragraph: _Paragraph, run: Run) -> None:
    made = paragraph.add_run()
    made.text = run.text
    if run.size:
        made.font.size = Pt(run.size)
    if run.is_bold is not None:
        made.font.bold = run.is_bold
    if run.colour:
        made._r.get_or_add_rPr().insert(0, parse_xml(paint(run.colour).replace(">", f" {NAMESPACES}>", 1)))


def _room(shape: SlidePlaceholder) -> tuple[float, float]:
    """Width and height of a shape in points; a point is kept free, as programs round differently."""
    return shape.width.pt - 1, shape.height.pt + 1
