"""Which rows make up the rest of the synthetic workforce: each a job in an agency that stands for so many employees.

However few the rows, the sums by agency are true, of everyone and of each of the two grades below the SES.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from etl.sample.calibration import Calibration, Counts, Shares, allot
from etl.sample.workforce import GRADE_14, GRADE_15, POLITICAL, REST, Job

JOBS_COUNTED = date(2025, 3, 31)
"""The day of the thousands of each job."""
LARGEST_PART = 0.4
"""Of the rows left, what Schedule C and each grade of the feeder pool may take, the highest first."""
LARGEST_SPECIALTY = 0.8
"""Of an agency's employees, what the jobs that only it has may take."""


@dataclass(frozen=True)
class Rest:
    """Everyone but executives and senior professionals: by agency, Schedule C among them, and in how many rows."""

    by_agency: Counts
    schedule_c: int
    rows: int

    def moving(self, share: float) -> "Rest":
        """That share of them, in as large a share of the rows."""
        people = round(int(self.by_agency.sum()) * share)
        return Rest(allot(people, self.by_agency), round(self.schedule_c * share), round(self.rows * share))


@dataclass(frozen=True)
class Posts:
    """Rows as columns of equal length: place in `EVERYONE_ELSE`, place in the agency codes, employees stood for."""

    job: Counts
    agency: Counts
    employees: Counts


def allot_posts(calibration: Calibration, rest: Rest) -> Posts:
    """The rows that stand for the rest of the workforce.

    A person of Schedule C has a row alone. Grade 15 and then grade 14 take up to `LARGEST_PART` of the rows left, so
    that age, service and supervision in the feeder pool are spread over many; everyone else shares the other rows.

    Args:
        calibration: The published figures.
        rest: How many people by agency, and in how many rows.

    Returns:
        The rows: job, agency and the employees that each stands for.
    """
    political = _political(calibration, min(rest.schedule_c, int(rest.rows * LARGEST_PART)))
    political_counts = np.bincount(political.agency, minlength=len(rest.by_agency))
    others = rest.by_agency.sum() - political_counts.sum()
    people = allot(int(others), np.clip(rest.by_agency - political_counts, 0, None))
    since = float(others) / calibration.employees(JOBS_COUNTED)
    rows, first, parts = rest.rows - len(political.job), len(POLITICAL), [political]
    for jobs, share in zip((GRADE_15, GRADE_14), calibration.grade_shares, strict=True):
        of_grade = round(sum(job.thousands for job in jobs) * 1000 * since)
        grade = np.minimum(allot(of_grade, people * share), people)
        row_count = min(int(rows * LARGEST_PART), int(grade.sum()))
        parts.append(_cut(grade, _mix(calibration, jobs, grade), first, row_count))
        people, rows, first = people - grade, rows - row_count, first + len(jobs)
    parts.append(_cut(people, _mix(calibration, REST, people), first, rows))
    return Posts(*(np.concatenate([getattr(one, name) for one in parts]) for name in ("job", "agency", "employees")))


def _political(calibration: Calibration, count: int) -> Posts:
    by_job = allot(count, np.array([job.thousands for job in POLITICAL]))
    shares = calibration.executive_shares("noncareer")
    codes = np.arange(len(shares))
    agency = np.concatenate([np.repeat(codes, allot(int(people), shares)) for people in by_job])
    return Posts(np.repeat(np.arange(len(POLITICAL)), by_job), agency, np.ones(count, dtype=np.int64))


def _mix(calibration: Calibration, jobs: tuple[Job, ...], people: Counts) -> Shares:
    """How many of each agency's people (rows) have each job (columns), as fractions of people go.

    What only some agencies have is theirs in full; the other jobs divide everybody else alike in all agencies.
    """
    thousands = np.array([job.thousands for job in jobs])
    scale = people.sum() / thousands.sum()
    special = np.zeros((len(people), len(jobs)))
    for place, job in enumerate(jobs):
        if job.only_agencies:
            there = people * np.isin(calibration.agency_codes, job.only_agencies)
            special[:, place] = job.thousands * scale * there / max(there.sum(), 1)
    most = LARGEST_SPECIALTY * people
    special *= np.minimum(1.0, most / np.maximum(special.sum(axis=1), 1e-9))[:, None]
    common = np.where([bool(job.only_agencies) for job in jobs], 0.0, thousands)
    result: Shares = special + np.outer(people - special.sum(axis=1), common / common.sum())
    return result


def _cut(people: Counts, mix: Shares, first: int, rows: int) -> Posts:
    """The people of each agency in the order of their jobs, cut into rows as even as whole numbers allow."""
    by_agency = _rows_of(people, rows)
    people = allot(int(people.sum()), people * (by_agency > 0)) if rows else people
    agency = np.repeat(np.arange(len(people)), by_agency)
    place = np.arange(rows) - np.repeat(np.cumsum(by_agency) - by_agency, by_agency)
    start, end = ((place + step) * people[agency] // by_agency[agency] for step in (0, 1))
    ends = np.cumsum(mix, axis=1) / np.maximum(mix.sum(axis=1), 1e-9)[:, None]
    lines = (np.arange(len(people))[:, None] + np.minimum(ends, 1.0)).ravel()
    middle = agency + (start + end) / 2 / people[agency]
    job = np.searchsorted(lines, middle, side="right") - agency * mix.shape[1]
    return Posts(first + np.minimum(job, mix.shape[1] - 1), agency, end - start)


def _rows_of(people: Counts, rows: int) -> Counts:
    """How many rows each agency has: one at least, if there are enough, and the others by its size."""
    if rows >= people.sum():
        return people
    present = (people > 0).astype(np.int64)
    if rows <= present.sum():
        return allot(rows, people)
    return present + allot(rows - int(present.sum()), people - present)
