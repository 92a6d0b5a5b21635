"""A server started afresh, seen by a real browser: deep links open, nothing is called outside, a phone can read it."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture
def fresh_server(published_folder: Path) -> Iterator[str]:
    """The address of a dashboard that nobody has visited yet."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "serve.py", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env={"SES_DATA": str(published_folder)}, stdout=subprocess.DEVNULL
    ) as server:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.25)
        yield address
        server.terminate()


@pytest.fixture
def browser() -> Iterator["sync_api.Browser"]:
    with sync_api.sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


def test_first_visit_by_deep_link_opens_the_page(fresh_server: str, browser: "sync_api.Browser") -> None:
    page = browser.new_page()
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url) if fresh_server[7:] not in request.url else None)
    page.goto(f"{fresh_server}/appointees?agency=ED")
    page.get_by_role("heading", name="Political appointees", exact=True).wait_for(timeout=60_000)
    page.get_by_text("30.8% of executives on board at the Department of Education").wait_for(timeout=60_000)
    assert page.get_by_text("Page not found").count() == 0
    assert page.url.endswith("agency=Department+of+Education")
    assert [url for url in outside if not url.startswith(("data:", "blob:"))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_speak_and_fit_a_phone(fresh_server: str, browser: "sync_api.Browser", scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": 360, "height": 800})
    page.goto(fresh_server)
    chart = page.get_by_label("Line chart. Political appointees in the SES").first
    chart.wait_for(timeout=60_000)
    assert "latest 10.5% in December 2025" in str(chart.get_attribute("aria-label"))
    paper = page.locator("svg.main-svg").last.evaluate("picture => getComputedStyle(picture).backgroundColor")
    assert paper in ("rgba(0, 0, 0, 0)", {"light": "rgb(252, 251, 248)", "dark": "rgb(18, 23, 29)"}[scheme])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    filters = page.get_by_test_id("stSelectbox").all()
    assert len({box.bounding_box()["x"] for box in filters}) == 1
