"""What the synthetic sample is held to: the published figures that ship with the project."""

import csv
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from etl.places import Places

Counts = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]

APPOINTMENTS = ("career", "noncareer", "limited_term", "limited_emergency")
EXECUTIVE_LEVELS = ("1", "2", "3", "4", "5")
TRANSITION_YEARS = (2001, 2009, 2017, 2021, 2025)
"""Years with a new administration on 20 January: the political appointees of the old one leave that month."""

FULL_SIZE = 2_313_216
"""Employees in OPM's September 2024 tables: the size at which the sample is as large as the government."""

LARGEST_WORKFORCES = {
    "VA": 482.8, "HS": 227.6, "AR": 221.2, "NV": 220.8, "AF": 171.7, "DD": 158.9, "DJ": 117.1, "TR": 114.0, "AG": 98.5,
    "HE": 92.6, "IN": 69.4, "SZ": 58.4, "TD": 57.0, "CM": 48.4, "NN": 18.1, "DN": 17.4, "EP": 16.8, "ST": 14.6,
    "DL": 14.6,
    "GS": 13.4, "HU": 8.8, "SB": 7.8, "FD": 6.5, "SE": 4.9, "AM": 4.8, "SM": 4.5, "ED": 4.2, "OM": 3.0, "NU": 2.9,
    "NQ": 2.9,
}  # fmt: skip
"""Thousands of employees, OPM employment summary for September 2024; every other agency goes by its size group."""

TYPICAL_WORKFORCE = {"cabinet": 10.0, "large": 1.3, "medium": 0.4, "small": 0.03}
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


def allot(total: int, shares: Shares) -> Counts:
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
        ranked = sorted(
            self.figures,
            key=lambda row: (
                PREFERRED_SOURCES.index(row["source_id"])
                if row["source_id"] in PREFERRED_SOURCES
                else len(PREFERRED_SOURCES)
            ),
        )
        series: dict[tuple[str, str, str], dict[int, float]] = {}
        for row in ranked:
            if not row["agency"]:
                key = (row["indicator"], row["population"], row["breakdown"])
                series.setdefault(key, {}).setdefault(date.fromisoformat(row["as_of"]).toordinal(), float(row["value"]))
        return series

    def at(self, indicator: str, population: str, day: date, breakdown: str = "") -> float:
        """A governmentwide figure on a day: as published, else on the line between its neighbours, flat at the ends."""
        known = self.series[indicator, population, breakdown]
        days = sorted(known)
        return float(np.interp(day.toordinal(), days, [known[each] for each in days]))

    def on_board(self, appointment: str, day: date) -> int:
        """Executives of one appointment type on a day.

        Political appointees stay until the inauguration, so the December before one holds September's number unless its
        own was published.
        """
        leaving_in_january = appointment == "noncareer" and day.month == 12 and day.year + 1 in TRANSITION_YEARS
        if leaving_in_january and day.toordinal() not in self.series["headcount", "noncareer", ""]:
            day = date(day.year, 9, 30)
        return round(self.at("headcount", appointment, day))

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
        mean = self.at("average_length_of_service", population, day)
        latest = self.at("average_length_of_service", population, date(2025, 11, 30))
        return self._by_agency("average_length_of_service", population, latest) - latest + mean

    def workforce_shares(self) -> Shares:
        """How all employees spread over `agency_codes`."""
        return np.array(
            [LARGEST_WORKFORCES.get(row["agency_code"], TYPICAL_WORKFORCE[row["size_group"]]) for row in self.agencies]
        )

    def _by_agency(self, indicator: str, population: str, absent: float) -> Shares:
        listed = {
            row["agency_code"]: float(row["value"])
            for row in self.figures
            if (row["indicator"], row["population"], row["source_id"]) == (indicator, population, "fwd_2025_11")
        }
        return np.array([listed.get(code, absent) for code in self.agency_codes])
