"""The words of the Reform pages name what exists, say what the law says, and are our own."""

import csv
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from etl.warehouse.retirement import ServiceClasses, estimate, minimum_retirement_age
from metrics.definitions import catalog
from pages import CONTENTS
from pages.components.case_studies import CASE_STUDIES
from pages.content import loader
from pages.content.loader import UnsoundContent, parsed
from pages.content.models import Agenda, Glossary, RatingScale, Sign, Story, Term
from tests.conftest import ROOT
from tests.entries import every_text, texts_of
from tests.pages.conftest import SCRIPTS

THEMES = {metric.theme for metric in catalog.METRICS}
OFFICES = (
    "Department of Education",
    "Federal Executive Boards",
    "Social Security Administration",
    "Department of Health and Human Services",
    "Cabinet department",
    "Securities and Exchange Commission",
    "Department of Transportation",
)
COPIED = 8
"""So many words in a row that stand in a seed are a copy."""
NAMES = (
    "A Pivotal Moment for the Senior Executive Service",
    "Securities and Exchange Commission, College of Leadership Development",
    "Frequently Asked Questions about the Senior Executive Service",
)
"""Names of a document and of an office, which cannot be told in other words."""


def runs(text: str) -> set[tuple[str, ...]]:
    """Every so many words in a row, without case and punctuation."""
    words = re.findall(r"[a-z0-9]+", text.casefold().replace("’", "'").replace("'", ""))
    return {tuple(words[start : start + COPIED]) for start in range(len(words) - COPIED + 1)}


@pytest.fixture(scope="module")
def seeds(shared: Path) -> str:
    """The documents that the project started from."""
    found = sorted((shared / "seeds").glob("*.txt"))
    assert len(found) == 5
    return "\n\n".join(path.read_text(encoding="utf-8") for path in found)


def test_agenda_has_eleven_recommendations_in_three_areas() -> None:
    assert len(loader.agenda()) == 11
    assert list(dict.fromkeys(each.area for each in loader.agenda())) == [
        "Setting executives up for success",
        "Improving talent management",
        "Linking political and career leaders",
    ]


def test_every_recommendation_has_an_indicator_or_says_what_is_missing() -> None:
    assert [each.id for each in loader.agenda() if not (each.indicators or each.missing)] == []


@pytest.mark.parametrize("sign", [sign for each in loader.agenda() for sign in each.indicators], ids=str)
def test_indicators_of_the_agenda_exist_and_can_be_narrowed_so(sign: Sign) -> None:
    metric = catalog.find(sign.name)
    assert set(sign.where) <= {*metric.breakdowns, *metric.always_by}
    assert set(metric.always_by) <= set(sign.where)


def test_every_office_of_the_seeds_has_its_case_study() -> None:
    told = [story.office for story in loader.case_studies()]
    assert len(told) == len(OFFICES)
    assert [office for office in OFFICES if not any(office in each for each in told)] == []


@pytest.mark.parametrize("story", loader.case_studies(), ids=lambda story: story.id)
def test_case_study_bears_on_indicators_and_themes_of_the_catalog(story: Story) -> None:
    assert set(story.themes) <= THEMES
    assert {catalog.find(name).theme for name in story.indicators} <= set(story.themes)


def test_every_health_page_has_a_case_study_to_show() -> None:
    told = {theme for story in loader.case_studies() for theme in story.themes}
    assert {page.title for page in CONTENTS["Health"]} <= told


def test_rating_scale_has_its_five_levels_highest_first() -> None:
    levels = [(level.number, level.name) for level in loader.rating_scale().level]
    assert levels == [(5, "Expert"), (4, "Advanced"), (3, "Intermediate"), (2, "Basic"), (1, "Awareness")]


def test_links_lead_to_pages() -> None:
    assert CASE_STUDIES.removeprefix("pages/") in SCRIPTS
    assert (ROOT / CASE_STUDIES).is_file()


def test_nothing_is_copied_from_the_seeds(seeds: str) -> None:
    theirs = runs(seeds)
    addresses = {each.address for each in loader.primer().resource}
    ours = [re.sub("|".join(NAMES), "…", text) for text in every_text() if text not in addresses]
    assert {" ".join(run) for text in ours for run in runs(text) & theirs} == set()


