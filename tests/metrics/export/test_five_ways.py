"""The same number, five ways: the page's words, its table, the CSV file, the slide and the open data."""

import asyncio
import io
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from metrics.api.routes import DATA
from metrics.definitions.catalog import find
from metrics.exhibits.from_request import exhibit_of
from metrics.export import formats
from metrics.formatting import format_number
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse
from tests import patience
from tests.metrics.command import Ask

pytestmark = pytest.mark.slow

NAMES = (
    "on_board",
    "executives_per_thousand",
    "average_length_of_service",
    "noncareer_share",
    "limited_share",
    "thirty_years_share",
    "net_change",
    "award_share",
    "women_share",
    "people_of_color_share",
)


@dataclass(frozen=True)
class Shown:
    """What a page says of one indicator: the sentence that answers it, and the table behind its chart."""

    said: str
    table: pd.DataFrame


def every_one(names: tuple[str, ...]) -> None:
    """The explorer's answer to each indicator, one after the other."""
    from metrics.definitions.catalog import find
    from metrics.exhibits.forms import Wanted
    from metrics.query.selection import Selection
    from pages.components import explorer
    from pages.components.explorer_controls import ExplorerRequest
    from pages.state import cache, url_state

    with cache.current_build():
        url_state.begin()
        for name in names:
            explorer.show(ExplorerRequest(find(name), Selection(), Wanted.CHART))


@pytest.fixture(scope="module")
def page(published: Warehouse) -> dict[str, Shown]:
    """What the page shows of each, from one run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SES_DATA", str(published.path.parent.parent))
        app = AppTest.from_function(every_one, args=(NAMES,), default_timeout=patience.SECONDS).run()
    assert not app.exception
    said = [text.value for text in app.markdown if text.value.startswith("**")]
    tables = [frame.value for frame in app.dataframe if "Evidence" in frame.value and "Baseline" not in frame.value]
    titles = {name: find(name).title for name in NAMES}
    return {
        name: Shown(
            next(words for words in said if words.startswith(f"**{title}: ")),
            next(table for table in tables if title in table),
        )
        for name, title in titles.items()
    }


def served(address: str, query: str = "") -> str:
    """What the open data answer at an address, asked as a server asks."""
    sent: list[dict[str, Any]] = []
    asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> MutableMapping[str, Any]:
        for message in asked:
            return message
        await asyncio.Event().wait()  # who asks stays until the answer has come
        raise AssertionError

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append({**message})

    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": address,
        "root_path": "",
        "query_string": query.encode(),
        "headers": [],
        "client": ("127.0.0.1", 1),
    }
    asyncio.run(DATA(scope, receive, send))
    assert sent[0]["status"] == 200
    return b"".join(message.get("body", b"") for message in sent[1:]).decode()


def last(rows: pd.DataFrame) -> float:
    """The newest value."""
    return float(rows.dropna(subset="value").sort_values("period", kind="stable")["value"].iloc[-1])


def on_slide(content: bytes) -> list[float]:
    """Every number of the slide's charts."""
    (slide,) = Presentation(io.BytesIO(content)).slides
    charts = [shape.chart for shape in slide.shapes if shape.has_chart]
    assert charts
    every = [value for chart in charts for plot in chart.plots for line in plot.series for value in line.values]
    return [float(value) for value in every if value is not None]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_number_five_ways(
    published: Warehouse, page: dict[str, Shown], run: Ask, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    metric = find(name)
    printed = run(published, "show", name, "--format", "csv").out
    value = last(pd.read_csv(io.StringIO(printed)))
    exhibit = exhibit_of(published, metric, Selection())
    monkeypatch.setenv("SES_DATA", str(published.path.parent.parent))

    told = page[name].said
    table = page[name].table[metric.title].iloc[0]
    file = last(pd.read_csv(io.BytesIO(formats.write(exhibit, "csv")), comment="#"))
    slide = on_slide(formats.write(exhibit, "pptx"))
    data = last(pd.read_csv(io.StringIO(served(f"/v1/indicators/{name}.csv")), comment="#"))

    assert f": {format_number(value, metric.unit)} in " in told
    assert (table, file, data) == (value, value, value)
    assert value in slide


def test_another_number_is_told_from_it(published: Warehouse) -> None:
    value = exhibit_of(published, find("noncareer_share"), Selection())
    assert last(value.rows) + 0.1 not in on_slide(formats.write(value, "pptx"))
