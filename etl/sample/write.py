"""Writing invented employees in the layout of OPM's FedScope cubes, in a zip that says it is synthetic."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.sample.columns import Codes, Column, People, Vocabulary

MARK = "SYNTHETIC"
"""In every row: the end of the agency's subelement, and the work schedule. No code of OPM's is so long."""
MARK_MEMBER = "SYNTHETIC.txt"
SENTENCE = (
    f"{MARK}: invented employees in the layout of OPM's FedScope cubes, calibrated to published figures. "
    "No row describes a real person; quote no number from this file."
)
EMPLOYMENT_COLUMNS = (
    "AGYSUB", "LOC", "AGELVL", "EDLVL", "GSEGRD", "LOSLVL", "OCC", "PATCO", "PPGRD", "SALLVL", "STEMOCC",
    "SUPERVIS", "TOA",
    "WORKSCH", "WORKSTAT", "DATECODE", "EMPLOYMENT", "SALARY", "LOS",
)  # fmt: skip
SEPARATIONS_COLUMNS = (
    "AGYSUB", "SEP", "EFDATE", "AGELVL", "GENDER", "GSEGRD", "LOSLVL", "LOC", "OCC", "PATCO", "PPGRD", "SALLVL", "TOA",
    "WORKSCH", "COUNT", "SALARY", "LOS",
)  # fmt: skip
ROWS_AT_ONCE = 200_000
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""Every member carries the same time, so that the same seed gives the same bytes."""

AGE_LIMITS = np.array([20, 25, 30, 35, 40, 45, 50, 55, 60, 65])
SERVICE_LIMITS = np.array([1, 3, 5, 10, 15, 20, 25, 30, 35])
SALARY_LIMITS = np.array([*range(20_000, 200_001, 10_000), 220_000, 240_000, 260_000, 280_000, 300_000])
AGE_BANDS, SERVICE_BANDS, SALARY_BANDS = "ABCDEFGHIJK", "ABCDEFGHIJ", "ABCDEFGHIJKLMNOPQRSTUVWXY"
PROFESSIONAL = (
    "0110",
    "0401",
    "0510",
    "0601",
    "0602",
    "0610",
    "0801",
    "0810",
    "0830",
    "0840",
    "0855",
    "0905",
    "1220",
    "1301",
    "1320",
    "1550",
)
TECHNICAL = ("0404", "0462", "0503", "0525", "0592", "0621", "0679", "0203", "0856", "0962", "1802", "2005")
SCIENCE = ("0110", "0401", "0801", "0810", "0830", "0840", "0855", "1301", "1320", "1550", "2210")
GRADED_PLANS = ("GS", "GG", "GM", "GL", "GP", "GR")


Fact = tuple[tuple[str, ...], Iterator[memoryview]]
"""A fact member: the column names, and the rows in chunks of text."""


