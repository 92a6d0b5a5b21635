"""Off unless asked for: where a sample is loaded, no answer, command or word of a real build comes from it."""

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from etl.load import rebuild
from etl.paths import find_places
from metrics import demonstration
from metrics.definitions import catalog
from metrics.definitions.metric import Metric
from metrics.errors import NoDemonstration, NoWarehouse, SampleIsOff
from metrics.query.answer import answer
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse, open_current, read_current_build
from tests.metrics.ask import ask
from tests.metrics.command import Ask, data_of
from tests.metrics.conftest import open_data

pytestmark = pytest.mark.slow

SAID = "Demonstration: a synthetic sample"


def questions(metric: Metric) -> list[Selection]:
    """Every way to ask an indicator with one breakdown or none, by every publisher and over twelve months too."""
    asked = [Selection(), *(Selection.of(by=[column]) for column in metric.breakdowns)]
    more = [Selection(all_sources=True)]
    return asked + more + ([Selection(window="12m")] if metric.is_flow else [])


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_no_answer_by_any_breakdown_holds_a_synthetic_row(without_sample: Warehouse, metric: Metric) -> None:
    kinds = {kind for asked in questions(metric) for kind in answer(without_sample, metric, asked).table["evidence"]}
    assert "sample" not in kinds


def test_the_demonstration_of_the_same_folder_has_such_rows(loaded: Warehouse) -> None:
    """Guards the test above: without them it would prove nothing."""
    assert "sample" in set(ask(loaded, "median_salary").table["evidence"])
    assert "sample" in set(ask(loaded, "separations", by=["agency_code"]).table["evidence"])


def test_no_file_source_or_coverage_of_a_sample_is_in_a_real_build(
    without_sample: Warehouse, loaded: Warehouse
) -> None:
    made_up = set(loaded.extracts.loc[loaded.extracts["evidence"] == "sample", "name"])
    assert made_up
    assert not made_up & {*without_sample.extracts["name"], *without_sample.sources["source"]}
    covered = without_sample.rows("select distinct evidence from marts.coverage")["evidence"]
    assert "sample" not in set(covered)


def test_a_synthetic_row_that_comes_up_all_the_same_is_refused(loaded: Warehouse) -> None:
    mistaken = replace(loaded, with_sample=False)
    with pytest.raises(SampleIsOff, match=r"is no demonstration; build it again with: python -m etl build$"):
        answer(mistaken, catalog.find("median_salary"), Selection())


@pytest.fixture
def copy(loaded_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with its demonstration, to do with as a test likes."""
    folder: Path = shutil.copytree(loaded_folder, tmp_path / "data")
    monkeypatch.setenv("SES_DATA", str(folder))
    return folder


def test_a_demonstration_is_never_opened_as_a_real_build(copy: Path) -> None:
    aside = copy / "demonstration/warehouse" / f"{read_current_build(with_sample=True)}.duckdb"
    shutil.copy(aside, copy / "warehouse")
    (copy / "warehouse/CURRENT").write_text(aside.stem)
    with pytest.raises(NoWarehouse, match="holds a synthetic sample, which is not what was asked for"):
        open_current()
    with duckdb.connect(str(copy / "warehouse" / aside.name)) as connection:
        connection.execute("update meta.build set with_sample = false")
    with pytest.raises(NoWarehouse, match="holds a synthetic sample and does not say so"):
        open_current()


def test_it_is_out_of_date_beside_another_real_build_and_made_again_when_asked(copy: Path) -> None:
    before = read_current_build(with_sample=True)
    assert demonstration.is_ready()
    rebuild(find_places())
    assert not demonstration.is_ready()
    with pytest.raises(NoDemonstration, match=r"python -m etl build --with-sample$"):
        open_current(with_sample=True)
    told: list[str] = []
    held = demonstration.open_warehouse(with_sample=True, tell=told.append)
    assert told == [demonstration.MAKING]
    assert held.with_sample
    assert held.build_id != before
    assert open_data(copy).build_id == read_current_build()


def test_what_cannot_be_made_is_said_once_and_not_tried_again(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(copy / "demonstration")
    (copy / "demonstration").write_text("in the way")
    tries: list[str] = []
    make = demonstration._make

    def try_to_make() -> str:
        tries.append("tried")
        return make()

    monkeypatch.setattr(demonstration, "_make", try_to_make)
    for _ in range(2):
        with pytest.raises(NoDemonstration, match=r"^The demonstration could not be made: .+demonstration"):
            demonstration.make_ready()
    assert tries == ["tried"]


def test_commands_answer_from_the_sample_only_when_asked(
    without_sample: Warehouse, loaded: Warehouse, run: Ask, tmp_path: Path
) -> None:
    off = run(without_sample, "show", "median_salary", "--format", "csv")
    on = run(loaded, "show", "median_salary", "--format", "csv")
    assert {row["evidence"] for row in off.rows} == set()
    assert {row["evidence"] for row in on.rows} == {"sample"}
    assert (SAID in off.err, SAID in on.err) == (False, True)
    told = run(data_of(loaded), "export", "median_salary", "--to", str(tmp_path / "salary.csv"))
    assert (told.status, (tmp_path / "salary.csv").exists()) == (2, False)


@pytest.mark.parametrize("ending", ["csv", "json", "html"])
def test_whatever_leaves_the_demonstration_says_so(loaded: Warehouse, run: Ask, tmp_path: Path, ending: str) -> None:
    """Even a file of published figures alone: its neighbours are made up."""
    file = tmp_path / f"share.{ending}"
    assert run(loaded, "export", "noncareer_share", "--to", str(file)).status == 0
    assert SAID in file.read_text("utf-8")
