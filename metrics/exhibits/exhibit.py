"""A figure as it leaves the page: with everything that must stand on it where nobody can be asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from metrics import formatting
from metrics.charts import Picture
from metrics.definitions.metric import Limit, Metric
from metrics.query.answer import Answer
from metrics.query.limits import apply_binding_limits, find_binding_limits
from metrics.query.selection import Selection
from metrics.query.sql.gaps import select_for_words
from metrics.text import exports, headlines, tables
from metrics.text.exports import DEMONSTRATION
from metrics.text.gaps import describe_part_year, list_remarks
from metrics.warehouse import Warehouse, remember_per_build

SOURCE_COLUMNS = ("source", "title", "publisher", "year", "address", "version", "sha256", "evidence")
SOURCE_HEADS = dict(
    zip(
        SOURCE_COLUMNS,
        ("Source", "Title", "Publisher", "Year", "Address", "Version", "SHA-256", "Evidence"),
        strict=True,
    )
)


@dataclass(frozen=True, eq=False)
class Exhibit:
    """One figure, complete.

    `title` states the question; `said` is the sentence from the data that answers it, empty where there is none.
    `picture` is drawn in light colours, None where only a table fits. `rows` are the figures behind it, columns as
    `metrics show` prints them; `words` the same as a reader sees them. `credit` says how the evidence is drawn and
    names every source; `notes` is what must be known to read it, first `remarks` on months that are incomplete or still
    grow. `sources` has the columns SOURCE_COLUMNS, a row for each source of the rows. `link` is the
    address of the view, empty at the command line. `with_sample` is true of all that the demonstration shows.
    """

    metric: Metric
    selection: Selection
    title: str
    subtitle: str
    said: str
    picture: Picture | None
    rows: pd.DataFrame
    words: pd.DataFrame
    credit: str
    notes: tuple[str, ...]
    sources: pd.DataFrame
    build_id: str
    built_at: datetime
    link: str = ""
    remarks: tuple[str, ...] = ()
    with_sample: bool = False

    @property
    def as_of(self) -> str:
        """The time of the newest figure of a whole month: December 2025, fiscal year 2009."""
        return formatting.format_time(self.newest, self.metric.is_flow)

    @property
    def newest(self) -> date:
        """The period of the newest figure, of a whole month where it has one."""
        return pd.Timestamp(select_for_words(self.rows)["period"].max()).date()

    @property
    def is_sample(self) -> bool:
        """Whether any number comes from the synthetic sample, and everything must say so."""
        return bool(self.rows["evidence"].eq("sample").any())

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The limits in law that bind what the figure counts."""
        return find_binding_limits(self.metric, self.selection)

    @property
    def caveats(self) -> tuple[str, ...]:
        """What to mind, a sentence each."""
        return tuple(caveat.value for caveat in self.metric.caveats)

    @property
    def citation(self) -> str:
        """How to cite the figure."""
        return exports.write_citation(self.title, self.subtitle, self.build_id, self.built_at, self.link)

    @property
    def stem(self) -> str:
        """A file name without its ending: noncareer_share-by-agency-2025-11."""
        by = "".join(f"-by-{column.removesuffix('_code')}" for column in self.selection.by)
        where = "".join(f"-{'-'.join(values)}" for _, values in self.selection.where)
        stem = f"{self.metric.name}{by}{where}-{self.newest:%Y-%m}"
        return re.sub(r"[^A-Za-z0-9_-]+", "", stem)


def build_exhibit(
    warehouse: Warehouse,
    result: Answer,
    rows: pd.DataFrame,
    picture: Picture | None,
    *,
    title: str,
    population: str,
    sentence: str = "",
    notes: tuple[str, ...] = (),
    table: pd.DataFrame | None = None,
    link: str = "",
) -> Exhibit:
    """The figure of an answer; `rows` are those it draws, `table` its words where more than one answer made it."""
    metric = apply_binding_limits(result.metric, result.selection).adapt_to(rows["evidence"])
    remarked = list_remarks(warehouse, result, rows)
    mark, part = DEMONSTRATION if warehouse.with_sample else "", describe_part_year(warehouse, result)
    return Exhibit(
        metric=metric,
        selection=result.selection,
        title=title,
        subtitle=exports.write_subtitle(metric, population, rows["period"]),
        said=exports.mark_sample(sentence, rows),
        picture=picture,
        rows=rows,
        words=tables.build_table(warehouse, result, rows) if table is None else table,
        credit=headlines.write_credit(rows, tables.map_titles(warehouse)),
        notes=tuple(filter(None, (mark, *remarked, part, *notes))),
        sources=sources(warehouse, rows),
        build_id=warehouse.build_id,
        built_at=warehouse.built_at,
        link=link,
        remarks=remarked,
        with_sample=warehouse.with_sample,
    )


@remember_per_build()
def _known(warehouse: Warehouse) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every document by its id and every file by its name, as a build has them; shared, so never to be changed."""
    documents = warehouse.sources.drop_duplicates("source").set_index("source")
    return documents, warehouse.extracts.drop_duplicates("name").set_index("name")


def sources(warehouse: Warehouse, rows: pd.DataFrame) -> pd.DataFrame:
    """Every source of the rows: document or file, publisher, public address, and a file's version and sha256."""
    named = sorted({each for source in rows["source"].unique() for each in source.split("; ")})
    documents, files = _known(warehouse)
    found = pd.DataFrame({"source": named}, index=named)
    for column in ("title", "publisher", "year", "address"):
        found[column] = documents[column].reindex(named)
    # A table that an analyst supplies is a source by a word of its own, and its title is the name of the file.
    files = files.reindex(documents["title"].reindex(named).fillna(found["source"])).set_index(found.index)
    for column in ("version", "sha256", "evidence"):
        found[column] = files[column]
    found["evidence"] = found["evidence"].fillna("published")
    # Where a file lay on the machine that loaded it is nobody's source.
    found["address"] = found["address"].where(found["address"].fillna("").str.match(r"https?://"), "")
    return found.reset_index(drop=True)[[*SOURCE_COLUMNS]]
