"""Words in the file format of slides: paragraphs made of pieces of one look each, each look made once and copied.

The library sets each size, colour and letter through elements of their own, and the tables of a deck have thousands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pptx.text.text import TextFrame
from pptx.util import Pt

from metrics.export.pptx.markup import Element, element, stamp
from metrics.export.pptx.template import paint

Lines = Sequence[Sequence["Run"]]
"""Paragraphs, each in pieces of one look."""
UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f]")


@dataclass(frozen=True)
class Run:
    """A piece of text of one look; `size` in points, colour as CSS hex, None as the placeholder has it."""

    text: str
    size: float | None = None
    is_bold: bool | None = None
    colour: str | None = None


def fill(frame: TextFrame, lines: Lines, *, after: float = 0) -> None:
    """Fill a text frame, a paragraph for each line; `after` is the space below a paragraph in points."""
    body = frame._txBody
    for each in body.p_lst:
        body.remove(each)
    body.extend(paragraphs(lines, after=after))


def paragraphs(lines: Lines, *, after: float = 0, is_right: bool = False) -> list[Element]:
    """The paragraphs of a text."""
    return [_paragraph(runs, after, is_right) for runs in lines]


def _paragraph(runs: Sequence[Run], after: float, is_right: bool) -> Element:
    paragraph = _empty_paragraph(after, is_right)
    paragraph.extend(map(_run, runs))
    return paragraph


@stamp
def _empty_paragraph(after: float, is_right: bool) -> Element:
    if not after and not is_right:
        return element("a:p")
    space = element("a:spcAft", element("a:spcPts", val=Pt(after).centipoints)) if after else None
    return element("a:p", element("a:pPr", space, **({"algn": "r"} if is_right else {})))


def _run(run: Run) -> Element:
    piece = _empty_run(run.size, run.is_bold, run.colour)
    # A file of this format cannot hold these signs but by their numbers.
    piece[-1].text = UNWRITABLE.sub(lambda sign: f"_x{ord(sign[0]):04X}_", run.text)
    return piece


@stamp
def _empty_run(size: float | None, is_bold: bool | None, colour: str | None) -> Element:
    look: dict[str, str | int] = {"sz": Pt(size).centipoints} if size else {}
    look |= {} if is_bold is None else {"b": is_bold}
    has_look = look or colour
    return element(
        "a:r", element("a:rPr", paint(colour) if colour else None, **look) if has_look else None, element("a:t")
    )
