"""Which picture fits an answer, which rows it draws and which stand behind it; a question's figure in words."""

import pandas as pd
import pytest

from metrics.definitions.catalog import find
from metrics.errors import UnsoundQuery
from metrics.exhibits import forms
from metrics.exhibits.forms import UnknownForm, Wanted
from metrics.exhibits.from_request import NoFigures, exhibit_of
from metrics.exhibits.wording import describe_filters, name_population
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse
from tests.metrics.ask import ask

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("asked", "wanted", "form"),
    [
        ({}, Wanted.CHART, "trend"),
        ({}, Wanted.TABLE, "table"),
        ({"all_sources": True}, Wanted.CHART, "table"),
        ({"by": ["agency_code"]}, Wanted.CHART, "ranked"),
        ({"by": ["agency_code"]}, Wanted.OVER_TIME, "overlay"),
        ({"by": ["appointment"]}, Wanted.CHART, "overlay"),
        ({"by": ["appointment"]}, Wanted.RANKED, "ranked"),
        ({"by": ["appointment", "agency_code"]}, Wanted.CHART, "table"),
    ],
)
def test_the_form_that_fits_or_the_one_asked_for(
    published: Warehouse, asked: dict[str, object], wanted: Wanted, form: str
) -> None:
    assert forms.form(ask(published, "on_board", **asked), wanted) == form


def test_a_ranking_draws_twenty_and_all_stand_behind_it(published: Warehouse) -> None:
    result = ask(published, "noncareer_share", by=["agency_code"])
    shown, behind = forms.shown(result, "ranked"), forms.behind(result, "ranked")
    assert len(shown) == forms.MOST_RANKED < len(behind)
    assert behind["value"].is_monotonic_decreasing
    assert behind["period"].nunique() == 1
    assert not shown["flag"].str.contains("too_few|exempt").any()
    assert behind["flag"].str.contains("too_few|exempt").any()


def test_lines_are_at_most_five_of_those_highest_now(published: Warehouse) -> None:
    result = ask(published, "on_board", by=["agency_code"])
    shown = forms.shown(result, "overlay")
    drawn = set(shown["agency_code"])
    last = forms.latest(result).nlargest(forms.MOST_LINES, "value")
    assert drawn == set(last["agency_code"])
    assert set(forms.behind(result, "overlay")["agency_code"]) > drawn


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ({}, 10),
        ({"where": {"agency_code": "ED"}}, 25),
        ({"by": ["agency_code"]}, 25),
        ({"by": ["age_band"]}, None),
    ],
)
def test_only_the_line_that_binds_is_drawn(loaded: Warehouse, asked: dict[str, object], value: float | None) -> None:
    line = forms.limit(ask(loaded, "noncareer_share", **asked))
    assert (line and line.value) == value


def test_a_flow_speaks_for_the_year_before_its_date() -> None:
    rows = pd.DataFrame({"period": pd.to_datetime(["2019-09-30", "2022-09-30"])})
    flow, stock = forms.span(find("separations"), rows), forms.span(find("on_board"), rows)
    assert flow is not None
    assert stock is not None
    assert (f"{flow[0]:%Y-%m}", f"{stock[0]:%Y-%m}") == ("2018-09", "2019-09")
    assert forms.span(find("on_board"), rows.head(1)) is None


def test_words_for_a_form() -> None:
    assert [forms.wanted(word) for word in ("", "over-time", "Over time", "RANKED")] == [
        Wanted.CHART,
        Wanted.OVER_TIME,
        Wanted.OVER_TIME,
        Wanted.RANKED,
    ]
    with pytest.raises(UnknownForm, match="form: 'pie' is none of chart, over-time, ranked, table"):
        forms.wanted("pie")


def test_a_figure_says_what_it_is_narrowed_to(loaded: Warehouse) -> None:
    asked = Selection.of(where={"agency_code": "ED", "appointment": "career"})
    assert describe_filters(loaded, asked) == "Department of Education, career"
    assert name_population(loaded, asked) == "Department of Education, career"
    assert (
        name_population(loaded, Selection.of(where={"appointment": "limited_term"})) == "Governmentwide, limited term"
    )
    assert name_population(loaded, Selection.of(["agency_code"])) == "All agencies"
    compared = Selection.of(["agency_code"], {"agency_code": ["ED", "DN"]})
    assert name_population(loaded, compared) == "Education and Energy"
    exhibit = exhibit_of(loaded, find("separations"), asked)
    assert "Department of Education, career" in exhibit.subtitle
    assert exhibit.said.startswith("At the Department of Education, ")


def test_an_indicator_of_many_horizons_is_a_fan_of_them(loaded: Warehouse) -> None:
    exhibit = exhibit_of(loaded, find("retirement_eligible"), Selection())
    assert exhibit.selection.by == ("horizon_years",)
    assert sorted(exhibit.rows["horizon_years"]) == [0, 1, 3, 5, 10]
    assert (exhibit.rows["low"] <= exhibit.rows["high"]).all()
    assert exhibit.picture is not None
    assert exhibit.picture.alt.startswith("Fan of horizons.")
    assert "already" in exhibit.said
    assert "central estimate" in exhibit.said


def test_horizons_run_over_time_where_that_is_asked(loaded: Warehouse) -> None:
    exhibit = exhibit_of(loaded, find("retirement_eligible"), Selection(), Wanted.OVER_TIME)
    assert exhibit.rows["period"].nunique() > 1
    assert exhibit.picture is not None
    assert exhibit.picture.alt.startswith("Line chart.")


def test_a_figure_with_no_data_says_what_would_fill_it(published: Warehouse) -> None:
    with pytest.raises(NoFigures, match="It needs employment files of"):
        exhibit_of(published, find("veteran_share"), Selection())


def test_a_form_that_cannot_be_had_is_refused(published: Warehouse) -> None:
    with pytest.raises(UnsoundQuery, match="One value has no rank"):
        exhibit_of(published, find("noncareer_share"), Selection(), Wanted.RANKED)
