"""A figure on a slide: the answer's numbers, editable, with everything that must stand beside them."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from PIL import ImageFont
from pptx.enum.shapes import PP_PLACEHOLDER

from metrics.charts.spec import Native, Series
from metrics.charts.theme import LIGHT
from metrics.definitions.catalog import find
from metrics.definitions.metric import Limit, Unit
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.facts import plain
from metrics.exhibits.from_request import exhibit_of
from metrics.export import text_metrics
from metrics.export.pptx import figure
from metrics.export.pptx.template import LAYOUTS
from metrics.query.selection import Selection
from metrics.text.briefing import TWO_SOURCES
from metrics.text.exports import SAMPLE
from metrics.text.facts import define
from metrics.warehouse import Warehouse
from tests.metrics.export import read_slides as read

pytestmark = pytest.mark.slow

FONT = Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf")


def only(exhibit: Exhibit) -> Any:
    """The one slide of a figure, read back."""
    (slide,) = read.open_deck(figure.make_slide(exhibit)).slides
    return slide


def native_of(exhibit: Exhibit) -> Native:
    """The numbers of a figure that has a chart."""
    assert exhibit.picture is not None
    assert exhibit.picture.native is not None
    return exhibit.picture.native


def drawn_as(exhibit: Exhibit, native: Native) -> Exhibit:
    """The figure with other numbers to draw."""
    assert exhibit.picture is not None
    return replace(exhibit, picture=replace(exhibit.picture, native=native))


def drawn_inside(slide: Any) -> str:
    """The shapes that are drawn inside the slide's first chart."""
    (shapes,) = [each for each in read.frames(slide)[0].chart.part.rels.values() if "chartUserShapes" in each.reltype]
    return str(shapes.target_part.blob, "utf-8")


@pytest.fixture(scope="module")
def every(share: Exhibit, ranking: Exhibit, sampled: Exhibit, tabled: Exhibit) -> list[tuple[Exhibit, Any]]:
    """Lines, bars, hatched bars and a table, each as a slide."""
    return [(each, only(each)) for each in (share, ranking, sampled, tabled)]


def test_a_line_holds_the_numbers_of_the_answer(share: Exhibit) -> None:
    assert sorted(read.numbers(only(share))) == sorted(share.rows["value"])


def test_bars_hold_the_numbers_of_the_answer_by_name(ranking: Exhibit, published: Warehouse) -> None:
    rows = ranking.rows
    names = published.labels("agency_code")
    known = {names[code]: value for code, value in zip(rows["agency_code"], rows["value"], strict=True)}
    shown = read.by_category(only(ranking))
    assert len(shown) == 20
    assert shown == {name: known[name] for name in shown}


def test_the_workbook_inside_holds_what_the_chart_shows(share: Exhibit) -> None:
    slide = only(share)
    _, *rows = read.sheet(slide)
    first, values = zip(*((row[0], [each for each in row[1:-1] if each is not None]) for row in rows), strict=True)
    # A workbook keeps sixteen digits of a number.
    assert sorted(each for row in values for each in row) == pytest.approx(sorted(read.numbers(slide)), rel=1e-15)
    assert [*first] == [each.to_pydatetime() for each in sorted(share.rows["period"].unique())]


def test_the_line_of_a_limit_is_a_series_named_with_its_law(share: Exhibit) -> None:
    (frame,) = read.frames(only(share))
    rule = frame.chart.plots[0].series[-1]
    assert rule.name == "Limit in law: 10% of positions, 5 U.S.C. 3134(b)"
    assert set(rule.values) == {10.0}


def test_a_limit_across_bars_is_drawn_inside_the_chart(ranking: Exhibit) -> None:
    slide = only(ranking)
    (frame,) = read.frames(slide)
    drawn = drawn_inside(slide)
    assert "Limit in law: 25% of positions, 5 U.S.C. 3134(d)" in drawn
    x = float(re.findall(r"<cdr:x>([\d.]+)</cdr:x>", drawn)[0])
    inner = frame.chart.part._element.find(".//{*}plotArea/{*}layout/{*}manualLayout")
    left, wide = (float(inner.find(f"{{*}}{name}").get("val")) for name in ("x", "w"))
    top = float(frame.chart.part._element.find(".//{*}valAx/{*}scaling/{*}max").get("val"))
    assert (x - left) / wide * top == pytest.approx(25, abs=0.01)


