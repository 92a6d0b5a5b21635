"""The register of formats: each can be written, each is told apart, and what it does not know is a sentence."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

from metrics.exhibits.exhibit import Exhibit
from metrics.export import formats
from metrics.export.formats import BRIEFINGS, FIGURES, FORMATS, NoPicture, UnknownFormat

BEGINS = {"pptx": b"PK", "xlsx": b"PK", "csv": b"# ", "json": b"{", "html": b"<!doctype html>"}


def test_figures_and_briefings_leave_in_the_formats_of_the_programs_people_use() -> None:
    assert {each.ending for each in FIGURES} == {"png", "svg", "pptx", "xlsx", "csv", "json", "html"}
    assert {each.ending for each in BRIEFINGS} == {"pptx", "xlsx", "html", "pdf"}
    assert len({each.ending for each in FORMATS}) == len(FORMATS)
    assert {each.ending for each in FORMATS if each.needs_browser} == {"png", "svg"}


@pytest.mark.parametrize("writer", [name for each in FORMATS for name in (each.figure, each.briefing) if name])
def test_what_writes_each_is_there(writer: str) -> None:
    assert callable(pkgutil.resolve_name(writer))


@pytest.mark.parametrize("ending", list(BEGINS))
def test_a_figure_is_bytes_of_its_format(share: Exhibit, ending: str) -> None:
    assert formats.write(share, ending).lower().startswith(BEGINS[ending].lower())


@pytest.mark.parametrize("ending", ["pptx", ".pptx", "PPTX", ".Pptx"])
def test_an_ending_is_known_however_it_is_written(ending: str) -> None:
    assert formats.find(ending).label == "PowerPoint"


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        ("ppt", "unknown format 'ppt'; nearest: pptx. All there are: pptx, xlsx, csv, json, html, png, svg"),
        (".docx", "unknown format 'docx'"),
        ("", "no format is named; end the file in one of: pptx, xlsx, csv, json, html, png, svg"),
        ("pdf", "All there are: pptx, xlsx, csv, json, html, png, svg"),
    ],
)
def test_unknown_format_is_a_sentence_with_all_there_are(share: Exhibit, ending: str, said: str) -> None:
    with pytest.raises(UnknownFormat) as refused:
        formats.write(share, ending)
    assert said in str(refused.value)


def test_a_briefing_is_no_picture() -> None:
    with pytest.raises(UnknownFormat, match="All there are: pptx, xlsx, html, pdf"):
        formats.find("png", BRIEFINGS)


def test_no_command_pays_for_a_library_that_it_does_not_use(root: Path) -> None:
    heavy = "plotly", "pptx", "xlsxwriter", "typst", "kaleido", "streamlit", "starlette"
    look = f"import sys, metrics.__main__; print(sorted(set({heavy}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", look], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_table_has_no_picture(tabled: Exhibit, ending: str) -> None:
    with pytest.raises(NoPicture, match="no chart, only a table: write it as one of pptx, xlsx, csv, json, html"):
        formats.write(tabled, ending)
