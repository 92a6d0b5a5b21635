"""How wide text is in print, so that it is set to fit: advance widths of Arial, the typeface of slides.

Arial lies on every Windows and Mac, and LibreOffice carries Liberation Sans, which is as wide letter by letter: what
fits here fits there. The table makes that sure on machines that have neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

FONT: Final = "Arial"
LINE: Final = 1.2
"""The height of a line, as a part of the size of its letters."""
WIDEST: Final = 1000
REGULAR: Final = {
    191: "'",
    222: "ijl’‘",
    278: " !,./:;I[\\]ft|",
    333: "()-`r·“”{}",
    389: '*•"',
    500: "Jcksvxyz^",
    556: "#$0123456789?L_abdeghnopqu–§éñü",
    604: "+<=>~−×○●",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ╌",
    833: "Mm",
    889: "%",
    944: "W",
}
BOLD: Final = {
    238: "'",
    278: " ,./I\\ijl’‘|",
    333: "!()-:;[]`ft·",
    389: "*r{}•",
    500: 'z“”"',
    556: "#$0123456789J_aceksvxy–§é",
    611: "?FLTZbdghnopquñü+<=>^~−×○●",
    667: "EPSVXY",
    722: "&ABCDHKNRU",
    778: "GOQw╌",
    833: "M",
    889: "%m",
    944: "W",
}
ADVANCE: Final = {
    is_bold: {letter: width for width, letters in table.items() for letter in letters}
    for is_bold, table in ((False, REGULAR), (True, BOLD))
}


@lru_cache(maxsize=20_000)
def width(text: str, size: float, is_bold: bool = False) -> float:
    """The width of one line in points; a letter that is not in the table counts as the widest."""
    advance = ADVANCE[is_bold]
    return sum(advance.get(letter, WIDEST) for letter in text) * size / 1000


def wrap(text: str, room: float, size: float, is_bold: bool = False) -> list[str]:
    """The text as it wraps in so many points; a word wider than that is broken, as programs do."""
    result = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if width(longer, size, is_bold) <= room:
                line = longer
                continue
            result += [line] if line else []
            line = word
            while width(line, size, is_bold) > room:
                fits = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or width(line[:n], size, is_bold) <= room)
                result.append(line[:fits])
                line = line[fits:]
        result.append(line)
    return result


def height(text: str, room: float, size: float, is_bold: bool = False) -> float:
    """How many points high the text stands in so many points of width."""
    return len(wrap(text, room, size, is_bold)) * size * LINE


def largest(text: str, room: tuple[float, float], sizes: Sequence[float], is_bold: bool = False) -> float | None:
    """The first of the sizes at which the text fits into width and height; None where it fits at none."""
    wide, high = room
    return next((size for size in sizes if height(text, wide, size, is_bold) <= high), None)


def shorten(text: str, room: float, size: float) -> str:
    """The text on one line of so many points, cut at a word where it is longer."""
    if width(text, size) <= room:
        return text
    words = text.split(" ")
    while len(words) > 1 and width(" ".join(words) + " …", size) > room:
        words.pop()
    return " ".join(words) + " …"
