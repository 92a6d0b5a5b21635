"""Our own slide master: house colours and typeface as a theme, layouts with real placeholders, 16 to 9.

What is declared here, make_template puts into the file that slides are made from. The typeface is Arial: Source Sans,
which the pages are set in, is not installed where slides are opened, and a missing typeface is replaced by one of other
widths. Arial lies on every Windows and Mac, and LibreOffice replaces it by Liberation Sans, letter by letter as wide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pptx.presentation import Presentation as Deck
from pptx.util import Inches, Length

from metrics.charts.theme import LIGHT
from metrics.export.pptx import package as slide_package
from metrics.export.pptx.markup import Element, element, stamp

FILE: Final = Path(__file__).with_name("template.pptx")
"""The empty deck in house style; `make template` writes it."""
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


def empty() -> Deck:
    """A deck without slides in house style."""
    return slide_package.open_deck(_shipped())


@cache
def _shipped() -> bytes:
    return FILE.read_bytes()


@cache
def place(layout: str, index: int) -> TemplatePlaceholder:
    """The placeholder of that number on a layout."""
    return next(each for each in (*LAYOUTS[layout], *FOOT) if each.index == index)


def hue(colour: str) -> Element:
    """A colour; one of the house by its name in the theme, so that it follows the theme when that is changed."""
    if colour in BY_COLOUR:
        return element("a:schemeClr", val=BY_COLOUR[colour])
    return element("a:srgbClr", val=colour.removeprefix("#"))


@stamp
def paint(colour: str) -> Element:
    """A fill of one colour."""
    return element("a:solidFill", hue(colour))


def slide_number() -> Element:
    """The number of a slide, which programs fill in."""
    return element(
        "a:fld",
        element("a:rPr", lang="en-US"),
        element("a:t", text="‹#›"),
        id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}",
        type="slidenum",
    )
