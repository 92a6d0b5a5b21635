"""A build that is served no more is let go whole: nothing of what was asked of it is held, and its file is closed."""

import ast
import gc
import shutil
import weakref
from pathlib import Path

import pytest

from metrics.analysis import peers
from metrics.api import serving
from metrics.definitions import catalog
from metrics.errors import NoWarehouse
from metrics.export.briefing import chapters
from metrics.export.briefing.compose import compose
from metrics.open_builds import MOST, OpenBuilds
from metrics.query import known_months, too_long
from metrics.query.answer import answer
from metrics.query.selection import Selection
from metrics.recent import Recent
from metrics.warehouse import read_current_build
from tests.conftest import ROOT
from tests.open_files import builds_in_hand

pytestmark = pytest.mark.slow


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> OpenBuilds:
    """The builds that the open data answer from."""
    found = OpenBuilds()
    monkeypatch.setattr(serving, "OPEN_BUILDS", found)
    return found


def renew(data: Path, build: str) -> None:
    """Serve another build, of the same figures."""
    folder = data / "warehouse"
    shutil.copy(folder / f"{read_current_build()}.duckdb", folder / f"{build}.duckdb")
    (folder / "CURRENT").write_text(f"{build}\n", encoding="utf-8")


def ask_everything(builds: OpenBuilds, *, briefs: bool = True) -> list["weakref.ref[object]"]:
    """Ask of the served build what is remembered of one, and note the build and an answer without holding them."""
    held = serving.find_warehouse()
    people = answer(held, catalog.find("on_board"), Selection())
    ranked = answer(held, catalog.find("on_board"), Selection.of(("agency_code",)))
    peers.rank_agencies(held, ranked)
    known_months.list_known_months(held, catalog.find("separations"))
    too_long.refuse_too_long(held, catalog.find("on_board"), Selection.of(("agency_code",)), 10**9)
    if briefs:
        compose(held, "ED", (chapters.THEMES[0].key,))
    assert builds.find(held.build_id) is held
    assert held.results
    return [weakref.ref(held), weakref.ref(people)]


def test_old_build_is_let_go_with_all_that_was_asked_of_it(own_data: Path, builds: OpenBuilds) -> None:
    told: list[str] = []
    builds.farewells.append(told.append)
    renew(own_data, "first")
    seen = ask_everything(builds)
    for number in range(MOST):
        renew(own_data, f"next-{number}")
        seen += ask_everything(builds, briefs=number == 0)  # two builds with a briefing, of which both are let go
    gc.collect()
    last = seen[-2:]
    assert [each() for each in seen if each not in last] == [None] * (len(seen) - 2)
    assert builds_in_hand(own_data) == {f"next-{MOST - 1}"}
    assert told == ["first", *(f"next-{number}" for number in range(MOST - 1))]


def test_no_function_of_a_build_remembers_by_itself() -> None:
    """Such a memory would hold the build: `remember_per_build` lays it beside the build instead."""
    found = [
        f"{path.relative_to(ROOT)}: {function.name}"
        for path in sorted(ROOT.glob("metrics/**/*.py")) + sorted(ROOT.glob("pages/**/*.py"))
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef)
        and any("cache" in ast.unparse(each).replace("cached_property", "") for each in function.decorator_list)
        and any(each.annotation and "Warehouse" in ast.unparse(each.annotation) for each in function.args.args)
    ]
    assert found == []


def test_build_is_kept_while_somebody_is_at_it(own_data: Path, builds: OpenBuilds) -> None:
    renew(own_data, "first")
    with builds.at("first"), builds.at("first"):
        first = builds.find("first")
        renew(own_data, "second")
        builds.find("second")
        assert builds.find("first") is first
    again = builds.find("first")
    assert again is not first


def test_build_is_kept_while_readers_will_come_to_it(own_data: Path, builds: OpenBuilds) -> None:
    needed = ["first"]
    builds.needs.append(lambda: needed)
    renew(own_data, "first")
    first = builds.find("first")
    renew(own_data, "second")
    second = builds.find("second")
    assert (builds.find("first"), builds.find("second")) == (first, second)
    needed[:] = ["second"]
    builds.release()
    assert builds.find("first") is not first
    assert builds.find("second") is second


def test_build_that_cannot_be_opened_is_none_and_is_found_once_it_can(own_data: Path, builds: OpenBuilds) -> None:
    with pytest.raises(NoWarehouse):
        builds.find("later")
    renew(own_data, "later")
    assert builds.find("later").build_id == "later"


def test_last_results_are_remembered_and_made_once() -> None:
    recent: Recent[object] = Recent(2)
    first = recent.get("first", object)
    assert recent.get("second", object) is not first
    assert recent.get("first", object) is first
    recent.get("third", object)
    assert len(recent) == 2
    assert recent.get("first", object) is first
    recent.drop(lambda asked: asked == "first")
    assert recent.get("first", object) is not first
