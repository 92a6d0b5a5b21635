"""Warehouses to ask: the shipped figures alone, a loaded sample, a small typed world, and the real files."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.demonstration import demonstrate
from etl.load import load
from etl.paths import find_places
from etl.sample.extracts import write_sample
from etl.warehouse.build import build
from metrics.warehouse import Warehouse, open_current
from tests.conftest import Once
from tests.etl.world import World, call_records
from tests.metrics import typed, typed_people
from tests.metrics.command import Ask, runner
from tests.metrics.raw import Raw, cube, read_folder

Made = Callable[[str, list[Path]], Warehouse]
PLUM_BOOK = "plum_book_2020.csv"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs the command line against a warehouse's data folder."""
    return runner(monkeypatch, capsys)


def open_data(data: Path, *, with_sample: bool = False) -> Warehouse:
    """The build that a data folder serves, or its demonstration."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SES_DATA", str(data))
        return open_current(with_sample=with_sample)


@pytest.fixture(scope="session")
def in_folder(once: Once) -> Made:
    """Builds a warehouse from given files in a data folder of that name, once for every process of the test run."""

    def make(name: str, paths: list[Path]) -> Warehouse:
        return open_data(once(name, lambda _folder: load(find_places(), paths)))

    return make


@pytest.fixture(scope="session")
def published(shipped_data: Path) -> Warehouse:
    """The shipped figures and nothing else."""
    return open_data(shipped_data)


@pytest.fixture(scope="session")
def sample_folder(once: Once) -> Path:
    """A small synthetic sample (nine quarters to September 2025) beside a Plum Book of a dozen positions."""

    def fill(folder: Path) -> None:
        write_sample(folder, rows=1500, periods=9)
        (folder / PLUM_BOOK).write_text(typed_people.PLUM_BOOK, encoding="utf-8")

    return once("small-sample", fill)


@pytest.fixture(scope="session")
def loaded_folder(once: Once, sample_folder: Path) -> Path:
    """A data folder into which the sample and the small Plum Book were loaded, and its demonstration made."""

    def fill(_folder: Path) -> None:
        load(find_places(), [sample_folder])
        demonstrate(find_places())

    return once("loaded", fill)


@pytest.fixture(scope="session")
def loaded(loaded_folder: Path) -> Warehouse:
    """The demonstration: the sample and the small Plum Book, through the real loader; where tests get the sample."""
    return open_data(loaded_folder, with_sample=True)


@pytest.fixture(scope="session")
def without_sample(loaded_folder: Path) -> Warehouse:
    """The real build of the same folder, in which nothing of the loaded sample may be."""
    return open_data(loaded_folder)


@pytest.fixture(scope="session")
def stand_in(once: Once, loaded_folder: Path) -> Warehouse:
    """The people of `loaded` as if OPM had counted them: for what is told of real records only, such as ranks."""

    def fill(folder: Path) -> None:
        shutil.copytree(loaded_folder / "staged", folder / "staged")
        call_records(folder / "staged")
        build(find_places())

    return open_data(once("stand-in", fill))


@pytest.fixture(scope="session")
def raw_loaded(sample_folder: Path) -> Raw:
    """The same files as `loaded`, read by pandas alone."""
    return read_folder(sample_folder)


@pytest.fixture(scope="session")
def records(once: Once) -> Warehouse:
    """A world of typed records: few people, every odd case once."""

    def fill(folder: Path) -> None:
        world = World(folder)
        typed.stage(world)
        build(world.places)

    return open_data(once("records", fill))


@pytest.fixture(scope="session")
def raw_records() -> Raw:
    """The people of `records`, as typed."""
    return typed.as_raw()


@pytest.fixture(scope="session")
def separations_cube(shared: Path) -> Path:
    """OPM's separations cube of fiscal year 2009, whole."""
    return shared / "extracts/opm_fedscope_separations_fy2009/FedScope_Separations_FY2009.zip"


@pytest.fixture(scope="session")
def raw_fy2009(separations_cube: Path) -> Raw:
    """The executives of that cube, read by pandas alone."""
    everybody = cube(separations_cube, "SEPDATA")
    assert len(everybody) == 215_730
    return Raw(leavers=everybody[everybody["corps"] == "ses"])


@pytest.fixture(scope="session")
def fy2009(in_folder: Made, separations_cube: Path) -> Warehouse:
    """The real separations cube of fiscal year 2009 beside the shipped figures."""
    return in_folder("fy2009", [separations_cube])


@pytest.fixture(scope="session")
def shared_all(in_folder: Made, shared: Path, separations_cube: Path) -> Warehouse:
    """Every real extract: separations FY2009, summary tables, appointment export, three Plum files."""
    extracts = shared / "extracts"
    others = ("opm_employment_summary_2025_03", "opm_appointment_types_2026_01", "plum")
    return in_folder("shared_all", [separations_cube, *(extracts / name for name in others)])
