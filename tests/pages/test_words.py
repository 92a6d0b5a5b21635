"""Words on the pages: plain ones everywhere, and under a card nothing that stands above it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element, Markdown, Metric

from metrics.formatting import REASONS_APART
from pages import CONTENTS
from pages.small_print import DASH
from tests.pages.conftest import SCRIPTS, Open
from tests.pages.page_text import words
from tests.vocabulary import EMPTY, HEADS, faults

pytestmark = pytest.mark.slow

DATE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?:–\w+)? \d{4}|[Ff]iscal year \d{4}"
)
HEADED = {page.script: bool(page.filters) for listed in CONTENTS.values() for page in listed}
VIEWS = [
    pytest.param({}, id="everyone"),
    pytest.param({"agency": "ED"}, id="Education"),
    pytest.param({"agency": "NV", "baseline": "2024-09"}, id="Navy"),
]


def every_text(app: AppTest) -> list[str]:
    """What a page says: its text, the names of its controls and what they offer, the cells and heads of its tables."""
    controls = [*app.selectbox, *app.button, *app.toggle, *app.expander, *app.tabs, *app.text_input]
    said = [words(app), *(str(each.label) for each in controls), *(f"{each.label} {each.delta}" for each in app.metric)]
    said += [option for each in app.selectbox for option in each.options]
    for table in tables(app):
        said += [*map(str, table.columns), *(str(cell) for column in texts(table) for cell in table[column].dropna())]
    return [re.sub(r"https?://\S+", "", each) for each in said]


def tables(app: AppTest) -> list[pd.DataFrame]:
    return [frame.value for frame in app.dataframe]


def texts(table: pd.DataFrame) -> list[str]:
    """The columns that hold text; an empty cell of a number is drawn as a dash by the page."""
    return [str(column) for column in table if not pd.api.types.is_numeric_dtype(table[column])]


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("view", VIEWS)
def test_page_is_in_plain_words(published_folder: Path, script: str, view: dict[str, str], read_page: Open) -> None:
    app = read_page(published_folder, script, **view)
    assert faults(every_text(app)) == []
    assert not EMPTY.search(words(app))


@pytest.mark.parametrize("script", SCRIPTS)
def test_page_of_the_demonstration_is_in_plain_words(sample_folder: Path, script: str, read_page: Open) -> None:
    app = read_page(sample_folder, script)
    assert faults(every_text(app)) == []
    assert not EMPTY.search(words(app))


@pytest.mark.parametrize("script", SCRIPTS)
def test_tables_name_their_columns_and_show_a_dash_where_nothing_is_known(
    published_folder: Path, script: str, read_page: Open
) -> None:
    for frame in read_page(published_folder, script).dataframe:
        table = frame.value
        assert set(table.columns) & HEADS == set()
        # Streamlit itself writes None into a cell without a value, unless another word is given.
        assert frame.proto.placeholder == DASH or table.notna().all(axis=None), list(table.columns)
        for column in texts(table):
            assert not any(EMPTY.fullmatch(str(cell)) for cell in table[column].dropna()), column


def cards(block: Block) -> Iterator[tuple[Metric, str]]:
    """Every number of a page with the text that stands under or beside it in the same card or row."""
    children = list(block.children.values())
    for at, child in enumerate(children):
        if isinstance(child, Metric):
            yield child, "\n".join(said(children[at + 1 :]))
        elif isinstance(child, Block):
            yield from cards(child)


def walked(block: Block) -> Iterator[Element | Block]:
    for child in block.children.values():
        yield child
        if isinstance(child, Block):
            yield from walked(child)


def said(elements: list[Element | Block]) -> list[str]:
    found = [part for each in elements for part in ([each, *walked(each)] if isinstance(each, Block) else [each])]
    return [str(part.value) for part in found if isinstance(part, Markdown)]


@pytest.mark.parametrize("script", [script for script in SCRIPTS if not script.startswith("reference/")])
@pytest.mark.parametrize("view", VIEWS)
def test_words_under_a_card_repeat_neither_its_number_nor_its_date(
    published_folder: Path, script: str, view: dict[str, str], read_page: Open
) -> None:
    app = read_page(published_folder, script, **view)
    found = list(cards(app.main))
    assert len(found) == len(app.metric)
    for metric, under in found:
        number = re.escape(str(metric.value))
        assert metric.value == "–" or not re.search(rf"(?<![\d,.]){number}(?![\d,.]*\d)", under), (metric.label, under)
        change = re.search(r"[\d.,]+\d|\d", str(metric.delta or ""))
        assert not change or not re.search(rf"(?<![\d,.]){re.escape(change[0])}(?![\d,.]*\d)", under), under
        dates = DATE.findall(under)
        assert len(dates) == len({each.casefold() for each in dates}), (metric.label, under)
        assert metric.value == "–" or "Population: " in under, (metric.label, under)


@pytest.mark.parametrize("script", [script for script in SCRIPTS if not script.startswith("reference/")])
def test_every_card_has_a_change_or_says_why_there_is_none(
    published_folder: Path, script: str, read_page: Open
) -> None:
    why = "|".join(words.split("{}")[0].strip() for words in REASONS_APART.values())
    for metric, under in cards(read_page(published_folder, script).main):
        assert metric.delta or metric.value == "–" or re.search(f"{why}|compared with", under), (metric.label, under)


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_a_month_lacks_is_said_once_a_page_and_in_names(
    published_folder: Path, script: str, read_page: Open
) -> None:
    said = words(read_page(published_folder, script))
    assert said.count("Education Activity") == (1 if HEADED[script] else 0)
    assert not re.search(r"\bDD\d\d\b", said)
