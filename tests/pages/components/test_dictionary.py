"""The dictionary's page finds indicators by their words, opens one, and says where each appears."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from metrics.definitions.catalog import METRICS, find
from metrics.exhibits.facts import plain
from metrics.formatting import capitalize_first
from metrics.text import dictionary
from metrics.text.facts import define
from pages import CONTENTS
from pages.content.appearances import appearances
from tests.pages.conftest import Open
from tests.pages.page_text import words

SCRIPT = "reference/dictionary.py"
# The last of each theme, and every one that a law limits.
OPENED = sorted(
    {*{each.theme: each.name for each in METRICS}.values(), *(each.name for each in METRICS if each.limits)}
)


def links(app: AppTest) -> list[str]:
    return [str(link.proto.page) for link in app.get("page_link")]


def test_every_indicator_is_listed_with_its_definition(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, SCRIPT)
    said = [line for each in app.markdown for line in each.value.split("\n\n") if line.startswith("**")]
    assert said == [f"**{metric.title}.** {metric.definition}" for metric in METRICS]
    assert [code.value for code in app.code if "select" in code.value] == []


def test_indicator_is_chosen_by_its_title(published_folder: Path, open_page: Open) -> None:
    app = open_page(published_folder, SCRIPT)
    app.selectbox(key="indicator").set_value(find("quit_rate").title).run()
    assert dictionary.write_statement(find("quit_rate"))[0] in [code.value for code in app.code]


def test_only_one_found_is_told_in_full(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, SCRIPT, search="noncareer_headroom rounded")
    assert dictionary.write_statement(find("noncareer_headroom"))[0] in [code.value for code in app.code]


@pytest.mark.parametrize("name", OPENED)
def test_name_in_the_address_opens_that_indicator_in_full(published_folder: Path, name: str, read_page: Open) -> None:
    app = read_page(published_folder, SCRIPT, indicator=name)
    assert not app.exception
    said, one = words(app), find(name)
    assert f"1 of {len(METRICS)} indicators." in said
    for part in (
        one.title,
        one.definition,
        f"`{one.formula_words}`",
        f"`{name}`",
        *(each.value for each in one.caveats),
    ):
        assert part in said
    for limit in one.limits:
        assert capitalize_first(limit.words if one.is_of_positions else limit.no_verdict.partition(": ")[2]) in said
    assert dictionary.write_statement(one)[0] in [code.value for code in app.code]


@pytest.mark.parametrize("name", ["noncareer_share", "limited_share"])
def test_a_figure_says_of_its_indicator_what_the_dictionary_says(
    published_folder: Path, name: str, read_page: Open
) -> None:
    entry = words(read_page(published_folder, SCRIPT, indicator=name))
    about = words(read_page(published_folder, "health/appointees.py"))
    told = [plain(said) for _, said in define(find(name))]
    assert len(told) > 4
    assert [said for said in told if said not in plain(entry) or said not in plain(about)] == []


def test_law_is_found_by_its_citation() -> None:
    found = {metric.name for metric in dictionary.find_metrics("3134(e)")}
    assert found == {"limited_share", "limited_share_title_5", "limited_share_of_positions"}


def test_every_word_must_be_said_and_case_does_not_count() -> None:
    assert find("quit_rate") in dictionary.find_metrics("RESIGNATIONS average")
    assert find("quit_rate") not in dictionary.find_metrics("resignations zebra")


def test_theme_narrows_and_unknown_theme_is_passed_over(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, SCRIPT, theme="Turnover")
    assert [each.value for each in app.subheader] == ["Turnover"]
    said = words(read_page(published_folder, SCRIPT, theme="Weather"))
    assert "“theme” `Weather`, which is not known here; it was ignored." in said
    assert f"{len(METRICS)} of {len(METRICS)} indicators." in said


def test_words_that_no_indicator_says_are_answered(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, SCRIPT, search="zebra")
    assert "No indicator says all of these words." in words(app)
    assert len(app.subheader) == 0


def test_pages_that_show_an_indicator_are_linked(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, SCRIPT, indicator="noncareer_share_of_known_positions")
    assert "appointees" in links(app)
    assert "turnover" not in links(app)


def test_indicator_named_in_a_block_and_one_in_the_agenda_are_found_on_their_pages() -> None:
    titles = {page.title for page in appearances("limited_share")}
    assert {"Overview", "Political appointees"} <= titles
    assert "Agenda" in {page.title for page in appearances("award_share")}
    assert {page.title for page in appearances("separation_rate")} & {"Turnover"}


def test_health_pages_show_what_belongs_to_them() -> None:
    for page in CONTENTS["Health"]:
        assert [metric for metric in METRICS if metric.theme == page.title and page in appearances(metric.name)]
