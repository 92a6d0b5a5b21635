"""Plain words: which turns of phrase no reader meets, and how a text is searched for them."""

from __future__ import annotations

import re
from collections.abc import Iterable

FORBIDDEN = {
    r"\btold\b": "say what is known, or not known",
    r"\bspoken for\b": "counted, covered",
    r"\bst(?:and|ands|ood) in\b": "is shown, is used, is in",
    r"\basked of\b": "asked about, counted for",
    r"\b[Hh]eld against\b": "Base; compared with",
    r"\bto the line\b|\bTo the line\b": "Room left",
    r"\bAbove it\b": "For how long",
    r"\bMind\b": "Note",
    r"\b(?:10|25|ten|twenty-five)(?:%| percent) line\b": "limit in law: 25% of positions, or a quarter of people",
    r"\b(?:0\.\d|1\.0) years\b(?<!0\.0 years)": "0.1 year",
    r"(?<![\d,.–])1 (?:executives|agencies|years|days|months|periods|files|people|counts|figures)\b": "singular",
}
"""What is never written for a reader, and what is written instead."""

EMPTY = re.compile(r"\b(?:nan|NaN|NaT|None|null|<NA>)\b(?! of\b)")
"""What a program writes where nothing is known; a reader sees a dash, and why."""

HEADS = {"Of", "In", "Mind", "Held against", "To the line", "Above it", "Against"}
"""Names of fields and columns that say nothing where they stand."""


def faults(texts: Iterable[str]) -> list[str]:
    """Every forbidden turn of phrase in some texts, with the words around it and what to write instead."""
    found = []
    for text in texts:
        for pattern, instead in FORBIDDEN.items():
            for hit in re.finditer(pattern, text):
                around = text[max(0, hit.start() - 40) : hit.end() + 40].replace("\n", " ")
                found.append(f"…{around}… → {instead}")
    return found
