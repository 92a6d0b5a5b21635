"""A briefing as a page of one file: complete, without script, asking nobody for anything."""

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from metrics.export.briefing.model import Briefing
from metrics.export.html.briefing import page_of
from metrics.text.exports import SAMPLE

pytestmark = pytest.mark.slow

VOID = re.compile(r"<(meta|br|hr|img|link)\b([^>]*)>")


@pytest.fixture(scope="module")
def text(briefing: Briefing) -> str:
    return page_of(briefing)


@pytest.fixture(scope="module")
def page(text: str) -> ElementTree.Element:
    """The page as a tree: it is well formed, once what needs no end is ended."""
    body = text.partition("<!DOCTYPE html>")[2].replace(' xmlns="http://www.w3.org/2000/svg"', "")
    return ElementTree.fromstring(VOID.sub(r"<\1\2/>", body))


def words(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_no_script_and_no_request(text: str) -> None:
    assert not re.search(r"<script|\ssrc=|<link|@import|url\(|\son\w+=", text)


def test_every_word_of_the_briefing_is_there(page: ElementTree.Element, briefing: Briefing) -> None:
    said = words(page)
    wanted = [briefing.title, briefing.whose, briefing.build_id, *briefing.lead, *briefing.method]
    wanted += [each for term in briefing.terms for each in term]
    for chapter in briefing.chapters:
        wanted += [chapter.theme, chapter.said, *(one.value for one in chapter.figures)]
        wanted += [each for one in chapter.exhibits for each in (one.title, one.said, one.credit, *one.caveats)]
    assert [each for each in wanted if " ".join(each.replace("**", "").split()) not in said] == []


def test_every_drawing_has_the_words_of_its_picture(page: ElementTree.Element, briefing: Briefing) -> None:
    told = [drawing.get("aria-label") for drawing in page.iter("svg")]
    assert told == [one.picture.alt for one in briefing.exhibits if one.picture and one.picture.native]


def test_every_link_within_the_page_leads_somewhere(page: ElementTree.Element) -> None:
    places = [element.get("id") for element in page.iter() if element.get("id")]
    inside = [link.get("href", "")[1:] for link in page.iter("a") if link.get("href", "").startswith("#")]
    assert len(places) == len({*places})
    assert inside
    assert {*inside} <= {*places}


def test_headings_are_in_order(page: ElementTree.Element) -> None:
    levels = [int(element.tag[1]) for element in page.iter() if re.fullmatch(r"h\d", element.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_heads_that_say_what_they_are_over(page: ElementTree.Element) -> None:
    tables = [*page.iter("table")]
    assert tables
    assert all(head.get("scope") == "col" for table in tables for head in table.iter("th"))
    assert all(table.find("caption") is not None for table in tables)


def test_sample_is_marked_where_it_is_shown(page: ElementTree.Element, briefing: Briefing) -> None:
    marks = [words(one) for one in page.iter("p") if one.get("class") == "sample"]
    assert marks == [SAMPLE] * (1 + sum(one.is_sample for one in briefing.exhibits))


def test_words_are_never_read_as_markup(briefing: Briefing) -> None:
    odd = '<script>alert(1)</script> & "x"'
    text = page_of(replace(briefing, title=odd, whose=odd, lead=(odd,), method=(odd,)))
    assert "<script" not in text
    assert text.count("&lt;script&gt;") >= 4


def test_prints_each_part_on_a_page_of_its_own(text: str) -> None:
    assert "section { break-before: page; }" in text
    assert "nav { display: none; }" in text
