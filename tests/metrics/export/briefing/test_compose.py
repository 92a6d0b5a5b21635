"""A briefing holds what the answers say: every theme, every number with its source, and what is not known."""

from datetime import date
from html import escape

import pandas as pd
import pytest

from metrics import formatting
from metrics.analysis import by_agency, freshness
from metrics.analysis.headline import DEFAULT_BASELINE, build_headline
from metrics.definitions import catalog
from metrics.errors import UnknownValue
from metrics.exhibits.exhibit import sources
from metrics.exhibits.forms import latest
from metrics.exhibits.recipes.one_answer import Indicator
from metrics.exhibits.view import open_view
from metrics.export.briefing.chapters import THEMES, UnknownTheme
from metrics.export.briefing.chapters import find as theme_of
from metrics.export.briefing.compose import NothingToBrief, compose
from metrics.export.briefing.model import Briefing
from metrics.export.html.briefing import page_of
from metrics.query.selection import Selection
from metrics.text.briefing import TWO_SOURCES
from metrics.warehouse import Warehouse
from tests.metrics.ask import ask

pytestmark = pytest.mark.slow

TITLES = ["Strength", "Political appointees", "Retirement", "Turnover", "Onboarding", "Diversity", "Pipeline"]


@pytest.fixture(scope="module")
def whole(published: Warehouse) -> Briefing:
    """The whole government, published figures alone."""
    return compose(published)


def test_every_theme_is_told_in_reading_order(whole: Briefing) -> None:
    assert [chapter.theme for chapter in whole.chapters] == TITLES
    assert all(chapter.said.endswith(".") for chapter in whole.chapters)
    assert whole.whose == "Governmentwide"
    assert whole.standing is None


def test_numbers_at_a_glance_are_the_answers(whole: Briefing, published: Warehouse) -> None:
    strength, appointees = whole.chapters[:2]
    for chapter, name in ((strength, "on_board"), (appointees, "noncareer_share"), (appointees, "limited_share")):
        found = next(figure for figure in chapter.figures if figure.name == name)
        row = latest(ask(published, name)).iloc[0]
        assert found.number == row["value"]
        assert found.value == formatting.format_number(row["value"], catalog.find(name).unit)
        assert found.value in " ".join([chapter.said, found.value])
        assert (found.source, found.definition) == (row["source"], catalog.find(name).definition)
        if "numerator" in row:
            assert (found.numerator, found.denominator) == (row["numerator"], row["denominator"])


def test_what_is_older_than_two_years_is_history_and_no_number_at_a_glance(
    whole: Briefing, published: Warehouse
) -> None:
    newest = freshness.find_newest(published)
    assert newest == date(2026, 7, 31)
    two_years = pd.Timestamp(newest) - pd.DateOffset(months=24)
    past = [each for chapter in whole.chapters for each in chapter.past]
    assert {"sixty_and_over_share", "women_share"} <= {each.name for each in past}
    assert all(pd.Timestamp(each.period) < two_years for each in past)
    assert all(pd.Timestamp(each.period) >= two_years for chapter in whole.chapters for each in chapter.figures)
    page = page_of(whole)
    for chapter in whole.chapters:
        told = f"{chapter.said} {chapter.history}"
        assert all(each.value in told for each in chapter.past)
        assert not chapter.history or chapter.history.startswith("Older than two years: ")
        assert escape(chapter.history) in page


def test_first_sentences_tell_the_known_shares(whole: Briefing) -> None:
    assert "12.7% of executives on board in July 2026, up 3.6 points since September 2016" in whole.lead[1]
    # The pair of sources is named once: the first sentence of the lead has named it.
    alone = whole.chapters[1].exhibits[0].said
    assert whole.lead[1] == TWO_SOURCES.sub(" by the same two sources", alone) != alone
    assert TWO_SOURCES.findall(whole.lead[0])[:1] == TWO_SOURCES.findall(alone)[:1] != []


def test_three_limits_with_where_they_are_stood_to(whole: Briefing) -> None:
    assert [exhibit.limits[0].value for exhibit in whole.limits] == [10, 25, 5]
    government, highest, _ = (exhibit.said for exhibit in whole.limits)
    assert "12.7% of executives on board (841 of 6,647) in July 2026; limit in law: 10% of positions" in government
    assert "highest of 34 agencies of at least ten executives (Small Business Administration): 38.5%" in highest
    assert "38.5% of executives on board (15 of 39) in July 2026; limit in law: 25% of positions" in highest
    assert all(exhibit.picture and len(exhibit.rows) == 1 for exhibit in whole.limits)


def test_every_source_is_listed_once(whole: Briefing, briefing: Briefing) -> None:
    for told in (whole, briefing):
        listed = list(told.sources["source"])
        assert len(listed) == len(set(listed))
        named = {each for exhibit in told.exhibits for source in exhibit.rows["source"] for each in source.split("; ")}
        numbers = [one for chapter in told.chapters for one in (*chapter.figures, *chapter.past)]
        named |= {each for one in numbers for each in one.source.split("; ")}
        assert named == set(listed)


