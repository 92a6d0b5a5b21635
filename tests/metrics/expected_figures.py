"""What indicators should say from published figures: what figures.csv lists, added and divided by hand."""

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

Figures = list[dict[str, str]]
Found = dict[tuple[str, str], float]
"""Values by period and source."""

PARTS = ("career", "noncareer", "limited_term", "limited_emergency")
UNSPECIFIED = {"population": "senior_executive_pay_plan", "breakdown": "type=unspecified_appointment"}
NAME_EVERY_AGENCY = ("fwd_2025_11", "fwd_2026_07")
"""The sources whose appointments are listed for every agency, so that an absent cell is zero."""

OF_MONTHLY_FILES = (
    *("fwd_2025_11", "fwd_2026_07", "fwd_monthly_2026", "fwd_openfeds_2026"),
    "opm_appointment_export_2026",
)
"""The sources that count OPM's monthly record files, or are OPM's own export of one."""


def read(root: Path) -> Figures:
    with (root / "data/published/figures.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def given(figures: Figures, indicator: str, population: str, breakdown: str = "") -> Found:
    """One population's governmentwide figures as printed."""
    return {
        (row["as_of"], row["source_id"]): float(row["value"])
        for row in figures
        if (row["indicator"], row["population"], row["breakdown"]) == (indicator, population, breakdown)
        and not row["agency"]
        and not row["agency_code"]
    }


def executives(figures: Figures) -> Found:
    """A source's own total, else its appointments where none is unknown, else its pay plan total.

    Emergency appointments, a handful of people, are withheld by most sources.
    """
    total = given(figures, "headcount", "senior_executive_pay_plan")
    parts = [given(figures, "headcount", part) for part in PARTS]
    parts.append(given(figures, "headcount", *UNSPECIFIED.values()))
    for key in parts[0].keys() & parts[1].keys() & parts[2].keys():
        total[key] = sum(part.get(key, 0) for part in parts)
    return total | given(figures, "headcount", "ses")


def divided(top: Found, bottom: Found, per: float = 100) -> Found:
    return {key: per * top[key] / bottom[key] for key in top.keys() & bottom.keys() if bottom[key]}


def of_one_file(top: Found, bottom: Found, per: float) -> Found:
    """Of one source, or of two that counted the same monthly file of OPM's where none of them gives both."""
    found = divided(top, bottom, per)
    whole = {day for day, source in found if source in OF_MONTHLY_FILES}
    return found | {
        (day, "; ".join(sorted((above, below)))): per * people / bottom[day, below]
        for (day, above), people in top.items()
        for below in OF_MONTHLY_FILES
        if above in OF_MONTHLY_FILES and day not in whole and (day, below) in bottom
    }


def added(first: Found, second: Found) -> Found:
    return {key: first[key] + second[key] for key in first.keys() & second.keys()}


def limited(figures: Figures) -> Found:
    term, emergency = (given(figures, "headcount", part) for part in PARTS[2:])
    return {key: value + emergency.get(key, 0) for key, value in term.items()}


def change_in_a_year(stock: Found) -> Found:
    """From September to September within one source."""
    return {
        (day, source): value - stock[(f"{int(day[:4]) - 1}{day[4:]}", source)]
        for (day, source), value in stock.items()
        if day.endswith("-09-30") and (f"{int(day[:4]) - 1}{day[4:]}", source) in stock
    }


def of_positions(counts: Found, figures: Figures) -> Found:
    """People counted up to two years after the day for which positions are given, by whoever; of two OPM's own cube."""
    cubes = {day for day, counter in counts if counter == "fedscope_gender_cube"}
    counts = {key: people for key, people in counts.items() if key[1] == "fedscope_gender_cube" or key[0] not in cubes}
    return {
        (counted, f"{counter}; {source}"): 100 * people / positions
        for (day, source), positions in given(figures, "allocations", "ses").items()
        for (counted, counter), people in counts.items()
        if day <= counted <= f"{int(day[:4]) + 2}{day[4:]}"
    }


def general_positions(figures: Figures) -> Found:
    """Every agency's listed positions together, by how they are filled."""
    counts: dict[str, float] = defaultdict(float)
    for row in figures:
        is_general = (row["indicator"], row["population"]) == ("positions", "general_positions")
        is_whole = row["agency_code"] == "DD*" or row["agency"] == ""
        # The book of 2012 does not tell career executives from vacancies, so nobody knows how many were filled.
        if is_general and not is_whole and row["breakdown"].startswith("filled_by=") and row["as_of"] > "2012-06-30":
            counts[row["breakdown"]] += float(row["value"])
    assert "filled_by=vacant" not in counts
    return {("2020-06-30", "plum_book_2020"): 100 * counts["filled_by=noncareer"] / sum(counts.values())}


def leavers(figures: Figures) -> Found:
    """Of the lists of separations, the one that leaves transfers out."""
    found = given(figures, "separations", "ses")
    return {(day, source): value for (day, source), value in found.items() if source == "opm_ses_report_2018"}


def of_career(figures: Figures, indicator: str) -> Found:
    """Of career executives, or of all where the source does not tell them apart."""
    return given(figures, indicator, "ses") | given(figures, indicator, "career")


def women(figures: Figures) -> Found:
    counted = divided(given(figures, "women", "ses"), executives(figures))
    return given(figures, "women_share", "ses") | counted


def people_of_color(figures: Figures) -> Found:
    counted = divided(given(figures, "people_of_color", "ses"), executives(figures))
    return given(figures, "people_of_color_share", "ses") | counted


PUBLISHED: dict[str, Callable[[Figures], Found]] = {
    "on_board": executives,
    "executives_per_thousand": lambda f: of_one_file(
        executives(f), given(f, "headcount", "governmentwide_workforce"), 1000
    ),
    "senior_professionals_per_executive": lambda f: divided(
        added(given(f, "headcount", "sl"), given(f, "headcount", "st")), executives(f), 1
    ),
    "average_length_of_service": lambda f: given(f, "average_length_of_service", "ses"),
    "noncareer_share": lambda f: divided(given(f, "headcount", "noncareer"), executives(f)),
    "allocation_needed": lambda f: {key: 10 * people for key, people in given(f, "headcount", "noncareer").items()},
    "noncareer_share_of_positions": lambda f: of_positions(given(f, "headcount", "noncareer"), f),
    "limited_share": lambda f: divided(limited(f), executives(f)),
    "limited_share_of_positions": lambda f: of_positions(limited(f), f),
    "general_positions_noncareer_share": general_positions,
    "schedule_c": lambda f: given(f, "headcount", "schedule_c"),
    "schedule_policy_career": lambda f: given(f, "headcount", "policy_career"),
    "feeder_pool": lambda f: given(f, "headcount", "grade_15"),
    "feeder_pool_gs14_15": lambda f: added(given(f, "headcount", "grade_14"), given(f, "headcount", "grade_15")),
    "bench_strength": lambda f: divided(given(f, "headcount", "grade_15"), given(f, "headcount", "career"), 1),
    "separations_excluding_transfers": leavers,
    "net_change": lambda f: change_in_a_year(executives(f)),
    "retirement_share_of_separations": lambda f: divided(given(f, "retirements", "ses"), leavers(f)),
    "women_share": women,
    "people_of_color_share": people_of_color,
    "advanced_degree_share": lambda f: given(f, "education_share", "ses", "education=advanced_degree"),
    "award_share": lambda f: of_career(f, "award_share"),
    "average_award": lambda f: of_career(f, "award_average"),
}
"""Indicators that the shipped figures answer for the whole government."""

KEYED: dict[tuple[str, str], Callable[[Figures], Found]] = {
    ("race_share", "race"): lambda f: given(f, "race_share", "ses"),
    ("rating_share", "rating"): lambda f: of_career(f, "rating_share"),
    ("average_award", "rating"): lambda f: of_career(f, "award_average"),
    ("representation_ratio", "women"): lambda f: divided(
        women(f), given(f, "women_share", "governmentwide_permanent"), 1
    ),
    ("representation_ratio", "people_of_color"): lambda f: divided(
        people_of_color(f), given(f, "people_of_color_share", "governmentwide_permanent"), 1
    ),
}
"""Indicators by a column of their own, given the figures of one of its values as if they were whole."""


def of_agency(figures: Figures, code: str) -> Figures:
    """An agency's figures as if it were the government: the whole of Defense from its parts, absent cells as zero."""
    rows = [row for row in figures if row["agency_code"] == code]
    if code == "DD*":
        rows += _defense([row for row in figures if row["agency_code"] in ("DD", "AR", "NV", "AF")], rows)
    rows = [row | {"agency": "", "agency_code": ""} for row in rows]
    return rows + [zero for source in NAME_EVERY_AGENCY for zero in _zeros(figures, rows, source)]


def _zeros(figures: Figures, mine: Figures, source: str) -> Figures:
    """What a full listing says of an agency by giving it no row; of appointments only where it has executives."""
    listed = {row["population"]: row for row in mine if _cell(row) == ("headcount", source)}
    some = next(iter(listed.values()), None)
    if some is None:
        return []
    whole = {row["population"] for row in figures if _cell(row) == ("headcount", source) and not row["agency"]}
    whole -= {"ses"} | (set() if listed.keys() & {"ses", *PARTS} else set(PARTS))
    return [some | {"population": part, "value": "0"} for part in sorted(whole - listed.keys())]


def _cell(row: dict[str, str]) -> tuple[str, str]:
    return row["indicator"], row["source_id"]


def _defense(parts: Figures, known: Figures) -> Figures:
    """What the four components add up to, where each has a figure and the whole has none."""
    columns = ("indicator", "population", "breakdown", "as_of", "source_id")
    cells: dict[tuple[str, ...], Figures] = defaultdict(list)
    for row in parts:
        if row["unit"] == "people":
            cells[tuple(row[column] for column in columns)].append(row)
    given_already = {tuple(row[column] for column in columns) for row in known}
    return [
        rows[0] | {"value": str(sum(float(row["value"]) for row in rows))}
        for key, rows in cells.items()
        if len(rows) == 4 and key not in given_already
    ]


def of_appointment(figures: Figures, appointment: str) -> Figures:
    """One appointment type's figures as if it were the whole SES."""
    wanted = UNSPECIFIED if appointment == "unspecified" else {"population": appointment, "breakdown": ""}
    rows = [row for row in figures if all(row[column] == value for column, value in wanted.items())]
    return [row | {"population": "ses", "breakdown": ""} for row in rows]


def of_key(figures: Figures, key: str, value: str) -> Figures:
    """The figures of one value of a breakdown as if they were the whole."""
    return [row | {"breakdown": ""} for row in figures if row["breakdown"] == f"{key}={value}"]
