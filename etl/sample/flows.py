"""Who left and who came in a synthetic fiscal year: enough to carry the executives from one September to the next."""

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from etl.sample.calibration import APPOINTMENTS, TRANSITION_YEARS, Calibration, allot, month_end
from etl.sample.columns import SENIOR_PLANS, Codes, Column, Draw, People, Vocabulary, ages, blanks, service, together
from etl.sample.people import Crowd, each_agency
from etl.sample.posts import Rest, allot_posts

USUAL_RATE = {"career": 0.085, "noncareer": 0.20, "limited_term": 0.35, "limited_emergency": 0.5}
"""Separations a year per executive on board, transfers out included, outside a change of administration."""
FEWEST_ENTRIES = 0.035
"""Entries a year per executive on board, even in a year when the corps shrinks: people always come in."""
LEAVING_AT_TRANSITION = 1.04
"""Political separations of a transition year per appointee on board at its start: all of them, and a few newcomers."""
SHARE_HIRED = {"career": 0.35, "noncareer": 0.9, "limited_term": 0.5, "limited_emergency": 0.5}
"""Entries that show in an accessions file; the rest were promoted inside their agency, which no accession records."""

CATEGORIES = {
    "career": {"SD": 62.0, "SC": 13.0, "SA": 15.5, "SG": 2.8, "SK": 2.2, "SE": 2.0, "SF": 0.9, "SI": 0.6, "SJ": 0.4,
    "SB": 0.3, "SH": 0.2, "SL": 0.1},
    "noncareer": {"SC": 80.0, "SG": 6.0, "SD": 4.5, "SJ": 4.2, "SA": 4.3, "SI": 0.8, "SE": 0.2},
    "limited": {"SC": 41.0, "SJ": 23.0, "SA": 18.0, "SD": 10.0, "SK": 5.0, "SG": 3.0},
    "everyone": {"SC": 34.5, "SJ": 26.0, "SD": 18.0, "SA": 10.4, "SI": 5.4, "SF": 2.1, "SK": 1.5, "SG": 0.7,
    "SE": 0.6, "SB": 0.3, "SH": 0.3, "SL": 0.2},
}  # fmt: skip
"""Separation categories by weight, near those of OPM's FY2009 file."""
ENTERING = {
    "career": {"AE": 62.0, "AA": 36.0, "AB": 2.0},
    "noncareer": {"AE": 96.0, "AA": 4.0},
    "limited": {"AE": 70.0, "AA": 30.0},
    "everyone": {"AC": 48.0, "AD": 41.0, "AA": 10.0, "AB": 1.0},
}
RETIREMENTS = ("SD", "SE", "SG")
EVERYONE_LEAVING, FEWEST_ENTERING = 0.105, 0.035
"""Separations a year per other employee, and entries even in a year when the workforce shrinks."""
MONTHS = tuple(range(10, 13)), tuple(range(1, 10))
"""Calendar months of a fiscal year: those of the year before, then its own."""
CAREER_BY_MONTH = (8, 5, 7, 19, 8, 7, 6, 9, 8, 10, 6, 7)
EVENLY = (1,) * 12
AT_INAUGURATION = (3, 3, 4, 76, 4, 2, 2, 1, 1, 2, 1, 1)


@dataclass(frozen=True)
class Movement:
    """People who moved in one fiscal year, with OPM's category and the effective month (YYYYMM) of each."""

    people: People
    category: Codes
    month: Column


def executive_separations(calibration: Calibration, appointment: str, fiscal_year: int) -> int:
    """Departures of a year: the usual rate on the average stock, or what the stock's fall and newcomers imply."""
    start, end = (calibration.on_board(appointment, date(year, 9, 30)) for year in (fiscal_year - 1, fiscal_year))
    average = (start + end) / 2
    usual = USUAL_RATE[appointment] * average
    if appointment == "noncareer" and fiscal_year in TRANSITION_YEARS:
        usual = LEAVING_AT_TRANSITION * start
    return round(max(usual, start - end + FEWEST_ENTRIES * average))


def executive_entries(calibration: Calibration, appointment: str, fiscal_year: int) -> int:
    """Entries of a year: what the change in stock and the departures leave no other way to explain."""
    start, end = (calibration.on_board(appointment, date(year, 9, 30)) for year in (fiscal_year - 1, fiscal_year))
    return end - start + executive_separations(calibration, appointment, fiscal_year)


def moving_else(calibration: Calibration, fiscal_year: int) -> tuple[float, float]:
    """Who left and who came of the other employees, per employee at the end of the year."""
    start, end = (calibration.employees(month_end(year, 9)) for year in (fiscal_year - 1, fiscal_year))
    average = (start + end) / 2
    left = max(EVERYONE_LEAVING * average, start - end + FEWEST_ENTERING * average)
    return left / end, (left + end - start) / end


