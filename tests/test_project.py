"""The files that others meet first say what is so: what CI installs, containers, forms and workflows."""

import json
import os
import re
from pathlib import Path

import pytest
import yaml
from typer.core import TyperGroup
from typer.main import get_command

import web.settings
from etl.__main__ import app as etl
from metrics.api.routes import ROUTES
from tests.conftest import ROOT
from tests.test_imports import imports


def test_what_tests_need_of_a_machine_stands_where_no_host_of_the_dashboard_takes_it() -> None:
    """Streamlit Community Cloud installs what a packages.txt in the root names, and would install browsers."""
    assert not (ROOT / "packages.txt").exists()
    assert "chromium" in (ROOT / ".ci/apt.txt").read_text("utf-8").split()
    assert "xargs -a .ci/apt.txt " in (ROOT / ".ci/run").read_text("utf-8")


YAML = [
    *(
        "compose.yaml",
        ".pre-commit-config.yaml",
        *(f".github/workflows/{name}.yml" for name in ("ci", "audit", "live")),
    ),
    *(f".github/ISSUE_TEMPLATE/{name}.yml" for name in ("config", "data_bug", "feature")),
]
SECRET = re.compile(r"(?i)(password|passwd|secret|token|api_?key)\s*[:=]\s*(?!\$\{)\S")


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def instructions(word: str) -> list[str]:
    """What follows a word of the Dockerfile, each with its lines joined."""
    joined = read("Dockerfile").replace("\\\n", " ")
    return [line.partition(" ")[2].strip() for line in joined.splitlines() if line.startswith(f"{word} ")]


def is_command(words: str) -> bool:
    """Whether the loader has the command that stands in `python -m etl COMMAND --option ...`."""
    name, *options = words.split()
    command = get_command(etl)
    assert isinstance(command, TyperGroup)
    known = command.commands.get(name)
    return known is not None and {*options} <= {option for each in known.params for option in each.opts}


def programs(script: str) -> list[str]:
    """The calls of the loader in a line of shell."""
    return [call.strip() for call in re.findall(r"python -m etl ([^;&|]+)", script)]


@pytest.mark.parametrize("name", YAML)
def test_a_file_of_settings_can_be_read_and_holds_no_secret(name: str) -> None:
    assert yaml.safe_load(read(name))
    assert SECRET.findall(read(name)) == []


def test_the_image_runs_as_nobody_in_particular_and_says_whether_it_is_well() -> None:
    assert instructions("USER")[-1:] == ["10001"]
    (check,) = instructions("HEALTHCHECK")
    command = json.loads(check[check.index("CMD ") + 4 :])
    assert command[:2] == ["python", "-c"]
    compile(command[2], "HEALTHCHECK", "exec")
    assert "'healthz'" in command[2]
    assert "/healthz" in {route.path for route in ROUTES}  # type: ignore[attr-defined]
    (start,) = instructions("CMD")
    script = json.loads(start)[2]
    assert [is_command(words) for words in programs(script)] == [True]
    assert "exec python serve.py" in script
    assert SECRET.findall(read("Dockerfile")) == []


def test_the_image_is_given_the_whole_program_and_nothing_else() -> None:
    sources = {source for line in instructions("COPY") if not line.startswith("--from") for source in line.split()[:-1]}
    assert {source for source in sources if not (ROOT / source).exists()} == set()
    let_in = {line[1:] for line in read(".dockerignore").splitlines() if line.startswith("!")}
    assert sources == let_in
    assert read(".dockerignore").splitlines()[1] == "*"
    ours = {path.stem for path in ROOT.glob("*.py")} | {path.parent.name for path in ROOT.glob("*/__init__.py")}
    tops = {Path(source).stem for source in sources}
    code = [path for source in sources for path in (ROOT / source).rglob("*.py")]
    code += [ROOT / source for source in sources if source.endswith(".py")]
    assert {name for path in code for name in imports(path)} & ours <= tops


def test_the_containers_share_one_folder_and_can_write_nowhere_else() -> None:
    services = yaml.safe_load(read("compose.yaml"))["services"]
    assert services.keys() == {"dashboard", "refresh"}
    (volume,) = instructions("VOLUME")
    for service in services.values():
        assert service["read_only"] is True
        assert service["volumes"] == [f"figures:{volume}"]
        assert service["cap_drop"] == ["ALL"]
    assert f"SES_DATA={volume}" in instructions("ENV")[0]
    assert services["dashboard"]["ports"][0].startswith("127.0.0.1:")
    settings = {value for name, value in vars(web.settings).items() if name.isupper() and isinstance(value, str)}
    assert services["dashboard"]["environment"].keys() <= settings
    assert [is_command(words) for words in programs(services["refresh"]["command"][2])] == [True]


def test_every_version_that_is_promised_is_checked_by_the_same_script() -> None:
    job = yaml.safe_load(read(".github/workflows/ci.yml"))["jobs"]["check"]
    promised = re.findall(r"Python :: (3\.\d+)", read("pyproject.toml"))
    assert job["strategy"]["matrix"]["python"] == promised == ["3.11", "3.12", "3.13", "3.14"]
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run", "make coverage"]
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert [line.split(":")[1].split("-")[0] for line in instructions("FROM")] == ["3.13", "3.13"]


def test_a_bug_of_the_data_is_reported_with_its_link_and_its_source() -> None:
    for name, needed in (("data_bug", {"link", "shown", "right"}), ("feature", {"question", "data"})):
        form = yaml.safe_load(read(f".github/ISSUE_TEMPLATE/{name}.yml"))
        asked = {part["id"] for part in form["body"] if part.get("validations", {}).get("required")}
        assert asked == needed


def test_editors_and_hooks_use_what_make_installs() -> None:
    container = json.loads(read(".devcontainer/devcontainer.json"))
    assert ".ci/apt.txt" in container["postCreateCommand"]
    assert container["postCreateCommand"].endswith("make setup")
    assert re.search(r"^setup:", read("Makefile"), re.MULTILINE)
    (ours,) = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    entries = [hook["entry"].split()[0] for hook in ours["hooks"]]
    assert entries == [".venv/bin/ruff", ".venv/bin/ruff", ".venv/bin/mypy"]
