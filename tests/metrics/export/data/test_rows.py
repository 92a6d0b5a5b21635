"""Rows as CSV and JSON for programs: whole numbers without a fraction as long as they are exact."""

import json

import pandas as pd
import pytest

from metrics.export.data.rows import Format, write_rows


@pytest.mark.parametrize(
    ("value", "text"), [(8410.0, "8410"), (-3.0, "-3"), (2.0**53, "9007199254740992.0"), (1e30, "1e+30"), (0.5, "0.5")]
)
def test_any_number_is_written(value: float, text: str) -> None:
    rows = pd.DataFrame({"name": ["x", "y"], "value": [value, None]})
    assert write_rows(rows, Format.CSV) == f"name,value\nx,{text}\ny,\n"
    assert [row["value"] for row in json.loads(write_rows(rows, Format.JSON))] == [value, None]
