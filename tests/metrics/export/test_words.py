"""What leaves the page is in plain words too: every format, the open data, the dictionary and the command line."""

import io
import re
from collections.abc import Iterator
from html import unescape

import openpyxl
import pytest
from pptx.presentation import Presentation

from metrics.definitions import catalog
from metrics.definitions.metric import Metric
from metrics.errors import MetricsError
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.from_request import exhibit_of
from metrics.export import formats
from metrics.export.briefing.compose import compose
from metrics.export.briefing.model import Briefing
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse
from tests.metrics.command import Ask
from tests.metrics.export import read_slides
from tests.vocabulary import EMPTY, HEADS, faults

SCRIPT = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
ADDRESS = re.compile(r"https?://\S+")


def of_workbook(content: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        yield from (str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def of_slides(content: bytes) -> Iterator[str]:
    deck: Presentation = read_slides.open_deck(content)
    for slide in deck.slides:
        yield read_slides.words(slide)
        yield slide.notes_slide.notes_text_frame.text
        for frame in read_slides.frames(slide):
            if frame.has_table:
                yield from (cell.text for row in frame.table.rows for cell in row.cells)


def texts(content: bytes, ending: str) -> list[str]:
    """Every text of a file for readers."""
    match ending:
        case "xlsx":
            found = [*of_workbook(content)]
        case "pptx":
            found = [*of_slides(content)]
        case "html":
            found = [unescape(re.sub(r"<[^>]+>", "\n", SCRIPT.sub("", content.decode())))]
        case _:
            found = [content.decode()]
    return [ADDRESS.sub("", each) for each in found]


@pytest.mark.parametrize("ending", ["csv", "json", "html", "xlsx", "pptx"])
@pytest.mark.parametrize("name", ["share", "ranking", "sampled"])
def test_figure_is_in_plain_words_in_every_format(request: pytest.FixtureRequest, name: str, ending: str) -> None:
    exhibit: Exhibit = request.getfixturevalue(name)
    found = texts(formats.write(exhibit, ending), ending)
    assert faults(found) == []
    if ending in ("xlsx", "pptx", "html"):
        assert not {cell for cell in found if cell in HEADS or EMPTY.fullmatch(cell)}


@pytest.mark.parametrize("ending", ["xlsx", "pptx", "html"])
def test_briefing_is_in_plain_words(published: Warehouse, briefing: Briefing, ending: str) -> None:
    for each in (compose(published), briefing):
        found = texts(formats.write_briefing(each, ending), ending)
        assert faults(found) == []
        assert not {cell for cell in found if cell in HEADS or EMPTY.fullmatch(cell)}


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_csv_of_every_indicator_is_in_plain_words(published: Warehouse, metric: Metric) -> None:
    try:
        said = texts(formats.write(exhibit_of(published, metric, Selection()), "csv"), "csv")
    except MetricsError as why:
        said = [str(why)]
    assert faults(said) == []


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("show", "noncareer_share"),
        ("show", "noncareer_share", "--by", "agency_code"),
        ("show", "noncareer_share", "--baseline", "2016-09"),
        ("show", "net_change", "--baseline", "2016-09"),
        ("show", "quarter_standing"),
        ("peers", "noncareer_share", "--agency", "ED"),
        ("reconcile",),
        ("dictionary",),
        ("dictionary", "--sql"),
    ],
    ids=" ".join,
)
def test_command_line_is_in_plain_words(published: Warehouse, run: Ask, command: tuple[str, ...]) -> None:
    said = run(published, *command)
    assert said.status == 0, said.err
    assert faults([ADDRESS.sub("", said.out), said.err]) == []
    assert not EMPTY.search(re.sub(r"```.*?```|`[^`\n]*`", "", said.out, flags=re.DOTALL))
