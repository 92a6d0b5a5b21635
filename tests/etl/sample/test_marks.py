"""A synthetic file is known by its rows: under another name, zipped again without its marks, or converted."""

import csv
import io
import zipfile
from pathlib import Path

import duckdb
import pytest

from etl.layouts.analyst_files import ALLOCATIONS, DEMOGRAPHICS
from etl.layouts.data_opm import FWD_EMPLOYMENT, FWD_SEPARATIONS
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT, FEDSCOPE_SEPARATIONS
from etl.layouts.recognise import InsideOfZip
from etl.layouts.registry import OPM_EMPLOYMENT_SUMMARY
from etl.layouts.spec import Layout
from etl.sample.extracts import write_sample
from tests.etl.plum import FILLED, write_export
from tests.etl.staged import Staged
from tests.etl.strange import (
    EXECUTIVE,
    LEAVER,
    MONTH_CLERK,
    MONTH_EXECUTIVE,
    MONTH_LEAVER,
    as_parquet,
    table_text,
    text_file,
)

pytestmark = pytest.mark.slow

CUBES = {"FACTDATA_SEP2025.TXT": "employment", "SEPDATA_FY2025.TXT": "separations", "ACCDATA_FY2025.TXT": "accessions"}
DEMOGRAPHIC = {"as_of": "2025-09-30", "attribute": "sex", "group": "women", "people": "40"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("marked")
    write_sample(folder, rows=300, periods=1)
    return folder


def member(name: str, folder: Path) -> bytes:
    """A fact member of the cube that has it."""
    for path in folder.glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            if name in archive.namelist():
                return archive.read(name)
    raise AssertionError(name)


def zipped_again(name: str, folder: Path, to: Path) -> Path:
    """The cube of that member as somebody without a thought zips it again: no comment, no mark among the members."""
    for path in folder.glob("*.zip"):
        with zipfile.ZipFile(path) as old:
            if name not in old.namelist():
                continue
            with zipfile.ZipFile(to, "w") as new:
                for inside in old.namelist():
                    if "SYNTHETIC" not in inside:
                        new.writestr(inside, old.read(inside))
    return to


def test_every_file_of_a_sample_bears_the_mark_in_its_name(sample: Path) -> None:
    assert all("SYNTHETIC" in path.name for path in sample.iterdir())


@pytest.mark.parametrize("name", CUBES)
def test_every_row_of_a_synthetic_cube_bears_two_marks(sample: Path, name: str) -> None:
    rows = list(csv.DictReader(io.StringIO(member(name, sample).decode("latin-1"), newline="")))
    assert rows
    assert all(row["AGYSUB"][2:] == "SYNTHETIC" and row["WORKSCH"] == "SYNTHETIC" for row in rows)


@pytest.mark.parametrize(("name", "subject"), CUBES.items())
def test_a_cube_zipped_again_under_another_name_is_a_sample(
    sample: Path, tmp_path: Path, name: str, subject: str
) -> None:
    staged = Staged(zipped_again(name, sample, tmp_path / "opm.zip"), tmp_path)
    assert (staged.extract.subject, staged.extract.provenance.evidence) == (subject, "sample")


@pytest.mark.parametrize("column", ["AGYSUB", "WORKSCH"])
def test_each_of_the_two_marks_is_enough(sample: Path, tmp_path: Path, column: str) -> None:
    """Whoever mends one column still has a sample; with both mended by hand nothing would be left to know it by."""
    name = "FACTDATA_SEP2025.TXT"
    path = zipped_again(name, sample, tmp_path / "opm.zip")
    rows = list(csv.DictReader(io.StringIO(member(name, sample).decode("latin-1"), newline="")))
    for row in rows:
        row[column] = row[column].replace("SYNTHETIC", "00" if column == "AGYSUB" else "F")
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "again.zip", "w") as new:
        for inside in old.namelist():
            new.writestr(inside, out.getvalue() if inside == name else old.read(inside))
    assert Staged(tmp_path / "again.zip", tmp_path).extract.provenance.evidence == "sample"


def test_marks_invent_no_agency(sample: Path, tmp_path: Path) -> None:
    staged = Staged(sample / "FedScope_Employment_September_2025_SYNTHETIC.zip", tmp_path)
    rows = list(csv.DictReader(io.StringIO(member("FACTDATA_SEP2025.TXT", sample).decode("latin-1"), newline="")))
    executives = [row for row in rows if row["TOA"] in ("50", "55", "60", "65")]
    assert staged.rows("executives", "distinct agency_code, agency_subelement_code") == [
        (agency, f"{agency}SYNTHETIC") for agency in sorted({row["AGYSUB"][:2] for row in executives})
    ]


def test_labels_of_a_sample_say_that_its_units_are_made_up_and_name_agencies_as_ever(
    sample: Path, tmp_path: Path
) -> None:
    staged = Staged(sample / "FedScope_Employment_September_2025_SYNTHETIC.zip", tmp_path)
    labels = staged.rows("labels", "column_name, code, label")
    units = {label for column, _, label in labels if column == "agency_subelement_code"}
    agencies = {code: label for column, code, label in labels if column == "agency_code"}
    assert units == {"SYNTHETIC: MADE UP, IN NO FILE OF OPM'S"}
    assert agencies["ED"] == "DEPARTMENT OF EDUCATION"
    assert all(len(code) == 2 and "SYNTHETIC" not in label for code, label in agencies.items())


