"""Synthetic extracts in OPM's own layouts, so that every page works before any real file is loaded.

Executives, senior professionals, the Executive Schedule and Schedule C are whole whatever the number of rows: a row
each. The rows that remain stand for everyone else, each for as many employees as it counts, so that the sums by agency
and by grade of the feeder pool are those of the government. With a row for each employee, all of them count one.
Below about 14,000 rows everything is a part of the government, in the same proportions.

Every file bears the mark in its name, in a comment or member of its zip, and in every row: its agency subelement and
its work schedule, or its source, are no codes that anybody has. A copy under another name, zipped again or converted,
is known by its rows.
"""

import csv
import zipfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from etl.errors import EtlError
from etl.files.aside import make_aside
from etl.paths import find_places
from etl.sample.calibration import Calibration, allot, month_end, quarter_ends
from etl.sample.columns import Column, Vocabulary, together
from etl.sample.demographics import COLUMNS, draw_demographics
from etl.sample.flows import Movement, draw_accessions, draw_separations
from etl.sample.lookups import Lookups
from etl.sample.people import Crowd, each_agency
from etl.sample.posts import Rest, allot_posts
from etl.sample.write import (
    EMPLOYMENT_COLUMNS,
    MARK,
    MARK_MEMBER,
    SEPARATIONS_COLUMNS,
    Fact,
    RowWriter,
    format_table,
    write_archive,
)

LAST_PERIOD = date(2025, 9, 30)
MOST_PERIODS = 109
"""Quarter ends from September 1998, the first published figure, to the last period."""
EXECUTIVES_AT_MOST = 0.8
SCHEDULE_C = 1_100
"""About midway between the two administrations of 2024 and 2025."""
WHOLE = 0.99
"""Rows for this part of all employees are enough to give each a row, and as many employees as there are rows."""
LAST_YEAR_WITH_GENDER = 2017
FIRST_YEAR_WITH_PLAN, MONTHS_WITH_PLAN = 2017, (3, 9)
Progress = Callable[[str], None]
Move = Callable[[Calibration, Vocabulary, int, Rest, np.random.Generator, float], Movement]


class SampleImpossible(EtlError):
    """The rows or periods asked for cannot be written."""


class FolderNotWritable(EtlError):
    """The folder for the sample cannot be written to."""


class NotOurSample(EtlError):
    """A file in the way is not an earlier sample."""


def write_sample(
    to: Path, rows: int = 60_000, periods: int = 9, seed: int = 1978, on_progress: Progress | None = None
) -> list[Path]:
    """Write quarterly employment cubes, the last one September 2025, and what goes with them.

    With them come a separations cube for each fiscal year the periods cover whole (at least for the last), one
    accessions cube over those years, and counts by sex and race. The same arguments give the same bytes.

    Args:
        to: The folder to write into; made if it is not there.
        rows: Rows of each employment cube.
        periods: How many quarter ends, from 1 to 109.
        seed: What everything is drawn from.
        on_progress: Called with the name of each file when it is there.

    Returns:
        The paths of all files, oldest period first.

    Raises:
        SampleImpossible: Rows, periods or seed are out of bounds.
        NotOurSample: A file in the way is no sample.
        FolderNotWritable: The folder does not let itself be written.
    """
    if not 1 <= periods <= MOST_PERIODS or rows < 1 or seed < 0:
        raise SampleImpossible(
            f"A sample of {rows:,} rows in {periods} periods cannot be made: "
            f"ask for at least one row, for 1 to {MOST_PERIODS} periods and for a seed of 0 or more."
        )
    return Sample(to, rows, quarter_ends(LAST_PERIOD, periods), seed, on_progress or (lambda _: None)).write()


