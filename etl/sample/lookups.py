"""The lookup members of a synthetic cube (DT*.txt), written from the reference tables in OPM's columns and manner."""

import csv
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path

from etl.paths import Places
from etl.sample.columns import Vocabulary
from etl.sample.write import MARK, SALARY_BANDS, SALARY_LIMITS, SCIENCE, format_table

Cells = tuple[str, ...]
Members = dict[str, bytes]

SIZES = {
    "cabinet": ("1", "Cabinet Level Agencies"),
    "large": ("2", "Large Independent Agencies (1000 or more employees)"),
    "medium": ("3", "Medium Independent Agencies (100-999 employees)"),
    "small": ("4", "Small Independent Agencies (less than 100 employees)"),
}
UNITED_STATES = ("1", "United States")
REGIONS = {"dc_md_va": UNITED_STATES, "elsewhere_us": UNITED_STATES, "abroad": ("3", "Foreign Countries")}
NO_REGION = ("9", "Unspecified")
WHITE_COLLAR, BLUE_COLLAR = ("1", "White Collar"), ("2", "Blue Collar")
FIRST_BLUE_COLLAR = "2500"
GRADED_KIND = ("1", "General Schedule and Equivalently Graded (GSEG) Pay Plans")
UNGRADED_KIND = ("3", "Other White Collar Pay Plans")
PERMANENT, NOT_PERMANENT = ("1", "Permanent"), ("2", "Non-permanent")
PERMANENT_APPOINTMENTS = ("10", "15", "30", "32", "34", "35", "36", "38", "50", "55")
FULL_TIME, PART_TIME = ("1", "Full-time"), ("2", "Not Full-time")
EDUCATION = ("1", "EDUCATION LEVELS")
STEM = ("1", "STEM OCCUPATIONS", "01", "SCIENCE OCCUPATIONS")
NOT_STEM = ("3", "ALL OTHER OCCUPATIONS", "06", "ALL OTHER OCCUPATIONS", "XXXX", "XXXX-ALL OTHER OCCUPATIONS")
SUPERVISION = {"2": ("1", "Supervisor"), "6": ("2", "Leader"), "7": ("2", "Leader"), "*": ("4", "Unspecified")}
NO_SUPERVISION = ("3", "Non-Supervisor")
SENIOR = ("1", "SES/SL/ST (Aggregate)")
PLANS = (
    (*SENIOR, "ES", "ES-Senior Executive Service (SES)"),
    (*SENIOR, "SL", "SL-Senior Level Positions"),
    (*SENIOR, "ST", "ST-Scientific and Professional"),
    ("2", "All Other Pay Plans", "99", "All Other Pay Plans"),
    ("3", "Unspecified", "**", "Unspecified"),
)
NO_UNIT = "Synthetic: made up, in no file of OPM's"
PATCO = (
    ("1", "Professional"),
    ("2", "Administrative"),
    ("3", "Technical"),
    ("4", "Clerical"),
    ("5", "Other White Collar"),
    ("6", "Blue Collar"),
    ("9", "Unspecified"),
)


