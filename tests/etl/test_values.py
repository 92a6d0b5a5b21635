"""Values stand in SQL as they are, and a load needs no pandas, which would take longer to import than a small build."""

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from etl.sql_values import format_sql, format_sql_rows
from tests.conftest import ROOT
from tests.etl.opm import parquet, people

VALUES = (None, True, 7, -2.5, "O'Hare; -- \\ \n", date(2026, 7, 31), datetime(2026, 7, 31, 12, 30, 0, 5), ["a", "b"])


@pytest.mark.parametrize("value", [*VALUES, {"one": 1, "it's": "two"}], ids=str)
def test_a_value_comes_back_as_it_went(value: object) -> None:
    assert duckdb.sql(f"select {format_sql(value)}").fetchall() == [(value,)]


def test_rows_come_back_in_order() -> None:
    rows = [("a", 1, None), ("b", 2, True)]
    assert duckdb.sql(format_sql_rows(rows)).fetchall() == rows


def test_what_sql_cannot_say_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        format_sql(object())


def test_a_load_of_parquet_imports_no_pandas(tmp_path: Path) -> None:
    month = tmp_path / "employment_202607_1.parquet"
    month.write_bytes(parquet("employment", people("202607", 3)))
    program = (
        "import os, sys\n"
        f"os.environ['SES_DATA'] = {str(tmp_path / 'data')!r}\n"
        "from pathlib import Path\nfrom etl.load import load\nfrom etl.paths import find_places\n"
        f"result = load(find_places(), [Path({str(month)!r})])\n"
        "print(len(result.extracts), *({'pandas', 'pyarrow'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "1"
