"""Templates filled: every word that is put into a page is escaped, unless its template says that it is markup."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from metrics.charts.theme import LIGHT
from metrics.export.html.parts import FAMILY, lay_out
from metrics.text.exports import SAMPLE

FOLDER: Final = Path(__file__).resolve().parent


def fill(name: str, **words: Any) -> str:
    """The page that a template makes of words; raises UndefinedError where it asks for one that it is not given."""
    return environment().get_template(name).render(**words)


@cache
def environment() -> Environment:
    """How templates are read: StrictUndefined, since a word that is missing must not leave a gap on paper."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"bold": bold, "grid": lay_out}
    made.globals |= {"light": LIGHT, "family": FAMILY, "sample": SAMPLE}
    return made


def bold(words: str) -> Markup:
    """Words in which what a page of ours sets in bold letters, between two stars each, stays bold."""
    parts = words.split("**")
    return Markup("").join(
        Markup("<strong>{}</strong>").format(part) if at % 2 else part for at, part in enumerate(parts)
    )
