"""A month of data.opm.gov that is damaged, cut short or full of odd cells is accounted for, or refused by name."""

import contextlib
import random
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyarrow import parquet

from etl.errors import EtlError
from etl.files.zip_archive import NotTheFile, TruncatedText
from etl.layouts.data_opm import FWD_EMPLOYMENT, FWD_SEPARATIONS
from etl.layouts.spec import Layout
from etl.staging.engine import LEAST_MEMORY, MEMORY_LIMIT, choose_memory
from etl.staging.schema import DATASETS
from tests.etl.staged import Staged
from tests.etl.staging.test_months import NAMES, Rows, answers, month
from tests.etl.strange import MONTH_CLERK, MONTH_EXECUTIVE, MONTH_LEAVER, as_parquet, table_text, text_file
from tests.properties import examples

pytestmark = pytest.mark.slow


def test_a_month_named_after_another_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotTheFile, match=r"has no row of March 2026.*its rows say 202602"):
        month(tmp_path, [MONTH_EXECUTIVE | {"period_code": "202602"}])


def test_half_a_month_is_refused(tmp_path: Path) -> None:
    path = tmp_path / NAMES["fwd_employment"]
    path.write_text(table_text(FWD_EMPLOYMENT, [MONTH_EXECUTIVE] * 300)[:-60], "utf-8")
    with pytest.raises(TruncatedText, match="middle of a row"):
        Staged(path, tmp_path)


def test_parquet_without_its_end_is_refused(tmp_path: Path) -> None:
    text = text_file(tmp_path / NAMES["fwd_employment"], FWD_EMPLOYMENT, [MONTH_EXECUTIVE])
    path = as_parquet(text, FWD_EMPLOYMENT)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(TruncatedText, match="without its end"):
        Staged(path, tmp_path)


def in_groups(folder: Path, groups: int) -> Path:
    """A month in so many groups of three rows each."""
    whole = parquet.read_table(as_parquet(month_file(folder), FWD_EMPLOYMENT))
    path = folder / "groups" / NAMES["fwd_employment"].replace(".txt", ".parquet")
    path.parent.mkdir()
    with parquet.ParquetWriter(path, whole.schema) as writer:
        for _ in range(groups):
            writer.write_table(whole)
    return path


def month_file(folder: Path) -> Path:
    return text_file(folder / NAMES["fwd_employment"], FWD_EMPLOYMENT, [MONTH_EXECUTIVE, MONTH_CLERK, MONTH_CLERK])


def test_the_more_groups_of_rows_the_less_memory_is_left_to_count_them(tmp_path: Path) -> None:
    """3,000 groups of 64 columns took 864 MB, of which no limit of the engine's counted the half."""
    few, many = (choose_memory(in_groups(tmp_path / str(groups), groups)) for groups in (1, 300))
    assert choose_memory(month_file(tmp_path)) == few == MEMORY_LIMIT
    assert LEAST_MEMORY < many < MEMORY_LIMIT
    assert Staged(tmp_path / "300" / "groups" / "employment_202603_2.parquet", tmp_path).extract.rows_read == 900


def test_far_too_many_groups_of_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = in_groups(tmp_path, 40)
    monkeypatch.setattr("etl.files.zip_archive.DIRECTORY_LIMIT", 10_000)
    with pytest.raises(NotTheFile, match="far too many groups of rows"):
        Staged(path, tmp_path)


def test_a_directory_longer_than_its_file_is_damage(tmp_path: Path) -> None:
    path = as_parquet(month_file(tmp_path), FWD_EMPLOYMENT)
    content = bytearray(path.read_bytes())
    content[-8:-4] = (2**31).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(NotTheFile, match="cannot be read as Parquet; it may be cut short"):
        Staged(path, tmp_path)


@pytest.mark.parametrize("code", ["50.0", " 50.00 "])
def test_codes_with_a_fraction_far_down_a_file_are_codes_all_the_same(tmp_path: Path, code: str) -> None:
    rows = [MONTH_CLERK] * 1_200 + [MONTH_EXECUTIVE | {"appointment_code": code}] * 3
    path = as_parquet(text_file(tmp_path / "files" / NAMES["fwd_employment"], FWD_EMPLOYMENT, rows), FWD_EMPLOYMENT)
    staged = Staged(path, tmp_path)
    assert staged.rows("executives", "appointment, appointment_code, people") == [("career", "50", 3)]
    assert staged.rows("workforce", "people") == [(1_200,)]
    assert [kind for kind, _ in staged.found("code_with_decimals")] == [path.name]


@pytest.mark.parametrize("megabytes", [9, 17])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_line_longer_than_the_reader_holds_is_counted_and_told(tmp_path: Path, megabytes: int, encoding: str) -> None:
    lines = table_text(FWD_EMPLOYMENT, [MONTH_EXECUTIVE] * 300).splitlines(keepends=True)
    path = tmp_path / NAMES["fwd_employment"]
    long = "–" + "x" * megabytes * 2**20 + "\r\n"
    path.write_bytes("".join([*lines[:9], long, *lines[9:], long]).encode(encoding))
    account = Staged(path, tmp_path).extract
    assert (account.rows_read, account.rows_kept, account.rows_rejected) == (302, 300, 2)
    assert [one.occurrences for one in account.findings if one.kind == "rejected_row"] == [2]


cells = st.one_of(
    st.sampled_from(
        ["", "*", "REDACTED", "UNSPECIFIED", '"', "NaN", "-1", "1e400", "0x1", "ES", "202613", "  ", "\\N"]
    ),
    st.text(st.characters(exclude_characters="|\r\n\0", exclude_categories=("Cs",)), max_size=6),  # type: ignore[arg-type]
)
rows_of_anything = st.lists(st.dictionaries(st.sampled_from(sorted(MONTH_LEAVER)), cells, max_size=8), max_size=6)


@pytest.mark.parametrize("layout", [FWD_EMPLOYMENT, FWD_SEPARATIONS], ids=lambda one: one.name)
@examples(15)
@given(strange=rows_of_anything, chance=st.randoms(use_true_random=False))
@example(strange=[{"people": "99999999999999999999"}, {"service_years": "1e999"}], chance=random.Random(1))
def test_any_cells_in_any_order_are_accounted_for_alike(
    layout: Layout, strange: Rows, chance: random.Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [*[MONTH_LEAVER] * 6, *(MONTH_LEAVER | cells for cells in strange)]
    told = [month(tmp_path_factory.mktemp("rows"), order, layout) for order in (rows, chance.sample(rows, len(rows)))]
    assert answers(told[0]) == answers(told[1])
    account = told[0].extract
    assert account.rows_read == account.rows_kept + account.rows_counted + account.rows_rejected == len(rows)
    for partition in account.partitions:
        described = duckdb.sql(f"describe from read_parquet('{told[0].into / partition}')").fetchall()
        assert {name: kind.lower() for name, kind, *_ in described} == DATASETS[partition.split("/")[0]]


@pytest.mark.parametrize("ending", [".txt", ".parquet"])
@examples(15)
@given(data=st.data())
def test_damaged_bytes_are_read_or_refused_by_name(
    ending: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    path = text_file(folder / NAMES["fwd_employment"], FWD_EMPLOYMENT, [MONTH_EXECUTIVE, MONTH_CLERK] * 20)
    if ending == ".parquet":
        path = as_parquet(path, FWD_EMPLOYMENT)
    content = bytearray(path.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=12)):
        content[place] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    with contextlib.suppress(EtlError):
        account = Staged(path, folder).extract
        assert account.rows_read == account.rows_kept + account.rows_counted + account.rows_rejected
