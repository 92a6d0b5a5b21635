"""The dictionary: generated, kept current, short without its SQL, whole with it, and the SQL answers."""

import re
from pathlib import Path

import pandas as pd
import pytest

from metrics.definitions import catalog
from metrics.definitions.metric import Metric
from metrics.formatting import capitalize_first
from metrics.query.answer import answer
from metrics.query.published_only import add_supplied_figures
from metrics.query.selection import Selection
from metrics.text.dictionary import build_dictionary
from metrics.warehouse import Warehouse
from tests.metrics.command import Ask

ENTRY = re.compile(r"^### (\w+)$", re.MULTILINE)


NUMBERS = re.compile(r"^- See also: \[notes? ([\d, ]+)\]\(#notes\)$", re.MULTILINE)


def entries_of(text: str) -> dict[str, str]:
    """The text of each indicator by its name."""
    _, *parts = ENTRY.split(text)
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.fixture(scope="module")
def entries() -> dict[str, str]:
    """What an indicator means, by its name."""
    return entries_of(build_dictionary().partition("\n## Notes\n")[0])


@pytest.fixture(scope="module")
def whole_entries() -> dict[str, str]:
    """What an indicator means and how it is computed, by its name."""
    return entries_of(build_dictionary(with_sql=True))


@pytest.fixture(scope="module")
def notes() -> dict[str, str]:
    """The notes that several indicators have, by their numbers."""
    return dict(re.findall(r"^(\d+)\. (.+)$", build_dictionary().partition("\n## Notes\n")[2], re.MULTILINE))


def test_the_written_dictionary_is_what_the_declarations_say(root: Path) -> None:
    written = (root / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert written == build_dictionary(), "write it again: python -m metrics dictionary --to docs/dictionary.md"


def test_the_written_dictionary_is_short_enough_to_read(root: Path) -> None:
    assert (root / "docs" / "dictionary.md").stat().st_size <= 60_000
    assert "```" not in build_dictionary()


@pytest.mark.parametrize("with_sql", [False, True])
def test_every_indicator_has_an_entry_in_reading_order(*, with_sql: bool) -> None:
    text = build_dictionary(with_sql=with_sql).partition("\n## Notes\n")[0]
    assert list(entries_of(text)) == [metric.name for metric in catalog.METRICS]
    themes = list(dict.fromkeys(metric.theme for metric in catalog.METRICS))
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == themes


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_an_entry_says_what_is_declared_of_its_meaning(
    entries: dict[str, str], notes: dict[str, str], metric: Metric
) -> None:
    text = entries[metric.name]
    numbers = NUMBERS.search(text)
    text += "\n".join(notes[number] for number in (numbers[1].split(", ") if numbers else ()))
    said = [metric.title, metric.definition, metric.question, metric.subject]
    said += [limit.citation for limit in metric.limits]
    said += [caveat.value for caveat in metric.caveats]
    said += [f"`{column}`" for column in metric.breakdowns]
    assert [words for words in said if words not in text] == []
    assert re.search(rf"- Unit: {capitalize_first(metric.unit.word)}\. (Higher|Lower|Neither way) is better\.\n", text)


def test_a_note_of_several_indicators_is_printed_once(notes: dict[str, str]) -> None:
    assert len(notes) > 20
    text = build_dictionary()
    assert [words for words in notes.values() if text.count(words) > 1] == []
    numbers = {number for found in NUMBERS.findall(text) for number in found.split(", ")}
    assert numbers == set(notes)


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_an_entry_with_sql_says_all_that_is_declared(whole_entries: dict[str, str], metric: Metric) -> None:
    text = whole_entries[metric.name]
    said = [metric.title, metric.definition, metric.question, metric.subject, metric.formula_words, metric.need.value]
    said += [limit.citation for limit in metric.limits]
    said += [caveat.value for caveat in metric.caveats]
    said += [f"`{column}`" for column in metric.breakdowns]
    said += [f"`marts.{measure.mart.name}`" for measure in metric.measures]
    assert [words for words in said if words not in text] == []


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_the_printed_sql_is_what_answers(whole_entries: dict[str, str], metric: Metric, published: Warehouse) -> None:
    text = whole_entries[metric.name]
    (sql,) = re.findall(r"```sql\n(.+?)\n```", text, re.DOTALL)
    bound = re.search(r"^Values bound, in order: (.+)\.$", text, re.MULTILINE)
    values: list[object] = re.findall(r"`([^`]*)`", bound[1]) if bound else []
    found = published.rows(sql, values)
    if add_supplied_figures(published, metric) is metric:
        expected = answer(published, metric, Selection()).table
        assert found["value"].tolist() == pytest.approx(expected["value"].tolist(), nan_ok=True)
        assert pd.to_datetime(found["period"]).tolist() == expected["period"].tolist()


def test_the_command_writes_prints_and_checks(run: Ask, tmp_path: Path) -> None:
    file = tmp_path / "D.md"
    missing = run(tmp_path, "dictionary", "--check", "--to", str(file))
    assert (missing.status, missing.out) == (1, "")
    assert "write it again: python -m metrics dictionary --to D.md" in missing.err
    assert run(tmp_path, "dictionary", "--to", str(file)).status == 0
    assert file.read_text(encoding="utf-8") == build_dictionary() == run(tmp_path, "dictionary").out
    assert run(tmp_path, "dictionary", "--check", "--to", str(file)).status == 0
    file.write_text(build_dictionary() + "one word more", encoding="utf-8")
    assert run(tmp_path, "dictionary", "--check", "--to", str(file)).status == 1


def test_the_command_writes_prints_and_checks_the_sql_too(run: Ask, tmp_path: Path) -> None:
    file = tmp_path / "with-sql.md"
    assert run(tmp_path, "dictionary", "--sql", "--to", str(file)).status == 0
    whole = build_dictionary(with_sql=True)
    assert file.read_text(encoding="utf-8") == whole == run(tmp_path, "dictionary", "--sql").out
    assert run(tmp_path, "dictionary", "--sql", "--check", "--to", str(file)).status == 0
    without = run(tmp_path, "dictionary", "--check", "--to", str(file))
    assert (without.status, without.out) == (1, "")
    file.write_text(build_dictionary(), encoding="utf-8")
    short = run(tmp_path, "dictionary", "--sql", "--check", "--to", str(file))
    assert (short.status, short.out) == (1, "")
    assert "write it again: python -m metrics dictionary --sql --to with-sql.md" in short.err


def test_the_check_without_a_file_is_of_the_shipped_dictionary(run: Ask, tmp_path: Path) -> None:
    assert run(tmp_path, "dictionary", "--check").status == 0
    said = run(tmp_path, "dictionary", "--sql", "--check")
    assert (said.status, said.out) == (2, "")
    assert "holds no SQL" in said.err


def test_a_folder_that_is_not_there_is_a_sentence(run: Ask, tmp_path: Path) -> None:
    said = run(tmp_path, "dictionary", "--to", str(tmp_path / "nowhere" / "D.md"))
    assert (said.status, said.out) == (2, "")
    assert said.err.endswith("name another file or folder\n")
