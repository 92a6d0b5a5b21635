"""Data folders for the pages to stand on, and a way to open a page without a browser."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from etl.paths import find_places
from etl.warehouse.build import build
from pages import CONTENTS
from tests import patience
from tests.conftest import ROOT, Once
from tests.etl.world import call_records

Open = Callable[..., AppTest]
SCRIPTS = [page.script for listed in CONTENTS.values() for page in listed]


@pytest.fixture(scope="session")
def published_folder(shipped_data: Path) -> Path:
    """A data folder built from the shipped figures alone."""
    return shipped_data


@pytest.fixture(scope="session")
def sample_folder(sampled_data: Path) -> Path:
    """A data folder with the synthetic sample loaded beside the shipped figures, and its demonstration made."""
    return sampled_data


@pytest.fixture(scope="session")
def stand_in_folder(once: Once, sample_folder: Path) -> Path:
    """The people of the sample as if OPM had counted them: for what is shown of real records only, such as ranks."""

    def fill(folder: Path) -> None:
        shutil.copytree(sample_folder / "staged", folder / "staged")
        call_records(folder / "staged")
        build(find_places())

    return once("stand-in-of-pages", fill)


@pytest.fixture(params=["published", "sample"])
def folder(request: pytest.FixtureRequest) -> Path:
    """Each of the data folders in turn."""
    found: Path = request.getfixturevalue(f"{request.param}_folder")
    return found


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page on a data folder by its own link, with the given query in its address, and runs it once.

    A folder whose demonstration was made is opened with it, unless the query says sample="0".
    """

    def opened(folder: Path, script: str = "summary/overview.py", **query: str) -> AppTest:
        monkeypatch.setenv("SES_DATA", str(folder))
        if (folder / "demonstration").is_dir():
            query = {"sample": "1"} | query
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=patience.SECONDS)
        for key, value in query.items():
            app.query_params[key] = value
        return (app if script == "summary/overview.py" else app.switch_page(f"pages/{script}")).run()

    return opened


class ReadOnly(AssertionError):
    """A test would change a page that others read."""


@pytest.fixture(scope="session")
def _pages_read() -> dict[str, AppTest]:
    """Every page that was opened to be read, by its folder, script and query."""
    return {}


@pytest.fixture
def read_page(monkeypatch: pytest.MonkeyPatch, open_page: Open, _pages_read: dict[str, AppTest]) -> Open:
    """Opens a page as open_page does, but once for all tests that only read it; whoever runs it again is found out."""

    def refuse(*_: object, **__: Any) -> AppTest:
        raise ReadOnly("other tests read this page: open one of your own with open_page, and run that")

    def read(folder: Path, script: str = "summary/overview.py", **query: str) -> AppTest:
        key = repr((folder, script, sorted(query.items())))
        if key not in _pages_read:
            _pages_read[key] = open_page(folder, script, **query)
            _pages_read[key]._run = refuse  # type: ignore[method-assign]
        monkeypatch.setenv("SES_DATA", str(folder))
        return _pages_read[key]

    return read
