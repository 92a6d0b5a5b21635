"""A figure as a page: one file that calls nobody, with its numbers in a table and everything that must be known."""

import re
from dataclasses import replace
from html.parser import HTMLParser

from metrics import formatting
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.facts import plain
from metrics.export.html.figure import page
from metrics.text.exports import SAMPLE
from metrics.text.facts import define

FETCHES = re.compile(r"<(?:script|link|img|iframe)[^>]*\s(?:src|href)=", re.IGNORECASE)
SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)


class Reader(HTMLParser):
    """The words of a page by the element in which they stand, and the cells of its tables row by row."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: dict[str, list[str]] = {}
        self.rows: list[list[str]] = []
        self.labels: list[str] = []
        self.feed(SCRIPT.sub("", text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.labels += [value or "" for name, value in attrs if name == "aria-label"]
        if tag in ("meta", "link", "br"):
            return
        self.open.append(tag)
        self.words.setdefault(tag, []).append("")
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in {*self.open}:
            self.words[tag][-1] += data
        if {"td", "th"} & {*self.open}:
            self.rows[-1][-1] += data


def test_file_fetches_nothing_and_is_whole(share: Exhibit) -> None:
    text = page(share)
    assert not FETCHES.search(text)
    assert "cdn.plot.ly" not in text.replace('"https://cdn.plot.ly/', "")
    read = Reader(text)
    assert read.open == []
    assert read.words["h1"] == [share.title]
    assert share.picture is not None
    assert share.picture.alt in read.labels


def test_every_figure_is_in_the_table_as_the_page_says_it(share: Exhibit) -> None:
    read = Reader(page(share))
    head, *body = read.rows[: len(share.rows) + 1]
    assert head == [*share.words.columns]
    at = head.index(share.metric.title)
    said = {formatting.format_number(value, share.metric.unit) for value in share.rows["value"]}
    assert {row[at] for row in body} == said
    assert [row[0] for row in body][:2] == ["July 2026", "December 2025"]


def test_definition_caveats_sources_and_citation_are_told(share: Exhibit) -> None:
    said = " ".join(Reader(page(share)).words["main"])
    known = [plain(words) for _, words in define(share.metric)]
    for part in (*known, share.credit, share.citation, share.build_id):
        assert part in said
    assert all(title in said for title in share.sources["title"])
    assert SAMPLE not in said


def test_sample_is_marked_and_its_files_have_checksums(sampled: Exhibit) -> None:
    read = Reader(page(sampled))
    assert f"{SAMPLE}." in read.words["p"]
    assert "SHA-256" in {cell for row in read.rows for cell in row}
    assert all(digest in " ".join(read.words["td"]) for digest in sampled.sources["sha256"])


def test_table_stands_alone_where_there_is_no_picture(tabled: Exhibit) -> None:
    text = page(tabled)
    assert "<script" not in text
    read = Reader(text)
    assert len(read.rows) > len(tabled.rows)


def test_what_looks_like_markup_stays_text(share: Exhibit) -> None:
    title = "</script><script>alert(1)</script> & more"
    text = page(replace(share, title=title))
    assert "<script>alert(1)" not in text
    assert Reader(text).words["h1"] == [title]
