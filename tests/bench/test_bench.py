"""What is measured is what it says: a written history has its periods and executives, and emptied files stay unread."""

import os
from datetime import date
from pathlib import Path

import duckdb
import pytest

from etl.errors import EtlError
from etl.layouts.data_opm import FWD_EMPLOYMENT
from etl.load import load
from etl.paths import Places
from etl.sample.calibration import Calibration
from etl.sample.people import UNSPECIFIED_EXECUTIVES
from tests.bench.history_files import bytes_needed, cube_names, empty, month_names, write_files
from tests.bench.measure import Claim, print_claims
from tests.bench.months import columns_of
from tests.bench.opm_files import LAST_MONTH, Months, employment_months, flow_months
from tests.bench.periods import month_ends, write_periods

pytestmark = pytest.mark.slow

ROWS = 20_000
OLDER = ("202602", "202601", "202512", "202511")


def test_a_history_has_every_executive_at_every_month_end(tmp_path: Path, here: Places) -> None:
    last = date(2024, 10, 31)
    written = write_periods(tmp_path / "files", 3, ROWS, last)
    assert sorted(path.name for path in written) == [
        *("FedScope_Employment_September_2024.zip", "accessions_202408_1.parquet", "accessions_202409_1.parquet"),
        *("accessions_202410_1.parquet", "employment_202408_1.parquet", "employment_202410_1.parquet"),
        *("separations_202408_1.parquet", "separations_202409_1.parquet", "separations_202410_1.parquet"),
    ]
    loaded = load(here, [tmp_path / "files"]).extracts
    assert {extract.provenance.evidence for extract in loaded} == {"sample"}
    assert {extract.rows_read for extract in loaded if extract.subject == "employment"} == {ROWS}
    assert not sum(extract.rows_rejected for extract in loaded)
    found = duckdb.sql(
        f"select period, sum(people)::int from '{here.staged}/executives/*.parquet' group by all order by 1"
    ).fetchall()
    corps = Calibration.load(here).corps
    assert found == [(end, corps(end) + UNSPECIFIED_EXECUTIVES) for end in month_ends(3, last)]


def test_movements_of_a_whole_year_of_months_are_cubes(tmp_path: Path) -> None:
    names = {path.name for path in write_periods(tmp_path, 12, ROWS, date(2024, 9, 30))}
    assert {"FedScope_Separations_FY2024.zip", "FedScope_Accessions_FY2024-2024.zip"} < names
    assert not [name for name in names if name.startswith(("separations", "accessions"))]


def test_emptied_files_are_known_again_and_never_read(tmp_path: Path, here: Places) -> None:
    files = tmp_path / "files"
    names = [*cube_names(1), *month_names(1)]
    assert write_files(files, names, ROWS) <= bytes_needed(names, ROWS)
    assert len(load(here, [files]).extracts) == 2
    for name in names:
        empty(files / name, here.raw)
    assert sum(path.stat().st_blocks for path in (*files.iterdir(), *here.raw.glob("*/*.zip"))) == 0
    again = load(here, [files])
    assert (len(again.extracts), len(again.repeats)) == (0, 2)
    os.utime(files / names[0])
    with pytest.raises(EtlError):
        load(here, [files])


def test_a_month_as_the_api_serves_it_is_all_text_and_loads_as_records(tmp_path: Path, here: Places) -> None:
    june, july = Months(tmp_path / "files", ROWS).employment([date(2026, 6, 30), LAST_MONTH])
    described = duckdb.sql(f"describe from '{july}'").fetchall()
    assert [name for name, *_ in described] == columns_of(FWD_EMPLOYMENT)
    assert {kind for _, kind, *_ in described} == {"VARCHAR"}
    months = "select distinct snapshot_yyyymm from '{}'"
    assert [duckdb.sql(months.format(path)).fetchall() for path in (june, july)] == [[("202606",)], [("202607",)]]
    (loaded,) = load(here, [july]).extracts
    assert (loaded.provenance.evidence, loaded.rows_read, loaded.rows_rejected) == ("records", ROWS, 0)
    assert loaded.provenance.period_end == "2026-07-31"


def test_a_month_of_departures_has_a_tail_of_late_reports(tmp_path: Path) -> None:
    files = Months(tmp_path, ROWS).flows([LAST_MONTH])
    assert [path.name for path in files] == ["separations_202607_1.parquet", "accessions_202607_1.parquet"]
    months = duckdb.sql(
        f"select personnel_action_effective_date_yyyymm, count(*) from '{files[0]}' group by all order by 2 desc"
    ).fetchall()
    (newest, bulk), *late = months
    assert newest == "202607"
    assert {"202606", "202605"} <= {month for month, _ in late} <= {"202606", "202605", "202604", "202603", *OLDER}
    assert bulk > 5 * sum(rows for _, rows in late)


def test_the_api_lists_quarters_first_and_then_every_month() -> None:
    assert len(employment_months()) == 207
    assert employment_months()[24:28] == [date(2011, 3, 31), date(2011, 6, 30), date(2011, 7, 31), date(2011, 8, 31)]
    assert 2 * len(flow_months()) == 516


def test_a_claim_that_does_not_hold_is_said_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    kept, broken = Claim("one", "1 s", "< 2 s", holds=True), Claim("two", "3 s", "< 2 s", holds=False)
    assert print_claims([kept])
    assert not print_claims([kept, broken])
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "| one | 1 s | < 2 s | yes |",
        "| two | 3 s | < 2 s | **no** |",
    ]
