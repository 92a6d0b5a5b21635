"""The words of the Reform pages: the files of pages/content, read and checked once, at this border."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from metrics.errors import MetricsError
from pages.content.models import Agenda, CaseStudies, Glossary, Primer, RatingScale, Recommendation, Story, Term

FOLDER = Path(__file__).resolve().parent
PLACE = re.compile(r" - at `\$(.*)`$")
"""Where msgspec says that a value is wrong."""
STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
Whole = TypeVar("Whole")


class UnsoundContent(MetricsError):
    """A file of pages/content cannot be read, or an entry lacks something, has too much, or repeats another."""


@cache
def case_studies() -> tuple[Story, ...]:
    """Every case study, in reading order."""
    return _unlike(_read(CaseStudies, "case_studies.toml").story, "case_studies.toml", "id")


@cache
def rating_scale() -> RatingScale:
    """The scale for interviews that one of the case studies used."""
    return _read(RatingScale, "rating_scale.toml")


@cache
def agenda() -> tuple[Recommendation, ...]:
    """The recommendations of the joint policy agenda, in its order."""
    return _unlike(_read(Agenda, "agenda.toml").recommendation, "agenda.toml", "id")


@cache
def agenda_source() -> str:
    """Whose agenda it is."""
    return _read(Agenda, "agenda.toml").source


@cache
def primer() -> Primer:
    """The texts and tables of the primer."""
    return _read(Primer, "primer.toml")


@cache
def glossary() -> tuple[Term, ...]:
    """Every term, in the order of the alphabet."""
    terms = _unlike(_read(Glossary, "glossary.toml").term, "glossary.toml", "term")
    return tuple(sorted(terms, key=lambda entry: entry.term.casefold()))


def meaning(term: str) -> str:
    """What a term means, with its citation, as a help text; raises UnsoundContent where the glossary lacks it."""
    found = _by_spelling().get(term.casefold())
    if found is None:
        raise UnsoundContent(f"pages/content/glossary.toml has no term '{term}'; add it or use one that it has.")
    return f"{found.meaning.removesuffix('.')} ({found.citation})." if found.citation else found.meaning


@cache
def jargon(text: str) -> str:
    """The terms of the glossary that a text uses, each with its meaning, as a help text; nothing where it uses none."""
    words = sorted(_by_spelling(), key=len, reverse=True)
    used = re.findall(rf"\b(?:{'|'.join(map(re.escape, words))})\b", text.casefold())
    terms = dict.fromkeys(_by_spelling()[word].term for word in used)
    return "\n\n".join(f"**{term}.** {meaning(term)}" for term in terms)


@cache
def _by_spelling() -> dict[str, Term]:
    return {word.casefold(): entry for entry in glossary() for word in (entry.term, *entry.spellings)}


def _read(kind: type[Whole], name: str) -> Whole:
    return parsed(kind, (FOLDER / name).read_text(encoding="utf-8"), f"pages/content/{name}")


def parsed(kind: type[Whole], text: str, where: str) -> Whole:
    """A text in TOML as a value of that kind; raises UnsoundContent with the entry that is wrong, `where` its file."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise UnsoundContent(f"{where} is no TOML: {problem}.") from None
    words = _strip(table)
    try:
        return msgspec.convert(words, kind)
    except msgspec.ValidationError as problem:
        place = PLACE.search(f"{problem}")
        raise UnsoundContent(_fault(kind, words, place[1] if place else "", where)) from None


def _strip(given: Any) -> Any:
    """The same without blanks and line breaks around texts."""
    if isinstance(given, dict):
        return {name: _strip(value) for name, value in given.items()}
    if isinstance(given, list):
        return [*map(_strip, given)]
    return given.strip() if isinstance(given, str) else given


def _fault(kind: Any, given: Any, place: str, where: str) -> str:
    """What is wrong at a place, and what may stand there: `place` is a path such as .term[0].meaning."""
    for name, number in STEP.findall(place):
        kind = get_type_hints(kind)[name] if name else get_args(kind)[0]
        given = given[name] if name else given[int(number)]
        where += f", {name or _called(given, int(number) + 1)}"
    if isinstance(given, dict) and isinstance(kind, type):
        fields = msgspec.structs.fields(kind)
        needed = [field.name for field in fields if field.required]
        known = [field.name for field in fields]
        for verb, names in (("lacks", {*needed} - {*given}), ("has no place for", {*given} - {*known})):
            if names:
                return f"{where} {verb} {', '.join(sorted(names))}; it has {', '.join(known)}."
    words = " or ".join(map(repr, get_args(kind))) if get_origin(kind) is Literal else getattr(kind, "__name__", kind)
    return f"{where}: {given!r} stands where {words} is expected."


def _called(given: Any, number: int) -> str:
    """How an entry of a list is told to whoever must mend it: by its own name where it has one, else by its place."""
    names = (given.get(key) for key in ("id", "term", "name")) if isinstance(given, dict) else ()
    return next((f"'{name}'" for name in names if name), f"entry {number}")


def _unlike(entries: tuple[Whole, ...], name: str, key: str) -> tuple[Whole, ...]:
    """The entries, none of which may be named like another."""
    names: Iterable[str] = (getattr(entry, key) for entry in entries)
    twice = [word for word, times in Counter(names).items() if times > 1]
    if twice:
        raise UnsoundContent(f"pages/content/{name} has more than one entry '{twice[0]}'; let one stand.")
    return entries