class Sample:
    """One sample: its folder, size, periods and seed."""

    def __init__(self, to: Path, rows: int, periods: tuple[date, ...], seed: int, on_progress: Progress) -> None:
        """Read the reference tables and published figures the sample is calibrated to."""
        self.to, self.rows, self.periods, self.seed, self.on_progress = to, rows, periods, seed, on_progress
        where = find_places()
        self.calibration = Calibration.load(where)
        self.words = Vocabulary.load(where, self.calibration.agency_codes)
        self.text = RowWriter(self.words)
        self.lookups = Lookups(where, self.words)

    def write(self) -> list[Path]:
        """Every file of the sample, oldest period first; nothing is written if a file in the way is not a sample."""
        ends = set(self.periods)
        whole = [y for y in range(1999, LAST_PERIOD.year + 1) if {month_end(y - 1, 9), month_end(y, 9)} <= ends]
        years = whole or [LAST_PERIOD.year]
        makers: dict[str, Callable[[Path], None]] = {
            f"FedScope_Employment_{period:%B_%Y}_{MARK}.zip": partial(self.employment, period=period)
            for period in self.periods
        }
        makers |= {f"FedScope_Separations_FY{year}_{MARK}.zip": partial(self.separations, year=year) for year in years}
        if years:
            makers[f"FedScope_Accessions_FY{years[0]}-{years[-1]}_{MARK}.zip"] = partial(self.accessions, years=years)
        makers[f"demographics_{MARK}.csv"] = self.demographics
        try:
            self.to.mkdir(parents=True, exist_ok=True)
            for name in makers:
                self._refuse_to_overwrite(self.to / name)
            return [self._write_file(self.to / name, make) for name, make in makers.items()]
        except OSError as reason:
            raise FolderNotWritable(
                f"The sample could not be written to {self.to}: {reason.strerror}; "
                "make room there or choose another folder."
            ) from reason

    def _refuse_to_overwrite(self, path: Path) -> None:
        if path.exists() and not is_sample(path):
            raise NotOurSample(
                f"{path} is not a synthetic sample and would be overwritten: move it away or choose an empty folder."
            )

    def _write_file(self, path: Path, make: Callable[[Path], None]) -> Path:
        """Write a file beside its place, then put it there: a half-written extract never carries a whole one's name."""
        make_aside(path, make)
        self.on_progress(path.name)
        return path

    def _draw(self, subject: int, period: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, subject, period])

    def _part(self, day: date) -> float:
        """The share of executives the rows have room for: nearly always all of them."""
        return min(1.0, EXECUTIVES_AT_MOST * self.rows / self.calibration.corps(day))

    def rest(self, day: date, executives: Column) -> Rest:
        """Everyone else on a day, given the agency of each executive."""
        part = self._part(day)
        everyone = round(self.calibration.employees(day) * part)
        if self.rows >= WHOLE * everyone:
            everyone = self.rows
        by_agency = allot(everyone, self.calibration.workforce_shares(day))
        others = np.clip(by_agency - np.bincount(executives, minlength=len(by_agency)), 0, None)
        return Rest(allot(everyone - len(executives), others), round(SCHEDULE_C * part), self.rows - len(executives))

    def rest_of(self, year: int) -> Rest:
        """Everyone else at the end of a fiscal year, executives taken to be where the career ones are."""
        day = month_end(year, 9)
        corps = round(self.calibration.corps(day) * self._part(day))
        return self.rest(day, each_agency(allot(corps, self.calibration.executive_shares("career"))))

    def employment(self, path: Path, period: date) -> None:
        """One employment cube. September and March carry the PP column from 2017, as some of OPM's do."""
        code = period.year * 100 + period.month
        crowd = Crowd(self.calibration, self.words, period, self._draw(1, code))
        executives = crowd.draw_executives(self._part(period))
        executives = executives.pick(np.arange(min(len(executives), self.rows)))
        people = together(
            [executives, crowd.draw_others(allot_posts(self.calibration, self.rest(period, executives.agency)))]
        )
        with_plan = period.year >= FIRST_YEAR_WITH_PLAN and period.month in MONTHS_WITH_PLAN
        columns = [*EMPLOYMENT_COLUMNS]
        if with_plan:
            columns.insert(columns.index("PPGRD"), "PP")
        fact = (tuple(columns), self.text.format_employment(people, code, with_plan))
        name = f"FACTDATA_{period:%b%Y}.TXT".upper()
        write_archive(path, {name: fact}, self.lookups.employment(period, with_plan))

    def separations(self, path: Path, year: int) -> None:
        """One fiscal year of separations; GENDER is there until 2017."""
        columns = tuple(name for name in SEPARATIONS_COLUMNS if name != "GENDER" or year <= LAST_YEAR_WITH_GENDER)
        fact = self._draw_movement(draw_separations, year, columns)
        write_archive(path, {f"SEPDATA_FY{year}.TXT": fact}, self.lookups.separations(year))

    def accessions(self, path: Path, years: list[int]) -> None:
        """The accessions of several fiscal years, one fact member each."""
        columns = tuple("ACC" if name == "SEP" else name for name in SEPARATIONS_COLUMNS if name != "GENDER")
        facts = {f"ACCDATA_FY{year}.TXT": self._draw_movement(draw_accessions, year, columns) for year in years}
        write_archive(path, facts, self.lookups.accessions(years[0], years[-1]))

    def demographics(self, path: Path) -> None:
        """Sex and race of executives by period, agency and appointment; the source column carries the mark."""
        path.write_bytes(
            format_table(COLUMNS, draw_demographics(self.calibration, self.periods, self._draw(4, 0), MARK))
        )

    def _draw_movement(self, move: Move, year: int, columns: tuple[str, ...]) -> Fact:
        """The people who left or came in one year, as a fact member."""
        subject = 2 if move is draw_separations else 3
        part = self._part(month_end(year, 9))
        movement = move(self.calibration, self.words, year, self.rest_of(year), self._draw(subject, year), part)
        return columns, self.text.format_movement(movement.people, movement.category, movement.month, columns)


def is_sample(path: Path) -> bool:
    """Whether a file carries the synthetic mark in its own bytes."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return archive.comment.startswith(MARK.encode()) or MARK_MEMBER in archive.namelist()
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        first = next(csv.DictReader(file), {})
    return first.get("source") == MARK
