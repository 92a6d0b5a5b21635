"""What a spreadsheet would run leaves as text, in every form, and numbers stay numbers."""

import csv
import io

import pandas as pd
import pyarrow as pa
import pytest

from metrics.export.data.csv_json import as_csv
from metrics.export.data.formula_guard import neutralize, neutralize_batch, neutralize_table

RUN = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://example.org")'),
    *("＝1+1", "＋1", "－1", "＠SUM(A1)"),
]
HARMLESS = ["Energy", "2016-09", "(unknown)", "", "a=b", "'quoted"]


@pytest.mark.parametrize("cell", RUN)
def test_text_that_would_be_run_is_marked(cell: str) -> None:
    assert neutralize(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [*HARMLESS, -1.5, 0, None, True])
def test_everything_else_is_as_it_was(cell: object) -> None:
    assert neutralize(cell) is cell


def test_a_table_is_marked_cell_by_cell_and_in_its_header() -> None:
    rows = pd.DataFrame({"=name": RUN, "value": range(-3, len(RUN) - 3)})
    found = neutralize_table(rows)
    assert list(found.columns) == ["'=name", "value"]
    assert found["'=name"].to_list() == [f"'{cell}" for cell in RUN]
    assert found["value"].to_list() == rows["value"].to_list()
    assert rows["=name"].to_list() == RUN


def test_codes_of_a_large_table_are_marked_too() -> None:
    codes = pa.array([*RUN, *HARMLESS, None]).dictionary_encode()
    numbers = pa.array([-1] * len(codes))
    found = neutralize_batch(pa.RecordBatch.from_arrays([codes, numbers], names=["code", "number"]))
    assert found["code"].to_pylist() == [*(f"'{cell}" for cell in RUN), *HARMLESS, None]
    assert found["number"].to_pylist() == [-1] * len(codes)


def test_a_hash_in_a_cell_is_no_comment() -> None:
    rows = pd.DataFrame({"name": ["No. #1", "plain", 'a "quoted" #2, and more'], "value": [1.5, -2.0, None]})
    text = as_csv({"title": 'Why "this", #1?\nAnd that'}, rows)
    assert text.startswith('# title: Why "this", #1? And that\n')
    assert pd.read_csv(io.StringIO(text), comment="#")["name"].to_list() == rows["name"].to_list()
    assert [row[0] for row in csv.reader(text.splitlines()[2:])] == rows["name"].to_list()


def test_rows_leave_as_csv_with_marked_cells() -> None:
    text = as_csv({"title": "Names"}, pd.DataFrame({"name": ["=1+1", "Energy"], "value": [-1.5, 2.5]}))
    assert text == "# title: Names\nname,value\n'=1+1,-1.5\nEnergy,2.5\n"
