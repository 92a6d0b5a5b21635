"""The primer: what the SES is and by which rules, in short parts of which one is open, and the glossary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager

import pandas as pd
import streamlit as st

from metrics.definitions.catalog import find
from pages.components.cards import lead
from pages.content import loader
from pages.content.models import MinimumAge, PrimerPart, PrimerSection
from pages.small_print import split_into_columns
from pages.state import url_state
from pages.state.replay import drawn_once

LED = {"what": ("on_board", "noncareer_share"), "limits": ("noncareer_share",)}
"""The parts that open with a figure, and which."""


def primer() -> None:
    """The choice of a part, which the address holds, and that part."""
    part = _chosen()
    url_state.say_what_was_passed_over()
    if part.id in LED:
        lead(*LED[part.id])
    _DRAWN[part.id]()


def _chosen() -> PrimerPart:
    """The part that is open, the first at first: by its title, its id, or the id of any of its sections."""
    primer = loader.primer()
    titles = {part.id: part.title for part in primer.part}
    also = {section.id: titles[section.part] for section in primer.section} | titles
    also |= {title.casefold(): title for title in titles.values()}
    return url_state.one("part", "Part of the primer", {part.title: part for part in primer.part}, also, is_row=True)


@drawn_once
def _what() -> None:
    """What the SES is, who is outside it, and what changed since 1978."""
    service, outside = st.columns([3, 2], gap="medium")
    with service:
        _opened("service")
    with outside:
        _opened("outside")
    _opened("history")
    steps = loader.primer().milestone
    _table(
        "What changed in the history of the SES, and when",
        {
            "When": [each.when for each in steps],
            "What changed": [f"{each.what}  \n{_source(each.source)}" for each in steps],
        },
    )


@drawn_once
def _office() -> None:
    """How a person holds office, and who may hold a job: two things that are often confused."""
    primer = loader.primer()
    _opened("appointments")
    _table(
        "The four appointment types of executives",
        {
            "Appointment": [f"**{each.name}**  \n{each.law}" for each in primer.appointment],
            "How it is made": [each.made for each in primer.appointment],
            "How long, in which positions": [f"{each.lasts}  \n{each.holds}" for each in primer.appointment],
        },
    )
    _opened("positions")
    _table(
        "The two position types",
        {
            "Position": [f"**{each.name}**  \n{each.law}" for each in primer.position],
            "Who may hold it": [each.who for each in primer.position],
            "For what work": [each.why for each in primer.position],
        },
    )


@drawn_once
def _limits() -> None:
    """The lines that the law draws, what they divide, and what becomes of each here."""
    _opened("limits")
    limits = loader.primer().limit
    counted = [f"{each.counts}, as a share of {each.of}" if each.of else each.counts for each in limits]
    _table(
        "The five limits in law",
        {
            "Line": [f"**{each.line}**  \n{each.law}" for each in limits],
            "What is counted": [
                f"{words}. {each.also}." if each.also else words for words, each in zip(counted, limits, strict=True)
            ],
            "On this dashboard": [each.here for each in limits],
        },
    )


@drawn_once
def _entry() -> None:
    """The steps on the way in and what they test, before and since October 2025; the rest folded."""
    _opened("entry")
    steps = loader.primer().step
    _table(
        "The steps by which a career executive enters",
        {
            "Step": [f"**{each.name}**  \n{each.who}" for each in steps],
            "Until September 2025": [each.before for each in steps],
            "Since": [f"{each.now}  \n{_source(each.source)}" for each in steps],
        },
    )
    _opened("qualifications")
    known = loader.primer().qualification
    eras = list(dict.fromkeys(each.era for each in known))
    for place, era in zip(st.columns(len(eras), border=True), eras, strict=True):
        listed = [
            f"- **{each.name}**: {each.meaning[:1].lower()}{each.meaning[1:]}." for each in known if each.era == era
        ]
        place.markdown("\n".join([f"**{era}**", "", *listed]))
    with _folded("competencies"):
        for group in loader.primer().competencies:
            st.markdown(f"**{group.of}**: {', '.join(group.names).capitalize()}.")
    for name in ("technical", "stories", "programs"):
        _folded(name)


@drawn_once
def _rights() -> None:
    """What the law gives an executive and asks of one, matter by matter."""
    _opened("rights")
    rights = loader.primer().right
    _table(
        "The rights and duties of executives",
        {
            "Matter": [f"**{each.topic}**" for each in rights],
            "The rule": [each.rule for each in rights],
            "Law": [_source(each.law) for each in rights],
        },
    )


@drawn_once
def _retirement() -> None:
    """The rules of eligibility, the minimum retirement age, and why the answer is an interval."""
    primer = loader.primer()
    _opened("retirement")
    rules, ages = st.columns([3, 2], gap="medium")
    with rules:
        _table(
            "The rules of the retirement plans",
            {
                "Plan": [f"**{each.plan}**  \n{each.law}" for each in primer.rule],
                "Full benefits at": [each.ways for each in primer.rule],
            },
        )
        _folded("interval")
        caveats = [f"- {caveat.value}" for caveat in find("retirement_eligible_share").caveats]
        st.expander("Notes on these numbers").markdown("\n".join(caveats))
    with ages:
        _table(
            "Minimum retirement age by year of birth",
            {
                "Born": [each.born for each in primer.minimum_age],
                "Minimum retirement age": [_age(each) for each in primer.minimum_age],
            },
        )


def _age(minimum: MinimumAge) -> str:
    return f"{minimum.years} years, {minimum.months} months" if minimum.months else f"{minimum.years} years"


@drawn_once
def _questions() -> None:
    """What candidates ask, each answer folded under its question, and where to read on."""
    primer = loader.primer()
    _opened("questions")
    halves = split_into_columns(primer.question, 2)
    for place, asked in zip(st.columns(2, gap="medium"), halves, strict=True):
        for each in asked:
            place.expander(each.asks).markdown(each.answer)
    _opened("resources")
    st.markdown("\n".join(f"- [{each.name}]({each.address}): {each.what}" for each in primer.resource))


def _glossary() -> None:
    """The terms, all of them or those that hold what the reader seeks."""
    _terms(url_state.text("find", "Find a term", "For example: fallback").casefold())


@drawn_once
def _terms(sought: str) -> None:
    """Every such term with its meaning, and its citation where it is law; three columns, so that it stays short."""
    st.subheader("Glossary", anchor="glossary")
    entries = [
        f"**{entry.term}**  \n{loader.meaning(entry.term)}"
        for entry in loader.glossary()
        if any(sought in words.casefold() for words in (entry.term, entry.meaning, *entry.spellings))
    ]
    if not entries:
        st.markdown("No term of the glossary has that word.")
    columns = split_into_columns(entries, 3)
    for place, column in zip(st.columns(len(columns), gap="medium"), columns, strict=True):
        place.markdown("\n\n".join(column))


_DRAWN = {
    "what": _what,
    "office": _office,
    "limits": _limits,
    "entry": _entry,
    "rights": _rights,
    "retirement": _retirement,
    "questions": _questions,
    "glossary": _glossary,
}
"""How each part is drawn."""


def _section(name: str) -> PrimerSection:
    return loader.primer().of(name)


def _opened(name: str) -> None:
    section = _section(name)
    st.subheader(section.title, anchor=section.id)
    if section.text:
        st.markdown(section.text)


def _folded(name: str) -> AbstractContextManager[object]:
    """A section under its heading, opened by whoever wants it."""
    section = _section(name)
    place = st.expander(section.title)
    place.markdown(section.text)
    return place


def _source(words: str) -> str:
    return f":small[:gray[{words}]]"


def _table(alt: str, columns: Mapping[str, Sequence[str]]) -> None:
    """A table that wraps its text: few columns, so that it is read on a phone without moving it."""
    st.table(pd.DataFrame(columns), hide_index=True, border="horizontal", alt=alt)