@pytest.mark.parametrize(
    "mark",
    [
        {"agency_subelement_code": "DJSYNTHETIC"},
        {"work_schedule_code": "SYNTHETIC"},
        {"office_code": "SYNTHETIC"},
    ],
)
@pytest.mark.parametrize("ending", ["txt", "parquet"])
@pytest.mark.parametrize("subject", ["employment", "separations"])
def test_a_month_is_a_sample_by_one_row_whatever_it_is_saved_as(
    tmp_path: Path, mark: dict[str, str], ending: str, subject: str
) -> None:
    layout = FWD_EMPLOYMENT if subject == "employment" else FWD_SEPARATIONS
    row = MONTH_EXECUTIVE if subject == "employment" else MONTH_LEAVER
    rows = [row, (MONTH_CLERK if subject == "employment" else row) | mark]
    path = text_file(tmp_path / f"{subject}_202603_1.txt", layout, rows)
    path = as_parquet(path, layout) if ending == "parquet" else path
    assert Staged(path, tmp_path).extract.provenance.evidence == "sample"


def test_listings_and_tables_are_samples_by_a_cell_that_is_the_mark(tmp_path: Path) -> None:
    positions = [FILLED, FILLED | {"organization": "SYNTHETIC"}]
    export = write_export(tmp_path / "PLUM-20260804.csv", positions)
    allocation = {"agency_code": "ED", "as_of": "2026-06-30", "positions": "60", "source": "SYNTHETIC"}
    paths = [export, text_file(tmp_path / "allocations.csv", ALLOCATIONS, [allocation])]
    paths.append(text_file(tmp_path / "renamed.csv", DEMOGRAPHICS, [DEMOGRAPHIC | {"source": "SYNTHETIC"}]))
    for number, path in enumerate(paths):
        assert Staged(path, tmp_path / str(number)).extract.provenance.evidence == "sample", path


def test_summary_tables_are_samples_by_a_cell_that_is_the_mark(tmp_path: Path) -> None:
    row = {"period_code": "202503", "people": "1", "average_salary": "1", "average_service": "1"}
    path = tmp_path / "FedScope_Employment_Summary_March_2025.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for table in OPM_EMPLOYMENT_SUMMARY.tables:
            columns = [*table.columns.values(), *table.unread]
            cells = {theirs: row.get(ours, "SYNTHETIC") for ours, theirs in table.columns.items()}
            lines = ["\t".join(columns), "\t".join(cells.get(name, "") for name in columns)]
            archive.writestr(table.example, "\r\n".join(lines) + "\r\n")
    assert Staged(path, tmp_path).extract.provenance.evidence == "sample"


@pytest.mark.parametrize("source", ["Synthetic estimate of a survey", "not SYNTHETIC", "synthetic"])
def test_a_real_file_that_only_speaks_of_the_word_is_no_sample(tmp_path: Path, source: str) -> None:
    path = text_file(tmp_path / "demographics.csv", DEMOGRAPHICS, [DEMOGRAPHIC | {"source": source}])
    assert Staged(path, tmp_path).extract.provenance.evidence == "published"


def test_a_real_month_whose_words_hold_the_mark_is_no_sample(tmp_path: Path) -> None:
    row = MONTH_EXECUTIVE | {"agency_subelement_label": "OFFICE OF SYNTHETIC FUELS", "occupation_label": "SYNTHETIC"}
    path = text_file(tmp_path / "employment_202603_1.txt", FWD_EMPLOYMENT, [row])
    assert Staged(path, tmp_path).extract.provenance.evidence == "records"


CONVERTED = {**CUBES, "demographics": "demographics"}


@pytest.mark.parametrize("is_typed", [False, True], ids=["all text", "types guessed"])
@pytest.mark.parametrize(("name", "subject"), CONVERTED.items())
def test_every_file_of_a_sample_converted_to_parquet_is_a_sample(
    sample: Path, tmp_path: Path, name: str, subject: str, *, is_typed: bool
) -> None:
    """The table inside as Parquet, under a name that says nothing, as a person with a notebook saves it."""
    text = tmp_path / "table.txt"
    text.write_bytes(member(name, sample) if name in CUBES else (sample / "demographics_SYNTHETIC.csv").read_bytes())
    path = tmp_path / "data.parquet"
    with duckdb.connect() as connection:
        connection.read_csv(str(text), header=True, all_varchar=not is_typed).write_parquet(str(path))
    staged = Staged(path, tmp_path)
    known = staged.extract.provenance
    assert (staged.extract.subject, known.evidence) == (subject, "sample")
    lines = text.read_text("latin-1").splitlines()
    assert staged.extract.rows_read == len(lines) - 1
    if subject != "demographics":
        assert staged.extract.rows_kept > 0
        assert staged.extract.covers[1] == "2025-09-30"


@pytest.mark.parametrize("layout", [FEDSCOPE_EMPLOYMENT, FEDSCOPE_SEPARATIONS])
def test_the_inside_of_a_real_cube_as_parquet_is_refused_by_what_it_is(tmp_path: Path, layout: Layout) -> None:
    row = EXECUTIVE if layout is FEDSCOPE_EMPLOYMENT else LEAVER
    text = tmp_path / "FACT.txt"
    text.write_text(table_text(layout, [row]), "latin-1", newline="")
    path = tmp_path / "data.parquet"
    with duckdb.connect() as connection:
        connection.read_csv(str(text), header=True, all_varchar=True).write_parquet(str(path))
    with pytest.raises(InsideOfZip, match=rf"data.parquet is the inside of a zip \({layout.title}\); load the zip"):
        Staged(path, tmp_path)
