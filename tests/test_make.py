"""The commands of those who work on the program: listed, and quick where they are for every commit."""

import os
import re
import shutil
import subprocess
import tomllib

import pytest

from tests.conftest import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
FOLDERS = ("etl", "metrics", "metrics/export", "pages", "web")


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make on this machine")
def test_help_has_a_line_for_every_command() -> None:
    phony = re.search(r"^\.PHONY:((?:.|\\\n)*?[^\\])$", MAKEFILE, re.MULTILINE)
    assert phony
    commands = {*phony[1].replace("\\", " ").split()}
    # Run by `make test`, it would be a make within a make, which tells of the folders it enters.
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(["make", "help"], cwd=ROOT, env=plain, capture_output=True, text=True, check=True)
    lines = dict(re.findall(r"^  make (\S+) +(\S.*)$", done.stdout, re.MULTILINE))
    assert lines.keys() == commands
    assert len(done.stdout.splitlines()) == len(commands)


def test_ci_leaves_out_nothing_that_a_check_before_a_commit_leaves_out() -> None:
    """CI runs the very command of the README, which leaves nothing out."""
    assert 'QUICK := "not slow and not browser"\n' in MAKEFILE
    steps = [line for line in (ROOT / ".ci/run").read_text("utf-8").splitlines() if line.startswith("make ")]
    assert steps == ["make lint", "make test"]
    assert "\nmake test " in (ROOT / "README.md").read_text("utf-8")
    marks = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]["markers"]
    assert [mark.partition(":")[0] for mark in marks] == ["browser", "slow"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_part_of_the_program_has_quick_tests(folder: str) -> None:
    files = {path: path.read_text("utf-8") for path in (ROOT / "tests" / folder).rglob("test_*.py")}
    quick = [path for path, text in files.items() if "pytest.mark.slow" not in text]
    assert len(files) / 10 < len(quick) < len(files)
