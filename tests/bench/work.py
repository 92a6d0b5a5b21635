"""The pieces of work that are measured: ours, and the plain ways of doing the same that they are held against."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.measure import CORES

SES = "(TOA in ('50', '55', '60', '65') or split_part(PPGRD, '-', 1) in ('ES', 'SL', 'ST', 'EX'))"


def write_cube(folder: str, rows: str) -> Callable[[], object]:
    """A synthetic employment cube of that many rows; gives its path."""
    from etl.sample.extracts import write_sample

    def work() -> str:
        written = write_sample(Path(folder) / "cube", rows=int(rows), periods=1, seed=1978)
        return str(next(path for path in written if "Employment" in path.name))

    return work


def stage(cube: str, folder: str) -> Callable[[], object]:
    """Our staging of one cube, on every core, as `etl load` runs it."""
    from etl.files.raw import take_in
    from etl.paths import find_places
    from etl.staging.stage import StagingJob
    from etl.staging.stage import stage as stage_file

    def work() -> int:
        into = Path(folder) / "staged"
        shutil.rmtree(into, ignore_errors=True)
        incoming = take_in(Path(cube), cube, into / "incoming")
        return stage_file(StagingJob(incoming, into, find_places().reference, CORES)).rows_read

    return work


def _unzipped(cube: str, folder: str) -> Path:
    with zipfile.ZipFile(cube) as archive:
        fact = next(name for name in archive.namelist() if "FACTDATA" in name.upper())
        target = Path(folder) / "fact.txt"
        with archive.open(fact) as packed, target.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked, 1 << 20)
    return target


def bare_scans(cube: str, folder: str) -> Callable[[], object]:
    """Unzip to disk, then two plain DuckDB scans: one filters the executives, one groups the rest."""
    import duckdb

    def work() -> int:
        fact = _unzipped(cube, folder)
        connection = duckdb.connect(config={"threads": CORES})
        scan = f"read_csv('{fact}', all_varchar = true, header = true, delim = ',')"
        connection.execute(f"create table executives as select * from {scan} where {SES}")
        connection.execute(
            "create table rest as select AGYSUB[1:2] as agency, TOA, PPGRD, SUPERVIS, AGELVL, LOSLVL, EDLVL, count(*)"
            f" from {scan} where not {SES} group by all"
        )
        kept = connection.execute("select count(*) from executives").fetchone()
        return int(kept[0]) if kept else 0

    return work


def pandas_load(cube: str, folder: str) -> Callable[[], object]:
    """The straightforward way: pandas reads the fact file and joins its lookups."""
    import pandas as pd

    def work() -> int:
        fact = pd.read_csv(_unzipped(cube, folder), dtype=str, keep_default_na=False, encoding="latin-1")
        keys = {
            "DTagy.txt": "AGYSUB",
            "DTocc.txt": "OCC",
            "DTloc.txt": "LOC",
            "DTtoa.txt": "TOA",
            "DTagelvl.txt": "AGELVL",
        }
        with zipfile.ZipFile(cube) as archive:
            for member, key in keys.items():
                with archive.open(member) as packed:
                    lookup = pd.read_csv(packed, dtype=str, keep_default_na=False, encoding="latin-1")
                fact = fact.merge(lookup.drop_duplicates(key), on=key, how="left")
        executives = fact[fact["TOA"].isin(["50", "55", "60", "65"]) | fact["PPGRD"].str.startswith("ES-")]
        rest = (
            fact.drop(executives.index).groupby(["AGY", "TOA", "PPGRD", "SUPERVIS", "AGELVL", "LOSLVL", "EDLVL"]).size()
        )
        return len(executives) + int(rest.sum())

    return work


def first_build(folder: str, rows: str, periods: str) -> Callable[[], object]:
    """The sample written, loaded and built, into a demonstration beside the real build."""
    os.environ["SES_DATA"] = str(Path(folder) / "data")
    from etl.load import load
    from etl.paths import find_places
    from etl.sample.extracts import write_sample
    from etl.warehouse.build import build

    def work() -> int:
        write_sample(Path(folder) / "sample", rows=int(rows), periods=int(periods), seed=1978)
        loaded = load(find_places(), [Path(folder) / "sample"]).extracts
        build(find_places())
        build(find_places(), with_sample=True)
        return len(loaded)

    return work


def write_one_month(folder: str, rows: str) -> Callable[[], object]:
    """A synthetic month of data.opm.gov; gives its path."""
    from tests.bench.months import write_month

    def work() -> str:
        return str(write_month(Path(folder) / "employment_202603_1.txt", int(rows)))

    return work


def bare_month(month: str) -> Callable[[], object]:
    """One plain DuckDB scan of a month: the columns that staging reads, grouped."""
    import duckdb

    from etl.layouts.data_opm import FWD_EMPLOYMENT

    table = FWD_EMPLOYMENT.tables[0]
    columns = ", ".join(f'"{theirs}"' for theirs in (*table.columns.values(), *table.optional.values()))

    def work() -> int:
        connection = duckdb.connect(config={"threads": CORES})
        connection.execute(
            f"create table month as select {columns}, count(*) as people from read_csv('{month}', all_varchar = true, "
            "header = true, delim = '|', quote = '', escape = '') group by all"
        )
        rows = connection.execute("select sum(people) from month").fetchone()
        return int(rows[0]) if rows else 0

    return work


WORK = (write_cube, stage, bare_scans, pandas_load, first_build, write_one_month, bare_month)
