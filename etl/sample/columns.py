"""Invented employees as columns, the codes their cells stand for, and the draws every kind of employee shares."""

import csv
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from etl.paths import Places
from etl.sample.calibration import EXECUTIVE_LEVELS, Shares
from etl.sample.workforce import EVERYONE_ELSE

Column = npt.NDArray[np.int32]
Rows = npt.NDArray[np.signedinteger[Any]]
Codes = npt.NDArray[np.str_]
Draw = np.random.Generator

SENIOR_PLANS = {"sl": "SL-00", "st": "ST-00"}
YOUNGEST = 18


@dataclass(frozen=True)
class People:
    """Employees as columns of equal length: indices into the vocabulary, months of age and service, dollars of pay.

    Service of -1 and pay of 0 stand for blank cells; index 0 of a vocabulary list is its unspecified code. `employees`
    is how many the row counts: always one for executives, senior professionals and Schedule C.
    """

    agency: Column
    place: Column
    age: Column
    service: Column
    education: Column
    pay_grade: Column
    occupation: Column
    supervisory: Column
    appointment: Column
    schedule: Column
    salary: Column
    employees: Column

    def __len__(self) -> int:
        return len(self.agency)

    def pick(self, rows: Rows) -> "People":
        """The same columns at these row numbers."""
        return People(*(getattr(self, field.name)[rows] for field in fields(self)))


def together(groups: list[People]) -> People:
    """Several groups as one, in order."""
    return People(*(np.concatenate([getattr(group, f.name) for group in groups]) for f in fields(People)))


@dataclass(frozen=True)
class Vocabulary:
    """The codes that may appear; a cell holds the position of its code in the list.

    Every list but the agencies starts with OPM's code for unspecified.
    """

    agencies: tuple[str, ...]
    places: tuple[str, ...]
    occupations: tuple[str, ...]
    pay_grades: tuple[str, ...]
    appointments: tuple[str, ...]
    education: tuple[str, ...]
    supervisory: tuple[str, ...] = ("*", "2", "4", "5", "6", "7", "8")
    schedules: tuple[str, ...] = ("*", "F", "P", "I")

    @classmethod
    def load(cls, where: Places, agencies: tuple[str, ...]) -> "Vocabulary":
        """Codes from the reference tables, and every pay plan and grade the sample can draw."""

        def column(name: str, key: str) -> list[str]:
            with (where.reference / name).open(encoding="utf-8", newline="") as file:
                return [row[key] for row in csv.DictReader(file)]

        pairs = list(zip(column("codes.csv", "column_name"), column("codes.csv", "code"), strict=True))
        of = {name: [code for each, code in pairs if each == name and code[0] != "*"] for name, _ in pairs}
        grades = ["ES-**", "SV-H", *SENIOR_PLANS.values(), *(f"EX-0{level}" for level in EXECUTIVE_LEVELS)]
        grades += [job.pay_grade for job in EVERYONE_ELSE] + [f"GS-{grade:02d}" for grade in range(9, 16)]
        return cls(
            agencies,
            ("**", *(code for code in column("locations.csv", "duty_code") if code != "**")),
            ("****", *column("occupations.csv", "occupation_code")),
            ("**", *dict.fromkeys(grades)),
            ("**", *of["appointment_code"]),
            ("**", *of["education_code"]),
        )

    @cached_property
    def positions(self) -> dict[str, dict[str, int]]:
        """Position of each code in each list."""
        return {field.name: {c: i for i, c in enumerate(getattr(self, field.name))} for field in fields(self)}

    def choose(self, draw: Draw, column: str, weights: dict[str, float], count: int) -> Column:
        """That many positions in one list, drawn by weight."""
        cells = np.array([self.positions[column][code] for code in weights], dtype=np.int32)
        shares = np.cumsum(np.array(list(weights.values()), dtype=float))
        return cells[np.searchsorted(shares / shares[-1], draw.random(count), side="right")]

    def constant(self, column: str, code: str, count: int) -> Column:
        """One code, repeated."""
        return np.full(count, self.positions[column][code], dtype=np.int32)


def ages(draw: Draw, mean: float, spread: float, count: int) -> Column:
    """Ages in months, between 22 and 82 years."""
    return np.rint(np.clip(draw.normal(mean, spread, count), 22, 82) * 12).astype(np.int32)


def ages_between(draw: Draw, younger: tuple[tuple[int, float], ...], count: int) -> Column:
    """Ages in months, given for some ages the percent who are younger; evenly spread between two of them."""
    years, percent = np.array(younger).T
    months: Column = np.floor(np.interp(draw.random(count) * 100, percent, years) * 12).astype(np.int32)
    return months


def service(draw: Draw, age: Column, mean_years: Shares | float, evenness: float) -> Column:
    """Months of service: a part of the working life since 18, so never more of it than there has been."""
    if not len(age):
        return age
    possible = age - YOUNGEST * 12
    part = np.clip(np.asarray(mean_years) * 12 / possible.mean(), 0.02, 0.95)
    return np.floor(possible * draw.beta(part * evenness, (1 - part) * evenness, len(age))).astype(np.int32)


def blanks(draw: Draw, people: People) -> People:
    """The same people with the few cells real extracts leave unspecified: place, age, education, service, pay."""

    def but(column: Column, value: int, rate: float) -> Column:
        return np.where(draw.random(len(column)) < rate, np.int32(value), column)

    return People(
        people.agency,
        but(people.place, 0, 0.001),
        but(people.age, 0, 0.0004),
        but(people.service, -1, 0.0003),
        but(people.education, 0, 0.004),
        people.pay_grade,
        but(people.occupation, 0, 0.0002),
        but(people.supervisory, 0, 0.0003),
        people.appointment,
        people.schedule,
        but(people.salary, 0, 0.003),
        people.employees,
    )
