"""The Reform pages: the agenda with its figures, the case studies by theme, the primer with its tables."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages import CONTENTS, Page
from pages.content import loader
from tests.pages.conftest import Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

AGENDA, CASES, PRIMER = (page.script for page in CONTENTS["Reform"])


def test_agenda_tells_the_eleven_with_baseline_latest_and_direction(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, AGENDA))
    numbered = [f"**{number}. {each.title}**" for number, each in enumerate(loader.agenda(), 1)]
    assert [title for title in numbered if title not in said] == []
    then = "9.0% in September 2016 → **12.7%** in July 2026"
    assert f"{then}  \nup 3.6 points by another source: Federal Workforce Data (OPM) now, " in said
    assert "moved between two sources, which gives no verdict" in said
    assert "**2 of the 11 recommendations can be compared with September 2016 on real figures" in said


def test_agenda_says_what_is_missing_and_the_command_that_fills_it(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, AGENDA))
    assert "We know of no public count of appointees who have a plan" in said
    assert "python -m etl refresh" in said


def test_agenda_is_measured_from_the_baseline_of_the_reader(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, AGENDA, baseline="September 2024"))
    assert "can be compared with September 2024" in said
    assert "→ **12.7%** in July 2026" in said
    assert "9.0% in September 2016" not in said


def test_agenda_of_an_agency_says_so(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, AGENDA, agency="ED"))
    assert "**At the Department of Education, " in said
    assert "**27.6%** in July 2026" in said


def test_sample_does_not_count_as_movement(sample_folder: Path, read_page: Open) -> None:
    said = words(read_page(sample_folder, AGENDA))
    assert "have only the synthetic sample, which is no evidence" in said
    assert "**2 of the 11 recommendations can be compared" in said


def told(said: str) -> list[str]:
    return [story.id for story in loader.case_studies() if story.problem in said]


@pytest.mark.parametrize("theme", ["Retirement", "Performance", ""])
def test_case_studies_of_a_theme_come_by_its_address(published_folder: Path, theme: str, read_page: Open) -> None:
    app = read_page(published_folder, CASES, **({"theme": theme} if theme else {}))
    assert told(words(app)) == [story.id for story in loader.case_studies() if not theme or theme in story.themes]


def test_unknown_theme_is_passed_over_with_a_word(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, CASES, theme="Astrology")
    assert not app.exception
    assert "The address asks for “theme” `Astrology`, which is not known here" in words(app)
    assert len(told(words(app))) == len(loader.case_studies())


def test_rating_scale_is_a_table(published_folder: Path, read_page: Open) -> None:
    (scale,) = read_page(published_folder, CASES).table
    assert [level[0] for level in scale.value["Level"]] == ["5", "4", "3", "2", "1"]


PARTS = {part.id: part.title for part in loader.primer().part}


@pytest.mark.parametrize(
    ("part", "tables"),
    [("what", [8]), ("office", [4, 2]), ("limits", [5]), ("entry", [6]), ("rights", [10]), ("retirement", [3, 13])],
)
def test_part_of_the_primer_comes_by_its_address(
    published_folder: Path, part: str, tables: list[int], read_page: Open
) -> None:
    app = read_page(published_folder, PRIMER, part=part)
    assert not app.exception
    assert [len(table.value) for table in app.table] == tables
    headings = {each.value for each in app.subheader} | {each.label for each in app.expander}
    sections = {section.title: section.part for section in loader.primer().section}
    assert headings & set(sections) == {title for title, of in sections.items() if of == part}
    assert "which is not known here" not in words(app)


def test_primer_opens_on_what_the_ses_is_and_offers_every_part(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, PRIMER)
    (choice,) = app.get("button_group")
    assert [option.content for option in choice.proto.options] == list(PARTS.values())
    assert loader.primer().of("service").text.strip() in words(app)


def test_section_of_the_primer_opens_its_part(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, PRIMER, part="appointments")
    assert app.query_params["part"] == PARTS["office"]


def test_unknown_part_of_the_primer_is_passed_over_with_a_word(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, PRIMER, part="blunderbuss")
    assert "“part of the primer” `blunderbuss`, which is not known here" in words(app)


def test_questions_are_answered_under_their_titles(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, PRIMER, part="questions")
    assert [each.label for each in app.expander] == [each.asks for each in loader.primer().question]
    assert [each.answer for each in loader.primer().question if each.answer not in words(app)] == []
    assert [each.address for each in loader.primer().resource if each.address not in words(app)] == []


def test_glossary_is_whole(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, PRIMER, part="glossary"))
    assert [entry.term for entry in loader.glossary() if f"**{entry.term}**" not in said] == []


def test_glossary_is_searched_by_term_spelling_and_meaning(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, PRIMER, part="glossary", find="MSPB"))
    assert "**Merit Systems Protection Board**" in said
    assert "**Fallback**" not in said
    nothing = words(read_page(published_folder, PRIMER, part="glossary", find="blunderbuss"))
    assert "No term of the glossary has that word." in nothing


def test_agenda_counts_heads_beside_shares(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, AGENDA))
    assert (
        "736 in September 2016 → **841** in July 2026  \nup 105 by another source: Federal Workforce Data (OPM) now, "
        in said
    )
    assert "written in about 2017 or 2018" in said


def ways(app: AppTest) -> list[tuple[str, str]]:
    """Every link of a page to another: the page's path in the address, and the query."""
    return [(link.proto.page, link.proto.query_string) for link in app.get("page_link")]


@pytest.mark.parametrize("page", CONTENTS["Health"], ids=lambda page: page.title)
def test_health_page_leads_to_the_case_studies_of_its_theme(
    published_folder: Path, page: Page, read_page: Open
) -> None:
    app = read_page(published_folder, page.script)
    assert ("case_studies", f"theme={page.title.replace(' ', '+')}") in ways(app)


def test_case_study_leads_to_the_pages_of_its_indicators(published_folder: Path, read_page: Open) -> None:
    led = {page for page, _ in ways(read_page(published_folder, CASES, theme="Retirement"))}
    assert led == {"diversity", "pipeline", "retirement"}


def test_words_of_a_figure_are_told_beside_its_title(published_folder: Path, read_page: Open) -> None:
    told = {each.value: each.proto.help for each in read_page(published_folder, "health/appointees.py").subheader}
    assert (
        loader.meaning("noncareer appointee")
        in told["How large a part of executives on board are political appointees?"]
    )
    assert loader.meaning("general position") in told["Who fills the positions open to any appointee?"]
