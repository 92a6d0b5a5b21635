"""A docstring of more than one line says in sections what goes in, what comes out and what may go wrong."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("etl", "metrics", "pages", "web", "serve.py", "dashboard.py")


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(node: ast.AST, before: str = "") -> Iterator[tuple[str, Function]]:
    """The public functions and methods of a module, by their names with those of their classes."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.ClassDef) and not each.name.startswith("_"):
            yield from functions(each, f"{before}{each.name}.")
        elif isinstance(each, Function) and (not each.name.startswith("_") or each.name == "__init__"):
            yield before + each.name, each


def needs(function: Function) -> set[str]:
    """The sections that a signature asks for; a property is described as a value, a command by its help."""
    decorators = " ".join(ast.unparse(each) for each in function.decorator_list)
    args = function.args
    if re.search(r"\.command\(|\.callback\(|property", decorators) or "typer." in ast.unparse(args):
        return set()
    names = [*args.posonlyargs, *args.args, *args.kwonlyargs, *filter(None, (args.vararg, args.kwarg))]
    sections = {"Args"} if any(each.arg not in ("self", "cls") for each in names) else set()
    returned = ast.unparse(function.returns) if function.returns else "None"
    if re.match(r"['\"]?(Iterator|Generator|AsyncIterator|AsyncGenerator)\b", returned):
        sections.add("Yields")
    elif returned not in ("None", "NoReturn") and function.name != "__init__":
        sections.add("Returns")
    return sections


def missing_sections(source: str) -> dict[str, set[str]]:
    """By function, the sections that its long docstring lacks; the help of a command has examples instead."""
    faults = {}
    for name, function in functions(ast.parse(source)):
        text = ast.get_docstring(function) or ""
        there = set(re.findall(r"^(Args|Returns|Yields):$", text, re.MULTILINE))
        if "\n" in text and "**Examples**" not in text and (missing := needs(function) - there):
            faults[name] = missing
    return faults


def modules(names: tuple[str, ...]) -> list[Path]:
    """The modules of those packages, at any depth."""
    return sorted(
        {path for name in names for path in ([ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("*.py"))}
    )


@pytest.mark.parametrize("package", PACKAGES)
def test_a_long_docstring_has_the_sections_that_its_signature_asks_for(package: str) -> None:
    found = modules((package,))
    assert found, f"no module in {package}"
    faults = {str(path.relative_to(ROOT)): missing_sections(path.read_text(encoding="utf-8")) for path in found}
    assert not {path: missing for path, missing in faults.items() if missing}


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ('def load(path: str) -> int:\n    """Load.\n\n    More.\n    """', {"load": {"Args", "Returns"}}),
        ('def load(path: str) -> int:\n    """Load."""', {}),
        ('def _load(path: str) -> int:\n    """Load.\n\n    More.\n    """', {}),
        ('def tidy() -> None:\n    """Tidy.\n\n    More.\n    """', {}),
        ('def each() -> Iterator[int]:\n    """Each.\n\n    More.\n    """', {"each": {"Yields"}}),
        ('class A:\n    def b(self) -> int:\n        """B.\n\n        More.\n        """', {"A.b": {"Returns"}}),
        ('class A:\n    @property\n    def b(self) -> int:\n        """B.\n\n        More.\n        """', {}),
        ('@app.command()\ndef load(path: str) -> None:\n    """Load.\n\n    More.\n    """', {}),
        ('def load(path: Annotated[str, typer.Option()]) -> None:\n    """Load.\n\n    More.\n    """', {}),
    ],
)
def test_sections_are_asked_for_by_parameters_and_by_what_is_returned(
    source: str, missing: dict[str, set[str]]
) -> None:
    assert missing_sections(source) == missing
