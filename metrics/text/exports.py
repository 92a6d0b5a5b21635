"""Words that travel with a figure when it leaves the page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd

from metrics import formatting
from metrics.definitions.metric import Metric

PROJECT = "The health of the Senior Executive Service"
SAMPLE = "Synthetic sample, not real figures"
DEMONSTRATION = (
    "Demonstration: a synthetic sample is shown where no real file is loaded. What is marked synthetic says nothing "
    "about anyone and must not be cited."
)


def write_subtitle(metric: Metric, whose: str, periods: pd.Series) -> str:
    """Unit, population, whose, and the time from first to last: Percent · executives · Governmentwide · 1998 – 2025."""
    unit = formatting.capitalize_first(metric.unit.word)
    return f"{unit} · {metric.subject} · {whose} · {formatting.format_span(periods, metric.is_flow)}"


def write_citation(title: str, subtitle: str, build_id: str, built_at: datetime, link: str) -> str:
    """How a figure is cited: project, title, what it shows, build and address."""
    text = f"{PROJECT}. “{title}” {subtitle}. Build {build_id} of {built_at:%-d %B %Y}."
    return f"{text} {link}" if link else text


def mark_sample(sentence: str, df: pd.DataFrame) -> str:
    """A sentence that rests on the synthetic sample says so, even where it stands alone."""
    mark = formatting.EVIDENCE["sample"]
    if not sentence or mark in sentence or not df["evidence"].eq("sample").all():
        return sentence
    return f"{sentence.removesuffix('.')} ({mark})."


def report_file(file: Path, format: str, size: int, about: str, *, is_sample: bool) -> str:
    """That a file was written, how large it is, and what it holds."""
    mark = f" {SAMPLE}, where it says so." if is_sample else ""
    return f"Written: {file} ({format}, {_format_size(size)}). {about}{mark}"


def _format_size(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1_000)):,} kB"
