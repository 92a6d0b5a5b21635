"""Small, strange files for the tests, written through the very declarations that read them."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from etl.layout import Layout

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
    out = io.StringIO()
    writer = csv.writer(out, delimiter=layout.delimiter, quotechar=layout.quote, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([(extra or {}).get(name, row.get(columns.get(name, ""), "")) for name in header])
    return out.getvalue()


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
