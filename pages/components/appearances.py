"""On which pages an indicator appears, read from the pages' own scripts and words, so that no list must be kept."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from metrics.definitions import catalog
from pages import CONTENTS, Page
from pages.content import loader

PAGES = Path(__file__).resolve().parents[1]
BLOCKS = "pages.components"
# The explorer offers every indicator by a list, without naming one.
EVERYTHING = "summary/explorer.py"


@cache
def appearances(name: str) -> tuple[Page, ...]:
    """The pages that show an indicator, in the order of the navigation."""
    listed = [page for section in CONTENTS.values() for page in section]
    return tuple(page for page in listed if name in _shown(page.script))


@cache
def _shown(script: str) -> frozenset[str]:
    """The indicators that a page names, in its script, in the blocks it is made of, or in its words."""
    known = {metric.name for metric in catalog.METRICS}
    if script == EVERYTHING:
        return frozenset(known)
    tree = ast.parse((PAGES / script).read_text(encoding="utf-8"))
    blocks = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    files = [PAGES / f"components/{block.rpartition('.')[2]}.py" for block in blocks if block.startswith(BLOCKS)]
    said = {text for file in (PAGES / script, *files) for text in _texts(file)}
    return frozenset(known & (said | _in_words(script)))


def _texts(file: Path) -> Iterable[str]:
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _in_words(script: str) -> set[str]:
    """The indicators on which the words of a Reform page bear."""
    match script:
        case "reform/agenda.py":
            return {sign.name for asked in loader.agenda() for sign in asked.indicators}
        case "reform/case_studies.py":
            return {name for story in loader.case_studies() for name in story.indicators}
    return set()
