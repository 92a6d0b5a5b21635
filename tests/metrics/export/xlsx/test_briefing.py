"""A briefing as a workbook: every number with its source, a sheet per theme, and what other programs make of it."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from metrics.export.briefing.model import Briefing
from metrics.export.xlsx.briefing import make_workbook
from metrics.text.exports import SAMPLE
from tests import patience
from tests.metrics.export.xlsx.sheets import words

pytestmark = pytest.mark.slow

NUMBERS = ("value", "numerator", "denominator", "low", "high")


@pytest.fixture(scope="module")
def made(briefing: Briefing) -> bytes:
    return make_workbook(briefing)


@pytest.fixture(scope="module")
def book(made: bytes) -> Workbook:
    return load_workbook(BytesIO(made))


@pytest.fixture(scope="module")
def numbers(book: Workbook) -> pd.DataFrame:
    heads, *rows = book["Numbers"].iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=heads)


def test_every_row_of_every_figure_is_in_the_numbers(briefing: Briefing, numbers: pd.DataFrame) -> None:
    for exhibit in briefing.exhibits:
        selection = "; ".join(f"{column}={','.join(values)}" for column, values in exhibit.selection.where)
        mine = numbers["figure"].eq(exhibit.title) & numbers["selection"].fillna("").eq(selection)
        found = numbers[mine & numbers["indicator"].eq(exhibit.metric.name)]
        assert len(found) == len(exhibit.rows), exhibit.title
        for column in (name for name in NUMBERS if name in exhibit.rows):
            told, held = (list(rows[column].dropna().astype(float)) for rows in (found, exhibit.rows))
            assert told == pytest.approx(held, rel=1e-15, abs=0)


def test_every_number_at_a_glance_is_in_the_numbers(briefing: Briefing, numbers: pd.DataFrame) -> None:
    for chapter in briefing.chapters:
        found = numbers[numbers["figure"].eq(chapter.theme)]
        # What is history by now has no place among the numbers at a glance, and its row here all the same.
        held = (*chapter.figures, *chapter.past)
        assert [*found["title"]] == [one.title for one in held]
        assert [*found["value"]] == pytest.approx([one.number for one in held], rel=1e-15, abs=0)
        assert [*found["source"]] == [one.source for one in held]
        assert [*found["period"].dt.date] == [one.period for one in held]


def test_numbers_carry_the_checksum_of_their_file(briefing: Briefing, numbers: pd.DataFrame) -> None:
    files = briefing.sources.dropna(subset="sha256").set_index("source")["sha256"]
    assert len(files)
    for name, sha in files.items():
        told = set(numbers[numbers["source"] == name]["sha256"])
        assert told <= {sha}
    assert numbers["sha256"].notna().any()


def test_no_number_is_without_source_or_evidence(numbers: pd.DataFrame) -> None:
    assert numbers["source"].notna().all()
    assert set(numbers["evidence"]) <= {"records", "published", "sample"}


def test_contents_lead_to_every_sheet(book: Workbook) -> None:
    links = [cell.hyperlink.location for row in book["Contents"].iter_rows() for cell in row if cell.hyperlink]
    assert [link.split("!")[0].strip("'") for link in links if link] == book.sheetnames[1:]


def test_theme_tells_its_sentence_numbers_and_figures(briefing: Briefing, book: Workbook) -> None:
    for chapter in briefing.chapters:
        said = words(book[chapter.theme])
        wanted = [chapter.said, *(one.value for one in chapter.figures)]
        wanted += [words for one in chapter.exhibits for words in (one.title, one.credit)]
        assert [each for each in wanted if each.replace("**", "") not in said] == []


def test_every_drawable_figure_is_a_native_chart_with_words(briefing: Briefing, made: bytes) -> None:
    pictures = [exhibit.picture for exhibit in briefing.exhibits if exhibit.picture and exhibit.picture.native]
    with zipfile.ZipFile(BytesIO(made)) as file:
        names = [name for name in file.namelist() if name.startswith("xl/charts/chart")]
        frames = "".join(file.read(name).decode() for name in file.namelist() if "drawings/drawing" in name)
    descriptions = re.findall(r'name="Chart \d+" descr="([^"]+)"', frames)
    assert len(names) == len(descriptions) >= len(pictures) > 10


def test_agency_stands_beside_its_peers(briefing: Briefing, book: Workbook) -> None:
    said = words(book["Agency and peers"])
    assert briefing.standing is not None
    assert all(name in said for name in briefing.standing["Indicator"])


def test_whole_government_has_no_sheet_of_peers(briefing: Briefing) -> None:
    book = load_workbook(BytesIO(make_workbook(replace(briefing, standing=None))))
    assert "Agency and peers" not in book.sheetnames


def test_definitions_and_sources_are_whole(briefing: Briefing, book: Workbook) -> None:
    definitions, sources = words(book["Definitions"]), words(book["Sources"])
    assert all(title in definitions and meaning in definitions for title, meaning in briefing.terms)
    assert all(source in sources for source in briefing.sources["source"])
    assert all(sentence in sources for sentence in briefing.method)


def test_sample_is_said_on_the_cover_and_at_the_foot_of_every_sheet(book: Workbook) -> None:
    assert SAMPLE in words(book["Contents"])
    assert all(SAMPLE in sheet.oddFooter.left.text for sheet in book)


def test_progress_is_told_sheet_by_sheet(briefing: Briefing, book: Workbook) -> None:
    heard: list[tuple[str, int, int]] = []
    make_workbook(briefing, lambda *told: heard.append(told))
    count = len(book.sheetnames) - 1
    assert heard == [(name, at, count) for at, name in enumerate(book.sheetnames[1:])]


def test_same_briefing_makes_the_same_bytes(briefing: Briefing, made: bytes) -> None:
    assert make_workbook(briefing) == made


def test_libreoffice_reads_it_and_shows_its_numbers(briefing: Briefing, made: bytes, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine: install the package libreoffice-calc")
    (tmp_path / "briefing.xlsx").write_bytes(made)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = (office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "briefing.xlsx")
    subprocess.run(convert, cwd=tmp_path, check=True, capture_output=True, timeout=patience.SECONDS)
    printed = subprocess.run(
        ("pdftotext", "-layout", "briefing.pdf", "-"), cwd=tmp_path, check=True, capture_output=True
    )
    said = printed.stdout.decode()
    assert briefing.whose in said
    for chapter in briefing.chapters:
        assert all(one.value in said for one in chapter.figures)
    assert not {"#REF!", "#VALUE!", "#NAME?", "Err:"} & {*said.split()}
