"""What every test may lean on: the repository root, the real files beside the project, folders filled only once.

No test gets near the project's own data: whoever starts the program without a data folder of its own is found out.
"""

import fcntl
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer

from etl.demonstration import demonstrate
from etl.load import load
from etl.paths import Places, find_places
from etl.sample.extracts import write_sample
from etl.staging.executor import count_cores
from etl.warehouse.build import build
from etl.warehouse.publish import POINTER
from tests import guard, properties, units

settings.load_profile(properties.SUITE)  # before any test is read; --hypothesis-profile comes after it and wins
sys.addaudithook(guard.watch)

ROOT = Path(__file__).resolve().parent.parent
MAIN = sys.modules["__main__"]
"""The program that runs the tests."""

Fill = Callable[[Path], object]
Once = Callable[[str, Fill], Path]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long before the rest."""
    items.sort(key=lambda item: units.turn_of(item.nodeid, is_slow=item.get_closest_marker("slow") is not None))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> units.ByUnit | None:
    """Keep together what shares something dear, wherever files are to be kept together."""
    return units.ByUnit(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's top folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real OPM and Plum Book files beside the project; a test that needs it skips elsewhere."""
    folder = ROOT.parent / "shared"
    if not (folder / "extracts").is_dir():
        pytest.skip("the real extracts are kept beside the project (../shared), not in it")
    return folder


@pytest.fixture(scope="session", autouse=True)
def nobodys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder in force where a test has set none of its own, whatever `make` was told; it stays empty."""
    folder = tmp_path_factory.mktemp("nobodys")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SES_DATA", str(folder))
        yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture(scope="session", autouse=True)
def _share_of_the_cores() -> Iterator[None]:
    """A process of the test run takes its share of the cores for a statement, and no more: they are in use already.

    Statements run side by side as ever, two lanes of a build on two cores; only the threads within one are fewer.
    """
    share = max(1, count_cores() // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
    with pytest.MonkeyPatch.context() as patch:
        for reader in ("etl.warehouse.build.count_cores", "etl.staging.store.count_cores"):
            patch.setattr(reader, lambda: share)
        yield


@pytest.fixture(autouse=True)
def _data_folder_of_its_own(nobodys: Path) -> Iterator[None]:
    """Fail the very test that starts the program without one."""
    before = set(nobodys.iterdir())
    yield
    assert set(nobodys.iterdir()) == before, "this test wrote where SES_DATA points unless set: set it to a folder"


@pytest.fixture(autouse=True)
def _main_stays_what_it_is() -> Iterator[None]:
    """Put back what Streamlit replaces by a page's script: a process that a later test starts would run that page."""
    # Before the test, too: what its module shares may have run a page already.
    sys.modules["__main__"] = MAIN
    yield
    sys.modules["__main__"] = MAIN


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Fills a folder in the first process of the test run that asks for it by name; the others read what is there."""
    base = tmp_path_factory.getbasetemp()
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, fill: Fill) -> Path:
        folder = run / "once" / name
        folder.mkdir(parents=True, exist_ok=True)
        with folder.with_name(f"{name}.lock").open("a+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            lock.seek(0)
            if not lock.read():
                with pytest.MonkeyPatch.context() as patch:
                    patch.setenv("SES_DATA", str(folder))
                    fill(folder)
                lock.write("filled")
        return folder

    return made


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """An empty data folder of a test's own, in force."""
    monkeypatch.setenv("SES_DATA", str(tmp_path / "data"))
    return find_places()


@pytest.fixture(scope="session")
def shipped_data(once: Once) -> Path:
    """A data folder built from the shipped figures alone; to be read, or copied and then written to."""
    return once("shipped", lambda _folder: build(find_places()))


@pytest.fixture(scope="session")
def sampled_data(once: Once) -> Path:
    """A data folder with the synthetic sample loaded beside the shipped figures, and its demonstration made."""

    def fill(folder: Path) -> None:
        write_sample(folder / "sample", rows=20_000, periods=5, seed=7)
        load(find_places(), [folder / "sample"])
        demonstrate(find_places())

    return once("sampled", fill)


@pytest.fixture
def own_data(shipped_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of a test's own, in force, that serves a build of the shipped figures alone.

    The build has an id of its own, since a process keeps the builds open that it has met, by their ids.
    """
    (shipped,) = (shipped_data / "warehouse").glob("*.duckdb")
    build_id = f"{shipped.stem.partition('-')[0]}-{secrets.token_hex(2)}"
    (tmp_path / "warehouse").mkdir()
    shutil.copy(shipped, tmp_path / "warehouse" / f"{build_id}.duckdb")
    (tmp_path / "warehouse" / POINTER).write_text(f"{build_id}\n", encoding="ascii")
    monkeypatch.setenv("SES_DATA", str(tmp_path))
    return tmp_path
