"""The Atom feed: a new build, a period that was revised, an agency that crossed the 25 percent line."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from xml.etree import ElementTree as Xml

from starlette.requests import Request

from metrics.analysis import builds
from metrics.analysis.crossings import find_crossings
from metrics.api.addresses import Reply, find_base_path
from metrics.api.words import QueryParams
from metrics.text import builds as sentences_builds
from metrics.text import exports
from metrics.warehouse import Warehouse

ATOM = "http://www.w3.org/2005/Atom"
KIND = "application/atom+xml; charset=utf-8"
NAMESPACE = uuid.UUID("0f5b5a63-6a5e-5d5c-9a0e-6d3f2f6f8a51")
"""What the names of entries are made in: an entry keeps its own for as long as it says the same."""

MOST_ENTRIES = 100
SOURCES, APPOINTEES = "sources", "appointees"


@dataclass(frozen=True)
class FeedEntry:
    """One piece of news; `key` is what it is about, from which its lasting name is made."""

    key: str
    updated: datetime
    title: str
    said: str
    page: str
    category: str


def write_feed(warehouse: Warehouse, _params: QueryParams, request: Request) -> Reply:
    """The news, newest first, as Atom."""
    root = f"{request.url.scheme}://{request.url.netloc}{find_base_path(request)}"
    entries = sorted(_list_entries(warehouse), key=lambda entry: (entry.updated, entry.key), reverse=True)[
        :MOST_ENTRIES
    ]
    Xml.register_namespace("", ATOM)
    whole = Xml.Element(_qualify("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    _add_text(whole, "id", uuid.uuid5(NAMESPACE, "feed").urn)
    _add_text(whole, "title", exports.PROJECT)
    _add_text(whole, "updated", _format_moment(warehouse.built_at))
    _add_text(Xml.SubElement(whole, _qualify("author")), "name", exports.PROJECT)
    Xml.SubElement(whole, _qualify("link"), {"rel": "self", "type": "application/atom+xml", "href": str(request.url)})
    Xml.SubElement(whole, _qualify("link"), {"rel": "alternate", "type": "text/html", "href": f"{root}/"})
    for entry in entries:
        part = Xml.SubElement(whole, _qualify("entry"))
        _add_text(part, "id", uuid.uuid5(NAMESPACE, entry.key).urn)
        _add_text(part, "title", entry.title)
        _add_text(part, "updated", _format_moment(entry.updated))
        Xml.SubElement(part, _qualify("category"), {"term": entry.category})
        page = {"rel": "alternate", "type": "text/html", "href": f"{root}/{entry.page}"}
        Xml.SubElement(part, _qualify("link"), page)
        _add_text(part, "content", entry.said, type="text")
    Xml.indent(whole)
    return Reply(Xml.tostring(whole, encoding="unicode", xml_declaration=True) + "\n", KIND, "feed.atom")


def _list_entries(warehouse: Warehouse) -> Iterator[FeedEntry]:
    for build_id in builds.list_builds():
        build = builds.find(build_id)
        if build:
            title, content = sentences_builds.write_build_title(build), sentences_builds.describe_build(build)
            yield FeedEntry(f"build {build_id}", build.built_at, title, content, SOURCES, "build")
            for each in build.last.revised:
                key = f"revised {build_id} {each.subject} {each.period}"
                yield FeedEntry(key, build.built_at, *sentences_builds.describe_revision(each), SOURCES, "revision")
    for agency in find_crossings(warehouse):
        # Told as of its period: every build that holds the figures tells the same, under the same name.
        key = f"crossed {agency.agency_code} {agency.period} {'above' if agency.is_above else 'below'}"
        title, content = sentences_builds.write_crossing_title(agency), sentences_builds.describe_crossing(agency)
        yield FeedEntry(key, datetime.combine(agency.period, time()), title, content, APPOINTEES, "crossing")


def _qualify(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def _add_text(parent: Xml.Element, tag: str, text: str, **more: str) -> None:
    Xml.SubElement(parent, _qualify(tag), more).text = text


def _format_moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