def test_nobody_of_the_seeds_is_named(seeds: str) -> None:
    said = r"(?:said|(?i:according to)|explained) (?:Dr\. |Chief Human Capital Officer )?([A-Z][a-z]+) ([A-Z][\w-]+)"
    people = set(re.findall(said, seeds))
    assert len(people) >= 5
    surnames = {last for _, last in people if last != "Washington"}
    assert [text for text in every_text() if any(re.search(rf"\b{name}\b", text) for name in surnames)] == []


def test_limits_of_the_primer_are_those_of_the_catalog() -> None:
    told = {(limit.indicator, limit.scope): limit for limit in loader.primer().limit if limit.indicator}
    for name in ("noncareer_share", "limited_share"):
        for line in catalog.find(name).limits:
            said = told.pop((name, line.scope))
            assert (said.line.split("%")[0], said.law) == (f"{line.value:g}", line.citation)
    assert told == {}


def test_minimum_retirement_ages_are_those_reckoned_with() -> None:
    for told in loader.primer().minimum_age:
        years = [int(year) for year in re.findall(r"\d{4}", told.born)]
        first, last = (1900, 1947) if told.born.startswith("Before") else (years[0], [*years, 2000][1])
        last = first if told.born.isdigit() else last
        assert {int(minimum_retirement_age(born)) for born in (first, last)} == {12 * told.years + told.months}


def test_example_of_the_interval_is_what_the_estimator_says() -> None:
    served = ServiceClasses(*np.full(4, 22 * 12))
    told = {ahead: [int(count) for count in estimate(date(2025, 9, 30), 55 * 12, served, ahead)] for ahead in (0, 3)}
    assert told == {0: [0, 0, 0], 3: [0, 36, 60]}
    assert "36 of the 60 months" in loader.primer().of("interval").text


def test_both_sets_of_qualifications_have_five() -> None:
    eras = [each.era for each in loader.primer().qualification]
    assert eras == ["Until 30 September 2025"] * 5 + ["From 1 October 2025"] * 5


def test_old_qualifications_stand_for_28_competencies() -> None:
    groups = loader.primer().competencies
    old = [each.name for each in loader.primer().qualification if each.era.startswith("Until")]
    assert [each.of for each in groups] == [*old, "All five (fundamental)"]
    assert [len(each.names) for each in groups] == [6, 4, 6, 3, 3, 6]
    assert "The 28 competencies" in loader.primer().of("competencies").title


def test_every_section_of_the_primer_belongs_to_a_part() -> None:
    primer = loader.primer()
    parts = [part.id for part in primer.part]
    assert parts == ["what", "office", "limits", "entry", "rights", "retirement", "questions", "glossary"]
    assert {section.part for section in primer.section} == set(parts) - {"glossary"}


def test_parts_of_the_primer_are_short() -> None:
    """What is not folded away is read in a few minutes: the words of a part's open texts and tables."""
    primer = loader.primer()
    folded = {"competencies", "stories", "technical", "programs", "interval"}
    unfolded = [each for each in primer.section if each.id not in folded]
    lengths = [sum(len(each.text.split()) for each in unfolded if each.part == part.id) for part in primer.part]
    assert max(lengths) <= 260
    tables: dict[str, Sequence[Any]] = {
        "rights": primer.right,
        "what": primer.milestone,
        "limits": primer.limit,
        "entry": primer.step,
    }
    for rows in tables.values():
        assert sum(len(text.split()) for row in rows for text in texts_of(row)) <= 520


def test_pay_range_of_the_primer_is_that_of_the_shipped_figures(root: Path) -> None:
    with (root / "data" / "published" / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["as_of"] == "2026-01-31"]
    shipped = [
        next(row["value"] for row in rows if (row["indicator"], row["breakdown"]) == wanted)
        for wanted in (
            ("pay_minimum", ""),
            ("pay_maximum", "system=certified"),
            ("pay_maximum", "system=not_certified"),
        )
    ]
    (pay,) = (each.rule for each in loader.primer().right if each.topic == "Pay")
    assert re.findall(r"\$([\d,]+)", pay) == [f"{int(value):,}" for value in shipped]


