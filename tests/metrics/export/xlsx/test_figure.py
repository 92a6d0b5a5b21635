"""A figure as a workbook, read back by a program that is not ours."""

import re
import zipfile
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries

from metrics.analysis.events import number_events
from metrics.charts.spec import Native
from metrics.exhibits.exhibit import Exhibit
from metrics.export.xlsx.figure import make_workbook
from metrics.text.exports import SAMPLE
from tests.metrics.export.xlsx.sheets import words


def open_workbook(exhibit: Exhibit) -> Workbook:
    return load_workbook(BytesIO(make_workbook(exhibit)))


def part(exhibit: Exhibit, name: str) -> str:
    """One file within the workbook."""
    with zipfile.ZipFile(BytesIO(make_workbook(exhibit))) as file:
        return file.read(name).decode()


def native(exhibit: Exhibit) -> Native:
    assert exhibit.picture is not None
    assert exhibit.picture.native is not None
    return exhibit.picture.native


def same(numbers: object) -> object:
    """Equal to the sixteen digits that a workbook keeps."""
    return pytest.approx(numbers, rel=1e-15, abs=0)


def cells(book: Workbook, reference: str) -> list[object]:
    """The values of a column of cells named as a chart names them."""
    sheet, place = reference.replace("'", "").split("!")
    left, top, right, bottom = range_boundaries(place)
    assert left == right
    return [book[sheet].cell(row, left).value for row in range(top, bottom + 1)]


@pytest.mark.parametrize("name", ["share", "ranking", "sampled", "tabled"])
def test_data_are_the_very_rows(name: str, request: pytest.FixtureRequest) -> None:
    exhibit: Exhibit = request.getfixturevalue(name)
    heads, *rows = open_workbook(exhibit)["Data"].iter_rows(values_only=True)
    found = pd.DataFrame(rows, columns=heads)
    assert [*found.columns] == [*exhibit.rows.columns]
    assert len(found) == len(exhibit.rows)
    assert [*found["period"]] == [*exhibit.rows["period"].dt.to_pydatetime()]
    assert [*found["value"].astype(float)] == same([*exhibit.rows["value"].astype(float)])
    assert [*found["source"]] == [*exhibit.rows["source"]]
    assert [*found["flag"].fillna("")] == [*exhibit.rows["flag"]]


def test_data_keep_their_head_in_view_and_can_be_filtered(share: Exhibit) -> None:
    sheet = open_workbook(share)["Data"]
    assert sheet.freeze_panes == "A2"
    assert [table.autoFilter.ref for table in sheet.tables.values()] == [sheet.dimensions]


def test_percent_is_shown_in_its_unit_and_kept_whole(share: Exhibit) -> None:
    sheet = open_workbook(share)["Data"]
    column = [cell.value for cell in sheet[1]].index("value") + 1
    cell = sheet.cell(len(share.rows) + 1, column)
    assert cell.number_format == '0.0"%"'
    assert cell.value == same(share.rows["value"].iloc[-1])
    assert round(cell.value, 1) != same(cell.value)


@pytest.mark.parametrize("name", ["share", "ranking", "sampled"])
def test_chart_draws_cells_that_hold_its_numbers(name: str, request: pytest.FixtureRequest) -> None:
    exhibit: Exhibit = request.getfixturevalue(name)
    book, chart = open_workbook(exhibit), part(exhibit, "xl/charts/chart1.xml")
    drawn = [
        {key: value for key, value in zip(cells(book, over), cells(book, of), strict=True) if value is not None}
        for over, of in re.findall(r"<c:cat><c:\w+><c:f>(.*?)</c:f>.*?<c:val><c:numRef><c:f>(.*?)</c:f>", chart)
    ]
    limit, names = native(exhibit).limit, [*map(as_read, native(exhibit).categories)]
    wanted = [
        {key: value for key, value in zip(names, one.values, strict=True) if value is not None}
        for one in native(exhibit).series
    ]
    assert drawn[: len(wanted)] == [same(each) for each in wanted]
    assert not limit or {*drawn[len(wanted)].values()} == {limit.value}


def as_read(category: object) -> object:
    """A category as the program reads it back: a date with the time of its beginning."""
    return datetime.combine(category, time()) if isinstance(category, date) else category


