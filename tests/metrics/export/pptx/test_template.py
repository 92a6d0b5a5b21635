"""The file that slides are made from is what its script writes, in the colors of the pages, the same on every day."""

import ast
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from metrics.charts.theme import LIGHT
from metrics.export.pptx import make_template, template
from metrics.export.pptx.markup import element, file, name, root, stamp
from tests.conftest import ROOT

FOLDER = ROOT / "metrics" / "export" / "pptx"
MODULES = sorted(FOLDER.rglob("*.py"))


def parts(deck: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(deck)) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def test_shipped_file_is_what_the_script_writes() -> None:
    shipped, made = template.FILE.read_bytes(), make_template.make_template()
    differing = {each for each, part in parts(made).items() if parts(shipped).get(each) != part}
    assert not differing, "run `make template`"
    assert shipped == made
    assert len(shipped) < 100_000


def test_script_writes_where_it_is_told(tmp_path: Path) -> None:
    make_template.main(tmp_path / "template.pptx")
    assert (tmp_path / "template.pptx").read_bytes() == template.FILE.read_bytes()


def test_colors_of_the_theme_are_those_of_the_pages() -> None:
    theme = etree.fromstring(parts(template.FILE.read_bytes())["ppt/theme/theme1.xml"])
    colors = [f"#{each.get('val')}" for each in next(theme.iter(name("a:clrScheme"))).iter(name("a:srgbClr"))]
    assert colors == [*template.THEME.values()]
    assert {LIGHT.ink, LIGHT.page, LIGHT.career, LIGHT.noncareer, LIGHT.limit} <= {*colors}


def test_layouts_hold_the_placeholders_that_are_declared() -> None:
    layouts: dict[str, Any] = {each.name: each for each in template.empty().slide_layouts}
    assert layouts.keys() == template.LAYOUTS.keys()
    for title, places in template.LAYOUTS.items():
        found = {each.placeholder_format.idx: each for each in layouts[title].placeholders}
        assert found.keys() == {each.index for each in (*places, *template.FOOT)}
        for place in places:
            shape = found[place.index]
            assert (shape.left, shape.top, shape.width, shape.height) == place.ends


def texts(path: Path) -> list[str]:
    """Every text of a module that is no docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    apart = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_no_piece_of_the_file_format_is_written_as_text(path: Path) -> None:
    """Whoever writes elements as text must escape by hand what stands in them, and once forgets to."""
    assert [each for each in texts(path) if re.search(r"</?\w*:?\w+[ />]", each)] == []
    assert not re.search(r"\bparse_xml\b|\bescape\(|\bquoteattr\(", path.read_text("utf-8"))


def test_search_for_text_finds_what_it_looks_for(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('"""Says <a:t> in words."""\nPIECE = f"<a:ln w={1}>"\n', "utf-8")
    assert texts(module) == ["<a:ln w=", ">"]


def test_words_are_escaped_wherever_they_stand() -> None:
    odd = "<a:t> & \"x\" 'y'"
    whole = etree.fromstring(file(root("a:p", "a", element("a:r", element("a:t", text=odd), lang=odd))))
    assert whole[0].get("lang") == odd
    assert whole[0][0].text == odd


def test_copies_of_a_stamp_are_apart() -> None:
    @stamp
    def made(word: str) -> object:
        return element("a:r", element("a:t", text=word))

    first, second = made("x"), made("x")
    first[0].text = "y"
    assert second[0].text == made("x")[0].text == "x"
