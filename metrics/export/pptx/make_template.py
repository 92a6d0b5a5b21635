"""Write template.pptx, the empty deck in house style: `make template`, after a change of colours or layouts.

The library has no way to make layouts and placeholders, so those of the deck that it carries are taken apart and filled
with what metrics.export.pptx.template declares.
"""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Inches

from metrics.charts.theme import LIGHT
from metrics.export.pptx.markup import Element, element, file, name
from metrics.export.pptx.template import (
    ACROSS,
    FILE,
    FOOT,
    HEAD,
    HEIGHT,
    LAYOUTS,
    LEFT,
    THEME,
    WIDTH,
    TemplatePlaceholder,
    paint,
    slide_number,
)
from metrics.export.text_metrics import FONT
from metrics.text.exports import PROJECT

MADE: Final = datetime(2026, 12, 1)
"""A time for the file and all that is in it, or every run would write other bytes."""
BODY: Final = TemplatePlaceholder("body", 1, (LEFT, 1.95, ACROSS, 4.95), 16, prompt="Text")


def make_template() -> bytes:
    """The empty deck in house style, as a file: the same bytes whenever it is made."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    deck.element.find(".//{*}sldSz").attrib.pop("type", None)
    _drop_what_is_not_ours(deck)
    layouts = [*deck.slide_layouts]
    for spare in layouts[len(LAYOUTS) :]:
        deck.slide_layouts.remove(spare)
    for layout, (title, places) in zip(layouts, LAYOUTS.items(), strict=False):
        _lay_out(layout, title, places)
    _furnish(deck.slide_master)
    return _sort(deck)


def main(to: Path = FILE) -> None:
    """Write the file."""
    to.write_bytes(make_template())


def _drop_what_is_not_ours(deck: Deck) -> None:
    """A picture of the template, a printer's settings, and whose it was."""
    package = deck.part.package
    package.drop_rel(next(each.rId for each in package.iter_rels() if each.reltype == RT.THUMBNAIL))
    deck.part.rels.pop(next(key for key, each in deck.part.rels.items() if each.reltype == RT.PRINTER_SETTINGS))
    known = deck.core_properties
    known.title, known.author, known.last_modified_by, known.comments = "", PROJECT, PROJECT, ""
    known.created = known.modified = MADE


def _lay_out(layout: SlideLayout, title: str, places: tuple[TemplatePlaceholder, ...]) -> None:
    layout.element.attrib.pop("type", None)
    layout.element.cSld.set("name", title)
    _refill(layout, [*places, *FOOT])
    if title == "Cover":
        layout.shapes.element.insert(2, _band(90, (0, 0, 0.42, HEIGHT), LIGHT.career))
        layout.element.set("showMasterSp", "0")


def _furnish(master: SlideMaster) -> None:
    """Colours, typeface, background and the two rules that stand on every slide."""
    part = master.part.part_related_by(RT.THEME)
    theme = etree.fromstring(part.blob)
    theme.set("name", PROJECT)
    colours = [element(f"a:{each}", element("a:srgbClr", val=hue[1:])) for each, hue in THEME.items()]
    faces = [
        element(
            f"a:{kind}",
            element("a:latin", typeface=FONT),
            element("a:ea", typeface=""),
            element("a:cs", typeface=""),
        )
        for kind in ("majorFont", "minorFont")
    ]
    for scheme, content in (("a:clrScheme", colours), ("a:fontScheme", faces)):
        old = next(theme.iter(name(scheme)))
        old[:] = content
        old.set("name", "House")
    part.blob = file(theme)
    _refill(master, [HEAD[0], BODY, *FOOT])
    tree = master.shapes.element
    tree.insert(2, _band(90, (0, 0, WIDTH, 0.09), LIGHT.career))
    tree.insert(3, _band(91, (LEFT, 7.02, ACROSS, 0.01), LIGHT.border))


def _refill(sheet: SlideLayout | SlideMaster, places: list[TemplatePlaceholder]) -> None:
    """Put our placeholders in the place of those that are there."""
    tree = sheet.shapes.element
    for shape in tree.findall("{*}sp"):
        tree.remove(shape)
    tree.extend(_placeholder(place, number) for number, place in enumerate(places, start=2))


def _placeholder(place: TemplatePlaceholder, number: int) -> Element:
    by_index = {"idx": place.index} if place.index else {}
    words = element("a:r", element("a:rPr", lang="en-US"), element("a:t", text=place.prompt))
    inner = {"sldNum": slide_number(), "dt": None, "ftr": None}.get(place.kind, words)
    look = element(
        "a:defRPr",
        paint(place.colour),
        element("a:latin", typeface="+mn-lt"),
        sz=f"{place.size * 100:.0f}",
        b=place.is_bold,
    )
    level = element(
        "a:lvl1pPr",
        element("a:lnSpc", element("a:spcPct", val=100000)),
        element("a:spcBef", element("a:spcPts", val=0)),
        element("a:buNone"),
        look,
        marL=0,
        indent=0,
        algn=place.align,
    )
    frame = element(
        "a:bodyPr",
        element("a:noAutofit"),
        vert="horz",
        wrap="square",
        lIns=0,
        tIns=0,
        rIns=0,
        bIns=0,
        anchor=place.anchor,
    )
    return element(
        "p:sp",
        element(
            "p:nvSpPr",
            element("p:cNvPr", id=number, name=f"{place.prompt} {number}"),
            element("p:cNvSpPr", element("a:spLocks", noGrp=True)),
            element("p:nvPr", element("p:ph", type=place.kind, **by_index)),
        ),
        element("p:spPr", _box(place.box)),
        element("p:txBody", frame, element("a:lstStyle", level), element("a:p", inner)),
    )


def _band(number: int, box: tuple[float, float, float, float], colour: str) -> Element:
    """A plain rectangle that says nothing to a screen reader."""
    return element(
        "p:sp",
        element(
            "p:nvSpPr",
            element("p:cNvPr", id=number, name=f"Rule {number}"),
            element("p:cNvSpPr"),
            element("p:nvPr", userDrawn=True),
        ),
        element("p:spPr", _box(box), paint(colour), element("a:ln", element("a:noFill"))),
    )


def _box(box: tuple[float, float, float, float]) -> list[Element]:
    """A rectangle in inches."""
    x, y, wide, high = (int(Inches(each)) for each in box)
    place = element("a:xfrm", element("a:off", x=x, y=y), element("a:ext", cx=wide, cy=high))
    return [place, element("a:prstGeom", element("a:avLst"), prst="rect")]


def _sort(deck: Deck) -> bytes:
    """The deck as a file with its parts in order, all of one time, and packed alike on every machine: not at all."""
    saved, whole = BytesIO(), BytesIO()
    deck.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as sorted_parts:
        for each in sorted(parts.namelist()):
            sorted_parts.writestr(zipfile.ZipInfo(each, MADE.timetuple()[:6]), parts.read(each))
    return whole.getvalue()


if __name__ == "__main__":
    main()
