"""Months, versions, late reports and parts: which file speaks for which month, whichever order they were loaded in."""

import os
import zipfile
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.layouts.data_opm import FWD_EMPLOYMENT, FWD_SEPARATIONS, OPM_RAW_EMPLOYMENT
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT, FEDSCOPE_SEPARATIONS
from etl.layouts.recognise import MissingPart
from etl.load import load
from etl.paths import Places, find_places
from tests.etl.strange import (
    CLERK,
    EXECUTIVE,
    LEAVER,
    MONTH_CLERK,
    MONTH_EXECUTIVE,
    MONTH_LEAVER,
    REDACTED,
    as_parquet,
    cube,
    table_text,
    text_file,
)

pytestmark = pytest.mark.slow

COUNTED = "select period::varchar, sum(people)::int from marts.{} where evidence = 'records' group by all order by all"
ON_BOARD, EVERYONE, LEFT = (COUNTED.format(mart) for mart in ("on_board", "workforce", "separations"))
COVERED = "select month::varchar, source from marts.coverage where mart = '{}' and evidence = 'records' order by all"


def world(folder: Path, monkeypatch: pytest.MonkeyPatch, *loads: Sequence[Path]) -> Places:
    """A data folder of its own with these loads, one after the other; only after the last a build is looked at."""
    monkeypatch.setenv("SES_DATA", str(folder))
    for paths in loads[:-1]:
        load(find_places(), paths, builds=False)
    load(find_places(), loads[-1])
    return find_places()


def ask(where: Places, sql: str) -> list[tuple[Any, ...]]:
    build = (where.warehouse / "CURRENT").read_text().strip()
    with duckdb.connect(str(where.warehouse / f"{build}.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def employment(folder: Path, name: str, people: int, month: str = "202603") -> Path:
    rows = [MONTH_EXECUTIVE | {"period_code": month}] * people + [MONTH_CLERK | {"period_code": month}]
    return text_file(folder / name, FWD_EMPLOYMENT, rows)


def separations(folder: Path, name: str, *effective: str) -> Path:
    return text_file(folder / name, FWD_SEPARATIONS, [MONTH_LEAVER | {"period_code": month} for month in effective])


def raw_parts(folder: Path) -> list[Path]:
    rows = [MONTH_EXECUTIVE, MONTH_CLERK, REDACTED | {"agency_code": "DD", "people": "1"}]
    return [
        text_file(
            folder / f"March_2025_Employment_{part}.txt", OPM_RAW_EMPLOYMENT, [row | {"period_code": "202503"}] * part
        )
        for part, row in enumerate(rows, start=1)
    ]


def test_the_newest_version_speaks_for_a_month_in_whichever_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = employment(tmp_path / "files", "employment_202603_v2.txt", 2)
    newer = employment(tmp_path / "files", "employment_202603_10.txt", 5)
    for number, order in enumerate(([[older], [newer]], [[newer], [older]], [[older, newer]])):
        where = world(tmp_path / str(number), monkeypatch, *order)
        assert ask(where, ON_BOARD) == [("2026-03-31", 5)]
        used = "select version, is_used, note from meta.extracts where layout = 'fwd_employment' order by version"
        (ten, used_ten, _), (two, used_two, note) = ask(where, used)
        assert (ten, used_ten, two, used_two) == ("10", True, "2", False)
        assert "employment_202603_10.txt" in str(note)


def test_a_reissue_of_one_version_is_told_by_its_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = employment(tmp_path / "files", "employment_202603_1_2026-04-20.txt", 2)
    second = employment(tmp_path / "files", "employment_202603_1_2026-05-02.txt", 3)
    for number, order in enumerate(([first], [second]), start=0):
        other = [second] if order == [first] else [first]
        assert ask(world(tmp_path / str(number), monkeypatch, order, other), ON_BOARD) == [("2026-03-31", 3)]


def test_text_and_mirror_of_one_version_count_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = employment(tmp_path / "files", "employment_202603_1.txt", 4)
    where = world(tmp_path / "data", monkeypatch, [text, as_parquet(text, FWD_EMPLOYMENT)])
    assert ask(where, ON_BOARD) == [("2026-03-31", 4)]


def test_late_reports_count_in_their_month_and_coverage_is_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    march = separations(tmp_path / "files", "separations_202603_1.txt", "202603", "202602")
    february = separations(tmp_path / "files", "separations_202602_1.txt", "202602")
    where = world(tmp_path / "data", monkeypatch, [march])
    assert ask(where, LEFT) == [("2026-02-28", 1), ("2026-03-31", 1)]
    assert ask(where, COVERED.format("separations")) == [("2026-03-31", march.name)]
    where = world(tmp_path / "data", monkeypatch, [february])
    assert ask(where, LEFT) == [("2026-02-28", 2), ("2026-03-31", 1)]


def test_a_new_version_of_a_month_takes_its_late_reports_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = separations(tmp_path / "files", "separations_202603_1.txt", "202603", "202602", "202602")
    two = separations(tmp_path / "files", "separations_202603_2.txt", "202603", "202602")
    for number, order in enumerate(([[one], [two]], [[two], [one]])):
        where = world(tmp_path / str(number), monkeypatch, *order)
        assert ask(where, LEFT) == [("2026-02-28", 1), ("2026-03-31", 1)]


def test_what_a_cube_has_already_is_not_counted_again_from_a_late_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [LEAVER | {"period_code": "200908"}, LEAVER]
    year = cube(tmp_path / "files" / "y.zip", "SEPDATA_FY2009.TXT", table_text(FEDSCOPE_SEPARATIONS, rows))
    october = separations(tmp_path / "files", "separations_200910_1.txt", "200910", "200909")
    for number, order in enumerate(([[year], [october]], [[october], [year]])):
        where = world(tmp_path / str(number), monkeypatch, *order)
        assert ask(where, LEFT) == [("2009-08-31", 1), ("2009-09-30", 1), ("2009-10-31", 1)]


def test_data_opm_gov_restates_raw_files_and_cubes_in_whichever_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = tmp_path / "files"
    text = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE | {"period_code": "202503"}] * 9 + [CLERK])
    quarter = [cube(files / "FedScope_Employment_March_2025.zip", "FACTDATA_MAR2025.TXT", text)]
    month = [employment(files, "employment_202503_1.txt", 2, "202503")]
    for number, order in enumerate(permutations((quarter, raw_parts(files), month))):
        where = world(tmp_path / str(number), monkeypatch, *order)
        assert ask(where, ON_BOARD) == [("2025-03-31", 2)]
    raw_before_cube = world(tmp_path / "older", monkeypatch, raw_parts(files), quarter)
    assert ask(raw_before_cube, ON_BOARD) == [("2025-03-31", 1)]


