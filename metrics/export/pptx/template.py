"""Our own slide master: house colours and typeface as a theme, layouts with real placeholders, 16 to 9.

Built once in a process from the template that python-pptx carries. The typeface is Arial: Source Sans, which the pages
are set in, is not installed where slides are opened, and a missing typeface is replaced by one of other widths. Arial
lies on every Windows and Mac, and LibreOffice replaces it by Liberation Sans, letter by letter as wide.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Final
from xml.sax.saxutils import quoteattr

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Emu, Inches, Length

from metrics.charts.theme import LIGHT
from metrics.export.pptx import package as slide_package
from metrics.export.text_metrics import FONT
from metrics.text.exports import PROJECT

NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
WIDTH: Final = 13.333
HEIGHT: Final = 7.5
LEFT: Final = 0.6
ACROSS: Final = WIDTH - 2 * LEFT
TITLE, SUBTITLE, CONTENT, NOTES, CAPTION, CARD, CHART = 0, 13, 14, 15, 16, 20, 30
"""The numbers of placeholders, on every layout that has them; CARD and CHART are the first of several."""
CARDS: Final = 4
LIMITS: Final = 3
THEME: Final[Mapping[str, str]] = {
    "dk1": LIGHT.ink,
    "lt1": LIGHT.page,
    "dk2": LIGHT.muted,
    "lt2": LIGHT.panel,
    "accent1": LIGHT.career,
    "accent2": LIGHT.noncareer,
    "accent3": LIGHT.limited,
    "accent4": LIGHT.eligible,
    "accent5": LIGHT.limit,
    "accent6": LIGHT.border,
    "hlink": LIGHT.career,
    "folHlink": LIGHT.eligible,
}
ROLES: Final = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
BY_COLOUR: Final = {colour: ROLES.get(name, name) for name, colour in THEME.items()}


@dataclass(frozen=True)
class TemplatePlaceholder:
    """A placeholder: its kind in the file format, number, box in inches, and how its text is set by default."""

    kind: str
    index: int
    box: tuple[float, float, float, float]
    size: float = 12
    is_bold: bool = False
    colour: str = LIGHT.ink
    anchor: str = "t"
    align: str = "l"
    prompt: str = "Text"

    @property
    def ends(self) -> tuple[Length, Length, Length, Length]:
        """Left, top, width and height as the file has them."""
        x, y, wide, high = map(Inches, self.box)
        return x, y, wide, high


FOOT: Final = (
    TemplatePlaceholder("dt", 10, (LEFT, 7.06, 2.6, 0.26), 9, colour=LIGHT.muted, anchor="ctr"),
    TemplatePlaceholder("ftr", 11, (3.3, 7.06, 8.6, 0.26), 9, colour=LIGHT.muted, anchor="ctr", align="r"),
    TemplatePlaceholder("sldNum", 12, (12.03, 7.06, 0.7, 0.26), 9, colour=LIGHT.muted, anchor="ctr", align="r"),
)
HEAD: Final = (
    TemplatePlaceholder(
        "title", TITLE, (LEFT, 0.42, ACROSS, 0.94), 26, True, anchor="b", prompt="What the figure says"
    ),
    TemplatePlaceholder(
        "body", SUBTITLE, (LEFT, 1.46, ACROSS, 0.3), 13, colour=LIGHT.muted, prompt="Question, unit, whose, when"
    ),
)
SMALL_PRINT: Final = TemplatePlaceholder(
    "body", NOTES, (LEFT, 6.12, ACROSS, 0.84), 10, colour=LIGHT.muted, prompt="Source, notes"
)
WHOLE: Final = (LEFT, 1.95, ACROSS, 4.08)
LAYOUTS: Final[Mapping[str, tuple[TemplatePlaceholder, ...]]] = {
    "Cover": (
        TemplatePlaceholder("ctrTitle", TITLE, (1.2, 1.5, 10.9, 1.9), 40, True, anchor="b", prompt="Title"),
        TemplatePlaceholder("body", SUBTITLE, (1.2, 3.55, 10.9, 0.6), 22, colour=LIGHT.career, prompt="Whose, as of"),
        TemplatePlaceholder(
            "body", NOTES, (1.2, 4.45, 10.9, 1.7), 14, colour=LIGHT.muted, prompt="Baseline, freshness"
        ),
    ),
    "Figure": (*HEAD, TemplatePlaceholder("chart", CONTENT, WHOLE, prompt="Chart"), SMALL_PRINT),
    "Table": (*HEAD, TemplatePlaceholder("tbl", CONTENT, WHOLE, prompt="Table"), SMALL_PRINT),
    "Headline": (
        *HEAD,
        *(
            TemplatePlaceholder("body", CARD + n, (LEFT, 1.98 + 1.02 * n, 3.6, 1.0), prompt="Figure")
            for n in range(CARDS)
        ),
        TemplatePlaceholder(
            "body", CAPTION, (4.6, 1.98, WIDTH - LEFT - 4.6, 0.44), 12, True, prompt="Question of the chart"
        ),
        TemplatePlaceholder("chart", CONTENT, (4.6, 2.5, WIDTH - LEFT - 4.6, 3.53), prompt="Chart"),
        SMALL_PRINT,
    ),
    "Limits": (
        *HEAD,
        *(
            TemplatePlaceholder("body", CARD + n, (LEFT, 2.0 + 1.36 * n, 4.1, 1.2), prompt="Limit")
            for n in range(LIMITS)
        ),
        *(
            TemplatePlaceholder("chart", CHART + n, (5.0, 2.0 + 1.36 * n, WIDTH - LEFT - 5.0, 1.2), prompt="Chart")
            for n in range(LIMITS)
        ),
        SMALL_PRINT,
    ),
    "Sheet": (*HEAD, TemplatePlaceholder("tbl", CONTENT, (LEFT, 1.95, ACROSS, 4.95), prompt="Table")),
    "Words": (*HEAD, TemplatePlaceholder("body", CONTENT, (LEFT, 1.95, ACROSS, 4.95), 16, prompt="Sentences")),
}


@cache
def template() -> bytes:
    """The empty deck in house style, as a file."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    size = deck.element.find(".//{*}sldSz")
    size.attrib.pop("type", None)
    # A picture of the template and a printer's settings are not ours.
    package = deck.part.package
    package.drop_rel(next(each.rId for each in package.iter_rels() if each.reltype == RT.THUMBNAIL))
    deck.part.rels.pop(next(key for key, each in deck.part.rels.items() if each.reltype == RT.PRINTER_SETTINGS))
    master = deck.slide_master
    layouts = [*deck.slide_layouts]
    for spare in layouts[len(LAYOUTS) :]:
        deck.slide_layouts.remove(spare)
    for layout, (name, places) in zip(layouts, LAYOUTS.items(), strict=False):
        _lay_out(layout, name, places)
    _house(master)
    made = BytesIO()
    deck.save(made)
    return made.getvalue()


