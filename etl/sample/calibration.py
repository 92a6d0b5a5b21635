"""What the synthetic sample is held to: the published figures that ship with the project."""

import csv
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from etl.paths import Places
from etl.sample.agencies import AGENCIES, EMPLOYEES_IN_JANUARY_2026, TYPICAL

Counts = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]

APPOINTMENTS = ("career", "noncareer", "limited_term", "limited_emergency")
EXECUTIVE_LEVELS = ("1", "2", "3", "4", "5")
TRANSITION_YEARS = (2001, 2009, 2017, 2021, 2025)
"""Years with a new administration on 20 January: the political appointees of the old one leave that month."""

WORKFORCE_KNOWN = date(2024, 9, 30), date(2026, 1, 31)
"""The days of the two sizes that `etl.sample.agencies` gives each agency."""
PREFERRED_SOURCES = ("fedscope_gender_cube", "fwd_2025_11", "opm_employment_summary_2025")
"""Where two sources give one figure for one date, the first of these speaks; the others follow in file order."""


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def quarter_ends(last: date, count: int) -> tuple[date, ...]:
    """The last `count` quarter ends up to `last`, oldest first."""
    quarters = [last.year * 4 + last.month // 3 - 1 - back for back in range(count)]
    return tuple(month_end(quarter // 4, quarter % 4 * 3 + 3) for quarter in reversed(quarters))


def fiscal_year(day: date) -> int:
    """The fiscal year a day falls in: 1 October to 30 September, named for its end."""
    return day.year + (day.month >= 10)


def allot(total: int, shares: Shares | Counts) -> Counts:
    """Whole numbers in proportion to `shares` that add up to `total` (largest remainders get the odd ones)."""
    exact = shares / shares.sum() * total
    whole: Counts = np.floor(exact).astype(np.int64)
    whole[np.argsort(whole - exact, kind="stable")[: total - int(whole.sum())]] += 1
    return whole


@dataclass(frozen=True)
class Calibration:
    """The published figures, the agencies of the reference table, and what they imply for a date."""

    figures: tuple[dict[str, str], ...]
    agencies: tuple[dict[str, str], ...]

    @classmethod
    def load(cls, where: Places) -> "Calibration":
        """Read figures.csv and agencies.csv, which ship with the project."""
        with (where.published / "figures.csv").open(encoding="utf-8", newline="") as file:
            figures = tuple(csv.DictReader(file))
        with (where.reference / "agencies.csv").open(encoding="utf-8", newline="") as file:
            agencies = tuple(row for row in csv.DictReader(file) if row["agency_code"].isalpha())
        return cls(figures, agencies)

    @cached_property
    def agency_codes(self) -> tuple[str, ...]:
        """Every agency with a code of its own, in code order."""
        return tuple(row["agency_code"] for row in self.agencies)

    @cached_property
    def series(self) -> dict[tuple[str, str, str], dict[int, float]]:
        """Governmentwide figures by indicator, population and breakdown: day (ordinal) to value."""
        rows_by_rank = sorted(
            self.figures,
            key=lambda row: (
                PREFERRED_SOURCES.index(row["source_id"])
                if row["source_id"] in PREFERRED_SOURCES
                else len(PREFERRED_SOURCES)
            ),
        )
        series: dict[tuple[str, str, str], dict[int, float]] = {}
        for row in rows_by_rank:
            if not row["agency"]:
                key = (row["indicator"], row["population"], row["breakdown"])
                series.setdefault(key, {}).setdefault(date.fromisoformat(row["as_of"]).toordinal(), float(row["value"]))
        return series

    def at(self, indicator: str, population: str, day: date, breakdown: str = "") -> float:
        """A governmentwide figure on a day: as published, else on the line between its neighbours, flat at the ends."""
        values = self.series[indicator, population, breakdown]
        days = sorted(values)
        return float(np.interp(day.toordinal(), days, [values[each] for each in days]))

    def on_board(self, appointment: str, day: date) -> int:
        """Executives of one appointment type on a day.

        Political appointees stay until the inauguration, so the December before one holds September's number unless its
        own was published.

        Args:
            appointment: The type of appointment.
            day: The day.

        Returns:
            People.
        """
        return round(self.at("headcount", appointment, self._in_office("headcount", appointment, day)))

    def _in_office(self, indicator: str, appointment: str, day: date) -> date:
        """The day whose figure holds: September's still in the December before an inauguration, else the day itself."""
        leaving_in_january = appointment == "noncareer" and day.month == 12 and day.year + 1 in TRANSITION_YEARS
        is_published = day.toordinal() in self.series[indicator, appointment, ""]
        return date(day.year, 9, 30) if leaving_in_january and not is_published else day

    def corps(self, day: date) -> int:
        """Executives, senior professionals and the Executive Schedule together, on a day."""
        others = [("sl", ""), ("st", ""), *(("ex", f"level={level}") for level in EXECUTIVE_LEVELS)]
        senior = sum(round(self.at("headcount", population, day, breakdown)) for population, breakdown in others)
        return senior + sum(self.on_board(appointment, day) for appointment in APPOINTMENTS)

    def executive_shares(self, appointment: str) -> Shares:
        """How executives of one type spread over `agency_codes` (November 2025; limited emergency as limited term)."""
        population = "limited_term" if appointment == "limited_emergency" else appointment
        return self._by_agency("headcount", population, 0.0)

    def mean_service(self, appointment: str, day: date) -> Shares:
        """Mean years of service by agency: the government's on that day, moved by the agency's difference in 2025."""
        population = "limited_term" if appointment == "limited_emergency" else appointment
        mean = self.at(
            "average_length_of_service", population, self._in_office("average_length_of_service", population, day)
        )
        latest = self.at("average_length_of_service", population, date(2025, 11, 30))
        return self._by_agency("average_length_of_service", population, latest) - latest + mean

    def employees(self, day: date) -> int:
        """Everyone on board on a day, executives among them: on the line between the dates published, flat outside."""
        values = self.series["headcount", "governmentwide_workforce", ""] | {
            WORKFORCE_KNOWN[1].toordinal(): EMPLOYEES_IN_JANUARY_2026
        }
        days = sorted(values)
        return round(np.interp(day.toordinal(), days, [values[each] for each in days]))

    def workforce_shares(self, day: date) -> Shares:
        """How all employees spread over `agency_codes` on a day."""
        since, until = WORKFORCE_KNOWN
        fraction = np.clip((day - since) / (until - since), 0, 1)
        shares: Shares = self._sizes[0] * (1 - fraction) + self._sizes[1] * fraction
        return shares

    @cached_property
    def grade_shares(self) -> tuple[Shares, Shares]:
        """Of the employees of each agency, the part in grade 15 and the part in grade 14."""
        return self._sizes[2] / self._sizes[0], self._sizes[3] / self._sizes[0]

    @cached_property
    def _sizes(self) -> Shares:
        return np.array([AGENCIES.get(row["agency_code"], TYPICAL[row["size_group"]]) for row in self.agencies]).T

    def _by_agency(self, indicator: str, population: str, absent: float) -> Shares:
        values = {
            row["agency_code"]: float(row["value"])
            for row in self.figures
            if (row["indicator"], row["population"], row["source_id"]) == (indicator, population, "fwd_2025_11")
        }
        return np.array([values.get(code, absent) for code in self.agency_codes])
