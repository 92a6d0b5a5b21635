"""Whatever is installed is pinned with its hash: the program, its tests, and the tools that pin both."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from tests.conftest import ROOT
from tests.test_imports import OURS, imports

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = PROJECT["dependency-groups"]
DECLARED = {
    "requirements": PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dashboard"],
    "requirements-dev": GROUPS["dev"],
    "requirements-tools": GROUPS["tools"],
}
LISTS = tuple(DECLARED)
COMMANDS = [ROOT / "Makefile", ROOT / ".ci" / "run", *sorted((ROOT / ".github" / "workflows").glob("*.yml"))]


@pytest.mark.parametrize("name", LISTS)
def test_every_package_has_a_version_and_a_hash(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text("utf-8").replace("\\\n", "")
    packages = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert len(packages) > 5
    assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("name", LISTS)
def test_what_is_asked_for_is_locked_in_a_version_that_will_do(name: str) -> None:
    pins = re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", (ROOT / f"{name}.txt").read_text("utf-8"), re.MULTILINE)
    locked = dict(pins)
    wanted = [Requirement(line) for line in DECLARED[name]]
    assert [str(one) for one in wanted if not one.specifier.contains(locked.get(one.name, "0"))] == []
    assert {one.name for one in wanted} <= set(locked)


@pytest.mark.parametrize(
    ("folders", "extras"),
    [
        (("etl", "metrics"), {"pictures", "cluster"}),
        (("pages", "web", "dashboard.py", "serve.py"), {"dashboard"}),
    ],
    ids=["commands", "dashboard"],
)
def test_what_is_imported_is_declared(folders: tuple[str, ...], extras: set[str]) -> None:
    """What comes only because something else needs it may go with the next version of that."""
    optional = PROJECT["project"]["optional-dependencies"]
    assert optional.keys() >= extras
    wanted = PROJECT["project"]["dependencies"] + [line for extra in extras for line in optional[extra]]
    declared = {Requirement(line).name for line in wanted}
    paths = [
        path for folder in folders for path in ((ROOT / folder).rglob("*.py") if "." not in folder else [ROOT / folder])
    ]
    names = {name for path in paths for name in imports(path)} - OURS - sys.stdlib_module_names
    sources = packages_distributions()
    assert len(names) > 3
    assert {name for name in names if not declared & {each.lower() for each in sources[name]}} == set()


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.name)
def test_nothing_is_installed_without_its_hash(path: Path) -> None:
    installing = re.findall(r"^.*\bpip3? install\b.*$", path.read_text("utf-8"), re.MULTILINE)
    assert [line for line in installing if "--require-hashes" not in line] == []


def test_the_workflow_audits_every_list_and_keeps_the_bill_of_materials() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/audit.yml").read_text("utf-8"))
    steps = workflow["jobs"]["audit"]["steps"]
    assert {"make audit", "make sbom"} <= {step.get("run") for step in steps}
    written = next(step["with"]["path"] for step in steps if "upload-artifact" in step.get("uses", ""))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert f"--output-file {written} requirements.txt" in makefile
    assert f"LISTS := {' '.join(LISTS)}" in makefile