TERMS = (
    *("Civil Service Reform Act", "Inspector general", "Merit system principles", "Political appointee"),
    *("Prohibited personnel practice", "Spoils system", "Technical qualifications", "Title 5", "USAJOBS"),
    *("Whistleblowing", "MSPB", "Schedule F", "Policy/Career", "Schedule G", "Candidate development program"),
    "Rank award",
)


@pytest.mark.parametrize("term", TERMS)
def test_term_of_the_field_is_in_the_glossary(term: str) -> None:
    assert loader.meaning(term)


def test_words_of_the_glossary_mean_one_thing_each() -> None:
    words = [word.casefold() for entry in loader.glossary() for word in (entry.term, *entry.spellings)]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("entry", loader.glossary(), ids=lambda entry: entry.term)
def test_meaning_is_one_sentence_with_its_citation(entry: Term) -> None:
    assert re.fullmatch(r"[A-Z][^.]*\.", entry.meaning), entry.meaning
    assert entry.citation in loader.meaning(entry.term)
    assert loader.meaning(entry.term).endswith(".")


def test_another_spelling_means_the_same() -> None:
    assert loader.meaning("ecqs") == loader.meaning("Executive core qualifications")


def test_unknown_term_is_named() -> None:
    with pytest.raises(UnsoundContent, match="no term 'blunderbuss'"):
        loader.meaning("blunderbuss")


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (Glossary, "[[term]]\nterm = 'Bench'", "'Bench' lacks meaning; it has term, meaning"),
        (Glossary, "[[term]]\nterm = 'Bench'\nmeaning = 'A.'\nlaw = 'x'", "'Bench' has no place for law"),
        (Glossary, "[[term]]\nterm = 7\nmeaning = 'A.'", "term: 7 stands where str is expected"),
        (Glossary, "term = 'Bench'", "term: 'Bench' stands where tuple"),
        (Glossary, "", "x.toml lacks term; it has term."),
        (Glossary, "[[term]]\nterm = 'B'\nmeaning = 'A.'\nb = 1\na = 2", "'B' has no place for a, b; it has term,"),
        (Glossary, "[[term]]\nterm = 'B'\nmeaning = 'A.'\nspellings = ['x', 3]", "'B', spellings, entry 2: 3 stands"),
        (Glossary, "[[term]]\nterm = ''\nmeaning = 3", "x.toml, term, entry 1, meaning: 3 stands where str"),
        (Glossary, "[[term", "x.toml is no TOML"),
        (
            RatingScale,
            "source = 's'\n[[level]]\nnumber = true\nname = 'n'\nmeaning = 'm'\nexamples = []",
            "True stands",
        ),
        (
            Agenda,
            "source = 's'\n[[recommendation]]\nid = 'i'\narea = 'a'\ntitle = 't'\nasked_of = 'o'\nasks = 'a'\n"
            "indicators = [{ name = 'on_board', wanted = 'up' }]",
            "'on_board', wanted: 'up' stands where 'higher' or 'lower' or 'neither' is expected",
        ),
    ],
)
def test_fault_in_a_file_is_told_with_its_place(kind: type[object], text: str, told: str) -> None:
    with pytest.raises(UnsoundContent, match=re.escape(told)):
        parsed(kind, text, "x.toml")


def test_what_is_read_cannot_be_changed_and_has_no_blanks_around_it() -> None:
    text = "[[term]]\nterm = ' Bench\t'\nmeaning = '''\nA.\n'''\nspellings = [' Benches']"
    (term,) = parsed(Glossary, text, "x.toml").term
    assert (term.term, term.meaning, term.spellings) == ("Bench", "A.", ("Benches",))
    with pytest.raises(AttributeError, match="immutable"):
        setattr(term, "meaning", "B.")  # noqa: B010


def test_jargon_is_found_by_any_spelling_and_as_a_whole_word_only() -> None:
    found = loader.jargon("Does a QRB see the ECQs? Stages on boarding.")
    assert re.findall(r"\*\*(.+?)\.\*\*", found) == ["Qualifications review board", "Executive core qualifications"]
    assert loader.meaning("QRB") in found
    assert loader.jargon("Plain words.") == ""
