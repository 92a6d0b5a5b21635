"""A function says what it does and a variable what it is: neither is named by a past participle alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

DONE: tuple[str, ...] = (
    "etl",
    *("metrics/definitions", "metrics/query", "metrics/formatting.py", "metrics/warehouse.py", "metrics/recent.py"),
    *("metrics/open_builds.py", "metrics/output_file.py", "metrics/nearest.py", "metrics/errors.py", "metrics/stop.py"),
    *("metrics/program.py", "metrics/program_files.py", "metrics/demonstration.py", "metrics/__main__.py"),
    *("metrics/export/data", "metrics/export/svg", "metrics/export/xlsx"),
    *("metrics/analysis", "metrics/api", "metrics/charts", "metrics/cli", "metrics/text", "web"),
)
"""Packages and modules of which this holds; the aim is all of them."""

LINES = (
    "begun born bought brought built caught chosen done drawn driven fallen found forgotten given gone grown heard",
    "held hidden kept known laid lent lost made meant met paid seen sent shown sold spent spoken stood struck sworn",
    "taken taught thrown told thought torn understood undone wanted withheld won worn written",
    "asked beside said",
)
IRREGULAR = frozenset(word for line in LINES for word in line.split())
"""Participles of irregular verbs, and words that have stood for things like them."""
ADJECTIVES = frozenset({"embed", "exceed", "feed", "hundred", "need", "proceed", "seed", "speed", "succeed"})
"""What ends like the participle of a regular verb and is none."""
AFTER = frozenset({"by", "for", "from", "in", "of", "off", "out", "over", "to", "up", "with"})
"""What may follow a participle that still stands alone: made_of, asked_for. A time is another thing: built_at."""


def is_participle(name: str) -> bool:
    """Whether a name is a participle with no noun after it."""
    first, *others = name.strip("_").casefold().split("_")
    is_one = first in IRREGULAR or (len(first) > 4 and first.endswith("ed") and first not in ADJECTIVES)
    return is_one and all(word in AFTER for word in others)


def names(tree: ast.AST, *, in_function: bool = False) -> Iterator[tuple[int, str]]:
    """The names of functions, parameters and their variables, with their lines; fields of data keep their names."""
    for node in ast.iter_child_nodes(tree):
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif in_function and isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        is_inside = is_function or (in_function and not isinstance(node, ast.ClassDef))
        yield from names(node, in_function=is_inside)


def participles(source: str) -> list[str]:
    """The names of a module that are participles, each with its line."""
    return [f"{line}: {name}" for line, name in names(ast.parse(source)) if is_participle(name)]


def modules(name: str) -> list[Path]:
    """A module, or the modules of a package at any depth."""
    return [ROOT / name] if name.endswith(".py") else sorted((ROOT / name).rglob("*.py"))


@pytest.mark.parametrize("package", DONE)
def test_no_function_parameter_or_variable_is_named_by_a_participle_alone(package: str) -> None:
    paths = modules(package)
    assert paths, f"no module in {package}"
    faults = {str(path.relative_to(ROOT)): participles(path.read_text(encoding="utf-8")) for path in paths}
    assert not {path: lines for path, lines in faults.items() if lines}


@pytest.mark.parametrize("package", DONE)
def test_no_module_is_named_by_a_participle_alone(package: str) -> None:
    assert not [str(path.relative_to(ROOT)) for path in modules(package) if is_participle(path.stem)]


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("def made_of(path): ...", ["1: made_of"]),
        ("def read(said, /, *, given): ...", ["1: said", "1: given"]),
        ("def read():\n    found = 1\n    for told in (): ...", ["2: found", "3: told"]),
        ("class File:\n    kept_by: int\n    def _joined(self): ...", ["3: _joined"]),
        ("def load(built_at, known_columns, speed, is_loaded):\n    left = 1", []),
    ],
)
def test_a_participle_is_told_from_a_noun_with_one(source: str, faults: list[str]) -> None:
    assert participles(source) == faults
