"""The real files come out with exactly the counts their publishers state."""

import csv
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from etl.files.provenance import Extract
from etl.files.raw import take_in
from etl.paths import find_places
from etl.staging.stage import StagingJob, stage

pytestmark = pytest.mark.slow

SEPARATIONS = "opm_fedscope_separations_fy2009/FedScope_Separations_FY2009.zip"
SUMMARY = "opm_employment_summary_2025_03/FedScope_Employment_Summary_March_2025.zip"
EXPORT = "opm_appointment_types_2026_01/OPM-Federal_workforce_by_appointment_type_data-03-10-2026.csv"

Real = Callable[[str], tuple[Extract, str]]


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Real:
    """Stage a real file once; gives its record and its first partition as a table expression."""
    done: dict[str, tuple[Extract, str]] = {}

    def staged(name: str) -> tuple[Extract, str]:
        if name not in done:
            folder = tmp_path_factory.mktemp("real")
            incoming = take_in(shared / "extracts" / name, name, folder / "in")
            extract = stage(StagingJob(incoming, folder / "out", find_places().reference, 2))
            done[name] = extract, f"read_parquet('{folder / 'out' / extract.partitions[0]}')"
        return done[name]

    return staged


def counts(extract: Extract) -> tuple[int, int, int, int]:
    return extract.rows_read, extract.rows_kept, extract.rows_counted, extract.rows_rejected


def test_separations_2009_read_every_row(real: Real) -> None:
    extract, _ = real(SEPARATIONS)
    assert counts(extract) == (215_730, 1_676, 214_054, 0)
    assert extract.kept_by == {"ses": 1266, "ex": 313, "sl": 69, "st": 28}


def test_separations_2009_by_appointment(real: Real) -> None:
    _, table = real(SEPARATIONS)
    where = f"from {table} where corps = 'ses'"
    by_code = dict(duckdb.sql(f"select appointment_code, sum(people)::int {where} group by all").fetchall())
    assert {code: by_code[code] for code in ("50", "55", "60", "65")} == {"50": 582, "55": 626, "60": 32, "65": 1}
    assert duckdb.sql(f"select sum(people) {where} and pay_plan = 'ES'").fetchall() == [(1265,)]


def test_separations_2009_agree_with_an_independent_count(real: Real, shared: Path, tmp_path: Path) -> None:
    _, table = real(SEPARATIONS)
    with zipfile.ZipFile(shared / "extracts" / SEPARATIONS) as archive:
        raw = archive.extract("SEPDATA_FY2009.TXT", tmp_path)
    independent = duckdb.sql(
        f"select SEP, GENDER, count(*) from read_csv('{raw}', all_varchar = true) "
        "where PPGRD like 'ES-%' or TOA in ('50', '55', '60', '65') group by all order by all"
    ).fetchall()
    ours = duckdb.sql(
        "select separation_category, if(sex = 'women', 'F', 'M'), sum(people)::bigint "
        f"from {table} where corps = 'ses' group by all order by all"
    ).fetchall()
    assert ours == independent


@pytest.mark.parametrize(
    ("period", "population", "value"),
    [
        ("2024-09-30", "career", 7951),
        ("2024-09-30", "noncareer", 765),
        ("2024-09-30", "limited_term", 64),
        ("2024-09-30", "senior_executive_pay_plan", 8781),
        ("2024-09-30", "governmentwide_workforce", 2_313_216),
        ("2025-03-31", "career", 7806),
        ("2025-03-31", "noncareer", 385),
        ("2025-03-31", "limited_term", 57),
        ("2025-03-31", "limited_emergency", 2),
        ("2025-03-31", "senior_executive_pay_plan", 8270),
        ("2025-03-31", "governmentwide_workforce", 2_289_472),
        ("2025-03-31", "schedule_c", 737),
    ],
)
def test_summary_tables_give_opm_s_own_totals(real: Real, period: str, population: str, value: int) -> None:
    _, table = real(SUMMARY)
    found = duckdb.sql(
        f"select value from {table} where as_of = date '{period}' and population = '{population}' "
        "and indicator = 'headcount' and breakdown is null and agency is null"
    ).fetchall()
    assert found == [(value,)]


def test_summary_agrees_with_the_figures_that_ship(real: Real) -> None:
    _, table = real(SUMMARY)
    shipped = f"read_csv('{find_places().published / 'figures.csv'}')"
    missing = duckdb.sql(
        "select indicator, population, breakdown, as_of, value "
        f"from {shipped} where source_id = 'opm_employment_summary_2025' "
        f"except select indicator, population, breakdown, as_of, value from {table}"
    ).fetchall()
    assert missing == []