class Lookups:
    """Reads the reference tables once and writes the lookups of any cube."""

    def __init__(self, where: Places, words: Vocabulary) -> None:
        """Reference rows by file; `words` says which pay plans and grades occur."""
        self.words = words
        self.agencies = _read(where.reference / "agencies.csv")
        self.places = _read(where.reference / "locations.csv")
        self.occupations = [(r["occupation_code"], r["title"]) for r in _read(where.reference / "occupations.csv")]
        self.pay_plans = {r["pay_plan"]: r for r in _read(where.reference / "pay_plans.csv")}
        self.codes = _read(where.reference / "codes.csv")

    def employment(self, period: date, with_plan: bool) -> Members:
        """The lookups of an employment cube; DTpp.txt comes with the PP column."""
        stem = [(*STEM, code, _join(code, title)) for code, title in self.occupations if code in SCIENCE]
        schooling = [(*EDUCATION, code, _join(code, label)) for code, label in self._labels("education_code")]
        supervising = [
            (*SUPERVISION.get(code, NO_SUPERVISION), code, _join(code, label))
            for code, label in self._labels("supervisory_code")
        ]
        members = self._common() | {
            "DTdate.txt": format_table(("DATECODE", "DATECODET"), [_month(period)]),
            "DTedlvl.txt": _format_groups("EDLVL", schooling),
            "DTstemocc.txt": format_table(
                ("STEMAGG", "STEMAGGT", "STEMTYP", "STEMTYPT", "STEMOCC", "STEMOCCT"), [*stem, NOT_STEM]
            ),
            "DTsuper.txt": format_table(("SUPERTYP", "SUPERTYPT", "SUPERVIS", "SUPERVIST"), supervising),
            "DTwkstat.txt": _format_plain(
                "WORKSTAT", [("1", "Non-Seasonal Full Time Permanent"), ("2", "Other Employees")]
            ),
        }
        if with_plan:
            members["DTpp.txt"] = format_table(("PP_AGG", "PP_AGGT", "PP", "PPT"), PLANS)
        return members

    def separations(self, fiscal_year: int) -> Members:
        """The lookups of a separations cube."""
        return self._common() | {
            "DTsep.txt": _format_plain("SEP", self._labels("separation_category")),
            "DTefdate.txt": _effective_months(fiscal_year, fiscal_year),
            "DTgender.txt": _format_plain("GENDER", [("F", "Female"), ("M", "Male"), ("Z", "Unspecified")]),
        }

    def accessions(self, first: int, last: int) -> Members:
        """The lookups of an accessions cube over several fiscal years."""
        return self._common() | {
            "DTacc.txt": _format_plain("ACC", self._labels("accession_category")),
            "DTefdate.txt": _effective_months(first, last),
        }

    def _common(self) -> Members:
        places = [
            (*REGIONS.get(row["region"], NO_REGION), row["duty_code"], _join(row["duty_code"], row["name"]))
            for row in self.places
        ]
        return {
            "DTagelvl.txt": _format_plain("AGELVL", self._labels("age_band")),
            "DTagy.txt": format_table(("AGYTYP", "AGYTYPT", "AGY", "AGYT", "AGYSUB", "AGYSUBT"), self._agency_rows()),
            "DTgsegrd.txt": format_table(("GSEGRD",), [("",), ("**",), *((f"{grade:02d}",) for grade in range(1, 16))]),
            "DTloc.txt": _format_groups("LOC", places),
            "DTloslvl.txt": _format_plain("LOSLVL", self._labels("service_band")),
            "DTocc.txt": format_table(
                ("OCCTYP", "OCCTYPT", "OCCFAM", "OCCFAMT", "OCC", "OCCT"), map(_occupation, self.occupations)
            ),
            "DTpatco.txt": _format_plain("PATCO", PATCO),
            "DTppgrd.txt": format_table(
                ("PPTYP", "PPTYPT", "PPGROUP", "PPGROUPT", "PAYPLAN", "PAYPLANT", "PPGRD"), self._grade_rows()
            ),
            "DTsallvl.txt": _format_plain("SALLVL", _salary_levels()),
            "DTtoa.txt": format_table(("TOATYP", "TOATYPT", "TOA", "TOAT"), self._appointment_rows()),
            "DTwrksch.txt": format_table(("WSTYP", "WSTYPT", "WORKSCH", "WORKSCHT"), self._schedule_rows()),
        }

    def _labels(self, column: str) -> list[Cells]:
        return [(row["code"], row["label"]) for row in self.codes if row["column_name"] == column]

    def _agency_rows(self) -> list[Cells]:
        rows: list[Cells] = []
        for row in self.agencies:
            code, unit = row["agency_code"], f"{row['agency_code']}{MARK}"
            if code in self.words.agencies:
                rows.append((*SIZES[row["size_group"]], code, _join(code, row["name"]), unit, _join(unit, NO_UNIT)))
        return rows

    def _grade_rows(self) -> list[Cells]:
        rows: list[Cells] = []
        for grade in self.words.pay_grades[1:]:
            plan = self.pay_plans[grade[:2]]
            kind = GRADED_KIND if plan["is_graded_equivalent"] == "true" else UNGRADED_KIND
            rows.append((*kind, f"{kind[0]}1", kind[1], grade[:2], _join(grade[:2], plan["title"]), grade))
        return rows

    def _appointment_rows(self) -> list[Cells]:
        return [
            (*(PERMANENT if code in PERMANENT_APPOINTMENTS else NOT_PERMANENT), code, _join(code, label))
            for code, label in self._labels("appointment_code")
        ]

    def _schedule_rows(self) -> list[Cells]:
        rows = [
            (*(FULL_TIME if code in "BFGH" else PART_TIME), code, f"{code} - {label}")
            for code, label in self._labels("work_schedule_code")
        ]
        return [*rows, (*PART_TIME, MARK, f"{MARK} - {NO_UNIT}")]


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _format_plain(code: str, rows: Iterable[Cells]) -> bytes:
    return format_table((code, f"{code}T"), rows)


def _format_groups(code: str, rows: Iterable[Cells]) -> bytes:
    return format_table((f"{code}TYP", f"{code}TYPT", code, f"{code}T"), rows)


def _join(code: str, label: str) -> str:
    return f"{code}-{label.upper()}"


def _occupation(occupation: Cells) -> Cells:
    code, title = occupation
    collar = WHITE_COLLAR if code < FIRST_BLUE_COLLAR else BLUE_COLLAR
    return (*collar, code[:2], f"{code[:2]}xx", code, _join(code, title))


def _salary_levels() -> list[Cells]:
    between = [
        (letter, f"${low:,} - ${high - 1:,}")
        for letter, (low, high) in zip(SALARY_BANDS[1:-1], pairwise(SALARY_LIMITS.tolist()), strict=True)
    ]
    return [("A", "Less than $20,000"), *between, ("Y", "$300,000 or more"), ("Z", "Unspecified or Zero")]


def _month(day: date) -> Cells:
    return f"{day:%Y%m}", f"{day:%b %Y}".upper()


def _effective_months(first: int, last: int) -> bytes:
    days = [date(year - (m > 9), m, 1) for year in range(first, last + 1) for m in (10, 11, 12, *range(1, 10))]
    quarters = [(str((day.month + 2) // 3 % 4 + 1), f"{day:%Y} QUARTER {(day.month + 2) // 3}") for day in days]
    rows = [(*quarter, *_month(day)) for quarter, day in zip(quarters, days, strict=True)]
    return format_table(("QTR", "QTRT", "EFDATE", "EFDATET"), rows)
