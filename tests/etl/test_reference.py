"""The reference tables: one row per code, every published name mapped, labels fit to be read."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest

KEYS = {
    "agencies.csv": ("agency_code",),
    "occupations.csv": ("occupation_code",),
    "locations.csv": ("duty_code",),
    "pay_plans.csv": ("pay_plan",),
    "codes.csv": ("column_name", "code"),
}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def reference(root: Path, name: str) -> list[dict[str, str]]:
    return rows_of(root / "data" / "reference" / name)


def names_to_codes(root: Path) -> dict[str, str]:
    """Every name and alias, in capitals."""
    agencies = reference(root, "agencies.csv")
    return {
        name.upper(): row["agency_code"]
        for row in agencies
        for name in (row["name"], *row["aliases"].split("|"))
        if name
    }


@pytest.mark.parametrize("name", KEYS)
def test_rows_are_sorted_and_unique(root: Path, name: str) -> None:
    keys = [tuple(row[key] for key in KEYS[name]) for row in reference(root, name)]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("name", "column", "shape"),
    [
        ("agencies.csv", "agency_code", r"[A-Z]{2}|DD\*"),
        ("agencies.csv", "size_group", r"cabinet|large|medium|small"),
        ("occupations.csv", "occupation_code", r"\d{4}"),
        ("locations.csv", "duty_code", r"\d{2}|[A-Z]{2}|\*\*"),
        ("locations.csv", "state", r"([A-Z]{2})?"),
        ("locations.csv", "region", r"(dc_md_va|elsewhere_us|abroad)?"),
        ("pay_plans.csv", "pay_plan", r"[A-Z]{2}|\*\*"),
        ("pay_plans.csv", "is_graded_equivalent", r"true|false"),
    ],
)
def test_codes_are_well_formed(root: Path, name: str, column: str, shape: str) -> None:
    assert [row[column] for row in reference(root, name) if not re.fullmatch(shape, row[column])] == []


def test_no_label_is_empty_or_shouts(root: Path) -> None:
    texts = [row["name"] for row in reference(root, "agencies.csv")]
    texts += [row["short_name"] for row in reference(root, "agencies.csv")]
    texts += [row["title"] for row in reference(root, "occupations.csv")]
    texts += [row["title"] for row in reference(root, "pay_plans.csv")]
    texts += [row["name"] for row in reference(root, "locations.csv")]
    texts += [row["label"] for row in reference(root, "codes.csv")]
    acronyms = {"USAID", "NASA", "FDIC", "MACPAC"}
    assert [text for text in texts if not text.strip() or (text.isupper() and text not in acronyms)] == []


def test_short_names_are_short_and_unique(root: Path) -> None:
    short = [row["short_name"] for row in reference(root, "agencies.csv")]
    assert len(short) == len(set(short))
    assert max(map(len, short)) <= 40
    assert not [name for name in short if name.startswith(("The ", "Department of"))]


def test_defense_is_four_components_and_one_whole(root: Path) -> None:
    members = {row["agency_code"] for row in reference(root, "agencies.csv") if row["department_code"] == "DD*"}
    assert members == {"DD", "AR", "NV", "AF", "DD*"}


def test_no_name_means_two_agencies(root: Path) -> None:
    agencies = reference(root, "agencies.csv")
    spelled = [name.upper() for row in agencies for name in {row["name"], *row["aliases"].split("|")} if name]
    assert len(spelled) == len(set(spelled))


def test_every_agency_of_the_published_figures_is_known(root: Path) -> None:
    published = {row["agency_code"] for row in rows_of(root / "data" / "published" / "figures.csv")} - {""}
    # A code of four characters is a part of the agency that its first two name.
    named = {code[:2] if len(code) == 4 else code for code in published}
    assert named <= {row["agency_code"] for row in reference(root, "agencies.csv")}


def test_every_agency_of_the_appointment_export_maps(root: Path, shared: Path) -> None:
    (export,) = (shared / "extracts" / "opm_appointment_types_2026_01").glob("*.csv")
    listed = {row["Department/Agency/Subagency"] for row in rows_of(export) if row["Category"] == "Agency"}
    known = names_to_codes(root)
    assert len(listed) == 128
    assert listed <= set(known)
    assert known["DEPARTMENT OF WAR"] == "DD"


def test_plum_names_with_executives_map_unless_they_are_sub_units(root: Path, shared: Path) -> None:
    plum = shared / "extracts" / "plum"
    listed = {
        row["AgencyName"] for row in rows_of(plum / "plum_export_2025_07.csv") if row["PaymentPlanDescription"] == "ES"
    }
    for year in (2016, 2020):
        listed |= {row["agcy_name"] for row in rows_of(plum / f"plum_book_{year}.csv") if "ES" in row["pay_plan"][-3:]}
    known = names_to_codes(root)
    without_code = {name for name in listed if name not in known and "INSPECTOR GENERAL" not in name}
    assert without_code == {
        "EXECUTIVE OFFICE OF THE PRESIDENT",
        "FEDERAL ENERGY REGULATORY COMMISSION",
        "OFFICE OF THE DIRECTOR FOR NATIONAL INTELLIGENCE",
        "PRESIDENTS COMMISSION ON WHITE HOUSE FELLOWSHIPS",
        "UNITED STATES POSTAL SERVICE",
    }
    assert known["OFFICE OF THE SECRETARY OF DEFENSE"] == "DD"
    assert known["DEPARTMENT OF THE ARMY"] == "AR"
    assert known["U.S. PATENT AND TRADEMARK OFFICE"] == "CM"


def test_code_of_endowments_and_museums_holds_nothing_else(root: Path, shared: Path) -> None:
    with (shared / "extracts/opm_lookups_2020_09/DTagy.txt").open(encoding="latin-1", newline="") as text:
        parts = {row["AGYSUBT"][5:] for row in csv.DictReader(text) if row["AGY"] == "AH"}
    assert {part for part in parts if names_to_codes(root).get(part) == "AH"} == parts
    assert len(parts) == 3


def test_every_occupation_of_the_employment_summary_has_a_title(root: Path, shared: Path) -> None:
    with zipfile.ZipFile(next((shared / "extracts/opm_employment_summary_2025_03").glob("*.zip"))) as summary:
        (member,) = (name for name in summary.namelist() if "Occupation" in name)
        text = summary.read(member).decode("latin-1")
    listed = {row["OCC"].zfill(4) for row in csv.DictReader(io.StringIO(text), delimiter="\t") if row["OCC"].isdigit()}
    assert len(listed) > 600
    assert listed <= {row["occupation_code"] for row in reference(root, "occupations.csv")}


@pytest.mark.parametrize(
    "lookups", ["opm_lookups_2009_09", "opm_lookups_2016_12", "opm_lookups_2017_09", "opm_lookups_2020_09"]
)
def test_every_code_of_the_real_lookups_is_known(root: Path, shared: Path, lookups: str) -> None:
    def codes(file: str, column: str) -> set[str]:
        with (shared / "extracts" / lookups / file).open(encoding="latin-1", newline="") as text:
            return {row[column] for row in csv.DictReader(text)} - {"", "*", "**", "****"}

    agencies = {row["agency_code"] for row in reference(root, "agencies.csv")}
    assert codes("DTagy.txt", "AGY") <= agencies
    assert codes("DTocc.txt", "OCC") <= {row["occupation_code"] for row in reference(root, "occupations.csv")}
    assert codes("DTloc.txt", "LOC") <= {row["duty_code"] for row in reference(root, "locations.csv")}
    assert codes("DTppgrd.txt", "PAYPLAN") <= {row["pay_plan"] for row in reference(root, "pay_plans.csv")}
    labelled = {(row["column_name"], row["code"]) for row in reference(root, "codes.csv")}
    for file, theirs, ours in (
        ("DTagelvl.txt", "AGELVL", "age_band"),
        ("DTloslvl.txt", "LOSLVL", "service_band"),
        ("DTedlvl.txt", "EDLVL", "education_code"),
        ("DTtoa.txt", "TOA", "appointment_code"),
        ("DTsuper.txt", "SUPERVIS", "supervisory_code"),
        ("DTwrksch.txt", "WORKSCH", "work_schedule_code"),
    ):
        assert {(ours, code) for code in codes(file, theirs)} <= labelled


def test_places_around_the_capital_are_one_region(root: Path) -> None:
    near = {row["state"] for row in reference(root, "locations.csv") if row["region"] == "dc_md_va"}
    assert near == {"DC", "MD", "VA"}


def test_fifty_states_the_district_and_five_territories_have_a_postal_code(root: Path) -> None:
    states = [row["state"] for row in reference(root, "locations.csv") if row["state"]]
    assert len(states) == len(set(states)) == 56


def test_graded_plans_are_the_general_schedule_and_its_equivalents(root: Path) -> None:
    graded = {row["pay_plan"] for row in reference(root, "pay_plans.csv") if row["is_graded_equivalent"] == "true"}
    assert graded == {"CG", "FG", "GG", "GH", "GL", "GM", "GP", "GR", "GS", "PG"}
