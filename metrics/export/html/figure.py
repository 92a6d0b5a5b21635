"""A figure as a page of one file that needs no network: its chart to point at, its numbers, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from metrics import formatting
from metrics.charts import Picture
from metrics.definitions.metric import Metric
from metrics.exhibits import facts
from metrics.exhibits.exhibit import SOURCE_HEADS, Exhibit
from metrics.export.html import parts
from metrics.export.html.parts import FAMILY, document, paragraph, table
from metrics.text.exports import PROJECT, SAMPLE

IN_UNIT = ("Low", "High")
CHART = "chart"


def page(exhibit: Exhibit) -> str:
    """The page of a figure; of one without a picture, its table alone."""
    return document(f"{exhibit.title} {PROJECT}", f"<main>\n{chr(10).join(_parts(exhibit))}\n</main>")


def _parts(exhibit: Exhibit) -> Iterator[str]:
    yield f"<header>{paragraph(PROJECT, 'small')}<h1>{escape(exhibit.title)}</h1>"
    if exhibit.said:
        yield paragraph(exhibit.said, "said")
    yield paragraph(f"{exhibit.subtitle} · as of {exhibit.as_of}", "small")
    if exhibit.is_sample:
        yield paragraph(f"{SAMPLE}.", "sample")
    yield "</header>"
    small = "".join(map(paragraph, [*exhibit.notes, exhibit.credit]))
    if exhibit.picture is None:
        yield f'<div class="small">{small}</div>'
    else:
        yield f"<figure>{_chart(exhibit.picture)}<figcaption>{small}</figcaption></figure>"
    yield "<h2>What it means</h2>"
    yield parts.facts(facts.of_exhibit(exhibit))
    yield "<h2>The figures</h2>"
    shown, numbers = _shown(exhibit.words, exhibit.metric)
    yield table(shown, f"{exhibit.title} {exhibit.subtitle}", numbers)
    yield "<h2>Sources</h2>"
    yield table(_sources(exhibit.sources), "Every source of these figures, with the version and checksum of its file")
    yield f"<footer>{paragraph(exhibit.citation)}</footer>"


def _chart(picture: Picture) -> str:
    """The picture as it is on the page, as wide as there is room, with the program that draws it."""
    clear = "rgba(0,0,0,0)"
    plot = go.Figure(picture.plot).update_layout(font_family=FAMILY, paper_bgcolor=clear, plot_bgcolor=clear)
    # Nothing in a title may end the script: plotly.js reads the same text from these escapes.
    drawn = str(plot.to_json()).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    words, height = escape(picture.alt), plot.layout.height
    return (
        f'<div id="{CHART}" role="img" aria-label="{words}" style="height:{height}px"></div>\n'
        f"<script>{get_plotlyjs()}</script>\n"
        f"<script>(() => {{ const drawn = {drawn}; Plotly.newPlot('{CHART}', drawn.data, drawn.layout, "
        "{displayModeBar: false, responsive: true}); })();</script>\n"
    )


def _sources(named: pd.DataFrame) -> pd.DataFrame:
    """The sources as text, without what is known of none of them."""
    told = named.assign(evidence=named["evidence"].map(formatting.EVIDENCE)).fillna("").astype(str)
    known = [column for column in told.columns if any(told[column])]
    return told[known].rename(columns=SOURCE_HEADS)


def _shown(words: pd.DataFrame, metric: Metric) -> tuple[pd.DataFrame, list[str]]:
    """The figures as text, and the columns that are numbers: values in their unit, people in whole numbers."""
    numbers = [str(column) for column in words.columns if pd.api.types.is_numeric_dtype(words[column])]

    def said(value: Any, column: str) -> str:
        if pd.isna(value):
            return "–" if column in numbers else ""
        if isinstance(value, date):
            return formatting.sentence_case(formatting.when(value, metric.is_flow))
        if column in (*IN_UNIT, metric.title) and column in numbers:
            return formatting.number(value, metric.unit)
        return f"{value:,.10g}" if column in numbers else str(value)

    columns = {str(column): [said(value, str(column)) for value in words[column]] for column in words.columns}
    return pd.DataFrame(columns), numbers