def test_three_parts_are_one_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = raw_parts(tmp_path / "files")
    where = world(tmp_path / "data", monkeypatch, parts)
    assert ask(where, ON_BOARD) == [("2025-03-31", 1)]
    assert ask(where, EVERYONE) == [("2025-03-31", 6)]
    sources = "; ".join(path.name for path in parts)
    assert ask(where, COVERED.format("on_board")) == [("2025-03-31", sources)]
    assert ask(where, "select count(*), bool_and(is_used) from meta.extracts where layout = 'opm_raw_employment'") == [
        (3, True)
    ]


def test_a_missing_part_is_named_and_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, three = raw_parts(tmp_path / "files")
    monkeypatch.setenv("SES_DATA", str(tmp_path / "data"))
    with pytest.raises(MissingPart, match=r"part 2 of 3 is missing; load all 3 together .* if one file holds them all"):
        load(find_places(), [one, three])
    assert list(find_places().raw.glob("*")) == []
    load(find_places(), [one, two, three])
    assert ask(find_places(), EVERYONE) == [("2025-03-31", 6)]


def zipped(path: Path, *texts: Path, folder: str = "") -> Path:
    """Texts in a zip, beside a description that nobody reads."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for text in texts:
            archive.write(text, folder + text.name)
        archive.writestr("Read me.pdf", b"%PDF\0")
    return path


def test_three_parts_may_come_in_one_zip_or_in_three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = raw_parts(tmp_path / "files")
    one = zipped(tmp_path / "March_2025.zip", *parts, folder="March 2025/")
    three = [zipped(tmp_path / f"{part.stem}.zip", part) for part in parts]
    bare = world(tmp_path / "bare", monkeypatch, parts)
    for number, loads in enumerate(([[one]], [three], [[one], three, parts])):
        where = world(tmp_path / str(number), monkeypatch, *loads)
        assert sorted(path.name for path in where.raw.iterdir()) == sorted(path.name for path in bare.raw.iterdir())
        assert ask(where, EVERYONE) == ask(bare, EVERYONE) == [("2025-03-31", 6)]
        origins = {origin for (origin,) in ask(where, "select origin from meta.extracts where origin like '%.txt'")}
        if loads == [[one]]:
            assert origins == {str(one / "March 2025" / part.name) for part in parts}


def test_a_part_missing_from_a_zip_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = raw_parts(tmp_path / "files")
    monkeypatch.setenv("SES_DATA", str(tmp_path / "data"))
    with pytest.raises(MissingPart, match="part 3 of 3 is missing"):
        load(find_places(), [zipped(tmp_path / "two.zip", *parts[:2])])
    assert list(find_places().raw.glob("*")) == []


def test_an_unchanged_zip_of_texts_is_known_without_unpacking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "months.zip", employment(tmp_path / "files", "employment_202603_1.txt", 4))
    where = world(tmp_path / "data", monkeypatch, [path])
    assert ask(where, ON_BOARD) == [("2026-03-31", 4)]
    status, content = path.stat(), path.read_bytes()
    path.write_bytes(b"\0" * 200 + content[200:])  # the directory at its end still tells names and sizes
    os.utime(path, ns=(status.st_mtime_ns, status.st_mtime_ns))
    again = load(where, [path])
    assert ([extract.provenance.name for _, extract in again.repeats], again.build) == (
        ["employment_202603_1.txt"],
        None,
    )


def test_a_part_issued_again_replaces_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = raw_parts(tmp_path / "files")
    again = text_file(
        tmp_path / "again" / "March_2025_Employment_1.txt",
        OPM_RAW_EMPLOYMENT,
        [MONTH_EXECUTIVE | {"period_code": "202503"}] * 4,
    )
    where = world(tmp_path / "data", monkeypatch, parts, [again])
    assert ask(where, ON_BOARD) == [("2025-03-31", 4)]
    assert ask(where, EVERYONE) == [("2025-03-31", 9)]
