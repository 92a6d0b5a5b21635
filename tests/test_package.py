"""What `pip install .` brings: two commands that find what ships with them, wherever they are called from."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from configparser import ConfigParser
from pathlib import Path

import pytest

from etl.version import VERSION
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, laid out as an installer does."""
    pytest.importorskip("hatchling", reason="the wheel is built by hatchling, of requirements-dev.txt")
    folder = tmp_path_factory.mktemp("package")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "packages")
    return folder / "packages"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands are called: a folder that is no part of the program."""
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with nothing in it."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def call(package: Path, desk: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Call:
    """Calls one of the commands at the desk, in a home of its own."""
    (about,) = package.glob("*.dist-info")
    scripts = ConfigParser()
    scripts.read(about / "entry_points.txt")
    commands = tmp_path_factory.mktemp("commands")
    for name, entry in scripts["console_scripts"].items():
        module, function = entry.split(":")
        (commands / name).write_text(f"import sys\nfrom {module} import {function}\nsys.exit({function}())\n", "utf-8")
    surroundings = os.environ | {"HOME": str(home), "SES_DATA": ""}
    surroundings |= {"PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"}

    def run(name: str, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(commands / name), *words]
        environment = surroundings | settings
        return subprocess.run(command, cwd=desk, env=environment, capture_output=True, text=True, check=False)

    return run


def test_it_is_the_two_command_lines_and_what_they_read(package: Path) -> None:
    folders = {path.name for path in package.iterdir()}
    assert folders == {"etl", "metrics", f"ses_health-{VERSION}.dist-info"}
    kinds = ("*.py", "*.sql", "*.typ", "*.j2", "*.pptx")
    ours = {path.relative_to(ROOT) for top in ("etl", "metrics") for kind in kinds for path in (ROOT / top).rglob(kind)}
    assert {path for path in ours if not (package / path).is_file()} == set()
    tables = {path.name: path.read_bytes() for path in (ROOT / "data").glob("*/*.csv")}
    assert {path.name: path.read_bytes() for path in (package / "etl/data").glob("*/*.csv")} == tables
    assert len(tables) > 10


@pytest.mark.parametrize("name", ["ses-etl", "ses-metrics"])
def test_its_help_has_the_name_it_was_called_by(call: Call, name: str) -> None:
    done = call(name, "--help")
    assert done.returncode == 0, done.stderr
    assert f"Usage: {name} [OPTIONS] COMMAND" in done.stdout


def test_it_builds_and_answers_at_home_and_writes_nothing_among_packages(call: Call, home: Path, package: Path) -> None:
    before = sorted(package.rglob("*"))
    done = call("ses-etl", "build")
    assert done.returncode == 0, done.stderr
    done = call("ses-metrics", "show", "noncareer_share", "--from", "2025-03", "--to", "2025-03", "--format", "csv")
    assert done.returncode == 0, done.stderr
    (row,) = done.stdout.splitlines()[1:]
    assert row.startswith("2025-03-31,published,4.66")
    assert (home / "ses-health" / "warehouse" / "CURRENT").is_file()
    assert sorted(package.rglob("*")) == before


def test_a_data_folder_is_named_from_where_one_is(call: Call, desk: Path) -> None:
    """The demonstration is made by another process, elsewhere, which must mean the same folder."""
    assert call("ses-etl", "build", SES_DATA="figures").returncode == 0
    done = call("ses-metrics", "show", "on_board", "--with-sample", SES_DATA="figures")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (desk / "figures").iterdir()} >= {"warehouse", "demonstration"}
