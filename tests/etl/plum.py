"""Made PLUM exports under both headers, as text and as a workbook, with marks in place of names."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from etl.layouts.plum import PLUM_EXPORT
from etl.layouts.spec import COPY
from tests.etl.strange import table_text

OLD_NAMES = {
    "Agency": "AgencyName",
    "Organization": "OrganizationName",
    "Position Title": "PositionTitle",
    "Position Status": "PositionStatus",
    "Appointment Type": "AppointmentTypeDescription",
    "Expiration Date": "ExpirationDate",
    "Level, Grade, or Pay": "LevelGradePay",
    "Duty Location": "Location",
    "First Name": "IncumbentFirstName",
    "Last Name": "IncumbentLastName",
    "Pay Plan": "PaymentPlanDescription",
    "Tenure": "Tenure",
    "Begin Date": "IncumbentBeginDate",
    "Vacate Date": "IncumbentVacateDate",
}
NEW_ORDER = (
    *("Agency", "Organization", "Position Title", "Position Status", "Appointment Type", "Expiration Date"),
    *("Level, Grade, or Pay", "Duty Location", "First Name", "Last Name", "Individual Unique ID", "Pay Plan", "Tenure"),
    *("Begin Date", "Vacate Date"),
)
FILLED = {
    "agency": "DEPARTMENT OF EDUCATION",
    "organization": "OFFICE OF THE SECRETARY",
    "position": "DIRECTOR",
    "status": "Filled",
    "appointment_type": "CA",
    "level": "$228,000",
    "place": "Washington, DC",
    "pay_plan": "ES",
    "begin_date": "01/21/2025",
}
VACANT = FILLED | {"status": "Vacant", "begin_date": ""}
PAST = FILLED | {"status": "Historical", "begin_date": "01/21/2021", "vacate_date": "01/20/2025"}

Row = dict[str, str]


def person(number: int, row: Row = FILLED) -> Row:
    """A row with somebody in it, whose names and id are marks that no other text holds."""
    return row | {
        "first_name": f"FIRSTMARK{number}Q",
        "last_name": f"LASTMARK{number}Q",
        "person_id": f"IDMARK{number}Q",
    }


def export(rows: Sequence[Row], *, is_old: bool = False, lines: Sequence[Sequence[str]] = ()) -> str:
    """The text of an export; `lines` are cells to add as they are."""
    order = list(OLD_NAMES) if is_old else NEW_ORDER
    text = table_text(PLUM_EXPORT, rows, order=order, without=(COPY,))
    whole = [*csv.reader(io.StringIO(text, newline="")), *lines]
    whole[0] = [OLD_NAMES[name] for name in whole[0]] if is_old else whole[0]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(whole)
    return out.getvalue()


def write_export(path: Path, rows: Sequence[Row], *, is_old: bool = False, lines: Sequence[Sequence[str]] = ()) -> Path:
    """An export in a file, with the byte-order mark of OPM's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(("\ufeff" + export(rows, is_old=is_old, lines=lines)).encode())
    return path


def write_workbook(path: Path, rows: Sequence[Row]) -> Path:
    """The same as a workbook whose first sheet is about something else."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    book.active.append(["About this file"])
    sheet = book.create_sheet("Data")
    for line in csv.reader(io.StringIO(export(rows), newline="")):
        sheet.append([cell or None for cell in line])
    book.save(path)
    return path