def test_what_happened_is_numbered_over_the_line(share: Exhibit) -> None:
    happened = number_events(native(share).events)
    chart = part(share, "xl/charts/chart1.xml")
    assert happened
    told = [int(each) for each in re.findall(r"<a:t>(\d+)(?:–\d+)?</a:t>", chart)]
    assert told[0] == 1
    assert {*told} <= {number for number, _ in happened}
    assert "c:errBars" in chart
    assert all(f"{number} {one.title}" in words(open_workbook(share)["Figure"]) for number, one in happened)


def test_limit_is_a_red_line_of_its_own_with_its_law(share: Exhibit) -> None:
    chart = part(share, "xl/charts/chart1.xml")
    (limit,) = [one for one in chart.split("<c:ser>") if "Limit in law: 10% of positions" in one]
    assert 'a:srgbClr val="B3261E"' in limit
    assert "Limit in law: 10% of positions, 5 U.S.C. 3134(b)" in chart


def test_published_marks_are_hollow(share: Exhibit) -> None:
    marker = re.search(r"<c:marker>.*?</c:marker>", part(share, "xl/charts/chart1.xml"))
    assert marker is not None
    assert '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>' in marker[0]


def test_dates_stand_on_a_true_scale(share: Exhibit) -> None:
    assert "<c:dateAx>" in part(share, "xl/charts/chart1.xml")


def test_first_of_a_ranking_stands_on_top(ranking: Exhibit) -> None:
    chart = part(ranking, "xl/charts/chart1.xml")
    assert '<c:barDir val="bar"/>' in chart
    assert '<c:catAx><c:axId val="50010001"/><c:scaling><c:orientation val="maxMin"/>' in chart


def test_sample_is_hatched_and_says_so_in_chart_sheet_and_foot(sampled: Exhibit) -> None:
    chart = part(sampled, "xl/charts/chart1.xml")
    assert 'a:pattFill prst="wdUpDiag"' in chart
    assert SAMPLE in chart
    sheet = open_workbook(sampled)["Figure"]
    assert SAMPLE in words(sheet)
    assert SAMPLE in sheet.oddFooter.left.text
    assert "synthetic sample" in part(sampled, "xl/drawings/drawing1.xml")


def test_real_figures_carry_no_mark_of_a_sample(share: Exhibit) -> None:
    assert SAMPLE not in words(open_workbook(share)["Figure"]) + part(share, "xl/charts/chart1.xml")


def test_chart_has_words_for_those_who_do_not_see_it(share: Exhibit) -> None:
    assert share.picture is not None
    assert f'descr="{share.picture.alt}"' in part(share, "xl/drawings/drawing1.xml")


def test_figure_stands_alone(share: Exhibit) -> None:
    said = words(open_workbook(share)["Figure"])
    for words_of_it in (share.title, share.said, share.subtitle, share.as_of, share.credit, *share.caveats):
        assert words_of_it in said


def test_about_names_every_source_and_the_build(share: Exhibit) -> None:
    said = words(open_workbook(share)["About"])
    for told in (share.metric.definition, share.metric.formula_words, share.citation, share.build_id):
        assert told in said
    for column in ("title", "publisher", "address"):
        assert all(value in said for value in share.sources[column] if value)


def test_about_gives_the_checksum_of_a_file(sampled: Exhibit) -> None:
    assert all(sha in words(open_workbook(sampled)["About"]) for sha in sampled.sources["sha256"].dropna())
    assert sampled.sources["sha256"].notna().any()


def test_figure_without_picture_shows_its_table(tabled: Exhibit) -> None:
    sheet = open_workbook(tabled)["Figure"]
    heads = [[head for head in row if head] for row in sheet.iter_rows(values_only=True) if row[0] == "Period"]
    assert heads == [[*tabled.words.columns]]


def test_nothing_in_a_workbook_is_run(tabled: Exhibit) -> None:
    rows = tabled.rows.assign(source="=HYPERLINK(1)", flag="@x")
    odd = replace(tabled, title="+cmd", said="=1+1", notes=("-2",), rows=rows, words=tabled.words.assign(Note="=A1"))
    book = open_workbook(odd)
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell for cell in found if cell.data_type == "f"] == []
    assert [cell.value for cell in found if str(cell.value).startswith(("=", "+", "@"))] == []
    assert book["Data"]["A1"].value == "period"


def test_same_figure_makes_the_same_bytes(share: Exhibit) -> None:
    assert make_workbook(share) == make_workbook(share)
