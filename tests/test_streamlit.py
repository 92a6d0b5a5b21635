"""Where the program reaches into Streamlit's insides is written down, name by name, with the test that would tell."""

import ast
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest
import streamlit

from tests.conftest import ROOT
from tests.test_locked import PROJECT

PAGE = ROOT / "docs" / "streamlit.md"
PROGRAM = [ROOT / "dashboard.py", ROOT / "serve.py"] + [
    path for package in ("etl", "metrics", "pages", "web") for path in sorted((ROOT / package).rglob("*.py"))
]
MODULES = {"column_config", "components", "typing"}
"""Modules that its documentation names, as it does their contents."""
ROW = re.compile(r"^\| `([\w./]+\.py)` \| `(streamlit\.[\w.]+)` \|", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
WHOLE = re.compile(r"streamlit(?:\.\w+)+")


def is_public(name: str) -> bool:
    """Whether Streamlit documents something of that name right below its own."""
    found = getattr(streamlit, name, None)
    return not name.startswith("_") and found is not None and (name in MODULES or not isinstance(found, ModuleType))


def reaches(tree: ast.AST) -> Iterator[str]:
    """Names of Streamlit's insides that a program uses; of other objects, attributes that are private."""
    aliases = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name == "streamlit"
    }
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names if alias.name.startswith("streamlit."))
            case ast.ImportFrom(module="streamlit"):
                yield from (f"streamlit.{alias.name}" for alias in node.names if not is_public(alias.name))
            case ast.ImportFrom(module=str(module)) if module.startswith("streamlit."):
                yield module
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in aliases:
                if not is_public(attribute):
                    yield f"streamlit.{attribute}"
            case ast.Attribute(value=value, attr=attribute) if aliases and re.match(r"_[a-z]", attribute):
                if not (isinstance(value, ast.Name) and value.id in ("self", "cls")):
                    yield ast.unparse(node)
            case ast.Constant(value=str(text)) if WHOLE.fullmatch(text):
                yield text


def test_every_reach_is_written_down_and_nothing_else() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in PROGRAM
        for name in reaches(ast.parse(path.read_text("utf-8")))
    }
    assert len(PROGRAM) > 200
    assert found == set(ROW.findall(PAGE.read_text("utf-8")))


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("import streamlit.runtime", "streamlit.runtime"),
        ("from streamlit.delta_generator import DeltaGenerator", "streamlit.delta_generator"),
        ("from streamlit import config", "streamlit.config"),
        ("from streamlit import *", "streamlit.*"),
        ("if x:\n    from streamlit.elements.lib.column_types import A", "streamlit.elements.lib.column_types"),
        ("def late():\n    from streamlit.runtime import get_instance", "streamlit.runtime"),
        ("import streamlit as st\nst.runtime.get_instance()", "streamlit.runtime"),
        ("import streamlit\nstreamlit._main.markdown('')", "streamlit._main"),
        ("import streamlit as st\nst.Page('x')._script_hash", "st.Page('x')._script_hash"),
        ("import_module('streamlit.runtime.runtime')", "streamlit.runtime.runtime"),
    ],
)
def test_a_reach_is_found_however_it_is_written(code: str, name: str) -> None:
    assert list(reaches(ast.parse(code))) == [name]


def test_what_is_promised_is_no_reach() -> None:
    code = """
import streamlit as st
from streamlit import App
st.column_config.NumberColumn(format="%d")
st.session_state["streamlit is fine"] = st.context.theme.type
class Own:
    def make(self):
        return self._own
"""
    assert list(reaches(ast.parse(code))) == []


def test_every_test_that_would_tell_is_there() -> None:
    named = TEST.findall(PAGE.read_text("utf-8"))
    assert len(named) > 20
    texts = {path: (ROOT / path).read_text("utf-8") for path, _ in named if (ROOT / path).exists()}
    assert [(path, name) for path, name in named if f"\ndef {name}(" not in texts.get(path, "")] == []


def test_every_row_names_a_file_and_who_would_tell() -> None:
    rows = [line.split(" | ") for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert len(rows) > 20
    assert [row for row in rows if len(row) != 4 or not (ROOT / Path(row[0].strip("|` "))).is_file()] == []
    assert [row for row in rows if not TEST.search(row[3]) and row[3] != "the same |"] == []


def test_one_minor_version_is_let_in_and_the_page_is_about_it() -> None:
    (pinned,) = [line for line in PROJECT["project"]["optional-dependencies"]["dashboard"] if "streamlit" in line]
    minor = re.fullmatch(r"streamlit==(\d+\.\d+)\.\*", pinned)
    assert minor
    assert version("streamlit").startswith(f"{minor[1]}.")
    assert f"The dashboard runs on Streamlit {minor[1]}," in PAGE.read_text("utf-8")
