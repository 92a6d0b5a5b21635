"""The dictionary: generated, whole, kept current, and with SQL that answers."""

import re
from pathlib import Path

import pandas as pd
import pytest

from metrics import catalog
from metrics.dictionary import dictionary
from metrics.model import Metric
from metrics.query import answer
from metrics.selection import Selection
from metrics.sentences import sentence_case
from metrics.supplied import completed
from metrics.warehouse import Warehouse
from tests.metrics.command import Ask

ENTRY = re.compile(r"^### (\w+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def entries() -> dict[str, str]:
    """The text of each indicator by its name."""
    _, *parts = ENTRY.split(dictionary())
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_the_written_dictionary_is_what_the_declarations_say(root: Path) -> None:
    written = (root / "DICTIONARY.md").read_text(encoding="utf-8")
    assert written == dictionary(), "write it again: python -m metrics dictionary --to DICTIONARY.md"


def test_every_indicator_has_an_entry_in_reading_order(entries: dict[str, str]) -> None:
    assert list(entries) == [metric.name for metric in catalog.METRICS]
    themes = list(dict.fromkeys(metric.theme for metric in catalog.METRICS))
    assert re.findall(r"^## (.+)$", dictionary(), re.MULTILINE) == themes


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_an_entry_says_all_that_is_declared(entries: dict[str, str], metric: Metric) -> None:
    text = entries[metric.name]
    said = [metric.title, metric.definition, metric.question, metric.subject, metric.formula_words, metric.need.value]
    said += [limit.citation for limit in metric.limits]
    said += [caveat.value for caveat in metric.caveats]
    said += [f"`{column}`" for column in metric.breakdowns]
    said += [f"`marts.{measure.mart.name}`" for measure in metric.measures]
    assert [words for words in said if words not in text] == []
    assert re.search(rf"- Unit: {sentence_case(metric.unit.word)}\. (Higher|Lower|Neither way) is better\.\n", text)


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_the_printed_sql_is_what_answers(entries: dict[str, str], metric: Metric, published: Warehouse) -> None:
    text = entries[metric.name]
    (sql,) = re.findall(r"```sql\n(.+?)\n```", text, re.DOTALL)
    bound = re.search(r"^Values bound, in order: (.+)\.$", text, re.MULTILINE)
    values: list[object] = re.findall(r"`([^`]*)`", bound[1]) if bound else []
    found = published.rows(sql, values)
    if completed(published, metric) is metric:
        expected = answer(published, metric, Selection()).table
        assert found["value"].tolist() == pytest.approx(expected["value"].tolist(), nan_ok=True)
        assert pd.to_datetime(found["period"]).tolist() == expected["period"].tolist()


def test_the_command_writes_prints_and_checks(run: Ask, tmp_path: Path) -> None:
    file = tmp_path / "D.md"
    missing = run(tmp_path, "dictionary", "--check", "--to", str(file))
    assert (missing.status, missing.out) == (1, "")
    assert "write it again: python -m metrics dictionary --to D.md" in missing.err
    assert run(tmp_path, "dictionary", "--to", str(file)).status == 0
    assert file.read_text(encoding="utf-8") == dictionary() == run(tmp_path, "dictionary").out
    assert run(tmp_path, "dictionary", "--check", "--to", str(file)).status == 0
    file.write_text(dictionary() + "one word more", encoding="utf-8")
    assert run(tmp_path, "dictionary", "--check", "--to", str(file)).status == 1


def test_a_folder_that_is_not_there_is_a_sentence(run: Ask, tmp_path: Path) -> None:
    said = run(tmp_path, "dictionary", "--to", str(tmp_path / "nowhere" / "D.md"))
    assert (said.status, said.out) == (2, "")
    assert said.err.endswith("name another file or folder\n")
