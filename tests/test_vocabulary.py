"""Every text that ships is in plain words, whether or not today's figures bring it onto a page."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.vocabulary import faults

PROGRAM = [*(ROOT / "metrics").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), *(ROOT / "etl").rglob("*.py")]
PROGRAM += [*(ROOT / "web").rglob("*.py"), ROOT / "dashboard.py", ROOT / "serve.py"]
TABLES = [*(ROOT / "data" / "reference").glob("*.csv"), ROOT / "data" / "published" / "sources.csv"]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").glob("*/README.md")]
CONTENT = [*(ROOT / "pages" / "content").glob("*.toml")]


def written(path: Path) -> Iterator[str]:
    """The texts of a module that may reach a reader: its strings, and what the help of a command says."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(id(node.value))
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            # A type in quotes, which is loaded for the checker alone.
            silent |= {id(each) for each in ast.walk(node.annotation)}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any("command" in ast.dump(each) for each in node.decorator_list):
            silent -= {id(each.value) for each in node.body[:1] if isinstance(each, ast.Expr)}
    for node in ast.walk(tree):
        kinds = [getattr(node, "annotation", None), getattr(node, "returns", None)]  # a type may stand in quotes
        silent |= {id(part) for kind in kinds if isinstance(kind, ast.expr) for part in ast.walk(kind)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.value


def spoken(path: Path) -> list[str]:
    """The texts of a module that are words and no names."""
    return [text for text in written(path) if " " in text or text[:1].isupper()]


def lines(path: Path) -> list[str]:
    """The lines of a table or document, without addresses and names in code: `None`, a column, a test."""
    text = re.sub(r"https?://\S+", "", path.read_text(encoding="utf-8"))
    text = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL) if path.suffix == ".md" else text
    comment = "#" if path.suffix == ".toml" else "\0"
    return [line for line in text.splitlines() if not line.startswith(comment)]


def offenders(paths: list[Path], read: Callable[[Path], list[str]]) -> list[str]:
    """Every fault of every file, with the name of the file."""
    return [f"{path.relative_to(ROOT)}: {fault}" for path in paths for fault in faults(read(path))]


def test_every_kind_of_file_is_read() -> None:
    assert all(len(paths) > 1 for paths in (PROGRAM, TABLES, DOCUMENTS, CONTENT))


def test_no_message_speaks_in_names_of_classes() -> None:
    """A class that is renamed wherever its name stands may be renamed in the words of a message, too."""
    paths = [*PROGRAM, ROOT / "tests" / "live" / "__main__.py"]
    nodes = (node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {node.name for node in nodes if isinstance(node, ast.ClassDef) and len(re.findall("[A-Z]", node.name)) > 1}
    name = re.compile(rf"\b({'|'.join(sorted(names))})\b")
    assert "BriefingView" in names
    assert [(path.name, text) for path in paths for text in spoken(path) if " " in text and name.search(text)] == []


def test_strings_of_the_program_are_in_plain_words() -> None:
    found = offenders(PROGRAM, spoken)
    assert not found, "\n".join(found)


def test_tables_and_documents_are_in_plain_words() -> None:
    found = offenders([*CONTENT, *TABLES, *DOCUMENTS], lines)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "of 10 it cannot be told",
        "A sample stands in where nothing is loaded",
        "what a limit is held against",
        "Mind: people and not positions",
        "above the 25% line",
        "up 0.1 years",
        "1 agencies",
    ],
)
def test_search_finds_what_it_is_for(text: str) -> None:
    assert faults([text])


@pytest.mark.parametrize("text", ["0.1 year", "11 agencies", "2,001 people", "retold", "0.0 years", "10.1 years"])
def test_search_passes_over_what_is_plain(text: str) -> None:
    assert faults([text]) == []