def test_evidence_decides_how_a_chart_is_drawn(share: Exhibit, sampled: Exhibit) -> None:
    line = read.frames(only(share))[0].chart.part._element
    assert line.find(".//{*}ser/{*}spPr/{*}ln/{*}prstDash").get("val") == "sysDot"
    assert line.find(".//{*}marker/{*}spPr/{*}solidFill/{*}schemeClr").get("val") == "bg1"
    bars = read.frames(only(sampled))[0].chart.part._element
    assert bars.find(".//{*}ser/{*}spPr/{*}pattFill").get("prst") == "wdUpDiag"


def test_every_slide_has_a_title_and_no_empty_placeholder(every: list[tuple[Exhibit, Any]]) -> None:
    for exhibit, slide in every:
        assert slide.shapes.title.text_frame.text == TWO_SOURCES.sub(
            " by another source †", exhibit.said or exhibit.title
        )
        spoken = f"{read.words(slide)} {slide.notes_slide.notes_text_frame.text}"
        assert all(pair.strip() in spoken for pair in TWO_SOURCES.findall(exhibit.said))
        empty = [
            each.name
            for each in slide.placeholders
            if each.has_text_frame
            and each.placeholder_format.type != PP_PLACEHOLDER.SLIDE_NUMBER
            and not each.text_frame.text
        ]
        assert empty == []


def test_source_date_build_and_address_stand_on_the_slide(published: Warehouse) -> None:
    link = "https://example.org/appointees?build=1"
    exhibit = exhibit_of(published, find("noncareer_share"), Selection(), link=link)
    said = read.words(only(exhibit))
    for wanted in (exhibit.credit, exhibit.subtitle, f"As of {exhibit.as_of}", exhibit.build_id, link):
        assert wanted in said


def test_speaker_notes_hold_definition_formula_caveats_citation_and_sources(every: list[tuple[Exhibit, Any]]) -> None:
    for exhibit, slide in every:
        told = slide.notes_slide.notes_text_frame.text
        wanted = [plain(words) for _, words in define(exhibit.metric)]
        for each in [*wanted, exhibit.citation, *exhibit.sources["source"]]:
            assert each in told


def test_every_chart_and_table_has_words_that_stand_for_it(every: list[tuple[Exhibit, Any]]) -> None:
    for exhibit, slide in every:
        for frame in read.frames(slide):
            told = frame.element.find(".//{*}cNvPr").get("descr")
            assert told.endswith(exhibit.picture.alt if exhibit.picture else "The figures as a table.")


def test_no_text_is_higher_than_its_frame(every: list[tuple[Exhibit, Any]]) -> None:
    over = [(text.name, read.overflows(text)) for _, slide in every for text in read.texts(slide)]
    assert [each for each in over if each[1] > 1.5] == []


def test_the_sample_is_marked_twice_and_real_figures_are_not(sampled: Exhibit, tabled: Exhibit, share: Exhibit) -> None:
    for exhibit in (sampled, tabled):
        said = read.words(only(exhibit))
        assert SAMPLE in said
        assert "synthetic sample" in said.split("\n")
    assert "sample" not in read.words(only(share))


def test_a_long_table_says_where_the_rest_is(tabled: Exhibit) -> None:
    rows = pd.concat([tabled.words] * 30, ignore_index=True)
    long = replace(tabled, words=rows)
    slide = only(long)
    (frame,) = read.frames(slide)
    shown = len(frame.table.rows) - 1
    assert 5 < shown < len(rows)
    assert f"The first {shown:,} of {len(rows):,} rows; the rest is in the workbook." in read.words(slide)


def test_a_split_line_stays_split_and_a_loose_one_is_bridged(share: Exhibit) -> None:
    (frame,) = read.frames(only(share))
    assert frame.chart.part._element.find(".//{*}dispBlanksAs").get("val") == "span"
    figures = [each for each in frame.chart.plots[0].series if not each.name.startswith("Limit in law")]
    assert len(figures) == len(native_of(share).series) > 1


