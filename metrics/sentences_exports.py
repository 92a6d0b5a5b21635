"""Words that travel with a figure when it leaves the page."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from metrics import sentences
from metrics.model import Metric

PROJECT = "The health of the Senior Executive Service"
SAMPLE = "Synthetic sample, not real figures"


def subtitle(metric: Metric, whose: str, periods: pd.Series) -> str:
    """Unit, population, whose, and the time from first to last: Percent · executives · Governmentwide · 1998 – 2025."""
    unit = sentences.sentence_case(metric.unit.word)
    return f"{unit} · {metric.subject} · {whose} · {sentences.span(periods, metric.is_flow)}"


def citation(title: str, subtitle: str, build_id: str, built_at: datetime, link: str) -> str:
    """How a figure is cited: project, title, what it shows, build and address."""
    told = f"{PROJECT}. “{title}” {subtitle}. Build {build_id} of {built_at:%-d %B %Y}."
    return f"{told} {link}" if link else told


def marked(said: str, rows: pd.DataFrame) -> str:
    """A sentence that rests on the synthetic sample says so, even where it stands alone."""
    mark = sentences.EVIDENCE["sample"]
    if not said or mark in said or not rows["evidence"].eq("sample").all():
        return said
    return f"{said.removesuffix('.')} ({mark})."
