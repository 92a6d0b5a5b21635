"""The loader's command line says what it did, and how to go on."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from etl.layouts.registry import LAYOUTS
from etl.paths import REPOSITORY
from etl.sample.extracts import write_sample
from etl.warehouse.publish import find_current_path
from metrics.warehouse import Warehouse
from tests.etl.strange import CLERK, EXECUTIVE, cube, table_text
from tests.shipped import FIGURES

pytestmark = pytest.mark.slow

run = CliRunner()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a data folder into which one employment cube has been loaded."""
    folder = tmp_path_factory.mktemp("first")
    text = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE, CLERK, CLERK])
    path = cube(folder / "FedScope_Employment_September_2024.zip", "FACTDATA_SEP2024.TXT", text)
    environment = {"SES_DATA": str(folder / "data"), "CUBE": str(path)}
    result = run.invoke(app, ["load", str(path)], env=environment)
    assert result.exit_code == 0, result.output
    return environment


@pytest.fixture
def loaded(first: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The same in a copy of that folder, to do with as a test likes."""
    shutil.copytree(first["SES_DATA"], tmp_path / "data")
    return first | {"SES_DATA": str(tmp_path / "data")}


@pytest.mark.parametrize("command", ["fetch", "refresh", "load", "build", "sample", "status", "formats"])
def test_every_command_helps_with_examples(command: str) -> None:
    result = run.invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Examples" in result.output
    assert f"python -m etl {command}" in result.output


def test_status_without_a_build_says_what_to_do(tmp_path: Path) -> None:
    environment = {"SES_DATA": str(tmp_path / "data")}
    result = run.invoke(app, ["status"], env=environment)
    assert result.exit_code == 0
    assert "python -m etl build" in result.output
    found = json.loads(run.invoke(app, ["status", "--json"], env=environment).output)
    nothing: dict[str, list[object]] = {"extracts": [], "damaged_records": [], "revisions": [], "checks": []}
    assert found == {"build": {"build_id": None, "built_at": None}, "freshness": None, **nothing}


def test_status_accounts_for_every_row(loaded: dict[str, str]) -> None:
    result = run.invoke(app, ["status", "--json"], env=loaded)
    found = json.loads(result.output)
    assert found["build"]["build_id"]
    ours = next(extract for extract in found["extracts"] if extract["layout"] == "fedscope_employment")
    assert (ours["rows_read"], ours["rows_kept"], ours["rows_counted"], ours["rows_rejected"]) == (3, 1, 2, 0)
    assert (ours["origin"], ours["is_used"]) == (loaded["CUBE"], True)
    assert {"sha256", "bytes", "loaded_at", "publisher", "findings", "period_end"} <= set(ours)
    assert "FedScope_Employment_September_2024.zip" in run.invoke(app, ["status"], env=loaded).output


def test_status_survives_a_warehouse_that_cannot_be_read(loaded: dict[str, str]) -> None:
    warehouse = Path(loaded["SES_DATA"]) / "warehouse"
    next(warehouse.glob("*.duckdb")).write_bytes(b"no database")
    result = run.invoke(app, ["status"], env=loaded)
    assert result.exit_code == 0
    assert "cannot be read" in result.output


def test_loading_again_is_a_note_and_not_an_error(loaded: dict[str, str]) -> None:
    result = run.invoke(app, ["load", loaded["CUBE"]], env=loaded)
    assert result.exit_code == 0
    assert "already loaded" in result.output


def test_build_on_an_empty_folder_serves_the_shipped_figures(tmp_path: Path) -> None:
    environment = {"SES_DATA": str(tmp_path / "data")}
    result = run.invoke(app, ["build"], env=environment)
    assert result.exit_code == 0, result.output
    found = json.loads(run.invoke(app, ["status", "--json"], env=environment).output)
    assert [(extract["name"], extract["rows_read"]) for extract in found["extracts"]] == [("figures.csv", len(FIGURES))]


def test_formats_lists_every_layout_and_each_column() -> None:
    assert all(layout.name in run.invoke(app, ["formats"]).output for layout in LAYOUTS)
    one = run.invoke(app, ["formats", "fedscope_employment"]).output
    assert all(theirs in one for theirs in FEDSCOPE_EMPLOYMENT.tables[0].columns.values())


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("command", ["etl formats", "etl template indicators", "metrics dictionary", "metrics list"])
def test_a_terminal_that_knows_no_dash_is_no_reason_for_a_traceback(command: str, encoding: str, root: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", *command.split()],
        cwd=root,
        env=os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, b"Traceback" in ran.stderr) == (0, False), ran.stderr
    assert len(ran.stdout) > 1_000


@pytest.mark.parametrize(
    "arguments", [["load"], ["formats", "nonsense"], ["sample"], ["sample", "--to", "x", "--rows", "0"]]
)
def test_wrong_usage_exits_2(arguments: list[str]) -> None:
    assert run.invoke(app, arguments).exit_code == 2


def test_sentences_are_not_wrapped_when_piped(root: Path, tmp_path: Path) -> None:
    missing = tmp_path / ("a-long-folder-name-" * 8) / "file.zip"
    ran = subprocess.run(
        [sys.executable, "-m", "etl", "load", str(missing)],
        cwd=root,
        env=os.environ | {"SES_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert str(missing) in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_a_loaded_sample_is_for_the_demonstration_and_builds_nothing_real(
    loaded: dict[str, str], tmp_path: Path
) -> None:
    write_sample(tmp_path / "s", rows=2_000, periods=2)
    warehouse = Path(loaded["SES_DATA"]) / "warehouse"
    served = (warehouse / "CURRENT").read_text()
    said = run.invoke(app, ["load", str(tmp_path / "s")], env=loaded).output
    assert "synthetic files are kept for the demonstration only" in said
    assert "--with-sample" in said
    assert "is being served" not in said
    assert (warehouse / "CURRENT").read_text() == served


def test_status_repeats_what_the_checks_warn_of(loaded: dict[str, str]) -> None:
    said = "against the check near_published ("
    assert said in run.invoke(app, ["build"], env=loaded).output
    status = run.invoke(app, ["status"], env=loaded).output
    assert said in status
    assert "period 2024-09-30, people 1, value 8780.0" in status
    checks = json.loads(run.invoke(app, ["status", "--json"], env=loaded).output)["checks"]
    assert [check["name"] for check in checks if not check["passed"]] == ["near_published"]


def test_a_sample_is_loaded_as_a_sample(tmp_path: Path) -> None:
    environment = {"SES_DATA": str(tmp_path / "data")}
    written = run.invoke(
        app, ["sample", "--to", str(tmp_path / "s"), "--rows", "12000", "--periods", "2"], env=environment
    )
    assert written.exit_code == 0, written.output
    result = run.invoke(app, ["load", str(tmp_path / "s")], env=environment)
    assert result.exit_code == 0, result.output
    found = json.loads(run.invoke(app, ["status", "--json"], env=environment).output)["extracts"]
    ours = [extract for extract in found if extract["name"] != "figures.csv"]
    assert {extract["evidence"] for extract in ours} == {"sample"}
    assert {(extract["is_used"], extract["note"]) for extract in ours} == {
        (False, "synthetic: shown in the demonstration only")
    }
    assert all(
        extract["rows_read"] == extract["rows_kept"] + extract["rows_counted"] + extract["rows_rejected"]
        for extract in ours
    )


def test_make_run_builds_again_what_another_version_built_and_says_so_in_a_line(loaded: dict[str, str]) -> None:
    """A build that this program cannot read would leave the reader of `make run` with a sentence and no figures."""
    up_to_date = run.invoke(app, ["build", "--when-behind"], env=loaded)
    assert (up_to_date.exit_code, up_to_date.output) == (0, "")
    (path,) = Path(loaded["SES_DATA"], "warehouse").glob("*.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute("update meta.build set schema_version = schema_version - 1")
    again = run.invoke(app, ["build", "--when-behind"], env=loaded)
    assert again.exit_code == 0, again.output
    told, served, *_ = again.output.splitlines()
    assert told == f"Build {path.stem} is behind the program, its files or its figures; building again."
    assert served.startswith("Build ")
    assert (
        Warehouse.open(find_current_path(Path(loaded["SES_DATA"], "warehouse")) or path).extracts["rows_kept"].sum() > 0
    )
    assert run.invoke(app, ["build", "--when-behind"], env=loaded).output == ""


def test_make_run_first_brings_the_build_up_to_date(tmp_path: Path) -> None:
    made = tmp_path / "run.done"
    made.touch()
    command = ["make", "--dry-run", "run", f"VENV={tmp_path}", f"SES_DATA={tmp_path}"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    steps = [line for line in done.stdout.splitlines() if line.startswith(f"{tmp_path}/bin/python ")]
    first, second = (line.removeprefix(f"{tmp_path}/bin/python ") for line in steps[-2:])
    assert (first, second.split(" ")[0]) == ("-m etl build --when-behind", "serve.py")
