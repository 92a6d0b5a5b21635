"""The primer: what the SES is and by which rules, as texts and tables, and the glossary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from metrics.catalog import find
from pages.ui import content
from pages.ui.again import drawn_once
from pages.ui.words import MinimumAge, Section

GLOSSARY = "glossary"


@drawn_once
def contents() -> None:
    """Links to the parts of the primer, in their order."""
    parts = [(section.id, section.title) for section in content.primer().section]
    st.markdown(" · ".join(f"[{title}](#{anchor})" for anchor, title in [*parts, (GLOSSARY, "Glossary")]))


@drawn_once
def what() -> None:
    """What the SES is."""
    _opened("what")


@drawn_once
def appointments_and_positions() -> None:
    """How a person holds office, and who may hold a job: two things that are often confused."""
    primer = content.primer()
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
def limits_in_law() -> None:
    """The lines that the law draws, what they divide, and what becomes of each here."""
    _opened("limits")
    limits = content.primer().limit
    _table(
        "The five limits in law",
        {
            "Line": [f"**{each.line}**  \n{each.law}" for each in limits],
            "What is counted": [
                f"{each.counts}, as a share of {each.of}" if each.of else each.counts for each in limits
            ],
            "On this dashboard": [each.here for each in limits],
        },
    )


@drawn_once
def qualifications() -> None:
    """The executive core qualifications before and since October 2025, side by side."""
    _opened("qualifications")
    known = content.primer().qualification
    eras = list(dict.fromkeys(each.era for each in known))
    for place, era in zip(st.columns(len(eras), border=True), eras, strict=True):
        listed = [
            f"- **{each.name}**: {each.meaning[:1].lower()}{each.meaning[1:]}." for each in known if each.era == era
        ]
        place.markdown("\n".join([f"**{era}**", "", *listed]))


@drawn_once
def entry() -> None:
    """The steps on the way in, before and since October 2025."""
    _opened("entry")
    steps = content.primer().step
    _table(
        "The steps by which a career executive enters",
        {
            "Step": [f"**{each.name}**  \n{each.who}" for each in steps],
            "Until September 2025": [each.before for each in steps],
            "Since": [f"{each.now}  \n:small[:gray[{each.source}]]" for each in steps],
        },
    )


@drawn_once
def retirement() -> None:
    """The rules of eligibility, the minimum retirement age, and why the answer is an interval."""
    primer = content.primer()
    _opened("retirement")
    rules, ages = st.columns([3, 2], gap="medium")
    with rules:
        _table(
            "The rules of both retirement plans",
            {
                "Plan": [f"**{each.plan}**  \n{each.law}" for each in primer.rule],
                "Full benefits at": [each.ways for each in primer.rule],
            },
        )
    with ages:
        _table(
            "Minimum retirement age by year of birth",
            {
                "Born": [each.born for each in primer.minimum_age],
                "Minimum retirement age": [_age(each) for each in primer.minimum_age],
            },
        )
    _opened("interval")
    caveats = [f"- {caveat.value}" for caveat in find("retirement_eligible_share").caveats]
    st.expander("What to mind of these numbers").markdown("\n".join(caveats))


def _age(minimum: MinimumAge) -> str:
    return f"{minimum.years} years, {minimum.months} months" if minimum.months else f"{minimum.years} years"


@drawn_once
def glossary() -> None:
    """Every term with its meaning, and its citation where it is law."""
    st.subheader("Glossary", anchor=GLOSSARY)
    told = [f"**{entry.term}**  \n{content.meaning(entry.term)}" for entry in content.glossary()]
    middle = (len(told) + 1) // 2
    for place, part in zip(st.columns(2, gap="medium"), (told[:middle], told[middle:]), strict=True):
        place.markdown("\n\n".join(part))


def _opened(part: str) -> None:
    section: Section = content.primer().of(part)
    st.subheader(section.title, anchor=section.id)
    st.markdown(section.text)


def _table(alt: str, columns: Mapping[str, Sequence[str]]) -> None:
    """A table that wraps its text: few columns, so that it is read on a phone without moving it."""
    st.table(pd.DataFrame(columns), hide_index=True, border="horizontal", alt=alt)