class RowWriter:
    """Turns columns of codes into the text of a fact file."""

    def __init__(self, words: Vocabulary) -> None:
        """Prepare the words once: every cell is looked up, never formatted."""
        self.words = words
        self.lists = {name: pa.array(list(getattr(words, name))) for name in words.positions}
        self.lists["agencies"] = pa.array([f"{code}{MARK}" for code in words.agencies])
        self.grades = pa.array([g[3:] if g[:2] in GRADED_PLANS else "" for g in words.pay_grades])
        self.plans = pa.array([g[:2] if g[:2] in ("ES", "SL", "ST", "**") else "99" for g in words.pay_grades])
        self.patco = pa.array([find_patco(code) for code in words.occupations])
        self.science = pa.array([c if c in SCIENCE else "****" if c == "****" else "XXXX" for c in words.occupations])
        self.years = pa.array(["\r\n", *(f"{m // 12:02d}.{round(m % 12 / 12 * 100):02d}\r\n" for m in range(12 * 70))])

    def format_employment(self, people: People, period: int, with_plan: bool) -> Iterator[memoryview]:
        """Rows of an employment cube, in chunks; the plan column sits before PPGRD when asked for."""
        for chunk in _chunks(people):
            cells = self._cells(chunk)
            permanent = np.isin(chunk.schedule, [1]) & ~np.isin(
                chunk.appointment,
                [self.words.positions["appointments"][code] for code in ("20", "40", "44", "46", "48", "60", "65")],
            )
            cells["WORKSTAT"] = pa.array(["2", "1"]).take(pa.array(permanent.astype(np.int8)))
            cells["DATECODE"] = pa.scalar(str(period))
            columns = [*EMPLOYMENT_COLUMNS]
            if with_plan:
                columns.insert(columns.index("PPGRD"), "PP")
            yield _lines([cells[name] for name in columns])

    def format_movement(
        self, people: People, category: Codes, month: Column, columns: tuple[str, ...]
    ) -> Iterator[memoryview]:
        """Rows of a separations or accessions cube. One in three is a woman where GENDER is asked for."""
        if len(people) == 0:
            return
        cells = self._cells(people)
        cells["SEP"] = cells["ACC"] = pa.array(category.tolist())
        cells["EFDATE"] = pc.cast(pa.array(month), pa.string())
        cells["GENDER"] = pa.array(["M", "F"]).take(pa.array((np.arange(len(people)) % 3 == 1).astype(np.int8)))
        yield _lines([cells[name] for name in columns])

    def _cells(self, people: People) -> dict[str, pa.Array | pa.Scalar]:
        age = np.where(people.age > 0, np.searchsorted(AGE_LIMITS, people.age // 12, side="right"), len(AGE_BANDS))
        service_bands = np.where(
            people.service >= 0, np.searchsorted(SERVICE_LIMITS, people.service // 12, side="right"), len(SERVICE_BANDS)
        )
        pay_bands = np.where(
            people.salary > 0, np.searchsorted(SALARY_LIMITS, people.salary, side="right"), len(SALARY_BANDS)
        )
        employees = pc.cast(pa.array(people.employees), pa.string())
        salary = pc.utf8_lpad(pc.cast(pa.array(people.salary), pa.string()), 6, "0")
        return {
            "AGYSUB": self.lists["agencies"].take(pa.array(people.agency)),
            "LOC": self.lists["places"].take(pa.array(people.place)),
            "AGELVL": pa.array([*AGE_BANDS, "Z"]).take(pa.array(age)),
            "EDLVL": self.lists["education"].take(pa.array(people.education)),
            "GSEGRD": self.grades.take(pa.array(people.pay_grade)),
            "LOSLVL": pa.array([*SERVICE_BANDS, "Z"]).take(pa.array(service_bands)),
            "OCC": self.lists["occupations"].take(pa.array(people.occupation)),
            "PATCO": self.patco.take(pa.array(people.occupation)),
            "PP": self.plans.take(pa.array(people.pay_grade)),
            "PPGRD": self.lists["pay_grades"].take(pa.array(people.pay_grade)),
            "SALLVL": pa.array([*SALARY_BANDS, "Z"]).take(pa.array(pay_bands)),
            "STEMOCC": self.science.take(pa.array(people.occupation)),
            "SUPERVIS": self.lists["supervisory"].take(pa.array(people.supervisory)),
            "TOA": self.lists["appointments"].take(pa.array(people.appointment)),
            "WORKSCH": pa.scalar(MARK),
            "EMPLOYMENT": employees,
            "COUNT": employees,
            "SALARY": pc.if_else(pa.array(people.salary > 0), salary, ""),
            "LOS": self.years.take(pa.array(people.service + 1)),
        }


def _chunks(people: People) -> Iterator[People]:
    by_agency = np.argsort(people.agency, kind="stable")
    for start in range(0, len(people), ROWS_AT_ONCE):
        yield people.pick(by_agency[start : start + ROWS_AT_ONCE])


def _lines(cells: list[pa.Array | pa.Scalar]) -> memoryview:
    """The rows as bytes: the last cell carries the line end, so the joined column's own buffer is the text."""
    lines = pc.binary_join_element_wise(*cells, ",")
    offsets = np.frombuffer(lines.buffers()[1], dtype=np.int32, count=len(lines) + 1)
    return memoryview(lines.buffers()[2])[offsets[0] : offsets[-1]]


def find_patco(occupation: str) -> str:
    """OPM's category of an occupation: professional, administrative, technical, clerical, other, blue collar."""
    if occupation == "****":
        return "9"
    if occupation >= "2500":
        return "6"
    if occupation in PROFESSIONAL:
        return "1"
    if occupation in TECHNICAL:
        return "3"
    return {"0303": "4", "0318": "4", "0083": "5", "0007": "5"}.get(occupation, "2")


def format_table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A small table in OPM's manner: a header row, quotes only where needed, CR LF, Latin-1 and plain hyphens."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().replace("–", "-").encode("latin-1")


def write_archive(path: Path, facts: Mapping[str, Fact], lookups: Mapping[str, bytes]) -> None:
    """One cube: fact members, lookups, and the mark, in the archive's comment and as a member of its own."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.comment = SENTENCE.encode()
        for name, (columns, rows) in facts.items():
            with archive.open(_member(name), "w") as member:
                member.write(",".join(columns).encode() + b"\r\n")
                for chunk in rows:
                    member.write(chunk)
        for name, content in {**lookups, MARK_MEMBER: SENTENCE.encode() + b"\r\n"}.items():
            archive.writestr(_member(name), content)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, FIXED_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member
