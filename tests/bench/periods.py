"""Writes a history of many periods with all their executives: cubes by quarter, months of data.opm.gov between."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from multiprocessing import get_context
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.layouts.data_opm import FWD_ACCESSIONS, FWD_EMPLOYMENT, FWD_SEPARATIONS
from etl.layouts.spec import Layout
from etl.paths import find_places
from etl.sample.calibration import fiscal_year, month_end
from etl.sample.columns import People, Rows, together
from etl.sample.extracts import Sample
from etl.sample.flows import Movement, draw_accessions, draw_separations
from etl.sample.people import Crowd
from etl.sample.posts import allot_posts
from etl.sample.write import AGE_LIMITS
from etl.staging.engine import quote_literal
from tests.bench.measure import CORES
from tests.bench.months import columns_of, filling

LAST_PERIOD = date(2026, 10, 31)
LAST_CUBE, MOST_CUBES = date(2024, 9, 30), 72
FLOWS = {"separations": (FWD_SEPARATIONS, draw_separations), "accessions": (FWD_ACCESSIONS, draw_accessions)}
AGES = ("LESS THAN 20", *(f"{low}-{low + 4}" for low in range(20, 65, 5)), "65 OR MORE", "UNSPECIFIED")
REDACTED_PAY, VETERANS, RESERVED, DEFERRED = 0.02, 0.2, 0.55, 0.1
"""Shares of rows: pay withheld, veterans, career reserved positions, deferred resignations."""


def month_ends(count: int, last: date = LAST_PERIOD) -> tuple[date, ...]:
    """The last `count` month ends, oldest first."""
    months = [last.year * 12 + last.month - 1 - back for back in range(count)]
    return tuple(month_end(month // 12, month % 12 + 1) for month in reversed(months))


def write_periods(to: Path, periods: int, rows: int, last: date = LAST_PERIOD) -> list[Path]:
    """Employment at so many month ends, the quarters to September 2024 as cubes, and the movements of every month.

    Movements of whole fiscal years to 2024 are cubes too, later ones a file for each month.

    `rows` is those of one period: all the executives, and others who stand for everyone else (see etl.sample.extracts).
    Months are Parquet, so that columns nobody reads cost nothing. Every file carries the synthetic mark.
    """
    to.mkdir(parents=True, exist_ok=True)
    ends = month_ends(periods, last)
    cubes = [end for end in ends if end.month % 3 == 0 and end <= LAST_CUBE][-MOST_CUBES:]
    writer = Writer(to, rows)
    jobs: list[Callable[[], list[Path]]] = [partial(writer.cube if end in cubes else writer.month, end) for end in ends]
    years = {year: [end for end in ends if fiscal_year(end) == year] for year in {fiscal_year(end) for end in ends}}
    in_cubes = [year for year, months in sorted(years.items()) if len(months) == 12 and year <= LAST_CUBE.year]
    jobs += [partial(writer.separations_cube, year) for year in in_cubes]
    jobs += [partial(writer.accessions_cube, in_cubes)] if in_cubes else []
    jobs += [partial(writer.movements, year, months) for year, months in years.items() if year not in in_cubes]
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
        return [path for paths in pool.map(_run, jobs, chunksize=8) for path in paths]


def _run(job: Callable[[], list[Path]]) -> list[Path]:
    return job()


@dataclass(frozen=True)
class Writer:
    """Draws people as the sample does and writes them in the layout that their period was published in."""

    to: Path
    rows: int
    seed: int = 1978

    @cached_property
    def sample(self) -> Sample:
        return Sample(self.to, self.rows, (LAST_CUBE,), self.seed, lambda _name: None)

    def cube(self, end: date) -> list[Path]:
        path = self.to / f"FedScope_Employment_{end:%B_%Y}.zip"
        self.sample.employment(path, end)
        return [path]

    def month(self, end: date) -> list[Path]:
        draw = self._draw(1, end)
        crowd = Crowd(self.sample.calibration, self.sample.words, end, draw)
        executives = crowd.draw_executives()
        rest = allot_posts(self.sample.calibration, self.sample.rest(end, executives.agency))
        people = together([executives, crowd.draw_others(rest)])
        path = self.to / f"employment_{end:%Y%m}_1.parquet"
        return [
            self._write(path, FWD_EMPLOYMENT, people, draw, {"snapshot_yyyymm": pa.repeat(f"{end:%Y%m}", len(people))})
        ]

    def separations_cube(self, year: int) -> list[Path]:
        path = self.to / f"FedScope_Separations_FY{year}.zip"
        self.sample.separations(path, year)
        return [path]

    def accessions_cube(self, years: list[int]) -> list[Path]:
        path = self.to / f"FedScope_Accessions_FY{years[0]}-{years[-1]}.zip"
        self.sample.accessions(path, years)
        return [path]

    def movements(self, year: int, ends: Sequence[date]) -> list[Path]:
        """A file for each of those months of one fiscal year and each kind of movement."""
        written = []
        for subject, (layout, move) in FLOWS.items():
            draw = self._draw(len(subject), date(year, 9, 30))
            moved = move(self.sample.calibration, self.sample.words, year, self.sample.rest_of(year), draw, 1.0)
            for end in ends:
                path = self.to / f"{subject}_{end:%Y%m}_1.parquet"
                written.append(
                    self._movement(path, layout, moved, np.flatnonzero(moved.month == end.year * 100 + end.month), draw)
                )
        return written

    def _movement(self, path: Path, layout: Layout, moved: Movement, rows: Rows, draw: np.random.Generator) -> Path:
        category = f"{layout.subject.removesuffix('s')}_category"
        codes = pa.array(moved.category[rows].tolist(), pa.string())
        cells = {
            f"{category}_code": codes,
            category: pc.binary_join_element_wise("CATEGORY", codes, " "),
            "personnel_action_effective_date_yyyymm": pc.cast(pa.array(moved.month[rows]), pa.string()),
            "drp_indicator": self._marks(draw, len(rows), DEFERRED, "Y", "N"),
        }
        return self._write(path, layout, moved.people.pick(rows), draw, cells)

    def _draw(self, subject: int, end: date) -> np.random.Generator:
        return np.random.default_rng([self.seed, 100 + subject, end.toordinal()])

    @staticmethod
    def _marks(draw: np.random.Generator, count: int, share: float, yes: str, no: str) -> pa.Array:
        return pc.if_else(pa.array(draw.random(count) < share), yes, no)

    def _write(
        self, path: Path, layout: Layout, people: People, draw: np.random.Generator, cells: dict[str, pa.Array]
    ) -> Path:
        known = pa.table(self._cells(people, draw) | cells)
        picked = ", ".join(
            f'"{name}"' if name in known.column_names else f'{filling(name)} as "{name}"' for name in columns_of(layout)
        )
        with duckdb.connect(config={"threads": 1}) as connection:
            connection.execute("set enable_progress_bar = false")
            connection.register("known", known)
            connection.execute(
                f"copy (select {picked} from (select *, 0.5 as other from known)) to {quote_literal(path)} "
                "(format parquet)"
            )
        return path

    def _cells(self, people: People, draw: np.random.Generator) -> dict[str, pa.Array]:
        """The columns that staging reads, in the words of data.opm.gov."""
        words, count = self.sample.words, len(people)
        agency, place = pa.array(words.agencies).take(pa.array(people.agency)), pa.array(people.place)
        unit = pc.binary_join_element_wise(agency, pa.array([f"{n:02d}" for n in draw.integers(0, 8, count)]), "")
        grades = pa.array(people.pay_grade)
        plan = pa.array([grade[:2] for grade in words.pay_grades]).take(grades)
        occupation = pa.array(words.occupations).take(pa.array(people.occupation))
        appointment = pa.array(words.appointments).take(pa.array(people.appointment))
        is_executive = pc.equal(plan, "ES")
        band = np.where(people.age > 0, np.searchsorted(AGE_LIMITS, people.age // 12, side="right"), len(AGES) - 1)
        years = pc.cast(pa.array(np.round(people.service / 12, 1)), pa.string())
        pay = pc.binary_join_element_wise(pc.cast(pa.array(people.salary), pa.string()), ".0", "")
        is_withheld = (people.salary == 0) | (draw.random(count) < REDACTED_PAY)
        return {
            "count": pc.cast(pa.array(people.employees), pa.string()),
            "personnel_office_identifier_code": pa.repeat("SYNTHETIC", count),
            "agency_code": agency,
            "agency": pc.binary_join_element_wise("AGENCY", agency, " "),
            "agency_subelement_code": unit,
            "agency_subelement": pc.binary_join_element_wise("SUBELEMENT", unit, " "),
            "age_bracket": pa.array(AGES).take(pa.array(band)),
            "length_of_service_years": pc.if_else(pa.array(people.service >= 0), years, "REDACTED"),
            "education_level_code": pa.array(words.education).take(pa.array(people.education)),
            "occupational_series_code": occupation,
            "occupational_series": pc.binary_join_element_wise("SERIES", occupation, " "),
            "pay_plan_code": plan,
            "pay_plan": pc.binary_join_element_wise("PAY PLAN", plan, " "),
            "grade": pa.array([g[3:] if g[3:].isdigit() else "00" for g in words.pay_grades]).take(grades),
            "appointment_type_code": appointment,
            "appointment_type": pc.binary_join_element_wise("APPOINTMENT", appointment, " "),
            "annualized_adjusted_basic_pay": pc.if_else(pa.array(is_withheld), "REDACTED", pay),
            "supervisory_status_code": pa.array(words.supervisory).take(pa.array(people.supervisory)),
            "work_schedule_code": pa.array(words.schedules).take(pa.array(people.schedule)),
            "duty_station_state_abbreviation": pa.array([self._states.get(p, "REDACTED") for p in words.places]).take(
                place
            ),
            "duty_station_state_country_territory_code": pa.array(words.places).take(place),
            "duty_station_country_code": pa.array([p if p.isalpha() else "US" for p in words.places]).take(place),
            "position_occupied_code": pc.if_else(is_executive, self._marks(draw, count, RESERVED, "4", "3"), "1"),
            "veteran_indicator": self._marks(draw, count, VETERANS, "Y", "N"),
        }

    @cached_property
    def _states(self) -> dict[str, str]:
        with (find_places().reference / "locations.csv").open(encoding="utf-8", newline="") as file:
            return {row["duty_code"]: row["state"] for row in csv.DictReader(file) if row["state"]}
