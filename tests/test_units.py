"""Tests that share what is dear stay in one process of a run and come first; all others go file by file."""

import pytest

from tests.conftest import ROOT
from tests.units import WHOLE, turn_of, unit_of

SHARING = 'scope="package"'


def test_every_folder_that_shares_something_over_its_files_stays_whole() -> None:
    """A fixture of a package is made once for each process that has a part of it."""
    shares = {
        str(path.parent.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("conftest.py")
        if SHARING in path.read_text(encoding="utf-8")
    }
    assert len(shares) > 2
    assert {unit_of(f"{folder}/test_any.py::test_a") for folder in shares} <= set(WHOLE)


@pytest.mark.parametrize(
    ("nodeid", "unit"),
    [
        ("tests/browser/test_bare.py::test_a[b::c]", "tests/browser"),
        ("tests/metrics/api/test_feed.py::test_a", "tests/metrics"),
        ("tests/etl/cli/test_cli.py::test_a", "tests/etl/cli/test_cli.py"),
        ("tests/website.py::test_a", "tests/website.py"),
    ],
)
def test_a_test_is_run_with_its_folder_or_its_file(nodeid: str, unit: str) -> None:
    assert unit_of(nodeid) == unit


def test_whole_folders_come_first_then_slow_files_and_each_keeps_its_order() -> None:
    collected = [("tests/attacks/a.py::a", False), ("tests/browser/b.py::y", False), ("tests/browser/b.py::x", True)]
    collected += [("tests/etl/c.py::b", True), ("tests/etl/c.py::a", True), ("tests/web/f.py::a", False)]
    collected += [("tests/metrics/api/d.py::a", False), ("tests/metrics/e.py::a", True)]
    ordered = sorted(collected, key=lambda test: turn_of(test[0], is_slow=test[1]))
    assert [nodeid for nodeid, _ in ordered] == [
        *("tests/metrics/api/d.py::a", "tests/metrics/e.py::a"),
        *("tests/browser/b.py::y", "tests/browser/b.py::x", "tests/web/f.py::a"),
        *("tests/etl/c.py::b", "tests/etl/c.py::a", "tests/attacks/a.py::a"),
    ]
