"""One browser and a few served dashboards for all browser tests: with the sample, and with published figures alone.

They last for this package only: an open browser keeps an event loop in the main thread, not to be found by later tests.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, sync_playwright

from tests.browser.server import Server

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture(scope="package", autouse=True)
def chromium() -> str:
    """The browser of this machine; without one the tests skip, except where the checks of record run."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found:
        return found
    reason = f"no Chromium on this machine (looked for {', '.join(CHROMIUM)}); install the package chromium"
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="package")
def context(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """One browser for every visit, with a folder of its own: there it keeps Streamlit's scripts compiled."""
    folder = tmp_path_factory.mktemp("browser")
    with sync_playwright() as playwright:
        # Animations cost a machine without a graphics card much of its time.
        opened = playwright.chromium.launch_persistent_context(
            folder, executable_path=chromium, args=FLAGS, reduced_motion="reduce"
        )
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def published_data(shipped_data: Path) -> Path:
    """A data folder with nothing but the published figures built."""
    return shipped_data


Serve = Callable[[Path], Server]


@pytest.fixture(scope="package")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start a server on a data folder; every one started is ended with the package."""
    started: list[Server] = []

    def start(data: Path) -> Server:
        log = tmp_path_factory.mktemp("log") / "serve.log"
        started.append(Server.start(data, log, TMPDIR=str(log.parent)))
        return started[-1]

    yield start
    for server in started:
        server.end()


@pytest.fixture(scope="package")
def sampled(serve: Serve, sampled_data: Path) -> Server:
    """A server of the published figures and, for a visit with_sample, of the demonstration."""
    return serve(sampled_data)


@pytest.fixture(scope="package")
def published(serve: Serve, published_data: Path) -> Server:
    """A server of the published figures alone."""
    return serve(published_data)
