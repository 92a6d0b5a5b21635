"""Small, strange files for the tests, written through the very declarations that read them."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from etl.layouts.spec import Layout

EXECUTIVE = {
    "agency_subelement_code": "DJ02",
    "age_band": "I",
    "service_band": "G",
    "occupation_code": "0340",
    "pay_plan_and_grade": "ES-**",
    "appointment_code": "50",
    "salary": "161861",
    "service_years": "08.58",
    "duty_code": "11",
    "education_code": "15",
    "supervisory_code": "2",
    "work_schedule_code": "F",
    "people": "1",
    "period_code": "202409",
}
CLERK = EXECUTIVE | {"pay_plan_and_grade": "GS-07", "appointment_code": "10", "supervisory_code": "8"}
LEAVER = EXECUTIVE | {"event_code": "SD", "period_code": "200909", "sex_code": "F"}

MONTH_EXECUTIVE = {
    "agency_code": "DJ",
    "agency_subelement_code": "DJ02",
    "age_label": "55-59",
    "service_years": "8.5",
    "occupation_code": "0340",
    "pay_plan": "ES",
    "grade": "00",
    "appointment_code": "50",
    "salary": "187198.0",
    "people": "1",
    "period_code": "202603",
    "education_code": "15",
    "supervisory_code": "2",
    "state": "DC",
    "duty_code": "11",
    "country_code": "US",
    "work_schedule_code": "F",
    "position_code": "4",
    "veteran_mark": "Y",
}
MONTH_CLERK = MONTH_EXECUTIVE | {"pay_plan": "GS", "grade": "07", "appointment_code": "10", "supervisory_code": "8"}
MONTH_LEAVER = MONTH_EXECUTIVE | {"event_code": "SD", "drp_mark": "Y"}
REDACTED = dict.fromkeys(MONTH_EXECUTIVE, "REDACTED")

LOOKUPS = {
    "DTagy.txt": "AGYTYP,AGYTYPT,AGY,AGYT,AGYSUB,AGYSUBT\r\n1,Cabinet,DJ,DJ-DEPARTMENT OF JUSTICE,DJ02,DJ02-FBI\r\n",
    "DTtoa.txt": "TOATYP,TOATYPT,TOA,TOAT\r\n1,P,50,50-Senior Executive Service - Career\r\n1,P,10,10-Career\r\n",
}


def table_text(
    layout: Layout,
    rows: Sequence[Mapping[str, str]],
    *,
    order: Sequence[str] | None = None,
    extra: Mapping[str, str] | None = None,
    without: Sequence[str] = (),
) -> str:
    """The layout's first table as text: rows are ours -> text; order and without name columns of theirs."""
    table = layout.tables[0]
    columns = {theirs: ours for ours, theirs in (dict(table.columns) | dict(table.optional)).items()}
    header = [name for name in (order or [*columns, *(extra or {})]) if name not in without]
    lines = [
        header,
        *([(extra or {}).get(name, row.get(columns.get(name, ""), "")) for name in header] for row in rows),
    ]
    if not layout.quote:
        return "".join(f"{layout.delimiter.join(line)}\r\n" for line in lines)
    out = io.StringIO()
    csv.writer(out, delimiter=layout.delimiter, quotechar=layout.quote, lineterminator="\r\n").writerows(lines)
    return out.getvalue()


def text_file(path: Path, layout: Layout, rows: Sequence[Mapping[str, str]], **how: Any) -> Path:
    """The layout's first table as a text file; how: as for table_text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(table_text(layout, rows, **how).encode("utf-8"))
    return path


def as_parquet(text: Path, layout: Layout) -> Path:
    """A text of a layout once more as Parquet beside it, every column text, as the public mirrors keep them."""
    path = text.with_suffix(".parquet")
    with duckdb.connect() as connection:
        rows = connection.read_csv(str(text), sep=layout.delimiter, quotechar="", all_varchar=True, header=True)
        rows.write_parquet(str(path))
    return path


def cube(
    path: Path,
    fact: str,
    text: str,
    *,
    lookups: Mapping[str, str] | None = None,
    comment: bytes = b"",
    encoding: str = "latin-1",
) -> Path:
    """A FedScope zip: the fact member and its lookups."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(fact, text.encode(encoding))
        for name, lookup in (LOOKUPS if lookups is None else lookups).items():
            archive.writestr(name, lookup.encode(encoding))
        archive.comment = comment
    return path
