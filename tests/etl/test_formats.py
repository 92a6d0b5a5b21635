"""Each layout is declared once, and a file is known by what it holds rather than by its name."""

from pathlib import Path

import pytest

from etl.columns import DATASETS
from etl.formats import FEDSCOPE_EMPLOYMENT, LAYOUTS, PUBLISHED_FIGURES
from etl.layout import Layout, Period, plain, span_in_name
from etl.recognise import MissingColumns, UnknownFile, recognise
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
        theirs = [plain(name) for name in (*table.columns.values(), *table.optional.values(), *table.unread)]
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
    header = [f" {name.upper()}" for name in reversed(layout.tables[0].columns.values())]
    path = tmp_path / "anything.txt"
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
    span = span_in_name(FEDSCOPE_EMPLOYMENT, member)
    assert span is not None
    assert [day.isoformat() for day in span] == [first, last]


def test_layouts_of_real_files(shared: Path) -> None:
    names = {
        recognise(path).layout.name
        for pattern in ("*/*.zip", "plum/*.csv", "opm_app*/*.csv", "../published/figures.csv")
        for path in (shared / "extracts").glob(pattern)
    }
    assert names == {layout.name for layout in LAYOUTS} - {"fedscope_employment", "fedscope_accessions", "demographics"}


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
