"""A briefing on paper: a tagged PDF (PDF/UA-1) set by Typst from a template of ours, with charts as vectors."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import Final

import typst

from metrics.charts.theme import LIGHT
from metrics.export.briefing import document as words
from metrics.export.briefing.document import document
from metrics.export.briefing.model import Briefing, Told

TEMPLATE: Final = Path(__file__).with_name("briefing.typ")
FONTS: Final = ("Source Sans 3", "Liberation Sans", "Arial", "Helvetica", "DejaVu Sans", "Libertinus Serif")
"""The first that the machine has; Typst carries the last in itself."""
HEADINGS: Final = {
    "contents": words.CONTENTS,
    "limits": words.LIMITS,
    "method": words.METHOD,
    "definitions": words.DEFINITIONS,
    "sources": words.SOURCES,
}


def pdf(briefing: Briefing, told: Told | None = None) -> bytes:
    """The briefing as a PDF whose headings, figures and tables a screen reader can tell; no network is needed.

    The same briefing gives the same bytes on the same machine: its only time is the build's.

    Args:
        briefing: The briefing.
        told: Hears of each figure before it is drawn.

    Returns:
        The file.
    """
    whole = asdict(document(briefing, told))
    data = whole | {"headings": HEADINGS, "kind": words.BRIEFING, "colours": asdict(LIGHT), "fonts": FONTS}
    return typst.compile(
        TEMPLATE.read_bytes(),
        sys_inputs={"data": json.dumps(data, default=str)},
        pdf_standards=["ua-1"],
        timestamp=briefing.built_at.replace(microsecond=0, tzinfo=UTC),
    )
