"""Known facts: numbers anybody can look up, which the answers must give on real files and figures."""

import csv
import zipfile
from collections import Counter
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from metrics.analysis.headline import DEFAULT_BASELINE, find_headline
from metrics.definitions import catalog
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse
from tests.metrics.ask import table, values
from tests.metrics.raw import REASONS, Raw

pytestmark = pytest.mark.slow

PLUM = ("plum_book_2016", "plum_book_2020", "plum_export")


def rows(warehouse: Warehouse, name: str, month: str | None = None, **asked: Any) -> list[dict[str, Any]]:
    """The answer's rows, of one month if given, as dictionaries."""
    start = date.fromisoformat(f"{month}-01") if month else None
    end = (pd.Timestamp(start) + pd.offsets.MonthEnd(0)).date() if start else None
    found = table(warehouse, name, **asked, start=start, end=end).to_dict("records")
    return [{str(column): value for column, value in row.items()} for row in found]


def only(warehouse: Warehouse, name: str, month: str, **asked: Any) -> dict[str, Any]:
    (row,) = rows(warehouse, name, month, **asked)
    return row


@pytest.mark.parametrize(
    ("month", "noncareer", "executives", "percent", "source"),
    [
        ("2015-06", 736, 7898, 9.3, "fedscope_gender_cube"),
        ("2016-09", 736, 8158, 9.0, "fedscope_gender_cube"),
        ("2017-06", 349, 7871, 4.4, "fedscope_gender_cube"),
        ("2024-09", 765, 8780, 8.7, "opm_employment_summary_2025"),
        ("2025-03", 385, 8250, 4.7, "opm_employment_summary_2025"),
        ("2025-11", 750, 7336, 10.2, "fwd_2025_11"),
        ("2025-12", 766, 7269, 10.5, "fwd_openfeds_2026"),
    ],
)
def test_noncareer_share(
    published: Warehouse, month: str, noncareer: int, executives: int, percent: float, source: str
) -> None:
    row = only(published, "noncareer_share", month)
    assert (row["numerator"], row["denominator"], row["source"]) == (noncareer, executives, source)
    assert round(float(row["value"]), 1) == percent
    assert row["evidence"] == "published"


def test_a_second_source_gives_a_second_share_when_asked(published: Warehouse) -> None:
    both = rows(published, "noncareer_share", "2015-06", all_sources=True)
    assert {(row["source"], round(row["value"], 1)) for row in both} == {
        ("fedscope_gender_cube", 9.3),
        ("fedscope_2015_fedsmith", 9.1),
    }


def test_nothing_is_shown_for_dates_without_a_figure(published: Warehouse) -> None:
    shown = set(table(published, "noncareer_share")["period"].dt.strftime("%Y-%m"))
    assert {"2015-06", "2016-09", "2017-06", "2018-09", "2024-09", "2025-03", "2025-11", "2025-12"} <= shown
    assert not {month for month in shown if "2018-09" < month < "2024-09"}
    assert not {"2016-05", "2025-06", "2025-10"} & shown
    for name in ("women_share", "people_of_color_share"):
        days = table(published, name, where={"appointment": "noncareer"})["period"]
        assert days.max() == pd.Timestamp("2017-09-30")


def test_medium_confidence_is_said(published: Warehouse) -> None:
    assert only(published, "noncareer_share", "2025-12")["flag"] == "medium_confidence"
    assert only(published, "noncareer_share", "2025-11")["flag"] == ""


def test_share_is_recomputed_where_counts_are_published(published: Warehouse) -> None:
    row = only(published, "women_share", "2015-06", where={"appointment": "career"})
    assert (row["numerator"], row["denominator"]) == (2346, 7077)
    assert row["value"] == pytest.approx(100 * 2346 / 7077)
    assert round(float(row["value"]), 1) == 33.1
    assert row["source"] == "fedscope_gender_cube"


def test_five_agencies_stood_above_the_quarter_in_november_2025(published: Warehouse) -> None:
    assert only(published, "agencies_over_quarter", "2025-11")["value"] == 5
    named = rows(published, "agencies_over_quarter", "2025-11", by=["agency_code"])
    assert {row["agency_code"]: (row["numerator"], row["denominator"], row["flag"]) for row in named} == {
        "ED": (20, 65, ""),
        "FT": (10, 37, ""),
        "IB": (3, 9, "too_few"),
        "QQ": (4, 10, ""),
        "SB": (15, 50, ""),
    }


def test_defense_is_one_agency_against_the_quarter(published: Warehouse) -> None:
    whole = only(published, "noncareer_share", "2025-11", where={"agency_code": "DD*"})
    assert (whole["numerator"], whole["denominator"]) == (97, 1074)
    parts = rows(published, "noncareer_share", "2025-11", by=["agency_code"], departments="components")
    parts = [row for row in parts if row["agency_code"] in ("DD", "AR", "NV", "AF")]
    assert sum(row["numerator"] for row in parts) == 97
    assert sum(row["denominator"] for row in parts) == 1074
    assert only(published, "allocation_needed", "2025-11", where={"agency_code": "DD*"})["value"] == 4 * 97


def test_positions_of_2007_meet_the_ten_percent_line(published: Warehouse) -> None:
    row = only(published, "noncareer_share_of_positions", "2007-09")
    assert (row["numerator"], row["denominator"]) == (677, 8096)
    assert row["source"] == "fedscope_gender_cube; opm_allocations_2007"


def test_separations_of_2009_by_category_match_the_raw_file(fy2009: Warehouse, separations_cube: Path) -> None:
    with zipfile.ZipFile(separations_cube) as archive, archive.open("SEPDATA_FY2009.TXT") as stream:
        lines = csv.DictReader(TextIOWrapper(stream, encoding="latin-1", newline=""))
        counted = Counter(
            line["SEP"] for line in lines if line["PPGRD"].startswith("ES-") or line["TOA"] in ("50", "55", "60", "65")
        )
    assert sum(counted.values()) == 1266
    found = rows(fy2009, "separations", by=["separation_category"])
    assert {row["separation_category"]: row["value"] for row in found} == counted
    assert {(str(row["period"].date()), row["evidence"], row["source"]) for row in found} == {
        ("2009-09-30", "records", "FedScope_Separations_FY2009.zip")
    }


@pytest.mark.parametrize("column", catalog.find("separations").breakdowns)
def test_separations_of_2009_by_any_column_match_the_raw_file(fy2009: Warehouse, raw_fy2009: Raw, column: str) -> None:
    expected = raw_fy2009.leavers.groupby(column)["people"].sum().to_dict()
    found = rows(fy2009, "separations", "2009-09", by=[column])
    assert {row[column]: row["value"] for row in found if row["evidence"] == "records"} == expected


def test_reasons_group_the_categories(fy2009: Warehouse) -> None:
    groups: Counter[str] = Counter()
    for row in rows(fy2009, "separations", by=["separation_category"]):
        groups[REASONS[row["separation_category"]]] += row["value"]
    found = rows(fy2009, "separations", by=["separation_group"])
    assert {row["separation_group"]: row["value"] for row in found} == groups
    assert groups["retirement"] == 478


def test_career_separations_and_rate_of_2009(fy2009: Warehouse) -> None:
    left = only(fy2009, "separations", "2009-09", where={"appointment": "career"})
    assert (left["value"], left["evidence"]) == (582, "records")
    rate = only(fy2009, "separation_rate", "2009-09", where={"appointment": "career"})
    assert (rate["numerator"], rate["denominator"]) == (582, 6907.5)
    assert round(rate["value"], 1) == 8.4
    assert rate["evidence"] == "published"
    assert set(rate["source"].split("; ")) == {"FedScope_Separations_FY2009.zip", "fedscope_gender_cube"}
    assert rate["flag"] == "two_ends"


def test_entries_are_unknown_where_no_stock_is_published(fy2009: Warehouse) -> None:
    found = rows(fy2009, "replacement_ratio", "2009-09", by=["appointment"])
    known = {row["appointment"]: row["numerator"] for row in found if pd.notna(row["value"])}
    assert known == {
        "career": 699,  # 6,966 on board less 6,849 the year before, and 582 who left
        "noncareer": 497,
        "limited_term": 36,
        "limited_emergency": 2,
    }


def test_political_layer_counts_everybody_once(shared_all: Warehouse) -> None:
    row = only(shared_all, "political_layer", "2024-09")
    assert row["denominator"] == 7951
    assert row["numerator"] == 765 + 1655 + 434  # noncareer, Schedule C (codes 34 and 44), Executive Schedule


def test_executives_per_thousand_from_the_summary_tables(shared_all: Warehouse) -> None:
    row = only(shared_all, "executives_per_thousand", "2024-09")
    assert (row["numerator"], row["denominator"]) == (7951 + 765 + 64, 2_313_216)
    export = only(shared_all, "executives_per_thousand", "2026-01")
    assert (export["numerator"], export["denominator"]) == (6650, 2_035_344)


def plum_positions(shared: Path, source: str) -> pd.DataFrame:
    """Current general positions of a Plum file, repeats dropped where the file is known to repeat itself."""
    path = shared / "extracts/plum" / ("plum_export_2025_07.csv" if source == "plum_export" else f"{source}.csv")
    lines = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if source == "plum_export":
        lines = lines[lines["IncumbentVacateDate"] == ""].drop_duplicates()
        theirs = ("PaymentPlanDescription", "AppointmentTypeDescription", "PositionStatus")
    else:
        theirs = ("pay_plan", "type_of_appt", "name_of_incumbent")
    plan, kind, status = (lines[column].str.extract(r"([^()]*?)\)?$")[0].str.strip() for column in theirs)
    return pd.DataFrame({"kind": kind, "is_vacant": status.str.upper() == "VACANT"})[plan == "ES"]


@pytest.mark.parametrize("source", PLUM)
def test_general_positions_match_the_raw_plum_file(shared: Path, shared_all: Warehouse, source: str) -> None:
    positions = plum_positions(shared, source)
    vacant = int(positions["is_vacant"].sum())
    noncareer = int((~positions["is_vacant"] & (positions["kind"] == "NA")).sum())
    found = {
        name: next(row for row in rows(shared_all, name) if row["source"] == source)
        for name in ("general_positions_vacancy_rate", "general_positions_noncareer_share")
    }
    vacancy, share = found.values()
    assert (vacancy["numerator"], vacancy["denominator"]) == (vacant, len(positions))
    assert (share["numerator"], share["denominator"]) == (noncareer, len(positions) - vacant)


def test_positions_of_the_plum_export_are_of_medium_confidence(shared_all: Warehouse) -> None:
    rows = table(shared_all, "general_positions_vacancy_rate")
    flags = dict(zip(rows["source"], rows["flag"], strict=True))
    assert flags == {"plum_book_2016": "", "plum_book_2020": "", "plum_export": "medium_confidence"}


def test_the_plum_export_is_never_compared_with_a_plum_book(shared_all: Warehouse) -> None:
    found = find_headline(shared_all, catalog.find("general_positions_vacancy_rate"), Selection(), DEFAULT_BASELINE)
    assert found is not None
    assert (found.latest.source, found.baseline, found.change) == ("plum_export", None, None)


def test_what_is_put_together_of_2009_counts_one_population(fy2009: Warehouse, raw_fy2009: Raw) -> None:
    """The published stock is the sum of three types; 25 leavers of none and one limited emergency were never in it."""
    gone = raw_fy2009.leavers.groupby("appointment", dropna=False)["people"].sum()
    held = gone[["career", "noncareer", "limited_term"]].sum()
    assert (gone.sum(), held) == (1266, 1240)
    entries, ratio, rate = (
        table(fy2009, name).set_index("period").loc[pd.Timestamp("2009-09-30")]
        for name in ("estimated_entries", "replacement_ratio", "separation_rate")
    )
    (grown,) = values(table(fy2009, "net_change", end=date(2009, 9, 30)).tail(1), "value")[0]
    assert entries["value"] == held + grown == 1232
    assert (ratio["numerator"], ratio["denominator"]) == (1232, 1240)
    assert rate["numerator"] == 1240
    career = table(fy2009, "separation_rate", where={"appointment": "career"}).set_index("period")
    assert career.loc[pd.Timestamp("2009-09-30"), "numerator"] == 582


def test_the_study_of_2014_stands_under_the_rate_that_leaves_transfers_out(fy2009: Warehouse) -> None:
    asked = {"where": {"appointment": "career"}}
    without = table(fy2009, "separation_rate_excluding_transfers", **asked).set_index("period")["value"]
    assert without[pd.Timestamp("2013-09-30")] == 9.8
    assert pd.Timestamp("2013-09-30") not in set(table(fy2009, "separation_rate", **asked)["period"])
