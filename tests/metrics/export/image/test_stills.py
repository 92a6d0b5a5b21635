"""PNG and SVG come from a real browser; without one a single sentence says which formats need none."""

import os
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from metrics.charts.theme import LIGHT
from metrics.exhibits.exhibit import Exhibit
from metrics.export.formats import write
from metrics.export.image import browser

pytestmark = pytest.mark.slow

SVG = "{http://www.w3.org/2000/svg}"
MISSING = """
import sys
sys.modules["kaleido"] = None
from metrics.export.image import browser as stills
try:
    stills._start()
except stills.NoStills as problem:
    print(problem)
"""
IDLE = """
import sys
import metrics.export.formats, metrics.export.image.framed
print([name for name in ("kaleido", "choreographer", "metrics.export.image.browser") if name in sys.modules])
"""

needs_browser = pytest.mark.skipif(
    not any(map(shutil.which, browser.BROWSERS)), reason=f"no browser on this machine: {', '.join(browser.BROWSERS)}"
)


def python(program: str, root: Path, **settings: str) -> str:
    """What a fresh Python prints."""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, env=os.environ | settings, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@needs_browser
def test_png_is_twice_as_fine_as_the_picture_and_drawn(share: Exhibit) -> None:
    picture = Image.open(BytesIO(write(share, "png"))).convert("RGB")
    assert picture.width == 2400
    assert picture.height >= 1350
    colours = {
        f"#{bytes(colour).hex().upper()}" for _, colour in picture.getcolors(2**24) or [] if isinstance(colour, tuple)
    }
    assert {LIGHT.page, LIGHT.ink, LIGHT.noncareer, LIGHT.limit} <= colours


@needs_browser
def test_svg_holds_its_words_as_text(ranking: Exhibit) -> None:
    found = ElementTree.fromstring(browser.svg(ranking))
    assert found.tag == f"{SVG}svg"
    said = [" ".join(node.itertext()) for node in found.iter(f"{SVG}text")]
    assert ranking.title in said
    assert any("5 U.S.C. 3134(d)" in words for words in said)
    assert {name.replace("<b>", "") for name in ("Education", "Interior")} <= set(said)


@needs_browser
def test_second_picture_comes_from_the_same_browser(share: Exhibit) -> None:
    browser.svg(share)
    assert browser._start() is browser._start()


def test_without_kaleido_one_sentence_names_the_formats_that_need_none(root: Path) -> None:
    assert python(MISSING, root) == (
        "PNG and SVG are drawn by Kaleido, which is not installed: pip install kaleido; "
        "pptx, xlsx, csv, json, html need no browser"
    )


@pytest.mark.parametrize(
    ("path", "said"), [("/nowhere/chrome", "BROWSER_PATH names none: /nowhere/chrome"), ("/bin/true", "does not work")]
)
def test_browser_that_is_none_is_refused(root: Path, path: str, said: str) -> None:
    found = python(MISSING.replace('sys.modules["kaleido"] = None', ""), root, BROWSER_PATH=path)
    assert said in found
    assert found.endswith("pptx, xlsx, csv, json, html need no browser")
    assert "\n" not in found


def test_nothing_of_a_browser_is_loaded_before_it_is_asked_for(root: Path) -> None:
    assert python(IDLE, root) == "[]"
