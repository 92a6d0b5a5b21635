"""docs/adding.md is true: its paths exist, and what it shows works as written."""

import csv
import re
import textwrap
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from etl.layouts import recognise, registry
from etl.staging import tables
from metrics.definitions.catalog import strength
from metrics.definitions.metric import Metric
from metrics.query.answer import answer
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse
from tests.conftest import ROOT
from tests.metrics import expected
from tests.metrics.conftest import raw_records, records
from tests.metrics.raw import Raw

pytestmark = pytest.mark.slow

__all__ = ["raw_records", "records"]  # the fixtures of the typed world, borrowed
TEXT = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
SNIPPETS = [textwrap.dedent(text) for text in re.findall(r"^ *```\w*\n(.*?)^ *```$", TEXT, re.DOTALL | re.MULTILINE)]


def snippet(beginning: str) -> str:
    (found,) = [text for text in SNIPPETS if text.startswith(beginning)]
    return found


def names_after(module: ModuleType, *texts: str) -> dict[str, Any]:
    """What a module would hold if the texts stood at its end."""
    names = dict(vars(module))
    for text in texts:
        exec(text, names)
    return names


def test_every_path_it_names_exists() -> None:
    shown = {"tests/etl/test_positions_2024.py"}
    named = set(re.findall(r"(?:docs|data|etl|metrics|pages|tests)/[\w/.]+\.(?:py|csv|md)", TEXT)) - shown
    assert len(named) > 15
    assert [path for path in named if not (ROOT / path).is_file()] == []
    files = set(re.findall(r"`(\w+\.py)`", TEXT))
    known = {path.name for folder in ("etl", "metrics", "pages", "tests") for path in (ROOT / folder).rglob("*.py")}
    assert files - known == set()


def test_the_indicator_answers_what_its_second_count_says(records: Warehouse, raw_records: Raw) -> None:
    declared = names_after(strength, snippet("ABROAD = "), f"METRIC = {snippet('Metric(')}")["METRIC"]
    assert isinstance(declared, Metric)
    counted = names_after(expected, snippet("def abroad("))
    (line,) = re.findall(r"in `EXPECTED`: `\"abroad_share\": (.+),`", TEXT)
    theirs = eval(line, counted).count(raw_records, ())
    ours = answer(records, declared, Selection()).table
    ours = ours[ours["evidence"] == "records"].set_index("period")
    assert ours["value"].to_dict() == pytest.approx(theirs["value"].to_dict())
    assert ours["numerator"].max() > 0


def test_the_layout_stages_what_its_test_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = names_after(registry, snippet("POSITIONS_2024 = "))["POSITIONS_2024"]
    ((name, steps),) = re.findall(r"`\"(positions_2024)\": (\w+),`", TEXT)
    monkeypatch.setitem(tables.STEPS, name, getattr(tables, steps))
    monkeypatch.setattr(recognise, "LAYOUTS", (*registry.LAYOUTS, layout))
    monkeypatch.setattr(registry, "POSITIONS_2024", layout, raising=False)
    test = names_after(registry, snippet('"""The listing of June 2024'))
    test["test_vacant_positions_are_told_from_filled_ones"](tmp_path)


@pytest.mark.parametrize(("table", "key"), [("successions", ",TD16,"), ("events", "order_13781,")])
def test_a_row_has_the_columns_of_its_register_and_is_not_there_yet(table: str, key: str) -> None:
    with (ROOT / "data" / "reference" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    (row,) = csv.reader([snippet(key)])
    assert len(row) == len(header)
    assert row not in rows


def test_the_rank_it_gives_a_source_is_free() -> None:
    (line,) = re.findall(r"`(positions_2024,.+)`,", TEXT)
    with (ROOT / "data" / "reference" / "precedence.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    (row,) = csv.reader([line])
    assert len(row) == len(header)
    assert row[1] not in {other[1] for other in rows}
