"""A file staged for a test, and its partitions, for questions in SQL."""

from pathlib import Path
from typing import Any

import duckdb

from etl.files.provenance import Extract
from etl.files.raw import take_in
from etl.paths import find_places
from etl.staging.stage import StagingJob, stage


class Staged:
    """A staged file: its account, the rows of its partitions, what was noticed."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.into = folder / "staged"
        self.extract: Extract = stage(
            StagingJob(take_in(path, str(path), folder / "in"), self.into, find_places().reference, 1)
        )

    def rows(self, dataset: str, columns: str) -> list[tuple[Any, ...]]:
        partition = next(name for name in self.extract.partitions if name.startswith(f"{dataset}/"))
        return duckdb.sql(f"select {columns} from read_parquet('{self.into / partition}') order by all").fetchall()

    def found(self, kind: str) -> list[tuple[str, int]]:
        return [(one.item, one.occurrences) for one in self.extract.findings if one.kind == kind]
