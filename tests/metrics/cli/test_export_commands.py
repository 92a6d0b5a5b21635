"""The commands that write what leaves the page: what they write, what they refuse, and before which work."""

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from pptx import Presentation

from metrics import output_file
from metrics.errors import CannotWrite
from metrics.warehouse import Warehouse
from tests.metrics.command import Ask

pytestmark = pytest.mark.slow

ALL_FIGURES = "pptx, xlsx, csv, json, html, png, svg"
ALL_BRIEFINGS = "pptx, xlsx, html, pdf"


def export(name: str, to: Path, *words: str) -> tuple[str, ...]:
    return ("export", name, *words, "--to", str(to))


def test_a_slide_is_written_and_said(run: Ask, published: Warehouse, tmp_path: Path) -> None:
    file = tmp_path / "share.pptx"
    said = run(published, *export("noncareer_share", file))
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith(f"Written: {file} (PowerPoint, ")
    assert "How large a part of executives on board are political appointees?" in said.out
    assert "? Percent · SES members on board · Governmentwide" in said.out
    assert len(said.out.splitlines()) == 1
    assert len(Presentation(str(file)).slides) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["share.pptx"]


def test_rows_are_those_that_show_prints(run: Ask, published: Warehouse, tmp_path: Path) -> None:
    words = ("--by", "agency_code", "--where", "agency_code=ED", "--where", "agency_code=DN")
    shown = run(published, "show", "noncareer_share", *words, "--format", "csv").out
    file = tmp_path / "share.csv"
    assert run(published, *export("noncareer_share", file, *words)).status == 0
    rows = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]
    assert rows == shown.splitlines()
    assert len(rows) > 1


def test_a_month_after_to_is_the_last_one_shown(run: Ask, published: Warehouse, tmp_path: Path) -> None:
    file = tmp_path / "share.json"
    said = run(published, *export("noncareer_share", file, "--from", "2024-01", "--to", "2025-03"))
    assert said.status == 0
    periods = [row["period"] for row in json.loads(file.read_text(encoding="utf-8"))["rows"]]
    assert (periods[0] >= "2024-01", periods[-1]) == (True, "2025-03-31")


def test_a_ranking_is_of_the_last_period(run: Ask, published: Warehouse, tmp_path: Path) -> None:
    file = tmp_path / "share.csv"
    assert run(published, *export("noncareer_share", file, "--by", "agency_code", "--form", "ranked")).status == 0
    rows = pd.read_csv(file, comment="#")
    assert rows["period"].nunique() == 1
    assert rows["value"].is_monotonic_decreasing


def test_what_is_only_published_is_exported_too(run: Ask, published: Warehouse, tmp_path: Path) -> None:
    file = tmp_path / "salary.xlsx"
    assert run(published, *export("average_salary", file)).status == 0
    assert load_workbook(file).sheetnames