def empty() -> Deck:
    """A deck without slides in house style."""
    return slide_package.deck(template())


@cache
def place(layout: str, index: int) -> TemplatePlaceholder:
    """The placeholder of that number on a layout."""
    return next(each for each in (*LAYOUTS[layout], *FOOT) if each.index == index)


def hue(colour: str) -> str:
    """A colour; one of the house by its name in the theme, so that it follows the theme when that is changed."""
    if colour in BY_COLOUR:
        return f'<a:schemeClr val="{BY_COLOUR[colour]}"/>'
    return f'<a:srgbClr val="{colour.removeprefix("#")}"/>'


def paint(colour: str) -> str:
    """A fill of one colour."""
    return f"<a:solidFill>{hue(colour)}</a:solidFill>"


def _lay_out(layout: SlideLayout, name: str, places: tuple[TemplatePlaceholder, ...]) -> None:
    element = layout.element
    element.attrib.pop("type", None)
    element.cSld.set("name", name)
    _refill(layout, [*places, *FOOT])
    if name == "Cover":
        layout.shapes.element.insert(2, _band(90, (0, 0, 0.42, HEIGHT), LIGHT.career))
        element.set("showMasterSp", "0")


def _house(master: SlideMaster) -> None:
    """Colours, typeface, background and the two rules that stand on every slide."""
    theme = master.part.part_related_by(RT.THEME)
    text = theme.blob.decode("utf-8")
    colours = "".join(f'<a:{name}><a:srgbClr val="{hue[1:]}"/></a:{name}>' for name, hue in THEME.items())
    text = re.sub(
        r"<a:clrScheme.*?</a:clrScheme>", f'<a:clrScheme name="House">{colours}</a:clrScheme>', text, flags=re.S
    )
    faces = "".join(
        f'<a:{kind}><a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/></a:{kind}>'
        for kind in ("majorFont", "minorFont")
    )
    text = re.sub(
        r"<a:fontScheme.*?</a:fontScheme>", f'<a:fontScheme name="House">{faces}</a:fontScheme>', text, flags=re.S
    )
    theme.blob = re.sub(r'name="Office Theme"', f"name={quoteattr(PROJECT)}", text).encode("utf-8")
    body = TemplatePlaceholder("body", 1, (LEFT, 1.95, ACROSS, 4.95), 16, prompt="Text")
    _refill(master, [HEAD[0], body, *FOOT])
    tree = master.shapes.element
    tree.insert(2, _band(90, (0, 0, WIDTH, 0.09), LIGHT.career))
    tree.insert(3, _band(91, (LEFT, 7.02, ACROSS, 0.01), LIGHT.border))


def _refill(sheet: SlideLayout | SlideMaster, places: list[TemplatePlaceholder]) -> None:
    """Put our placeholders in the place of those that are there."""
    tree = sheet.shapes.element
    for shape in tree.findall("{*}sp"):
        tree.remove(shape)
    for number, place in enumerate(places, start=2):
        tree.append(parse_xml(_placeholder(place, number)))


def _placeholder(place: TemplatePlaceholder, number: int) -> str:
    x, y, wide, high = place.ends
    by_index = f' idx="{place.index}"' if place.index else ""
    field = (
        '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld>'
    )
    run = f'<a:r><a:rPr lang="en-US"/><a:t>{place.prompt}</a:t></a:r>'
    inner = {"sldNum": field, "dt": "", "ftr": ""}.get(place.kind, run)
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{place.prompt} {number}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{place.kind}"{by_index}/></p:nvPr>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{place.anchor}">'
        f'<a:noAutofit/></a:bodyPr><a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{place.align}">'
        f'<a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{place.size * 100:.0f}" b="{place.is_bold:d}">{paint(place.colour)}'
        '<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr></a:lstStyle>'
        f"<a:p>{inner}</a:p></p:txBody></p:sp>"
    )


def _band(number: int, box: tuple[float, float, float, float], colour: str) -> object:
    """A plain rectangle that says nothing to a screen reader."""
    x, y, wide, high = (Emu(Inches(each)) for each in box)
    return parse_xml(
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="Rule {number}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{paint(colour)}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )
