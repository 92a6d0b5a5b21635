"""Computed beside published figures, and publishers beside each other: what agrees, what differs, and by what name."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from etl.warehouse.build import build
from metrics.analysis.reconcile import COLUMNS, VERDICTS, Reconciliation, reconcile
from metrics.definitions import catalog
from metrics.query.published_only import list_published_only
from metrics.warehouse import Warehouse
from tests.etl.world import World
from tests.metrics.ask import build_and_open
from tests.metrics.command import Ask
from tests.metrics.conftest import Made

pytestmark = pytest.mark.slow

SEPTEMBER = "2016-09-30"
CUBE = "FedScope_Employment_September_2016.zip"


def counted(folder: Path, period: str, **people: int) -> Warehouse:
    """A build with a file of records that counts so many people of each appointment type at one period."""
    world = World(folder)
    rows = [
        {"period": period, "corps": "ses", "pay_plan": "ES", "agency_code": "TR", "appointment": kind, "people": n}
        for kind, n in people.items()
    ]
    world.load(CUBE, "employment", rows, span=(period, period))
    return build_and_open(world)


@pytest.fixture(scope="module")
def shipped(published: Warehouse) -> Reconciliation:
    return reconcile(published)


@pytest.fixture(scope="module")
def real(shared_all: Warehouse) -> Reconciliation:
    return reconcile(shared_all)


@pytest.fixture(scope="module")
def of_records(tmp_path_factory: pytest.TempPathFactory) -> Reconciliation:
    """Career as published, noncareer and limited term far from it, limited emergency one person from it."""
    folder = tmp_path_factory.mktemp("reconcile")
    return reconcile(counted(folder, SEPTEMBER, career=7336, noncareer=600, limited_term=130, limited_emergency=5))


def pairs(found: Reconciliation, **where: str) -> pd.DataFrame:
    rows = found.table
    for column, value in where.items():
        rows = rows[rows[column] == (pd.Timestamp(value) if column == "period" else value)]
    return rows


def test_editions_of_a_count_meet_as_in_the_shipped_table(shipped: Reconciliation, root: Path) -> None:
    """Every governmentwide count of several sources, read from the file: the foremost beside each other one."""
    figures = pd.read_csv(root / "data/published/figures.csv", dtype=str, keep_default_na=False)
    ranks = pd.read_csv(root / "data/reference/precedence.csv", dtype=str).set_index("source_id")["precedence"]
    rows = figures[(figures["indicator"] == "headcount") & (figures["agency"] == "") & (figures["breakdown"] == "")]
    rows = rows[rows["population"].isin(["ses", "career", "noncareer", "limited_term", "limited_emergency"])]
    rows = rows.assign(value=rows["value"].astype(float), rank=rows["source_id"].map(ranks).astype(int))
    expected = set()
    for (kind, day), group in rows.sort_values("rank").groupby(["population", "as_of"]):
        (_, foremost), *others = group.iterrows()
        said = "" if kind == "ses" else f"appointment={kind}"
        expected |= {
            (said, day, foremost["value"], foremost["source_id"], other["value"], other["source_id"])
            for _, other in others
        }
    ours = pairs(shipped, indicator="on_board")
    found = {
        (row.group, f"{row.period:%Y-%m-%d}", row.value, row.source, row.published, row.published_source)
        for row in ours.itertuples()
        if "agency_code" not in str(row.group) and "fedsmith" not in str(row.published_source)
    }
    assert found == {row for row in expected if "fedsmith" not in row[-1]}
    assert len(found) >= 15


def test_nothing_that_ships_is_unexplained(shipped: Reconciliation) -> None:
    assert shipped.count("agrees") >= 20
    assert pairs(shipped, verdict="unexplained").empty
    assert shipped.words.startswith(f"{shipped.count('agrees')} of {len(shipped.table)} comparisons agree within 0.5%")
    assert shipped.words.endswith("0 unexplained.")


def test_nothing_of_the_real_files_is_unexplained(real: Reconciliation) -> None:
    assert pairs(real, verdict="unexplained").empty
    assert len(real.table) >= 250


def test_departures_of_2009_meet_the_study_of_them(real: Reconciliation) -> None:
    """491 career departures other than by transfer over a mean of 6,907.5 against 7.2 percent: 582 with transfers."""
    name = "separation_rate_excluding_transfers"
    (row,) = pairs(real, indicator=name, published_source="gwu_sea_2014").to_dict("records")
    assert row["value"] == pytest.approx(100 * 491 / 6907.5)
    assert row["difference"] == pytest.approx(100 * 491 / 6907.5 - 7.2)
    assert (row["published"], row["verdict"], row["reason"]) == (7.2, "explained", "definition not printed")
    assert pairs(real, indicator="separation_rate").empty
    (quits,) = pairs(real, indicator="quit_rate", published_source="gwu_sea_2014").to_dict("records")
    assert (quits["verdict"], quits["reason"]) == ("explained", "rounding")


def test_noncareer_appointees_fill_the_positions_of_the_plum_book(real: Reconciliation) -> None:
    (row,) = pairs(real, published_source="plum_book_2016").to_dict("records")
    assert (row["value"], row["published"], row["source"]) == (747, 750, "fedscope_gender_cube")
    assert row["verdict"] == "agrees"


def test_shipped_figures_are_held_against_the_publication_itself(real: Reconciliation, root: Path) -> None:
    with (root / "data/published/figures.csv").open(encoding="utf-8", newline="") as file:
        shipped = [row for row in csv.DictReader(file) if row["source_id"] == "opm_appointment_export_2026"]
    export = pairs(real, published_source="opm_appointment_export_2026")
    whole_department = 1  # the file lists its components; their sum is made here and not read again
    assert len(export) == len(shipped) - whole_department
    assert set(export["verdict"]) == {"agrees"}
    assert (export["value"] == export["published"]).all()
    assert set(export["source"]) == {"OPM-Federal_workforce_by_appointment_type_data-03-10-2026.csv"}
    differing = pairs(real, indicator="positions", verdict="explained")
    assert {(row.value, row.published) for row in differing.itertuples()} == {(55, 57), (83, 82)}
    assert differing["group"].str.contains("agency_code=HS").all()


def test_the_shipped_table_loaded_again_agrees_figure_by_figure(in_folder: Made, root: Path) -> None:
    table = root / "data/published/figures.csv"
    again = in_folder("again", [table]).rows("select * from marts.recount")
    assert len(again) == len(pd.read_csv(table))
    assert (again["loaded"] == again["shipped"]).all()


def test_a_file_that_spells_an_agency_twice_is_held_against_its_figure_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    said = {"indicator": "headcount", "population": "ses", "as_of": "2026-01-31", "unit": "people"}
    said |= {"source_id": "opm_appointment_export_2026", "confidence": "high", "agency_code": "ED"}
    spelled = [
        said | {"agency": "A spelling", "value": 7.0},
        said | {"agency": "Department of Education", "value": 59.0},
    ]
    world.load("export.csv", "published", spelled, evidence="published")
    build(world.places)
    assert world.query("select agency, loaded, shipped from marts.recount") == [("Department of Education", 59, 59)]


def test_records_that_equal_a_published_count_agree(of_records: Reconciliation) -> None:
    row = pairs(of_records, indicator="on_board", group="appointment=career", published_source="fedscope_gender_cube")
    assert row[["evidence", "source", "value", "difference", "verdict"]].to_numpy().tolist() == [
        ["records", CUBE, 7336, 0, "agrees"]
    ]


def test_records_far_from_a_published_count_are_unexplained_and_first(of_records: Reconciliation) -> None:
    first = of_records.table.iloc[0]
    assert (first["verdict"], first["reason"]) == ("unexplained", "")
    far = pairs(of_records, indicator="on_board", group="appointment=noncareer", evidence="records")
    assert set(far["verdict"]) == {"unexplained"}
    assert far["difference"].iloc[0] == 600 - 736
    assert far["difference_percent"].iloc[0] == pytest.approx(100 * (600 - 736) / 736)
    places = of_records.table["verdict"].map(VERDICTS.index)
    assert places.is_monotonic_increasing
    sizes = pairs(of_records, verdict="unexplained")["difference_percent"].abs()
    assert sizes.is_monotonic_decreasing


def test_one_person_of_a_small_count_has_the_reason_of_its_sources(of_records: Reconciliation) -> None:
    (row,) = pairs(of_records, group="appointment=limited_emergency", evidence="records").to_dict("records")
    assert (row["value"], row["published"], row["published_source"]) == (5, 4, "fedscope_diversity_cube")
    assert (row["verdict"], row["reason"]) == ("explained", "withheld cells")


def test_a_difference_beyond_what_a_reason_can_account_for_stays_unexplained(of_records: Reconciliation) -> None:
    (row,) = pairs(of_records, group="appointment=limited_term", evidence="records").to_dict("records")
    assert (row["value"], row["published"], row["published_source"]) == (130, 86, "fedscope_gender_cube")
    assert (row["verdict"], row["reason"]) == ("unexplained", "")


def test_the_sample_is_never_called_reconciled(loaded: Warehouse) -> None:
    found = reconcile(loaded)
    sample = found.table[found.table["evidence"] == "sample"]
    assert len(sample) > 0
    assert set(sample["verdict"]) == {"sample"}
    assert set(found.table["verdict"].iloc[-len(sample) :]) == {"sample"}
    assert f"{len(sample)} of the synthetic sample are not counted" in found.words
    assert f"of {len(found.table) - len(sample)} comparisons" in found.words


def test_every_reason_is_about_sources_and_indicators_that_exist(shared_all: Warehouse) -> None:
    reasons = shared_all.rows("select * from marts.explanation order by rank")
    names = {metric.name for metric in catalog.METRICS} | set(list_published_only(shared_all)) | {"positions", ""}
    sources = {*shared_all.sources["source"], "records", ""}
    assert set(reasons["indicator"]) <= names
    assert {*reasons["source"], *reasons["other"]} <= sources
    assert not reasons.duplicated(["reason", "indicator", "source", "other"]).any()
    assert reasons["words"].str.fullmatch(r"[A-Z].*\.").all()
    assert reasons["within_percent"].between(0.5, 20).all()
    wide = reasons[reasons["within_percent"] > 3]
    assert (wide["source"] != "").all()


def test_reasons_of_what_is_at_hand_are_all_needed(real: Reconciliation, shared_all: Warehouse) -> None:
    """A reason that explains nothing any more is taken out, unless it is for files that are not at hand."""
    reasons = shared_all.rows("select * from marts.explanation where other <> 'records'")
    wider_than_definitions = set(reasons[reasons["within_percent"] > 3]["reason"])
    assert wider_than_definitions <= set(real.table["reason"])


def test_shares_of_a_handful_are_not_compared(tmp_path: Path) -> None:
    few = reconcile(counted(tmp_path, "2025-11-30", career=2, noncareer=3))
    compared = few.table[(few.table["evidence"] == "records") & few.table["group"].str.contains("agency_code=TR")]
    assert "on_board" in set(compared["indicator"])
    assert "noncareer_share" not in set(compared["indicator"])


def test_the_command_ends_with_how_many_agree(run: Ask, published: Warehouse, shipped: Reconciliation) -> None:
    said = run(published, "reconcile")
    assert said.status == 0
    assert said.out.splitlines()[-1] == shipped.words
    assert "pay plan or appointment: This tabulation seems to count everyone on pay plan ES" in said.out
    rows = run(published, "reconcile", "--format", "csv")
    assert rows.out.splitlines()[0] == ",".join(COLUMNS)
    assert len(rows.rows) == len(shipped.table)
    assert rows.err.splitlines()[-1] == shipped.words
    listed = json.loads(run(published, "reconcile", "--format", "json").out)
    assert [item["verdict"] for item in listed] == [row["verdict"] for row in rows.rows]


def test_unexplained_differences_are_counted_and_no_error(run: Ask, tmp_path: Path) -> None:
    warehouse = counted(tmp_path, SEPTEMBER, career=7336, noncareer=600)
    said = run(warehouse, "reconcile", "--format", "csv")
    assert said.status == 0
    unexplained = [row for row in said.rows if row["verdict"] == "unexplained"]
    assert len(unexplained) >= 2
    assert said.rows[: len(unexplained)] == unexplained
    assert said.err.splitlines()[-1].endswith(f"{len(unexplained)} unexplained.")