def test_every_indicator_is_defined(whole: Briefing) -> None:
    defined = dict(whole.terms)
    for exhibit in whole.exhibits:
        assert defined[exhibit.metric.title] == exhibit.metric.definition
    shown = {exhibit.metric.name for exhibit in whole.exhibits}
    shown |= {figure.name for chapter in whole.chapters for figure in (*chapter.figures, *chapter.past)}
    assert len(defined) == len(shown)


@pytest.fixture(scope="module")
def education(published: Warehouse) -> Briefing:
    """One agency on two themes, of one of which nothing is published."""
    return compose(published, "ED", ("onboarding", "Political appointees"))


def test_an_agency_is_told_beside_its_peers(education: Briefing) -> None:
    briefing = education
    assert briefing.whose == "Department of Education"
    assert briefing.standing is not None
    row = briefing.standing.set_index("Indicator").loc["Political appointees in the SES"]
    assert (row["Here"], row["Rank"], row["Evidence"]) == ("27.6%", "3rd highest of 34", "published figure")
    assert (
        "Department of Education: 27.6% of executives on board (16 of 58) in July 2026; limit in law: 25% of positions"
        in briefing.limits[0].said
    )
    beside, ranked = briefing.chapters[1].exhibits
    assert set(beside.rows["of"]) == {"Department of Education", by_agency.GOVERNMENT, by_agency.PEERS}
    assert "27.6% in July 2026, 3rd highest of 34; the median of its peers is 14.0%" in ranked.said
    assert any("Peers: the median of the cabinet departments" in sentence for sentence in briefing.method)


def test_a_theme_without_figures_says_so(education: Briefing) -> None:
    onboarding = education.chapters[0]
    assert onboarding.said == "No figures on this theme are held here."
    assert (onboarding.figures, onboarding.exhibits) == ((), ())


def test_nothing_at_all_is_no_briefing(published: Warehouse) -> None:
    with pytest.raises(NothingToBrief, match="No figures are known up to January 1980"):
        compose(published, period=date(1980, 1, 31))
    with pytest.raises(NothingToBrief, match="No figures of the Department of Education are known"):
        compose(published, "ED", ("onboarding",))


def test_nothing_is_newer_than_the_period(published: Warehouse) -> None:
    until = date(2016, 12, 31)
    briefing = compose(published, period=until)
    assert max(exhibit.rows["period"].max() for exhibit in briefing.exhibits) <= pd.Timestamp(until)
    assert briefing.as_of == "December 2016"
    assert "2025" not in " ".join([*briefing.lead, *(chapter.said for chapter in briefing.chapters)])


def test_changes_are_told_since_the_baseline(published: Warehouse, whole: Briefing) -> None:
    briefing = compose(published, themes=("appointees",), baseline=date(2024, 9, 30))
    found = next(figure for figure in briefing.chapters[0].figures if figure.name == "noncareer_share")
    assert found.change.startswith("up 3.9 points since September 2024")
    headline = build_headline(ask(published, "noncareer_share"), date(2024, 9, 30))
    assert headline is not None
    assert headline.change == pytest.approx(3.9, abs=0.05)
    then = next(figure for figure in whole.chapters[1].figures if figure.name == "noncareer_share")
    assert then.change.startswith("up 3.6 points since September 2016")


def test_the_sample_is_marked_wherever_it_is_told(briefing: Briefing, whole: Briefing) -> None:
    assert briefing.is_sample
    assert not whole.is_sample
    only = [exhibit for exhibit in briefing.exhibits if exhibit.rows["evidence"].eq("sample").all()]
    assert len(only) > 5
    for exhibit in only:
        assert "synthetic sample, not real" in exhibit.said
    for chapter in briefing.chapters:
        for figure in chapter.figures:
            is_invented = "FedScope" in figure.source or figure.source == "SYNTHETIC"
            assert ("synthetic sample" in figure.evidence) == is_invented
    assert any("Synthetic sample" in sentence for sentence in briefing.method)
    assert not any("Synthetic sample" in sentence for sentence in whole.method)


def test_an_agency_has_two_charts_of_every_theme(stand_in: Warehouse) -> None:
    briefing = compose(stand_in, "ED")
    # Of the rate of separations one year is known there: the study of 2013 leaves transfers out and is another rate.
    assert {chapter.theme: len(chapter.exhibits) for chapter in briefing.chapters} == {
        **dict.fromkeys(TITLES, 2),
        "Turnover": 1,
    }
    assert all(exhibit.picture and exhibit.picture.native for exhibit in briefing.exhibits)
    assert all(len((*chapter.figures, *chapter.past)) == 4 for chapter in briefing.chapters)


def test_no_exhibit_is_without_rows_words_and_sources(briefing: Briefing, whole: Briefing) -> None:
    for exhibit in (*briefing.exhibits, *whole.exhibits):
        assert len(exhibit.rows) >= 1
        assert len(exhibit.words) >= 1
        assert exhibit.said
        assert exhibit.credit
        assert {"period", "evidence", "source", "flag"} <= set(exhibit.rows.columns)
        assert len(exhibit.sources) >= 1


