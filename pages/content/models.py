"""What the words of the Reform pages are made of: one kind of value for each kind of entry in pages/content."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """What every kind is: unchangeable once read, and without room for a key that is not declared."""


class Story(Entry, frozen=True):
    """A case study: what an office tried for its executives; `themes` and `indicators` are those of the catalog."""

    id: str
    title: str
    office: str
    when: str
    themes: tuple[str, ...]
    problem: str
    done: str
    result: str
    lesson: str
    indicators: tuple[str, ...]
    source: str
    note: str = ""


class Level(Entry, frozen=True):
    """A level of the rating scale for interviews, 5 the highest."""

    number: int
    name: str
    meaning: str
    examples: tuple[str, ...]


class RatingScale(Entry, frozen=True):
    """The levels, highest first, and whose they are."""

    source: str
    level: tuple[Level, ...]


class Sign(Entry, frozen=True):
    """An indicator that shows movement on a recommendation: of whom, and the way that it is asked to go."""

    name: str
    wanted: Literal["higher", "lower", "neither"] = "neither"
    appointment: str = ""
    horizon_years: str = ""
    rating: str = ""

    @property
    def where(self) -> dict[str, str]:
        """What narrows the indicator, as a filter of a selection."""
        columns = {"appointment": self.appointment, "horizon_years": self.horizon_years, "rating": self.rating}
        return {column: value for column, value in columns.items() if value}


class Recommendation(Entry, frozen=True):
    """One of the eleven: what is asked and of whom, what has happened since, its signs, and what data is missing."""

    id: str
    area: str
    title: str
    asked_of: str
    asks: str
    happened: str = ""
    missing: str = ""
    indicators: tuple[Sign, ...] = ()


class Agenda(Entry, frozen=True):
    """The recommendations in order, and whose they are."""

    source: str
    recommendation: tuple[Recommendation, ...]


class Term(Entry, frozen=True):
    """A word of the field and its meaning in one sentence; `citation` where it is law or rule."""

    term: str
    meaning: str
    spellings: tuple[str, ...] = ()
    citation: str = ""


class PrimerPart(Entry, frozen=True):
    """A part of the primer, opened by itself: `id` is its name in an address."""

    id: str
    title: str


class PrimerSection(Entry, frozen=True):
    """A piece of a part of the primer: its heading and its text in Markdown."""

    id: str
    part: str
    title: str
    text: str


class Milestone(Entry, frozen=True):
    """What changed in the history of the SES, and when."""

    when: str
    what: str
    source: str


class Appointment(Entry, frozen=True):
    """How a person holds office."""

    name: str
    made: str
    lasts: str
    holds: str
    law: str


class Position(Entry, frozen=True):
    """Who may hold a job, and why."""

    name: str
    who: str
    why: str
    law: str


class LimitInLaw(Entry, frozen=True):
    """A line drawn by law, and what becomes of it here; `indicator` and `scope` where one is held against it.

    `also` says what the law adds: an exception, or where a number comes from.
    """

    line: str
    counts: str
    of: str
    law: str
    here: str
    also: str = ""
    indicator: str = ""
    scope: Literal["", "government", "agency"] = ""


class Qualification(Entry, frozen=True):
    """An executive core qualification of the old set or of the new."""

    era: str
    name: str
    meaning: str


class Competencies(Entry, frozen=True):
    """What one of the old qualifications stood for, by name."""

    of: str
    names: tuple[str, ...]


class Step(Entry, frozen=True):
    """A step on the way in: who takes it, and how, before and since October 2025."""

    name: str
    who: str
    before: str
    now: str
    source: str


class Right(Entry, frozen=True):
    """What the law gives an executive, or asks of one, in one matter."""

    topic: str
    rule: str
    law: str


class CandidateQuestion(Entry, frozen=True):
    """What candidates ask, and what they are advised."""

    asks: str
    answer: str


class Resource(Entry, frozen=True):
    """A document or place to read on, and what for."""

    name: str
    address: str
    what: str


class Rule(Entry, frozen=True):
    """The ways of one retirement plan to full benefits."""

    plan: str
    ways: str
    law: str


class MinimumAge(Entry, frozen=True):
    """The minimum retirement age of those born in a year or span of years."""

    born: str
    years: int
    months: int


class Primer(Entry, frozen=True):
    """The primer: its parts, their texts by section, and the tables that belong to them."""

    part: tuple[PrimerPart, ...]
    section: tuple[PrimerSection, ...]
    milestone: tuple[Milestone, ...]
    appointment: tuple[Appointment, ...]
    position: tuple[Position, ...]
    limit: tuple[LimitInLaw, ...]
    qualification: tuple[Qualification, ...]
    competencies: tuple[Competencies, ...]
    step: tuple[Step, ...]
    right: tuple[Right, ...]
    rule: tuple[Rule, ...]
    question: tuple[CandidateQuestion, ...]
    resource: tuple[Resource, ...]
    minimum_age: tuple[MinimumAge, ...]

    def of(self, id: str) -> PrimerSection:
        """The section of that id."""
        return next(section for section in self.section if section.id == id)


class CaseStudies(Entry, frozen=True):
    """The stories in reading order."""

    story: tuple[Story, ...]


class Glossary(Entry, frozen=True):
    """The terms, in the order of the alphabet."""

    term: tuple[Term, ...]
