"""Words on the slides of a deck: a number on its card or in a cell, its change, the time and the source line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd

from metrics import formatting
from metrics.charts.theme import LIGHT
from metrics.definitions.catalog import find
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.numbers import KeyNumber
from metrics.export import text_metrics
from metrics.export.pptx.runs import Run
from metrics.text import headlines
from metrics.text.briefing import MOVES, UP_TO

CELL: Final = 15
CARD_SIZE: Final = 22
SMALLEST: Final = 9
SHORT: Final = " · sample"
MIXED: Final = " †"
MIXED_WORDS: Final = "† by another source then, named in the speaker notes"
EACH_ROW: Final = "Each row has its own time"


def format_card(figure: KeyNumber, wide: float, since: str) -> list[list[Run]]:
    """A number with its name above and its change beside; under it its time and what it rests on, in two lines.

    Args:
        figure: The number.
        wide: How wide the card is, in points.
        since: Ends a change that is told once for all.

    Returns:
        Paragraphs of runs of text.
    """
    change = _format_change(figure, since)
    is_beside = text_metrics.width(f"{figure.value}  ", CARD_SIZE, True) + text_metrics.width(change, 11) <= wide
    value = [Run(figure.value, CARD_SIZE, True), *([Run(f"  {change}", 11)] if change and is_beside else [])]
    under = " · ".join(filter(None, ["" if is_beside else change, figure.dated, figure.evidence]))
    first, *rest = text_metrics.wrap(under, wide, SMALLEST)
    lines = [first, *([text_metrics.shorten(" ".join(rest), wide, SMALLEST)] if rest else [])]
    name = Run(text_metrics.shorten(figure.title, wide, 11), 11, False, LIGHT.muted)
    return [[name], value, *([Run(each, SMALLEST, False, _ink(figure))] for each in lines)]


def format_cell(figure: KeyNumber, wide: float, since: str) -> list[list[Run]]:
    """The same for a cell: value and change, then the name and the time."""
    change = _format_change(figure, since)
    is_beside = text_metrics.width(f"{figure.value}  ", CELL, True) + text_metrics.width(change, SMALLEST) <= wide
    change_runs = [Run(f"  {change}", SMALLEST, False, LIGHT.muted)] if change and is_beside else []
    name = text_metrics.shorten(figure.title, wide, SMALLEST)
    time = f"{figure.dated}{SHORT * is_sample(figure)}"
    return [[Run(figure.value, CELL, True), *change_runs], [Run(name, SMALLEST)], [Run(time, 8, False, _ink(figure))]]


def speak(figure: KeyNumber) -> str:
    """A number in full, for whoever speaks: definition, value, time, evidence, and its change or why none is told."""
    facts = ", ".join(filter(None, [figure.dated, figure.evidence, figure.change]))
    return f"{figure.title}: {figure.definition} {figure.value}: {facts}."


def explain_mixed(figures: Iterable[KeyNumber]) -> str:
    """What the sign means, where a change has it."""
    why = dict.fromkeys(each.change.partition(" (")[2].removesuffix(")") for each in figures if _is_mixed(each))
    return f"† {next(iter(why))}" if len(why) == 1 else MIXED_WORDS if why else ""


def is_sample(figure: KeyNumber) -> bool:
    """Whether a number comes from the synthetic sample."""
    return figure.evidence.startswith(formatting.EVIDENCE["sample"])


def format_date(figures: Iterable[KeyNumber], exhibits: Iterable[Exhibit] = ()) -> str:
    """Of when the numbers of a slide are: as of their one time, or up to the newest; nothing where there is none."""
    times = {(each.period, formatting.format_time(each.period, find(each.name).is_flow)) for each in figures}
    times |= {(each.newest, each.as_of) for each in exhibits}
    if not times:
        return ""
    _, newest = max(times)
    return f"As of {newest}" if len({words for _, words in times}) == 1 else f"{UP_TO} {newest}"


def format_date_of_rows(table: pd.DataFrame) -> str:
    """The same of a table whose rows say when they are of; nothing of one whose rows do not."""
    times = [*dict.fromkeys(table.get("When", []))]
    return EACH_ROW if len(times) > 1 else "".join(f"As of {time}" for time in times)


def format_credit(exhibits: Sequence[Exhibit]) -> str:
    """One source line of all figures of a slide."""
    df = pd.concat([each.sources for each in exhibits]).fillna({"title": ""})
    titles = {source: title or source for source, title in zip(df["source"], df["title"], strict=True)}
    return headlines.write_credit(pd.concat([each.rows for each in exhibits]), titles)


def _format_change(figure: KeyNumber, since: str) -> str:
    return _short(figure.change).replace(since, "") if figure.change.startswith(MOVES) else ""


def _is_mixed(figure: KeyNumber) -> bool:
    return _short(figure.change).endswith(MIXED)


def _short(change: str) -> str:
    """A change with a sign in the place of what its baseline differs in."""
    words, bracket, _ = change.partition(" (")
    return f"{words}{MIXED * bool(bracket)}"


def _ink(figure: KeyNumber) -> str:
    """The colour of what a number rests on: red where it is the sample."""
    return LIGHT.limit if is_sample(figure) else LIGHT.muted
