"""The whole warehouse from the Sources page: what arrives is opened by DuckDB, hosted or for one reader alone."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import BrowserContext

from tests.browser.server import Server, running
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

ALONE = ("-m", "streamlit", "run", "dashboard.py", "--server.port")


@pytest.fixture(scope="module")
def alone(published_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard as Streamlit alone starts it, without the hosted entry."""
    with running(published_data, tmp_path_factory.mktemp("alone"), ALONE) as started:
        yield started


def taken(visit: Visit, label: str, folder: Path) -> Path:
    """What arrives when a button of the Sources page is clicked, unpacked."""
    with visit.page.expect_download() as coming:
        visit.page.get_by_role("button", name=label).click()
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    with zipfile.ZipFile(file) as whole:
        whole.extractall(folder / file.stem)
    return folder / file.stem


def rows(file: Path) -> int:
    """The rows of a file, as DuckDB reads it."""
    (count,) = duckdb.sql(f"select count(*) from '{file}'").fetchone() or (0,)
    return int(count)


def held(server: Server, table: str, build: str = "warehouse") -> int:
    """The rows of a table of the build being served, or of the demonstration."""
    warehouse = server.data / build
    served = (warehouse / "CURRENT").read_text("utf-8").split()[0]
    with duckdb.connect(warehouse / f"{served}.duckdb", read_only=True) as connection:
        (count,) = connection.execute(f"select count(*) from {table}").fetchone() or (0,)
    return int(count)


def test_hosted(context: BrowserContext, sampled: Server, tmp_path: Path) -> None:
    visit = Visit.open(context, sampled.address, "sources", with_sample=True)
    as_parquet = taken(visit, "Everything as Parquet", tmp_path)
    as_csv = taken(visit, "Everything as CSV", tmp_path)
    there = held(sampled, "marts.on_board", "demonstration/warehouse")
    assert rows(as_parquet / "marts/on_board.parquet") == rows(as_csv / "marts/on_board.csv") == there > 1000
    assert visit.complaints == []
    visit.close()


def test_for_one_reader_alone(context: BrowserContext, alone: Server, tmp_path: Path) -> None:
    # Streamlit alone answers the very first visit only at its root.
    visit = Visit.open(context, alone.address)
    visit.follow("sources")
    folder = taken(visit, "Everything as Parquet", tmp_path)
    assert rows(folder / "marts/published.parquet") == held(alone, "marts.published") > 1000
    assert visit.complaints == []
    visit.close()
