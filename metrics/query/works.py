"""Whose a figure is, in the few words that a sentence has room for: its publisher and the work it is of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from metrics.warehouse import Warehouse, remember_per_build

RECORDS = "OPM's record files"
OPM = "U.S. Office of Personnel Management"
SHORT = "OPM"
# A title says in front what the work is, and behind which edition, years or table of it.
WORK = re.compile(r"\s*[,(].*$")
Works = Mapping[str, str]
"""What work each source is of, by the source's id: two editions of one work are of one work."""


@remember_per_build()
def read_works(warehouse: Warehouse) -> Works:
    """The work of every source: Federal Workforce Data (OPM); a file of records is of OPM's record files."""
    sources = warehouse.sources
    files = warehouse.extracts
    records = dict.fromkeys(files.loc[files["evidence"] != "published", "name"], RECORDS)
    rows = zip(
        sources["source"], sources["title"].fillna(sources["source"]), sources["publisher"].fillna(""), strict=True
    )
    return MappingProxyType({source: _format_work(title, publisher) for source, title, publisher in rows} | records)


def _format_work(title: str, publisher: str) -> str:
    work = WORK.sub("", title).strip()
    whose = SHORT if publisher == OPM else publisher
    return f"{work} ({whose})" if whose else work


def list_works(sources: str, works: Works) -> tuple[str, ...]:
    """The works that the sources of a figure are of, each once."""
    return tuple(sorted({works.get(each, each) for each in sources.split("; ")}))
