"""Drawing invented employees for one date: executives as published, the rest by pay plan and grade."""

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from etl.sample.calibration import APPOINTMENTS, EXECUTIVE_LEVELS, Calibration, Counts, allot
from etl.sample.columns import (
    SENIOR_PLANS,
    Column,
    Draw,
    People,
    Vocabulary,
    ages,
    ages_between,
    blanks,
    service,
    together,
)
from etl.sample.posts import Posts
from etl.sample.workforce import EVERYONE_ELSE, EXECUTIVE_WORK, PLACES_OF_EXECUTIVES, PLACES_OF_OTHERS, WORK, Job

TYPES_OF_APPOINTMENT = {"career": "50", "noncareer": "55", "limited_term": "60", "limited_emergency": "65"}
UNSPECIFIED_EXECUTIVES = 5
"""On pay plan ES without a stated appointment, as a handful always are."""
EXECUTIVES_ELSEWHERE = 2
"""Career executives on another pay plan, as a few always are."""

CAREER_YOUNGER_THAN = ((28, 0.0), (40, 1.5), (45, 7.5), (50, 23.0), (55, 42.0), (60, 73.0), (65, 92.7), (77, 100.0))
"""Percent of career executives younger than an age: 27 percent are 60 and over, 22 in their forties (published, 2022).

The steps between were chosen so that the retirement rules come near the shares published as able to retire within five
and ten years of 2020, which no other spread of ages with those two shares brings much nearer.
"""
AGE = {"noncareer": (47.0, 10.5), "limited_term": (53.0, 9.0), "limited_emergency": (53.0, 9.0)}
"""Mean and spread of age in years of the others."""
EVENNESS = {"career": 2.5, "noncareer": 5.0, "limited_term": 1.5, "limited_emergency": 1.5}
"""How closely service follows age (concentration of the beta draw).

Career: near a third with thirty years, as published for 2022. Noncareer: few with less than two years before a change
of administration, as in OPM's separations of January 2009.
"""
AT_THE_CEILING = 0.06


def each_agency(counts: Counts) -> Column:
    """The agency of each person, given how many each agency has."""
    return np.repeat(np.arange(len(counts), dtype=np.int32), counts)


