"""The data dictionary as Markdown: every indicator by theme, its definition alone or with formula, tables and SQL."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from metrics import output_file
from metrics.definitions import catalog
from metrics.definitions.metric import Metric
from metrics.errors import MetricsError
from metrics.query.selection import Selection
from metrics.query.sql.compiler import compile_metric
from metrics.text import facts

FILE = Path(__file__).resolve().parents[2] / "docs" / "dictionary.md"
COMMAND = "python -m metrics dictionary"
TERMS = """\
*SES* is career, noncareer, limited term, limited emergency and unspecified appointments together. A stock is counted at
the end of a month. A flow is summed over a fiscal year (1 October to 30 September) or twelve months; a rate divides it
by the average stock of the same group. Ratios divide after adding up. A group without a numerator is 0, one without a
denominator unknown.
"""
INTRODUCTION = f"""\
# Dictionary of indicators

Written by `{COMMAND} --to docs/dictionary.md` from the declarations in `metrics/definitions/catalog/`; change
those and not this file. `{COMMAND} --sql` prints the same with the formula, the tables and the SQL of each.

{TERMS}"""
INTRODUCTION_WITH_SQL = f"""\
# Dictionary of indicators, with their SQL

Written by `{COMMAND} --sql` from the declarations in `metrics/definitions/catalog/`.

{TERMS}
The SQL is what answers the plain question, without breakdown or filter, over the tables of the schema `marts`; the
columns of every table are described in `meta.columns`.
"""
WITH_SQL_ONLY = ("Formula", "Answered from", "If it has no data")
"""The facts that tell how an indicator is computed, and not what it means."""
NOTE = "Note"
GAP = "\n\n"


class OutdatedDictionary(MetricsError):
    """The written dictionary is not what the declarations say."""


def write(file: Path, *, with_sql: bool = False) -> None:
    """Write the dictionary; raises CannotWrite where the file or its folder does not let itself be written."""
    output_file.write(file, lambda: build_dictionary(with_sql=with_sql).encode())


def check_up_to_date(file: Path, *, with_sql: bool = False) -> None:
    """Raise DictionaryOutdated unless the file is what the declarations say today."""
    if not file.is_file() or file.read_text(encoding="utf-8") != build_dictionary(with_sql=with_sql):
        command = f"{COMMAND} --sql" if with_sql else COMMAND
        raise OutdatedDictionary(
            f"{file} is not what the declarations say; write it again: {command} --to {_format_path(file)}"
        )


def _format_path(file: Path) -> str:
    return "docs/dictionary.md" if file == FILE else file.name


def build_dictionary(*, with_sql: bool = False) -> str:
    """The whole dictionary as Markdown; the same for the same declarations, whatever is loaded."""
    themes: dict[str, list[Metric]] = {}
    for metric in catalog.METRICS:
        themes.setdefault(metric.theme, []).append(metric)
    contents = [
        f"- {theme}: {', '.join(f'[{metric.name}](#{metric.name})' for metric in metrics)}"
        for theme, metrics in themes.items()
    ]
    parts = [INTRODUCTION_WITH_SQL if with_sql else INTRODUCTION, "\n".join(contents) + "\n"]
    for theme, metrics in themes.items():
        parts += [
            f"## {theme}\n",
            *(_write_entry_with_sql(metric) if with_sql else _write_entry(metric) for metric in metrics),
        ]
    if not with_sql:
        notes = "\n".join(f"{number}. {words}" for words, number in _number_notes().items())
        parts.append(f"## Notes\n\nEach of these is a note of several indicators, which give its number.\n\n{notes}\n")
    return "\n".join(parts)


@cache
def _number_notes() -> dict[str, int]:
    """The notes of more than one indicator, numbered in reading order: each is printed once."""
    uses = Counter(words for metric in catalog.METRICS for name, words in facts.list_more_facts(metric) if name == NOTE)
    repeats = (words for words, times in uses.items() if times > 1)
    return {words: number for number, words in enumerate(repeats, start=1)}


def find_metrics(words: str, theme: str = "") -> list[Metric]:
    """The indicators of a theme, or of all, of which the dictionary says every one of the words; in reading order."""
    terms = words.casefold().split()
    metrics = [metric for metric in catalog.METRICS if theme in ("", metric.theme)]
    return [metric for metric in metrics if all(word in _collect_words(metric) for word in terms)]


@cache
def _collect_words(metric: Metric) -> str:
    texts = [metric.name, metric.title, metric.theme, metric.definition]
    texts += [words for _, words in facts.list_more_facts(metric)]
    return "\n".join(texts).casefold()


def _write_entry(metric: Metric) -> str:
    """What an indicator means; of the notes that others have too, the numbers."""
    note_numbers = _number_notes()
    facts_of_metric = [fact for fact in facts.list_more_facts(metric) if fact[0] not in WITH_SQL_ONLY]
    lines = [f"- {name}: {words}" for name, words in facts_of_metric if not (name == NOTE and words in note_numbers)]
    numbers = [str(note_numbers[words]) for name, words in facts_of_metric if name == NOTE and words in note_numbers]
    if numbers:
        lines.append(f"- See also: [{'note' if len(numbers) == 1 else 'notes'} {', '.join(numbers)}](#notes)")
    items = "\n".join(lines)
    return f"### {metric.name}\n\n**{metric.title}.** {metric.definition}\n\n{items}\n"


def _write_entry_with_sql(metric: Metric) -> str:
    """All there is to say of an indicator, and the SQL that answers it."""
    sql, sentence = write_statement(metric)
    items = "\n".join(f"- {name}: {words}" for name, words in facts.list_more_facts(metric))
    return (
        f"### {metric.name}\n\n**{metric.title}.** {metric.definition}\n\n{items}\n\n"
        f"<details><summary>SQL</summary>\n\n```sql\n{sql}\n```{sentence and f'{GAP}{sentence}'}\n\n</details>\n"
    )


def write_statement(metric: Metric) -> tuple[str, str]:
    """The SQL that answers the plain question, and a sentence on the values bound in it, where there are any."""
    sql, values = compile_metric(metric, Selection())
    return sql, f"Values bound, in order: {', '.join(f'`{value}`' for value in values)}." if values else ""
