"""The data dictionary: every indicator by theme with its definition, formula, SQL, limits and caveats, as Markdown."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from metrics import catalog, destination, facts
from metrics.compile import compile_metric
from metrics.errors import MetricsError
from metrics.model import Metric
from metrics.selection import Selection

FILE = Path(__file__).resolve().parent.parent / "DICTIONARY.md"
INTRODUCTION = """\
# Dictionary of indicators

Written by `python -m metrics dictionary --to DICTIONARY.md` from the declarations in `metrics/catalog/`; change
those and not this file.

*SES* is career, noncareer, limited term, limited emergency and unspecified appointments together. A stock is counted at
the end of a month. A flow is summed over a fiscal year (1 October to 30 September) or twelve months; a rate divides it
by the average stock of the same group. Ratios divide after adding up. A group without a numerator is 0, one without a
denominator unknown. The SQL is what answers the plain question, without breakdown or filter, over the tables of the
schema `marts`; the columns of every table are described in `meta.columns`.
"""
GAP = "\n\n"


class DictionaryOutdated(MetricsError):
    """The written dictionary is not what the declarations say."""


def write(file: Path) -> None:
    """Write the dictionary; raises CannotWrite where the file or its folder does not let itself be written."""
    destination.write(file, lambda: dictionary().encode())


def refuse_outdated(file: Path) -> None:
    """Raise DictionaryOutdated unless the file is what the declarations say today."""
    if not file.is_file() or file.read_text(encoding="utf-8") != dictionary():
        raise DictionaryOutdated(
            f"{file} is not what the declarations say; write it again: python -m metrics dictionary --to {file.name}"
        )


def dictionary() -> str:
    """The whole dictionary as Markdown; the same for the same declarations, whatever is loaded."""
    themes: dict[str, list[Metric]] = {}
    for metric in catalog.METRICS:
        themes.setdefault(metric.theme, []).append(metric)
    contents = [
        f"- {theme}: {', '.join(f'[{metric.name}](#{metric.name})' for metric in metrics)}"
        for theme, metrics in themes.items()
    ]
    parts = [INTRODUCTION, "\n".join(contents) + "\n"]
    for theme, metrics in themes.items():
        parts += [f"## {theme}\n", *(_entry(metric) for metric in metrics)]
    return "\n".join(parts)


def matching(words: str, theme: str = "") -> list[Metric]:
    """The indicators of a theme, or of all, of which the dictionary says every one of the words; in reading order."""
    wanted = words.casefold().split()
    listed = [metric for metric in catalog.METRICS if theme in ("", metric.theme)]
    return [metric for metric in listed if all(word in _everything(metric) for word in wanted)]


@cache
def _everything(metric: Metric) -> str:
    said = [metric.name, metric.title, metric.theme, metric.definition]
    said += [words for _, words in facts.beyond_definition(metric)]
    return "\n".join(said).casefold()


def _entry(metric: Metric) -> str:
    sql, bound = statement(metric)
    listed = "\n".join(f"- {name}: {said}" for name, said in facts.beyond_definition(metric))
    return (
        f"### {metric.name}\n\n**{metric.title}.** {metric.definition}\n\n{listed}\n\n"
        f"<details><summary>SQL</summary>\n\n```sql\n{sql}\n```{bound and f'{GAP}{bound}'}\n\n</details>\n"
    )


def statement(metric: Metric) -> tuple[str, str]:
    """The SQL that answers the plain question, and a sentence on the values bound in it, where there are any."""
    sql, values = compile_metric(metric, Selection())
    return sql, f"Values bound, in order: {', '.join(f'`{value}`' for value in values)}." if values else ""