def test_small_charts_stand_for_each_group(share: Exhibit) -> None:
    names = ("Career", "Noncareer", "Limited")
    series = tuple(Series(name, LIGHT.career, "records", (1.0, 2.5), group=name) for name in names)
    native = Native("columns", ("2024", "2025"), series, Unit.PEOPLE, panels="own scales")
    slide = only(drawn_as(share, native))
    titles = [frame.chart.chart_title.text_frame.text for frame in read.frames(slide)]
    assert titles == [*names]


def test_many_bars_stand_in_two_columns_of_one_scale(share: Exhibit) -> None:
    names = tuple(f"Agency {at}" for at in range(40))
    native = Native(
        "bars", names, (Series("Share", LIGHT.career, "records", tuple(map(float, range(40)))),), Unit.PERCENT
    )
    slide = only(drawn_as(share, native))
    assert read.by_category(slide) == {name: float(at) for at, name in enumerate(names)}
    tops = [frame.chart.part._element.find(".//{*}valAx/{*}scaling/{*}max").get("val") for frame in read.frames(slide)]
    assert len(tops) == 2
    assert len(set(tops)) == 1


def test_the_net_stands_over_columns_as_points(share: Exhibit) -> None:
    series = (
        Series("Came in", LIGHT.ink, "records", (5.0, 7.0)),
        Series("Left", LIGHT.noncareer, "records", (-9.0, -4.0)),
    )
    net = (Series("Net change", LIGHT.ink, "records", (-4.0, 3.0)),)
    native = Native("stacked", ("2024", "2025"), series, Unit.PEOPLE, points=net)
    (frame,) = read.frames(only(drawn_as(share, native)))
    columns, points = frame.chart.plots
    assert [one.values for one in columns.series] == [(5.0, 7.0), (-9.0, -4.0)]
    assert [one.values for one in points.series] == [(-4.0, 3.0)]
    assert columns.overlap == 100


def test_names_that_a_spreadsheet_would_run_are_text(share: Exhibit) -> None:
    name = '=HYPERLINK("http://example.org")'
    native = Native("bars", (name,), (Series("+1", LIGHT.career, "records", (3.0,)),), Unit.PEOPLE, Limit(5, *"abc"))
    rows = read.sheet(only(drawn_as(share, native)))
    assert rows == [(None, "'+1"), (f"'{name}", 3)]


def test_colours_and_typeface_are_the_themes(share: Exhibit) -> None:
    deck = read.open_deck(figure.make_slide(share))
    theme = deck.slide_master.part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    ).blob.decode("utf-8")
    for colour in (LIGHT.ink, LIGHT.page, LIGHT.career, LIGHT.noncareer, LIGHT.limited, LIGHT.eligible, LIGHT.limit):
        assert colour.removeprefix("#") in theme
    assert theme.count(f'<a:latin typeface="{text_metrics.FONT}"/>') == 2
    assert [layout.name for layout in deck.slide_layouts] == [*LAYOUTS]
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)


def test_the_file_is_sound_and_the_same_for_the_same_build(ranking: Exhibit) -> None:
    first, second = figure.make_slide(ranking), figure.make_slide(ranking)
    names = read.members(first)
    assert len(names) == len(set(names))
    assert not any("thumbnail" in name or "printerSettings" in name for name in names)
    assert read.parts(first) == read.parts(second)
    known = read.open_deck(first).core_properties
    assert (known.title, known.created) == (ranking.title, ranking.built_at.replace(microsecond=0, tzinfo=None))


@pytest.mark.skipif(not FONT.is_file(), reason="the typeface that LibreOffice puts in the place of Arial is not here")
def test_the_widths_of_letters_are_those_of_the_typeface() -> None:
    face = ImageFont.truetype(str(FONT), 1000)
    for text in ("Noncareer appointees were 12.7% of executives on board", "fiscal year 2009 · 5 U.S.C. 3134(b)"):
        assert 0.999 < text_metrics.width(text, 10) / (face.getlength(text) / 100) < 1.02