@dataclass(frozen=True)
class Crowd:
    """Draws people for one date."""

    calibration: Calibration
    words: Vocabulary
    day: date
    draw: Draw

    def draw_executives(self, share: float = 1.0) -> People:
        """Everyone in the executive and senior professional corps on the day, or a part of them."""
        groups = []
        for appointment in APPOINTMENTS:
            count = round(self.calibration.on_board(appointment, self.day) * share)
            by_agency = allot(count, self.calibration.executive_shares(appointment))
            groups.append(self.draw_appointees(appointment, each_agency(by_agency)))
        elsewhere = np.arange(len(groups[0])) % 4001 == 4000
        groups[0].pay_grade[elsewhere] = self.words.positions["pay_grades"]["SV-H"]
        without_type = groups[0].pick(np.linspace(0, len(groups[0]) - 1, UNSPECIFIED_EXECUTIVES, dtype=np.int32))
        without_type.appointment[:] = 0
        groups.append(without_type)
        for population, grade in SENIOR_PLANS.items():
            count = round(self.calibration.at("headcount", population, self.day) * share)
            groups.append(self.draw_officials(count, grade, "10", "career", (53.0, 8.5), 0.94))
        for level in EXECUTIVE_LEVELS:
            count = round(self.calibration.at("headcount", "ex", self.day, f"level={level}") * share)
            groups.append(
                self.draw_officials(
                    count, f"EX-0{level}", "46", "noncareer", (56.0, 9.0), 0.87 + 0.03 * (5 - int(level))
                )
            )
        return blanks(self.draw, together(groups))

    def draw_appointees(self, appointment: str, agency: Column) -> People:
        """Executives of one appointment type, one for each agency index given."""
        count = len(agency)
        is_career = appointment == "career"
        age = (
            ages_between(self.draw, CAREER_YOUNGER_THAN, count)
            if is_career
            else ages(self.draw, *AGE[appointment], count)
        )
        mean = self.calibration.mean_service(appointment, self.day)[agency] if count else 0.0
        return People(
            agency,
            self.words.choose(self.draw, "places", PLACES_OF_EXECUTIVES, count),
            age,
            service(self.draw, age, mean, EVENNESS[appointment]),
            self.words.choose(
                self.draw, "education", {"13": 26, "15": 16, "17": 38, "18": 3, "21": 12, "10": 2, "04": 3}, count
            ),
            self.words.constant("pay_grades", "ES-**", count),
            self.words.choose(self.draw, "occupations", EXECUTIVE_WORK[is_career], count),
            self.words.choose(self.draw, "supervisory", {"2": 95, "8": 5}, count),
            self.words.constant("appointments", TYPES_OF_APPOINTMENT[appointment], count),
            self.words.choose(self.draw, "schedules", {"F": 997, "P": 2, "I": 1}, count),
            self.draw_pay(appointment, count),
            np.ones(count, dtype=np.int32),
        )

    def draw_pay(self, appointment: str, count: int) -> Column:
        """Dollars between the year's lowest rate and the certified ceiling, with the published mean."""
        ceiling = self.calibration.at("pay_maximum", "ses", self.day, "system=certified")
        floor = self.calibration.at("pay_minimum", "ses", self.day)
        population = "limited_term" if appointment == "limited_emergency" else appointment
        mean = min(self.calibration.at("average_salary", population, self.day), ceiling * 0.97)
        below = self.draw.gamma(2.0, (ceiling - mean) / 2.0 / (1 - AT_THE_CEILING), count)
        below[self.draw.random(count) < AT_THE_CEILING] = 0
        return np.rint(np.clip(ceiling - below, floor, ceiling)).astype(np.int32)

    def draw_officials(
        self, count: int, grade: str, code: str, like: str, age_of: tuple[float, float], pay: float
    ) -> People:
        """Senior professionals, or officials of the Executive Schedule, spread like an appointment type."""
        by_agency = allot(count, self.calibration.executive_shares(like))
        people = self.draw_appointees(like, each_agency(by_agency))
        ceiling = self.calibration.at("pay_maximum", "ses", self.day, "system=certified")
        age = ages(self.draw, *age_of, count)
        mean = 22.4 if like == "career" else 7.0
        spread = 0.0 if grade.startswith("EX") else 0.05
        rate = np.clip(self.draw.normal(pay, spread, count), 0.7, 1.0) if spread else np.full(count, pay)
        supervisors = {"2": 15.0, "8": 85.0} if like == "career" else {"2": 100.0}
        return People(
            **{field.name: getattr(people, field.name) for field in fields(People)}
            | {
                "age": age,
                "service": service(self.draw, age, mean, EVENNESS[like]),
                "pay_grade": self.words.constant("pay_grades", grade, count),
                "appointment": self.words.constant("appointments", code, count),
                "supervisory": self.words.choose(self.draw, "supervisory", supervisors, count),
                "salary": np.rint(ceiling * rate).astype(np.int32),
            }
        )

    def draw_others(self, rows: Posts) -> People:
        """The rest of the workforce: somebody in each post."""
        groups = []
        for place, job in enumerate(EVERYONE_ELSE):
            there = np.flatnonzero(rows.job == place)
            groups.append(self.draw_employees(job, rows.agency[there], rows.employees[there]))
        return blanks(self.draw, together(groups))

    def draw_employees(self, job: Job, agency: Counts, employees: Counts) -> People:
        """Rows of one pay plan and grade, given the agency of each and how many employees it stands for."""
        count = len(agency)
        age = ages(self.draw, job.mean_age, job.age_spread, count)
        years = service(self.draw, age, job.mean_service, 2.0)
        codes = (
            {"44": 1.0}
            if job.is_political
            else {"10": 62.0, "38": 21.0, "30": 4.0, "48": 4.0, "20": 2.0, "40": 2.0, "35": 0.3}
        )
        appointment = self.words.choose(self.draw, "appointments", codes, count)
        probation = (appointment == self.words.positions["appointments"]["10"]) & (years < 36)
        appointment[probation] = self.words.positions["appointments"]["15"]
        growth = 1.03 ** ((self.day - date(2025, 3, 31)).days / 365.25)
        pay = job.mean_pay * growth * np.clip(self.draw.normal(1.0, 0.1, count), 0.7, 1.4)
        return People(
            agency.astype(np.int32),
            self.words.choose(self.draw, "places", PLACES_OF_OTHERS, count),
            age,
            years,
            self.words.choose(self.draw, "education", job.education, count),
            self.words.constant("pay_grades", job.pay_grade, count),
            self.words.choose(self.draw, "occupations", WORK[job.work], count),
            self.words.choose(
                self.draw, "supervisory", {"2": job.supervisors, "8": 97 - job.supervisors, "6": 2, "7": 1}, count
            ),
            appointment,
            self.words.choose(self.draw, "schedules", {"F": 95, "P": 3, "I": 2}, count),
            np.rint(pay).astype(np.int32),
            employees.astype(np.int32),
        )
