"""OPM's files say the same whichever comes first, however they are batched, and however often they are loaded."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl.layouts.data_opm import FWD_ACCESSIONS, FWD_EMPLOYMENT, FWD_SEPARATIONS, OPM_RAW_EMPLOYMENT
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT, FEDSCOPE_SEPARATIONS
from etl.load import load
from etl.paths import find_places
from etl.warehouse import marts
from tests.etl.strange import (
    CLERK,
    EXECUTIVE,
    LEAVER,
    LOOKUPS,
    MONTH_CLERK,
    MONTH_EXECUTIVE,
    MONTH_LEAVER,
    cube,
    table_text,
    text_file,
)
from tests.properties import examples

pytestmark = pytest.mark.slow

OTHER_NAMES = LOOKUPS | {"DTagy.txt": LOOKUPS["DTagy.txt"].replace("DJ02-FBI", "DJ02-FEDERAL BUREAU OF INVESTIGATION")}
MARTS = tuple(table.name for table in marts.MARTS)


@cache
def files() -> tuple[Path, ...]:
    """Months in two versions, late reports, a cube and three parts of one month, an agency under two names."""
    folder = Path(mkdtemp(prefix="order-"))

    def month(name: str, people: int, **cells: str) -> Path:
        rows = [MONTH_EXECUTIVE | cells] * people + [MONTH_CLERK | cells] * 2
        return text_file(folder / name, FWD_EMPLOYMENT, rows)

    def leavers(name: str, *months: str) -> Path:
        rows = [MONTH_LEAVER | {"period_code": effective} for effective in months]
        return text_file(folder / name, FWD_SEPARATIONS, rows)

    parts = [
        text_file(folder / f"March_2025_Employment_{part}.txt", OPM_RAW_EMPLOYMENT, [row | {"period_code": "202503"}])
        for part, row in enumerate([MONTH_EXECUTIVE, MONTH_CLERK, MONTH_EXECUTIVE | {"appointment_code": "55"}], 1)
    ]
    quarters = [
        cube(
            folder / f"FedScope_Employment_{name}_{year}.zip",
            f"FACTDATA_{name[:3].upper()}{year}.TXT",
            table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE] * people + [CLERK]),
            lookups=lookups,
        )
        for name, year, people, lookups in (
            ("September", 2023, 3, LOOKUPS),
            ("June", 2024, 3, OTHER_NAMES),
            ("March", 2025, 9, LOOKUPS),
        )
    ]
    year = cube(folder / "y.zip", "SEPDATA_FY2009.TXT", table_text(FEDSCOPE_SEPARATIONS, [LEAVER] * 3))
    entry = MONTH_EXECUTIVE | {"event_code": "AE"}
    return (
        month("employment_202602_1.txt", 4, period_code="202602"),
        month("employment_202603_1.txt", 3),
        month("employment_202603_2.txt", 5, salary="190000.0"),
        *parts,
        *quarters,
        year,
        leavers("separations_200910_1.txt", "200910", "200909"),
        leavers("separations_202603_1.txt", "202603", "202602", "202602"),
        leavers("separations_202603_2.txt", "202603", "202602"),
        text_file(folder / "accessions_202603_1.txt", FWD_ACCESSIONS, [entry]),
    )


def together(chosen: Sequence[Path]) -> list[Path]:
    """With the parts that are refused alone."""
    parts = [path for path in files() if "March_2025" in path.name]
    return [*chosen, *(part for part in parts if set(parts) & set(chosen) and part not in chosen)]


def everything(folder: Path, monkeypatch: pytest.MonkeyPatch, *loads: Sequence[Path]) -> dict[str, list[Any]]:
    """Every row of every mart of the build after these loads; none before it is looked at."""
    monkeypatch.setenv("SES_DATA", str(folder))
    for paths in loads[:-1]:
        load(find_places(), together(paths), builds=False)
    load(find_places(), together(loads[-1]))
    build = (find_places().warehouse / "CURRENT").read_text("utf-8").strip()
    with duckdb.connect(str(find_places().warehouse / f"{build}.duckdb"), read_only=True) as connection:
        return {mart: connection.execute(f"from marts.{mart} order by all").fetchall() for mart in MARTS}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[Any]]]:
    """What all files say that are loaded at once, as they come."""
    with pytest.MonkeyPatch.context() as patch:
        yield everything(tmp_path_factory.mktemp("plain"), patch, files())


@examples(6)
@given(order=st.permutations(range(14)), cuts=st.lists(st.integers(1, 13), max_size=2), again=st.integers(0, 13))
@example(order=list(reversed(range(14))), cuts=[7], again=3)
def test_order_batches_and_loading_twice_change_no_answer(
    order: list[int],
    cuts: list[int],
    again: int,
    plain: dict[str, list[Any]],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shuffled = [files()[number] for number in order]
    edges = [0, *sorted(set(cuts)), len(shuffled)]
    batches = [shuffled[start:end] for start, end in pairwise(edges)]
    assert everything(tmp_path_factory.mktemp("other"), monkeypatch, *batches, [files()[again]]) == plain


def test_the_files_meet_in_every_way_they_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guards the property above: with fewer rows than this it would prove nothing."""
    assert len(files()) == 14
    everything(tmp_path, monkeypatch, files())
    build = (find_places().warehouse / "CURRENT").read_text("utf-8").strip()
    with duckdb.connect(str(find_places().warehouse / f"{build}.duckdb"), read_only=True) as connection:
        notes = connection.execute("select note from meta.extracts where not is_used").fetchall()
        label = connection.execute("select label from marts.label where code = 'DJ02'").fetchall()
    assert len(notes) == 3
    assert label == [("FEDERAL BUREAU OF INVESTIGATION",)]
