"""A ratio of two sources: only where both counted the same file of the same month, each named, and never of a part."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from metrics.definitions.catalog import find
from metrics.exhibits.from_request import exhibit_of
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse
from tests.metrics.ask import table, values
from tests.metrics.command import Ask

NAME = "executives_per_thousand"
MONTHLY = "fwd_monthly_2026"
# Added and divided by hand from the lines of figures.csv.
BY_HAND = [
    ("2024-09-30", 8780, 2_313_216, "opm_employment_summary_2025", "opm_employment_summary_2025"),
    ("2025-03-31", 8250, 2_289_472, "opm_employment_summary_2025", "opm_employment_summary_2025"),
    ("2025-11-30", 7336, 2_084_618, "fwd_2025_11", MONTHLY),
    ("2025-12-31", 7269, 2_074_649, "fwd_openfeds_2026", MONTHLY),
    ("2026-01-31", 6650, 2_035_344, "opm_appointment_export_2026", MONTHLY),
    ("2026-07-31", 6647, 2_020_230, "fwd_2026_07", "fwd_2026_07"),
]
PARTS = ("numerator_source", "denominator_source")


def dated(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(period=rows["period"].dt.strftime("%Y-%m-%d"))


def test_the_government_of_every_month_of_which_both_are_known(published: Warehouse) -> None:
    rows = dated(table(published, NAME))
    assert values(rows, "period", "numerator", "denominator", *PARTS) == BY_HAND
    assert rows["value"].tolist() == pytest.approx([1000 * top / bottom for _, top, bottom, *_ in BY_HAND])
    assert rows["source"].tolist() == ["; ".join(sorted({top, bottom})) for *_, top, bottom in BY_HAND]


def test_two_sources_of_two_files_give_nothing_together(published: Warehouse) -> None:
    """Executives of March 2025 are those of OPM's preliminary summary, employees also those of the re-issued month."""
    rows = dated(table(published, NAME, all_sources=True))
    assert rows.loc[rows["period"] == "2025-03-31", "source"].tolist() == ["opm_employment_summary_2025"]
    assert rows["source"].tolist() == ["; ".join(sorted({top, bottom})) for *_, top, bottom in BY_HAND]


@pytest.mark.parametrize("agency", ["ED", "DD*", "AR", "NN"])
def test_an_agency_of_every_month_of_which_both_are_known(published: Warehouse, root: Path, agency: str) -> None:
    rows = dated(table(published, NAME, by=["agency_code"], departments="both").query("agency_code == @agency"))
    assert len(rows)
    parts = {"DD*": ("DD", "AR", "NV", "AF")}.get(agency, (agency,))
    told = counts(root)

    def people(day: str, source: str, *populations: str) -> float:
        return sum(told[kind, code, day].get(source, 0) for kind in populations for code in parts)

    for day, top, bottom, above, below in values(rows, "period", "numerator", "denominator", *PARTS):
        executives = people(day, above, "ses") or people(day, above, "career", "noncareer", "limited_term")
        assert (top, bottom) == (executives, people(day, below, "governmentwide_workforce")), day


def test_an_agency_of_which_a_part_is_unknown_has_no_ratio(published: Warehouse, root: Path) -> None:
    """Of December 2025 executives are told of no agency; of January 2026 of 76, and employees of 74."""
    rows = dated(table(published, NAME, by=["agency_code"], departments="components"))
    assert "2025-12-31" not in set(rows["period"])
    told = [(kind, code, day) for kind, code, day in counts(root) if len(code) == 2 and day == "2026-01-31"]
    employed = {code for kind, code, _ in told if kind == "governmentwide_workforce"}
    led = {code for kind, code, _ in told if kind == "ses"}
    assert len(employed) == 74
    assert employed - led
    assert set(rows.loc[rows["period"] == "2026-01-31", "agency_code"]) == led & employed


def test_sources_that_are_declared_to_count_one_file_give_the_same_of_the_same_thing(root: Path) -> None:
    of_file = {source for source, file in declared(root).items() if file == "fwd_employment"}
    assert of_file == {"fwd_2025_11", "fwd_2026_07", MONTHLY, "fwd_openfeds_2026", "opm_appointment_export_2026"}
    both = {
        key: {source: value for source, value in found.items() if source in of_file}
        for key, found in counts(root).items()
    }
    twice = {key: found for key, found in both.items() if len(found) > 1}
    assert len(twice) > 100
    assert {key: found for key, found in twice.items() if len(set(found.values())) > 1} == {}


def test_the_export_of_january_2026_counts_the_employees_of_the_monthly_file(root: Path, shared: Path) -> None:
    """Of every agency whose employees the list tells, to a person: the same file, in the same version."""
    codes: dict[str, str] = {}
    with (root / "data/reference/agencies.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            codes |= dict.fromkeys(
                (name.upper() for name in (row["name"], *row["aliases"].split("|"))), row["agency_code"]
            )
    (path,) = (shared / "extracts/opm_appointment_types_2026_01").glob("*.csv")
    exported: dict[str, float] = defaultdict(float)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["Category"] == "Agency":
                code = codes.get(" ".join(row["Department/Agency/Subagency"].upper().split()), "")
                exported[code] += sum(float(cell or 0) for name, cell in row.items() if name.endswith("count"))
    listed = {
        code: found[MONTHLY]
        for (kind, code, day), found in counts(root).items()
        if (kind, day) == ("governmentwide_workforce", "2026-01-31") and code
    }
    assert len(listed) == 74
    assert {code: exported[code] for code in listed} == listed


def test_a_share_of_the_ses_never_takes_two_sources(published: Warehouse) -> None:
    for name in ("noncareer_share", "limited_share", "women_share"):
        assert not table(published, name)["source"].str.contains(";").any()


def test_each_part_is_told_with_its_source(published: Warehouse, run: Ask) -> None:
    shown = run(published, "show", NAME, "--from", "2025-11", "--to", "2025-12", "--format", "csv")
    assert [row["denominator_source"] for row in shown.rows] == [MONTHLY, MONTHLY]
    told = (
        "Two sources counted one file of November 2025: the numerator is of \u201cFederal Workforce Data, employment, "
        "November 2025\u201d, the denominator of \u201cFederal Workforce Data, employment October 2020 to July 2026 "
        "and accessions January 2025 to July 2026\u201d."
    )
    assert told in shown.err
    asked = Selection(start=date(2025, 11, 1), end=date(2025, 11, 30))
    assert told in exhibit_of(published, find(NAME), asked).notes


def counts(root: Path) -> dict[tuple[str, str, str], dict[str, float]]:
    """Headcounts of the list by population, agency and day, those of each source."""
    found: dict[tuple[str, str, str], dict[str, float]] = defaultdict(dict)
    with (root / "data/published/figures.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if (
                row["indicator"] == "headcount"
                and not row["breakdown"]
                and bool(row["agency"]) == bool(row["agency_code"])
            ):
                found[row["population"], row["agency_code"], row["as_of"]][row["source_id"]] = float(row["value"])
    return found


def declared(root: Path) -> dict[str, str]:
    with (root / "data/reference/precedence.csv").open(encoding="utf-8", newline="") as lines:
        return {row["source_id"]: row["counted_from"] for row in csv.DictReader(lines)}