def draw_separations(
    calibration: Calibration, words: Vocabulary, fiscal_year: int, rest: Rest, draw: Draw, part: float
) -> Movement:
    """Everyone who left in a fiscal year.

    Who leaves was there at the start of the year: those a change of administration sends away had served the old one.

    Args:
        calibration: The published figures.
        words: The codes that may appear.
        fiscal_year: The year.
        rest: The stock of employees other than executives.
        draw: What everything is drawn with.
        part: The share of executives that the sample has room for.

    Returns:
        The people, with the category and the month of each.
    """
    crowd = Crowd(calibration, words, month_end(fiscal_year - 1, 9), draw)
    moves = []
    for appointment in APPOINTMENTS:
        count = round(executive_separations(calibration, appointment, fiscal_year) * part)
        shares = allot(count, calibration.executive_shares(appointment))
        people = crowd.draw_appointees(appointment, each_agency(shares))
        kind = appointment if appointment in CATEGORIES else "limited"
        leaving = appointment == "noncareer" and fiscal_year in TRANSITION_YEARS
        by_month = AT_INAUGURATION if leaving else CAREER_BY_MONTH
        category = draw_codes(draw, CATEGORIES[kind], count)
        moves.append(
            Movement(age_retirees(draw, people, category), category, draw_months(draw, fiscal_year, by_month, count))
        )
    for population, grade in SENIOR_PLANS.items():
        count = round(calibration.at("headcount", population, crowd.day) * 0.08 * part)
        people = crowd.draw_officials(count, grade, "10", "career", (53.0, 8.5), 0.94)
        category = draw_codes(draw, CATEGORIES["career"], count)
        moves.append(
            Movement(
                age_retirees(draw, people, category), category, draw_months(draw, fiscal_year, CAREER_BY_MONTH, count)
            )
        )
    left, _ = moving_else(calibration, fiscal_year)
    moves.append(draw_others(crowd, rest.moving(left), CATEGORIES["everyone"], fiscal_year))
    return join(draw, moves)


def draw_accessions(
    calibration: Calibration, words: Vocabulary, fiscal_year: int, rest: Rest, draw: Draw, part: float
) -> Movement:
    """Everyone who came in from outside their agency in the year."""
    crowd = Crowd(calibration, words, month_end(fiscal_year, 9), draw)
    moves = []
    for appointment in APPOINTMENTS:
        entries = executive_entries(calibration, appointment, fiscal_year) * SHARE_HIRED[appointment]
        count = max(0, round(entries * part))
        shares = allot(count, calibration.executive_shares(appointment))
        people = crowd.draw_appointees(appointment, each_agency(shares))
        category = draw_codes(draw, ENTERING[appointment if appointment in ENTERING else "limited"], count)
        new = np.isin(category, ["AE"]) & (appointment == "career")
        early = np.where(new, np.minimum(people.service, draw.integers(0, 120, count, dtype=np.int32)), people.service)
        arrivals = (0, 0, 1, 8, 9, 12, 14, 13, 12, 11, 10, 10) if fiscal_year in TRANSITION_YEARS else EVENLY
        moves.append(
            Movement(replace_columns(people, service=early), category, draw_months(draw, fiscal_year, arrivals, count))
        )
    _, came = moving_else(calibration, fiscal_year)
    moves.append(draw_others(crowd, rest.moving(came), ENTERING["everyone"], fiscal_year))
    return join(draw, moves)


def draw_others(crowd: Crowd, moving: Rest, categories: dict[str, float], fiscal_year: int) -> Movement:
    """The rest of the workforce; those who move are younger and shorter in service than those who stay."""
    people = crowd.draw_others(allot_posts(crowd.calibration, moving))
    category = draw_codes(crowd.draw, categories, len(people))
    retiring = np.isin(category, RETIREMENTS)
    shorter = replace_columns(people, service=np.where(retiring, people.service, people.service // 2))
    return Movement(
        age_retirees(crowd.draw, shorter, category), category, draw_months(crowd.draw, fiscal_year, EVENLY, len(people))
    )


def age_retirees(draw: Draw, people: People, category: Codes) -> People:
    """The same people, those who retire made old and long-serving enough to have done so."""
    retiring = np.isin(category, RETIREMENTS)
    age = np.where(retiring, np.maximum(ages(draw, 61.5, 4.0, len(people)), 56 * 12), people.age)
    return replace_columns(people, age=age, service=np.where(retiring, service(draw, age, 29.5, 8.0), people.service))


def replace_columns(people: People, **columns: Column) -> People:
    """The same people with some columns replaced."""
    return People(**{field.name: columns.get(field.name, getattr(people, field.name)) for field in fields(People)})


def draw_codes(draw: Draw, weights: dict[str, float], count: int) -> Codes:
    """That many category codes, drawn by weight."""
    shares = np.cumsum(list(weights.values()))
    return np.array(list(weights))[np.searchsorted(shares / shares[-1], draw.random(count), side="right")]


def draw_months(draw: Draw, fiscal_year: int, weights: tuple[int, ...], count: int) -> Column:
    """Effective months as YYYYMM, drawn by weight from October to September."""
    calendar = [(fiscal_year - 1) * 100 + month for month in MONTHS[0]] + [
        fiscal_year * 100 + month for month in MONTHS[1]
    ]
    shares = np.cumsum(weights)
    return np.array(calendar, dtype=np.int32)[np.searchsorted(shares / shares[-1], draw.random(count), side="right")]


def join(draw: Draw, moves: list[Movement]) -> Movement:
    """Several movements as one, with the blanks real extracts have."""
    return Movement(
        blanks(draw, together([move.people for move in moves])),
        np.concatenate([move.category for move in moves]),
        np.concatenate([move.month for move in moves]),
    )
