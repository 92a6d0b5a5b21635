"""On which pages an indicator appears, read from the pages' own scripts and words, so that no list must be kept."""

from __future__ import annotations

import ast
import inspect
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import FunctionType

from metrics.definitions import catalog
from metrics.exhibits.recipes import figures
from metrics.exhibits.recipes.recipe import Recipe
from pages import CONTENTS, Page
from pages.content import loader

PAGES = Path(__file__).resolve().parents[1]
BLOCKS, EXHIBITS = "pages.components", "metrics.exhibits"
OF_ANY = ("figures", "one_answer", "numbers", "view", "forms", "gaps", "recipe")
"""Modules of exhibits that are of any indicator: what a page takes from them says which."""
# The explorer offers every indicator by a list, without naming one.
EVERYTHING = "summary/explorer.py"


@cache
def appearances(name: str) -> tuple[Page, ...]:
    """The pages that show an indicator, in the order of the navigation."""
    listed = [page for section in CONTENTS.values() for page in section]
    return tuple(page for page in listed if name in _shown(page.script))


@cache
def _shown(script: str) -> frozenset[str]:
    """The indicators that a page names: in its script, in what that is made of, or in its words."""
    every = {metric.name for metric in catalog.METRICS}
    if script == EVERYTHING:
        return frozenset(every)
    parts = [PAGES / script, *_imports(PAGES / script, BLOCKS)]
    files = {*parts, *(file for part in parts for file in _imports(part, EXHIBITS) if file.stem not in OF_ANY)}
    texts = {text for file in files for text in _texts(file)}
    return frozenset(every & (texts | _in_words(script)))


def _imports(file: Path, package: str) -> list[Path]:
    """The files of a package from which a file imports names, or which it imports whole."""
    nodes = [node for node in ast.walk(_tree(file)) if isinstance(node, ast.ImportFrom) and node.module]
    modules = [f"{node.module}{tail}" for node in nodes for tail in ("", *(f".{name.name}" for name in node.names))]
    paths = [PAGES.parent / f"{module.replace('.', '/')}.py" for module in modules if module.startswith(package)]
    return [path for path in paths if path.is_file()]


def _texts(file: Path) -> set[str]:
    """The texts in a file, and of the recipes that it takes from `figures`."""
    nodes = list(ast.walk(_tree(file)))
    words = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    words |= {node.id for node in nodes if isinstance(node, ast.Name)}
    return _constants(file).union(*(_texts_of(getattr(figures, word, None)) for word in words))


def _constants(file: Path) -> set[str]:
    nodes = ast.walk(_tree(file))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _texts_of(named: object) -> set[str]:
    """The texts of a recipe and of the module that makes it, or of the recipes that a tuple or a function names."""
    if isinstance(named, FunctionType):
        return set().union(*(_texts_of(getattr(figures, word, None)) for word in named.__code__.co_names))
    if isinstance(named, tuple):
        return set().union(*map(_texts_of, named))
    if isinstance(named, str):
        return {named}
    if not isinstance(named, Recipe):
        return set()
    file = Path(inspect.getfile(type(named)))
    own = set() if file.stem in OF_ANY else _constants(file)
    return own.union(*(_texts_of(getattr(named, field.name)) for field in fields(named)))


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _in_words(script: str) -> set[str]:
    """The indicators on which the words of a Reform page bear."""
    match script:
        case "reform/agenda.py":
            return {sign.name for asked in loader.agenda() for sign in asked.indicators}
        case "reform/case_studies.py":
            return {name for story in loader.case_studies() for name in story.indicators}
    return set()
