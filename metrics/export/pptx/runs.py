"""Words in the file format of slides: paragraphs made of pieces of one look each, written as text and read at once.

The library sets each size, colour and letter through elements of their own, and the tables of a deck have thousands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.text.text import TextFrame
from pptx.util import Pt

from metrics.export.pptx.template import NAMESPACES, paint

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
    body.extend([*parse_xml(f"<a:txBody {NAMESPACES}>{written(lines, after=after)}</a:txBody>")])


def written(lines: Lines, *, after: float = 0, is_right: bool = False) -> str:
    """The paragraphs as text of the file format."""
    space = f'<a:spcAft><a:spcPts val="{Pt(after).centipoints}"/></a:spcAft>' if after else ""
    aligned = ' algn="r"' if is_right else ""
    look = f"<a:pPr{aligned}>{space}</a:pPr>" if space or aligned else ""
    return "".join(f"<a:p>{look}{''.join(map(_run, runs))}</a:p>" for runs in lines)


def _run(run: Run) -> str:
    size = f' sz="{Pt(run.size).centipoints}"' if run.size else ""
    bold = "" if run.is_bold is None else f' b="{run.is_bold:d}"'
    colour = paint(run.colour) if run.colour else ""
    look = f"<a:rPr{size}{bold}>{colour}</a:rPr>" if size or bold or colour else ""
    # A file of this format cannot hold these signs but by their numbers.
    text = UNWRITABLE.sub(lambda sign: f"_x{ord(sign[0]):04X}_", run.text)
    return f"<a:r>{look}<a:t>{escape(text)}</a:t></a:r>"