def test_the_sample_is_told(run: Ask, loaded: Warehouse, tmp_path: Path) -> None:
    said = run(loaded, *export("median_salary", tmp_path / "bench.html"))
    assert said.out.rstrip().endswith("Synthetic sample, not real figures, where it says so.")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("noncareer_shore", "--to", "{}/x.pptx"), "unknown indicator 'noncareer_shore'; nearest: noncareer_share"),
        (("noncareer_share", "--to", "{}/x.ppt"), f"unknown format 'ppt'; nearest: pptx. All there are: {ALL_FIGURES}"),
        (("noncareer_share", "--to", "{}/x"), f"no format is named; end the file in one of: {ALL_FIGURES}"),
        (("noncareer_share", "--to", "{}"), "is a folder; name a file in it"),
        (("noncareer_share", "--to", "{}/nowhere/x.pptx"), "there is no folder {}/nowhere"),
        (("noncareer_share", "--by", "agancy", "--to", "{}/x.csv"), "unknown breakdown 'agancy' for noncareer_share"),
        (("noncareer_share", "--where", "agency_code=XQ", "--to", "{}/x.csv"), "unknown agency_code 'XQ'; nearest:"),
        (("noncareer_share", "--where", "agency", "--to", "{}/x.csv"), "where: 'agency' is not COLUMN=VALUE"),
        (("noncareer_share", "--form", "rankd", "--to", "{}/x.csv"), "form: 'rankd' is none of chart, over-time, rank"),
        (("noncareer_share", "--form", "ranked", "--to", "{}/x.csv"), "One value has no rank: split it"),
        (("noncareer_share", "--to", "2025-13", "--to", "{}/x.csv"), "to: '2025-13' is not a month"),
        (("noncareer_share", "--to", "2025-03"), "to: name one file to write, and at most one last month (YYYY-MM)"),
        (("noncareer_share", "--to", "{}/x.csv", "--to", "{}/y.csv"), "to: name one file to write"),
        (("career_reserved_share", "--to", "{}/x.pptx"), "It needs employment files of data.opm.gov"),
        (("on_board", "--by", "appointment", "--by", "agency_code", "--to", "{}/x.png"), "no chart, only a table"),
    ],
)
def test_a_mistake_is_one_sentence_and_writes_nothing(
    run: Ask, published: Warehouse, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    said = run(published, "export", *(word.format(tmp_path) for word in words))
    assert (said.status, said.out) == (2, "")
    assert told.format(tmp_path) in said.err
    assert len(said.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--to", "{}/x.docx"), f"unknown format 'docx'. All there are: {ALL_BRIEFINGS}"),
        (("--to", "{}/x.png"), f"All there are: {ALL_BRIEFINGS}"),
        (("--to", "{}/nowhere/x.pdf"), "there is no folder {}/nowhere"),
        (
            ("--theme", "turnver", "--to", "{}/x.pdf"),
            "unknown theme 'turnver'; nearest: turnover. All there are: stren",
        ),
        (("--agency", "XQ", "--to", "{}/x.pdf"), "unknown agency_code 'XQ'; nearest:"),
        (("--baseline", "2016", "--to", "{}/x.pdf"), "baseline: '2016' is not a month"),
        (("--period", "1980-01", "--to", "{}/x.pdf"), "No figures are known up to January 1980"),
        (("--agency", "ED", "--theme", "onboarding", "--to", "{}/x.pdf"), "No figures of the Department of Education"),
    ],
)
def test_a_briefing_that_cannot_be_is_one_sentence(
    run: Ask, published: Warehouse, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    said = run(published, "briefing", *(word.format(tmp_path) for word in words))
    assert (said.status, said.out) == (2, "")
    assert told.format(tmp_path) in said.err
    assert len(said.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_where_to_write_is_looked_at_before_any_figure(run: Ask, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    for words in (export("noncareer_share", nowhere / "x.csv"), ("briefing", "--to", str(nowhere / "x.pdf"))):
        said = run(tmp_path, *words)
        assert "there is no folder" in said.err
        assert "warehouse" not in said.err


def test_without_a_build_it_is_said_how_to_make_one(run: Ask, tmp_path: Path) -> None:
    for words in (export("noncareer_share", tmp_path / "x.csv"), ("briefing", "--to", str(tmp_path / "x.pdf"))):
        said = run(tmp_path, *words)
        assert (said.status, said.out) == (1, "")
        assert "make one with: python -m etl build" in said.err


def test_a_deck_of_one_agency_on_two_themes(run: Ask, published: Warehouse, tmp_path: Path) -> None:
    file = tmp_path / "education.pptx"
    words = ("--agency", "ED", "--theme", "appointees", "--theme", "strength", "--baseline", "2024-09")
    said = run(published, "briefing", *words, "--to", str(file))
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith(f"Written: {file} (PowerPoint, ")
    assert "Department of Education" in said.out
    text = " ".join(
        shape.text_frame.text
        for slide in Presentation(str(file)).slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
    assert "27.6%" in text


def test_what_stood_there_stays_until_the_new_file_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("before", encoding="utf-8")

    def fail() -> bytes:
        assert file.read_text(encoding="utf-8") == "before"
        raise CannotWrite("no figure")

    with pytest.raises(CannotWrite, match="no figure"):
        output_file.write(file, fail)
    assert file.read_text(encoding="utf-8") == "before"
    assert output_file.write(file, lambda: b"after") == 5
    assert file.read_text(encoding="utf-8") == "after"
    assert [each.name for each in tmp_path.iterdir()] == ["x.csv"]


def test_what_a_link_names_is_written_and_the_link_stays(tmp_path: Path) -> None:
    file, link = tmp_path / "x.csv", tmp_path / "link.csv"
    file.write_text("before", encoding="utf-8")
    link.symlink_to(file)
    output_file.write(link, lambda: b"after")
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == "after"


def test_what_is_no_ordinary_file_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "x.csv"
    os.mkfifo(pipe)
    with pytest.raises(CannotWrite, match="no ordinary file"):
        output_file.write(pipe, lambda: b"rows")
    assert pipe.is_fifo()


def test_a_folder_that_takes_no_file_is_said_before_one_is_made() -> None:
    made: list[str] = []

    def make() -> bytes:
        made.append("rows")
        return b"rows"

    with pytest.raises(CannotWrite, match=r"/proc/x\.csv cannot be written \(.+\); name another file or folder"):
        output_file.write(Path("/proc/x.csv"), make)
    assert made == []


def test_whoever_watches_sees_the_progress(published: Warehouse, root: Path, tmp_path: Path) -> None:
    watching, terminal = pty.openpty()
    surroundings = os.environ | {"SES_DATA": str(published.path.parent.parent), "TERM": "xterm", "COLUMNS": "80"}
    command = [sys.executable, "-m", "metrics", *export("noncareer_share", tmp_path / "x.xlsx")]
    done = subprocess.run(command, cwd=root, env=surroundings, stdout=subprocess.PIPE, stderr=terminal, check=True)
    os.close(terminal)
    seen = os.read(watching, 100_000).decode()
    os.close(watching)
    assert "Excel" in seen
    assert done.stdout.decode().startswith("Written: ")


def test_csv_of_an_export_begins_with_what_it_is(run: Ask, published: Warehouse, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    run(published, *export("noncareer_share", file))
    assert pd.read_csv(io.StringIO(file.read_text(encoding="utf-8")), comment="#")["value"].iloc[-1] > 10
    assert file.read_text(encoding="utf-8").startswith("# ")
