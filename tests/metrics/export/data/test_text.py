"""A figure as CSV and JSON holds the rows that `metrics show` prints, and DuckDB reads them back."""

import io
import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from metrics.analysis.streaks import answer_with_streaks
from metrics.definitions.catalog import find
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.forms import Wanted
from metrics.exhibits.from_request import exhibit_of
from metrics.export.data.rows import Format, write_rows
from metrics.export.data.text import as_csv, as_json
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse

ASKED = [
    ("noncareer_share", Selection()),
    ("noncareer_share", Selection.of(["agency_code"])),
    ("allocation_needed", Selection.of(["agency_code"])),
    ("retirement_eligible", Selection()),
    ("separations", Selection.of(["separation_category"], {"appointment": "career"})),
    ("on_board", Selection.of(["appointment", "agency_code"])),
]


def table_of(warehouse: Warehouse, name: str, selection: Selection) -> Exhibit:
    return exhibit_of(warehouse, find(name), selection, Wanted.TABLE)


def rows_of(text: str) -> str:
    """The file without its comment lines."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("# "))


@pytest.mark.parametrize(("name", "selection"), ASKED, ids=str)
def test_rows_are_those_that_show_prints(loaded: Warehouse, name: str, selection: Selection) -> None:
    shown = answer_with_streaks(loaded, find(name), selection).table
    assert len(shown)
    assert rows_of(as_csv(table_of(loaded, name, selection))) == write_rows(shown, Format.CSV)


def test_duckdb_reads_the_rows_back(loaded: Warehouse, tmp_path: Path) -> None:
    exhibit = table_of(loaded, "noncareer_share", Selection.of(["agency_code"]))
    file = tmp_path / "share.csv"
    file.write_text(as_csv(exhibit), encoding="utf-8")
    read = duckdb.sql(f"select * from read_csv('{file}', comment='#')").df()
    assert list(read.columns) == list(exhibit.rows.columns)
    assert len(read) == len(exhibit.rows)
    assert str(read["period"].dtype).startswith("datetime64")
    known = exhibit.rows["value"].notna().to_numpy()
    assert read["value"][known].to_numpy() == pytest.approx(exhibit.rows["value"][known].to_numpy())
    assert read["denominator"].sum() == exhibit.rows["denominator"].sum()


def test_comment_lines_say_what_the_rows_are(share: Exhibit) -> None:
    head = [line for line in as_csv(share).splitlines() if line.startswith("# ")]
    said = "\n".join(head)
    assert share.metric.definition in said
    assert "limit in law: 10% of positions, 5 U.S.C. 3134(b)" in said
    assert share.build_id in said
    assert share.citation in said
    for caveat in share.caveats:
        assert caveat in said
    for title in share.sources["title"]:
        assert title in said


def test_sample_is_named_first(tabled: Exhibit, share: Exhibit) -> None:
    assert as_csv(tabled).startswith("# sample: Synthetic sample, not real figures\n")
    assert json.loads(as_json(tabled))["metadata"]["sample"] == "Synthetic sample, not real figures"
    assert "Synthetic" not in as_csv(share)


def test_json_holds_metadata_beside_rows(ranking: Exhibit) -> None:
    read = json.loads(as_json(ranking))
    assert read["metadata"]["definition"] == ranking.metric.definition
    first, row = read["rows"][0], ranking.rows.iloc[0]
    assert (first["agency_code"], first["evidence"]) == (row["agency_code"], row["evidence"])
    assert first["value"] == pytest.approx(row["value"])
    assert first["period"] == f"{row['period']:%Y-%m-%d}"
    assert len(read["rows"]) == len(ranking.rows)


def test_ranking_keeps_its_order(ranking: Exhibit) -> None:
    read = pd.read_csv(io.StringIO(as_csv(ranking)), comment="#")
    assert read["value"].is_monotonic_decreasing
    assert read["period"].nunique() == 1
