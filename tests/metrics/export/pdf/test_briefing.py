"""A briefing on paper: a PDF whose tags tell headings, figures and tables, with every word of the briefing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from metrics.export.briefing.model import Briefing
from metrics.export.pdf.briefing import TEMPLATE, pdf
from metrics.text.exports import SAMPLE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def read(briefing: Briefing) -> PdfReader:
    return PdfReader(BytesIO(pdf(briefing)))


@pytest.fixture(scope="module")
def pages(read: PdfReader) -> list[str]:
    """The words of every page without spaces, which lines break anywhere."""
    return [packed(page.extract_text()) for page in read.pages]


def packed(text: str) -> str:
    return "".join(text.replace("**", "").split())


def tagged(node: Any) -> Iterator[Any]:
    """The elements of the structure tree, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from tagged(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from tagged(node["/K"])


@pytest.fixture(scope="module")
def catalog(read: PdfReader) -> Any:
    """What a reader opens first in a PDF: its objects have every kind of value."""
    return read.trailer["/Root"]


@pytest.fixture(scope="module")
def tags(catalog: Any) -> list[Any]:
    return [*tagged(catalog["/StructTreeRoot"]["/K"])]


def kinds(tags: list[Any]) -> list[str]:
    return [tag["/S"] for tag in tags]


def test_claims_the_standard_of_accessible_pdf(catalog: Any) -> None:
    metadata = catalog["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en-US"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]


def test_title_names_whose_it_is(read: PdfReader, briefing: Briefing) -> None:
    assert read.metadata is not None
    assert read.metadata.title == f"{briefing.title}: {briefing.whose}"


def test_headings_are_in_order(tags: list[Any]) -> None:
    levels = [int(kind[2:]) for kind in kinds(tags) if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_figure_has_the_words_of_its_picture(tags: list[Any], briefing: Briefing) -> None:
    told = [tag["/Alt"] for tag in tags if tag["/S"] == "/Figure"]
    assert told == [one.picture.alt for one in briefing.exhibits if one.picture and one.picture.native]


def test_every_table_has_heads(tags: list[Any]) -> None:
    found = [[*tagged(tag)] for tag in tags if tag["/S"] == "/Table"]
    assert found
    assert all("/TH" in kinds(table) and "/TD" in kinds(table) for table in found)


def test_every_theme_sentence_number_and_definition_is_told(pages: list[str], briefing: Briefing) -> None:
    wanted = [*briefing.lead, *briefing.method, *(meaning for _, meaning in briefing.terms)]
    for chapter in briefing.chapters:
        wanted += [chapter.theme, chapter.said, *(one.value for one in chapter.figures)]
        wanted += [words for one in chapter.exhibits for words in (one.title, one.said, one.credit)]
    said = "".join(pages)
    assert [each for each in wanted if packed(each) not in said] == []


def test_every_page_tells_its_build_that_it_shows_the_sample_and_its_number(
    pages: list[str], briefing: Briefing
) -> None:
    for number, said in enumerate(pages, start=1):
        assert f"Build{briefing.build_id}" in said
        assert packed(SAMPLE) in said
        assert number == 1 or f"{number}of{len(pages)}" in said


def test_sources_have_publisher_address_and_checksum(pages: list[str], briefing: Briefing) -> None:
    said = "".join(pages)
    for column in ("publisher", "address", "sha256"):
        held = [value for value in briefing.sources[column].dropna() if value]
        assert [value for value in held if packed(value) not in said] == []


def test_words_are_never_read_as_markup(briefing: Briefing) -> None:
    odd = '#panic("x") *a* _b_ <c> $d$ \\e @f "g" // h'
    page = PdfReader(BytesIO(pdf(replace(briefing, lead=(odd,), chapters=(), standing=None)))).pages[0]
    assert packed(odd) in packed(page.extract_text())


def test_template_fetches_nothing() -> None:
    assert not re.search(r"#import|#include|@preview|https?:", TEMPLATE.read_text(encoding="utf-8"))


def test_progress_is_told_figure_by_figure(briefing: Briefing) -> None:
    heard: list[tuple[str, int, int]] = []
    pdf(briefing, lambda *told: heard.append(told))
    count = len(briefing.exhibits) + 1
    titles = [*(one.title for one in briefing.exhibits), "Pages"]
    assert heard == [(title, at, count) for at, title in enumerate(titles)]


def test_same_briefing_makes_the_same_bytes(briefing: Briefing) -> None:
    assert pdf(briefing) == pdf(briefing)
