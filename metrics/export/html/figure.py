"""A figure as a page of one file that needs no network: its chart to point at, its numbers, and what they rest on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from metrics import formatting
from metrics.charts import Picture
from metrics.definitions.metric import Metric
from metrics.exhibits import facts
from metrics.exhibits.exhibit import SOURCE_HEADS, Exhibit
from metrics.export.briefing.document import WordTable
from metrics.export.html.parts import FAMILY
from metrics.export.html.templates import fill
from metrics.text.exports import PROJECT

IN_UNIT = ("Low", "High")


def page(exhibit: Exhibit) -> str:
    """The page of a figure; of one without a picture, its table alone."""
    return fill(
        "figure.html.j2",
        exhibit=exhibit,
        project=PROJECT,
        chart=_chart(exhibit.picture) if exhibit.picture else None,
        meaning=facts.of_exhibit(exhibit),
        figures=_figures(exhibit.words, exhibit.metric),
        sources=_sources(exhibit.sources),
    )


def _chart(picture: Picture) -> dict[str, Any]:
    """The picture as it is on the page, as wide as there is room, with the program that draws it."""
    clear = "rgba(0,0,0,0)"
    plot = go.Figure(picture.plot).update_layout(font_family=FAMILY, paper_bgcolor=clear, plot_bgcolor=clear)
    # Nothing in a title may end the script: plotly.js reads the same text from these escapes.
    drawn = str(plot.to_json()).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return {"alt": picture.alt, "height": plot.layout.height, "drawn": drawn, "plotly": get_plotlyjs()}


def _sources(named: pd.DataFrame) -> WordTable:
    """The sources as text, without what is known of none of them."""
    words = named.assign(evidence=named["evidence"].map(formatting.EVIDENCE)).fillna("").astype(str)
    known = [column for column in words.columns if any(words[column])]
    return _table(words[known].rename(columns=SOURCE_HEADS), set())


def _figures(words: pd.DataFrame, metric: Metric) -> WordTable:
    """The figures as text, and which columns are numbers: values in their unit, people in whole numbers."""
    numbers = {str(column) for column in words.columns if pd.api.types.is_numeric_dtype(words[column])}

    def put(value: Any, column: str) -> str:
        if pd.isna(value):
            return "–" if column in numbers else ""
        if isinstance(value, date):
            return formatting.capitalize_first(formatting.format_time(value, metric.is_flow))
        if column in (*IN_UNIT, metric.title) and column in numbers:
            return formatting.format_number(value, metric.unit)
        return f"{value:,.10g}" if column in numbers else str(value)

    columns = {str(column): [put(value, str(column)) for value in words[column]] for column in words.columns}
    return _table(pd.DataFrame(columns), numbers)


def _table(words: pd.DataFrame, numbers: set[str]) -> WordTable:
    heads = tuple(map(str, words.columns))
    return WordTable(heads, tuple(words.itertuples(index=False, name=None)), tuple(head in numbers for head in heads))