def test_partial_agency_sums_never_look_like_totals(real: Real) -> None:
    _, table = real(SUMMARY)
    rows = duckdb.sql(
        f"select distinct breakdown, note like 'partial%' from {table} where agency is not null"
    ).fetchall()
    assert rows == [("table=agency_pay_plan_series", True)]


def test_appointment_export_counts_agencies_once(real: Real) -> None:
    extract, table = real(EXPORT)
    assert counts(extract) == (667, 128, 539, 0)
    part = "length(coalesce(agency_code, '')) = 4"
    totals = duckdb.sql(
        f"select population, sum(value)::int from {table} where agency is not null and not {part} group by all"
    ).fetchall()
    assert dict(totals) == {"ses": 6650, "governmentwide_workforce": 2_035_344}
    parts = duckdb.sql(f"select agency_code, value::int from {table} where {part} order by all").fetchall()
    outside = {"DJ02": 272, "DJ06": 71}
    assert {code: people for code, people in parts if code in outside} == outside
    # The inspectors general, separate agencies for the law on the SES: 157 executives in fifteen offices.
    offices = {code: people for code, people in parts if code not in outside}
    assert (len(offices), sum(offices.values())) == (15, 157)
    assert {code: offices[code] for code in ("EDEF", "HE13", "TR95", "TRTG")} == {
        "EDEF": 6,
        "HE13": 22,
        "TR95": 3,
        "TRTG": 10,
    }
    assert duckdb.sql(f"select distinct confidence, as_of::varchar from {table}").fetchall() == [
        ("medium", "2026-01-31")
    ]


@pytest.mark.parametrize(
    ("name", "rows", "executives"),
    [("plum_export_2025_07", 10_540, 6_150), ("plum_book_2016", 8_358, 4_500), ("plum_book_2020", 8_204, 4_446)],
)
def test_plum_rows_and_pay_plans(real: Real, name: str, rows: int, executives: int) -> None:
    extract, table = real(f"plum/{name}.csv")
    assert counts(extract) == (rows, rows, 0, 0)
    assert duckdb.sql(f"select sum(positions)::int from {table} where pay_plan = 'ES'").fetchall() == [(executives,)]


def test_plum_export_past_incumbents_and_duplicates(real: Real) -> None:
    extract, table = real("plum/plum_export_2025_07.csv")
    current = f"from {table} where pay_plan = 'ES' and is_current"
    assert duckdb.sql(f"select count(*), count(*) filter (where is_duplicate) {current}").fetchall() == [(5400, 135)]
    impossible = [finding for finding in extract.findings if finding.kind == "impossible_date"]
    assert [(finding.item, finding.occurrences) for finding in impossible] == [("IncumbentVacateDate", 2)]


def test_plum_books_fill_positions_by_appointment_and_mark_vacancies(real: Real) -> None:
    for name, expected in (
        ("plum_book_2016", {"career": 2787, "noncareer": 750, "limited": 76, "vacant": 878, "other": 9}),
        ("plum_book_2020", {"career": 2511, "noncareer": 722, "limited": 83, "vacant": 1127, "other": 3}),
    ):
        _, table = real(f"plum/{name}.csv")
        rows = duckdb.sql(f"select filled_by, count(*) from {table} where pay_plan = 'ES' group by all").fetchall()
        assert dict(rows) == expected


def test_positions_carry_no_names_of_people(real: Real) -> None:
    _, table = real("plum/plum_book_2016.csv")
    columns = {name for name, *_ in duckdb.sql(f"describe from {table}").fetchall()}
    assert not columns & {"name_of_incumbent", "first_name", "last_name", "position", "title", "status"}


def test_published_figures_are_all_kept(real: Real, shared: Path) -> None:
    extract, _ = real("../published/figures.csv")
    with (shared / "published" / "figures.csv").open(encoding="utf-8", newline="") as rows:
        there = sum(1 for _ in csv.DictReader(rows))
    assert there > 5_000
    assert counts(extract) == (there, there, 0, 0)


@pytest.mark.parametrize("lookups", ["2009_09", "2016_12", "2017_09", "2020_09"])
def test_real_lookups_serve_an_employment_cube(shared: Path, tmp_path: Path, lookups: str) -> None:
    from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
    from tests.etl.strange import EXECUTIVE, cube, table_text

    folder = shared / "extracts" / f"opm_lookups_{lookups}"
    text = {path.name: path.read_text("latin-1") for path in folder.glob("*.txt")}
    path = cube(tmp_path / "a.zip", "FACTDATA_SEP2020.TXT", table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE]), lookups=text)
    extract = stage(StagingJob(take_in(path, "a", tmp_path / "in"), tmp_path / "out", find_places().reference, 1))
    kinds = {finding.kind for finding in extract.findings}
    assert not kinds & {"missing_lookup", "unlabelled_code"}