def test_each_theme_is_told_of_before_it_is_made(published: Warehouse) -> None:
    heard: list[tuple[str, int, int]] = []
    compose(published, themes=("turnover", "strength"), told=lambda *each: heard.append(each))
    assert heard == [("Turnover", 0, 2), ("Strength", 1, 2)]


def test_themes_are_known_by_key_and_title() -> None:
    for theme in THEMES:
        assert theme_of(theme.key) is theme_of(theme.title.upper()) is theme
    with pytest.raises(
        UnknownTheme, match=r"unknown theme 'turnver'; nearest: turnover\. All there are: strength, app"
    ):
        theme_of("turnver")


def test_an_agency_that_is_none_is_a_sentence(published: Warehouse) -> None:
    with pytest.raises(UnknownValue, match="unknown agency_code 'XQ'; nearest:"):
        compose(published, "XQ")


def test_an_answer_is_asked_once(published: Warehouse) -> None:
    view = open_view(published, "", None, DEFAULT_BASELINE)
    assert view.answer("on_board", Selection()) is view.answer("on_board", Selection())
    assert view.rank_agencies("noncareer_share", "", None) is view.rank_agencies("noncareer_share", "", None)


def test_one_period_is_no_trend(published: Warehouse) -> None:
    view = open_view(published, "", None, DEFAULT_BASELINE)
    assert Indicator("feeder_pool").gap(view) is not None
    assert Indicator("noncareer_share").gap(view) is None


def test_a_file_that_an_analyst_supplies_is_known_by_what_it_is(briefing: Briefing, loaded: Warehouse) -> None:
    supplied = briefing.sources.set_index("source").loc["SYNTHETIC"]
    file = loaded.extracts.set_index("name").loc[supplied["title"]]
    assert (supplied["evidence"], supplied["sha256"]) == ("sample", file["sha256"])


def test_it_is_as_of_its_newest_number(whole: Briefing) -> None:
    newest = max(figure.period for chapter in whole.chapters for figure in chapter.figures)
    assert whole.as_of == formatting.format_month(newest) == "July 2026"


def test_only_public_addresses_are_sources(briefing: Briefing, loaded: Warehouse) -> None:
    assert briefing.sources["address"].str.match(r"https?://|$").all()
    rows = ask(loaded, "feeder_pool").table
    assert set(sources(loaded, rows[rows["evidence"] == "sample"])["address"]) == {""}


def test_the_parts_of_defense_are_held_against_the_limit_as_one(published: Warehouse) -> None:
    briefing = compose(published, "DD", ("appointees",))
    held = briefing.limits[0]
    assert held.title == "Noncareer appointees, Department of Defense (all components)"
    assert (
        held.rows["value"].iloc[0]
        == latest(ask(published, "noncareer_share", where={"agency_code": "DD*"}))["value"].iloc[0]
    )
    beside = briefing.chapters[0].exhibits[0]
    assert beside.picture
    assert beside.picture.native
    assert beside.picture.native.limit is None
    assert any("not ranked, since agencies are compared with Defense as one" in told for told in briefing.method)


def test_a_ranking_draws_the_agency_of_the_briefing_wherever_it_stands(published: Warehouse) -> None:
    briefing = compose(published, "VA", ("appointees",))
    ranked = briefing.chapters[0].exhibits[1]
    assert ranked.picture
    assert ranked.picture.native
    assert "→ Veterans Affairs" in ranked.picture.native.categories
    assert (
        "The 20 highest of 34 large enough to be ranked, and Veterans Affairs; the others are not drawn."
        in ranked.notes
    )
    assert "10.9% in July 2026, 11th lowest of 34" in ranked.said


def test_a_single_figure_of_other_horizons_is_told_and_not_drawn(published: Warehouse) -> None:
    retirement = compose(published, "VA", ("retirement", "appointees")).chapters[0]
    assert retirement.said == "Share of executives who can retire. Published: 82.0% within 7 years of October 1998."
    assert (retirement.figures, retirement.exhibits) == ((), ())


def test_one_bar_alone_is_not_drawn_and_one_year_stands_side_by_side(whole: Briefing) -> None:
    (onboarding,) = (chapter for chapter in whole.chapters if chapter.theme == "Onboarding")
    assert "Where do new executives come from?" not in [each.title for each in onboarding.exhibits]
    for each in onboarding.exhibits:
        assert each.picture
        assert each.picture.native
        assert each.picture.native.panels == "together"


def test_parity_is_told_in_the_numbers_that_are_drawn(whole: Briefing) -> None:
    (pairs,) = (each for each in whole.exhibits if each.metric.name == "representation_ratio")
    said = "people of color were 20.7% of executives against 37.2% of all permanent employees; women were 34.0%"
    assert said in pairs.said


def test_a_briefing_with_one_number_of_the_sample_says_so(loaded: Warehouse) -> None:
    briefing = compose(loaded, "ED", ("appointees",))
    assert not any(exhibit.is_sample for exhibit in briefing.exhibits)
    assert any("synthetic sample" in figure.evidence for figure in briefing.chapters[0].figures)
    assert briefing.is_sample
    assert any("Synthetic sample" in sentence for sentence in briefing.method)
