"""Each layout is declared once, and a file is known by what it holds rather than by its name."""

from datetime import date
from pathlib import Path

import pytest

from etl.layouts.data_opm import FWD_ACCESSIONS, FWD_EMPLOYMENT, FWD_SEPARATIONS
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from etl.layouts.recognise import MissingColumns, UnknownFile, recognise
from etl.layouts.registry import LAYOUTS, PUBLISHED_FIGURES
from etl.layouts.spec import FileSpan, Layout, Period, parse_member_span, simplify
from etl.staging.schema import DATASETS
from tests.etl.strange import EXECUTIVE, cube, table_text

every_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)


def test_names_are_unique() -> None:
    assert len({layout.name for layout in LAYOUTS}) == len(LAYOUTS)


@every_layout
def test_declares_datasets_that_exist_and_blank_as_unknown(layout: Layout) -> None:
    assert set(layout.datasets) <= set(DATASETS)
    assert "" in layout.unknown


@every_layout
def test_no_column_of_theirs_is_declared_twice(layout: Layout) -> None:
    for table in layout.tables:
        theirs = [simplify(name) for name in (*table.columns.values(), *table.optional.values(), *table.unread)]
        assert len(theirs) == len(set(theirs))


@every_layout
def test_the_example_of_a_member_is_one(layout: Layout) -> None:
    for table in layout.tables:
        assert (layout.container == "zip") == bool(table.matches(table.example))


@every_layout
def test_says_where_the_period_comes_from(layout: Layout) -> None:
    assert (layout.known_period is not None) == (layout.period is Period.KNOWN)


@pytest.mark.parametrize("layout", [one for one in LAYOUTS if one.container == "text"], ids=lambda one: one.name)
def test_text_is_known_by_its_header_in_any_case_and_order(layout: Layout, tmp_path: Path) -> None:
    header = [f" {name.upper()}" for name in reversed([*layout.tables[0].columns.values()])]
    path = tmp_path / (layout.example_name or "anything.txt")
    path.write_text("\ufeff" + layout.delimiter.join(header) + "\r\n", "utf-8")
    assert recognise(path).layout is layout


@pytest.mark.parametrize(
    ("member", "first", "last"),
    [
        ("FACTDATA_SEP2024.TXT", "2024-09-30", "2024-09-30"),
        ("in/a/folder/factdata_feb2012.txt", "2012-02-29", "2012-02-29"),
    ],
)
def test_month_comes_from_the_members_name(member: str, first: str, last: str) -> None:
    span = parse_member_span(FEDSCOPE_EMPLOYMENT, member)
    assert span is not None
    assert [day.isoformat() for day in span] == [first, last]


def test_layouts_of_real_files(shared: Path) -> None:
    names = {
        recognise(path).layout.name
        for pattern in ("*/*.zip", "plum/*.csv", "opm_app*/*.csv", "../published/*.csv")
        for path in (shared / "extracts").glob(pattern)
    }
    not_kept = {"fedscope_employment", "fedscope_accessions", "opm_raw_employment"}
    supplied = {layout.name for layout in LAYOUTS if layout.template}
    months = {"fwd_employment", "fwd_separations", "fwd_accessions"}
    assert names == {layout.name for layout in LAYOUTS} - not_kept - supplied - months


@pytest.mark.parametrize(
    ("header", "layout", "name"),
    [
        ("fwd_employment_header", FWD_EMPLOYMENT, "employment_202603_2.txt"),
        ("fwd_employment_header_2026_01", FWD_EMPLOYMENT, "employment_202601_1_2026-02-20.txt"),
        ("fwd_accessions_header", FWD_ACCESSIONS, "accessions_202603_v1.txt"),
        ("fwd_separations_header", FWD_SEPARATIONS, "separations_202603_1 (1).txt"),
    ],
)
def test_every_column_of_the_real_months_is_known(
    shared: Path, tmp_path: Path, header: str, layout: Layout, name: str
) -> None:
    line = (shared / "extracts" / "opm_fwd_headers" / f"{header}.txt").read_text("utf-8")
    (tmp_path / name).write_text(line, "utf-8")
    assert recognise(tmp_path / name).layout is layout
    table = layout.tables[0]
    assert {simplify(column) for column in table.spell_as_declared(line.split("|"))} <= table.known_columns()


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("employment_202603_1.txt", "1"),
        ("Employment_202603_V02.TXT", "2"),
        ("employment_202603_v2.parquet", "2"),
        ("employment_202603_2_2026-04-20.txt", "2 of 2026-04-20"),
        ("employment_202603_10 (2).txt", "10"),
        ("employment_202603.parquet", "1"),
        ("employment-202603-v3.parquet", "3"),
        ("employment_2026-03_v2.csv", "2"),
        ("employment_202603_20260504.txt", "1 of 2026-05-04"),
        ("employment_202603_1_2026-05-04.json", "1 of 2026-05-04"),
    ],
)
def test_month_and_version_come_from_the_files_name(name: str, version: str) -> None:
    assert FWD_EMPLOYMENT.parse_name(name) == FileSpan(date(2026, 3, 31), date(2026, 3, 31), version)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "employment.txt",
            "employment_202613_1.txt",
            "accessions_202603_1.txt",
            "a_202603.txt",
            "employment_2026031.txt",
        ),
        *("employment_040326_1.txt", "employment_260310.txt", "employment_202603_12345.txt"),
    ],
)
def test_a_name_that_tells_no_month_leaves_it_to_the_rows(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("|".join(FWD_EMPLOYMENT.tables[0].columns.values()) + "\n")
    found = recognise(tmp_path / name)
    assert (found.layout, found.span) == (FWD_EMPLOYMENT, None)


def test_renamed_column_is_named_with_its_layout(tmp_path: Path) -> None:
    header = [name for name in PUBLISHED_FIGURES.tables[0].columns.values() if name != "horizon_years"]
    path = tmp_path / "figures.csv"
    path.write_text(",".join([*header, "horizon"]) + "\n")
    with pytest.raises(MissingColumns, match=r"published_figures.*horizon_years"):
        recognise(path)


def test_unknown_file_lists_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "shopping.csv"
    path.write_text("item,price\nmilk,2\n")
    with pytest.raises(UnknownFile) as told:
        recognise(path)
    assert all(layout.name in str(told.value) for layout in LAYOUTS)


def test_a_zip_is_known_by_its_member_not_by_its_name(tmp_path: Path) -> None:
    path = cube(tmp_path / "download.bin", "FACTDATA_SEP2024.TXT", table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE]))
    assert recognise(path).layout is FEDSCOPE_EMPLOYMENT
