"""Data folders for the pages to stand on, and a way to open a page without a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from etl.build import build
from etl.load import load
from etl.places import places
from etl.sample import write_sample
from pages import CONTENTS
from tests.conftest import ROOT

Open = Callable[..., AppTest]
SCRIPTS = [page.script for listed in CONTENTS.values() for page in listed]


@pytest.fixture(scope="session")
def published_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder built from the shipped figures alone."""
    folder = tmp_path_factory.mktemp("published")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SES_DATA", str(folder))
        build(places())
    return folder


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the synthetic sample loaded beside the shipped figures."""
    folder = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SES_DATA", str(folder))
        write_sample(folder / "sample", rows=20_000, periods=5, seed=7)
        load(places(), [folder / "sample"])
    return folder


@pytest.fixture(params=["published", "sample"])
def folder(request: pytest.FixtureRequest) -> Path:
    """Each of the data folders in turn."""
    found: Path = request.getfixturevalue(f"{request.param}_folder")
    return found


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page on a data folder, with the given query in its address, and runs it once."""

    def opened(folder: Path, script: str = "summary/overview.py", **query: str) -> AppTest:
        monkeypatch.setenv("SES_DATA", str(folder))
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        return app if script == "summary/overview.py" else app.switch_page(f"pages/{script}").run()

    return opened
