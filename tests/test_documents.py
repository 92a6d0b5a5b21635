"""Documents are true: links and paths lead somewhere, and what the program writes of itself is what it says today."""

import re
import shlex
from pathlib import Path

import pytest
import typer
from PIL import Image
from typer.main import get_command

from docs import take_screenshot
from docs.write_cli import cli_reference
from etl.__main__ import app as loader
from metrics.__main__ import app as answers
from tests.conftest import ROOT

DOCS = ROOT / "docs"
PROGRAMS = {"etl": loader, "metrics": answers}
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "data").glob("*/README.md")])
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:data/(?:reference|published)|docs|etl|metrics|pages|static|tests|web)/[\w./]*\w/?)`")
INDEX_ROW = re.compile(r"^\| \[(\d+)\]\((.+?)\) \| (.+?) \| ([\d-]+) \|$", re.MULTILINE)
DECISION = re.compile(r"# (\d+)\. (.+)\n\nDate: ([\d-]+)\. Status: (?:accepted|superseded by .+)\.\n")
COMMAND = re.compile(r"python -m (etl|metrics) ([^`\n#]+)")
USAGE = re.compile(r"^(?:#|\$ ).*$", re.MULTILINE)
"""Headings and patterns of the reference, which show no command that could be given."""
SHOWN = {"tests/etl/test_positions_2024.py"}
"""Paths that an example makes."""


def slugs(text: str) -> set[str]:
    """The addresses of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def faults_of_links(document: Path) -> list[str]:
    """The relative links of a document that lead to no file, or to no heading of it."""
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = []
    for link in LINK.findall(text):
        path, _, heading = link.partition("#")
        file = (document.parent / path).resolve() if path else document
        is_elsewhere = re.match(r"[a-z]+:", link)
        if is_elsewhere:
            continue
        if not file.exists() or (heading and heading not in slugs(file.read_text(encoding="utf-8"))):
            found.append(link)
    return found


def test_readme_is_short_and_links_to_the_rest() -> None:
    readme = ROOT / "README.md"
    assert readme.stat().st_size <= 6_000
    links = set(LINK.findall(readme.read_text(encoding="utf-8")))
    pages = {f"docs/{path.name}" for path in DOCS.glob("*.md")} | {"docs/decisions/README.md", "CONTRIBUTING.md"}
    assert pages - links == set()


def test_readme_shows_a_wide_picture_that_is_small_to_fetch() -> None:
    (shown,) = re.findall(r"!\[.{20,}\]\((.+?)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert ROOT / shown == take_screenshot.FILE
    assert take_screenshot.FILE.stat().st_size <= 300_000
    with Image.open(take_screenshot.FILE) as picture:
        assert picture.format == "PNG"
        assert picture.width == take_screenshot.WIDTH > picture.height


def test_search_for_links_finds_what_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("# A heading, here\n", encoding="utf-8")
    document = tmp_path / "a.md"
    good = "[1](b.md) [2](b.md#a-heading-here) [3](https://example.org/x) ![4](b.md)\n```\n[5](shown.md)\n```\n"
    document.write_text(f"{good}[6](c.md) [7](b.md#nothing) ![8](images/c.png) [9](#none)\n", encoding="utf-8")
    assert faults_of_links(document) == ["c.md", "b.md#nothing", "images/c.png", "#none"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(document: Path) -> None:
    assert faults_of_links(document) == []


def test_every_path_that_a_document_names_exists() -> None:
    found = {
        (path, document.relative_to(ROOT).as_posix())
        for document in DOCUMENTS
        if document.name != "CHANGELOG.md"  # tells of what was
        for path in PATH.findall(document.read_text(encoding="utf-8"))
    }
    assert len(found) > 40
    assert [each for each in sorted(found) if each[0] not in SHOWN and not (ROOT / each[0]).exists()] == []


def refusal(program: str, words: str) -> str:
    """Why a command line of a document would be refused before it begins; nothing if it would not."""
    group = get_command(PROGRAMS[program])
    assert isinstance(group, typer.core.TyperGroup)
    name, *arguments = shlex.split(words.partition(" | ")[0].partition(" > ")[0])
    if name not in group.commands:
        return f"{program} {name}: no such command"
    if not arguments:
        return ""  # named, and not shown
    try:
        group.commands[name].make_context(name, arguments)
    except Exception as error:  # whichever it is, a reader who types this meets it
        return f"{program} {words}: {error!r}"
    return ""


@pytest.mark.parametrize("words", ["shows on_board", "show on_board --form csv", "show on_board --window 13m"])
def test_a_command_with_a_mistake_is_refused(words: str) -> None:
    assert refusal("metrics", words)


def test_every_command_that_a_document_shows_is_one() -> None:
    found = {
        command
        for document in DOCUMENTS
        if document.name != "CHANGELOG.md"
        for command in COMMAND.findall(USAGE.sub("", document.read_text(encoding="utf-8")))
    }
    assert len(found) > 50
    assert [fault for program, words in sorted(found) if (fault := refusal(program, words))] == []


def test_structure_has_every_package_of_program() -> None:
    text = (DOCS / "structure.md").read_text(encoding="utf-8")
    packages = {path.parent for top in ("etl", "metrics", "pages") for path in (ROOT / top).glob("*/__init__.py")}
    assert len(packages) > 15
    assert [path.name for path in sorted(packages) if f"`{path.relative_to(ROOT).as_posix()}/`" not in text] == []


def test_every_decision_is_in_the_index_under_its_title() -> None:
    folder = DOCS / "decisions"
    files = sorted(folder.glob("[0-9]*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    heads = {file.name: DECISION.match(file.read_text(encoding="utf-8")) for file in files}
    assert [name for name, head in heads.items() if not head] == []
    rows = INDEX_ROW.findall((folder / "README.md").read_text(encoding="utf-8"))
    assert rows == [(head[1], name, head[2], head[3]) for name, head in heads.items() if head]


def test_the_written_reference_of_commands_is_what_they_say() -> None:
    written = (DOCS / "cli.md").read_text(encoding="utf-8")
    assert written == cli_reference(), "write it again: python docs/write_cli.py"


def test_the_reference_has_every_command_and_every_option() -> None:
    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    for program, app in (("python -m etl", loader), ("python -m metrics", answers)):
        group = get_command(app)
        assert isinstance(group, typer.core.TyperGroup)
        assert group.commands
        for name, command in group.commands.items():
            _, _, section = text.partition(f"\n### `{program} {name}`\n")
            section, _, _ = section.partition("\n##")
            words = [word for each in command.params for word in each.opts if word.startswith("--")]
            assert [word for word in words if f"* `{word}" not in section] == [], f"{program} {name}"
            assert section.count("**Arguments**") == any(each.param_type_name == "argument" for each in command.params)
            assert (command.help or "").splitlines()[0] in section
