"""Which questions are refused, with what words, and what every declaration must say."""

import re
from datetime import date
from typing import Any

import pandas as pd
import pytest

from metrics.definitions import catalog
from metrics.definitions.measure import FIGURE_COLUMNS
from metrics.definitions.metric import Measure, Metric
from metrics.errors import UnknownBreakdown, UnknownIndicator, UnknownValue, UnsoundQuery
from metrics.query.answer import COLUMN_MEANINGS, answer
from metrics.query.published_only import add_supplied_figures
from metrics.query.selection import Selection
from metrics.query.sql.compiler import compile_for, compile_metric
from metrics.query.sql.gaps import read_gaps
from metrics.query.sql.mart_rows import APPOINTMENTS, read_files_behind
from metrics.query.sql.statement import CoveredMonths, FigureKey, Statement
from metrics.warehouse import Warehouse
from tests.metrics.ask import ask, table

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("metric", [m for m in catalog.METRICS if not m.is_flow], ids=lambda metric: metric.name)
def test_a_stock_is_never_summed_over_a_window(records: Warehouse, metric: Metric) -> None:
    with pytest.raises(UnsoundQuery, match="counted at a date"):
        answer(records, metric, Selection.of(window="12m"))


def test_what_a_definition_settles_cannot_be_split(records: Warehouse) -> None:
    with pytest.raises(UnsoundQuery, match="cannot be split or filtered by appointment"):
        ask(records, "noncareer_share", by=["appointment"])
    with pytest.raises(UnsoundQuery, match="separation_group"):
        ask(records, "retirement_share_of_separations", where={"separation_group": "quit"})


def test_a_component_of_defense_is_not_held_to_the_quarter(records: Warehouse) -> None:
    for name in ("noncareer_headroom", "agencies_over_quarter"):
        with pytest.raises(UnsoundQuery, match=r"Defense is one agency"):
            ask(records, name, where={"agency_code": "DD"})


def test_unknown_names_come_with_the_nearest_ones(records: Warehouse) -> None:
    with pytest.raises(UnknownIndicator, match="unknown indicator 'noncarer_share'; nearest: noncareer_share"):
        catalog.find("noncarer_share")
    with pytest.raises(UnknownBreakdown, match=r"unknown breakdown 'agency'.*nearest: agency_code"):
        ask(records, "on_board", by=["agency"])
    with pytest.raises(UnknownValue, match="unknown appointment 'carer'; nearest: career"):
        ask(records, "on_board", where={"appointment": "carer"})
    with pytest.raises(UnknownValue, match=r"unknown agency_code 'Education'.*ED \(Education\)"):
        ask(records, "on_board", where={"agency_code": "Education"})


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_every_declaration_is_whole(metric: Metric) -> None:
    assert metric.says.count("{value}") == 1
    assert not metric.says.endswith(".")
    assert metric.definition.endswith(".")
    assert metric.question.endswith("?")
    assert "python -m etl" in metric.need.value
    assert all(limit.citation.startswith("5 U.S.C.") for limit in metric.limits)
    assert metric.breakdowns
    if isinstance(metric.formula, Measure):
        own = metric.formula.of_an_agency
        of_an_agency = f", of an agency {own}" if own else ""
        assert metric.formula_words == f"{metric.formula.sql}{of_an_agency} of {metric.formula.mart.name}"


def test_an_agency_is_never_held_to_a_governmentwide_line() -> None:
    with pytest.raises(UnsoundQuery, match=r"limited_share has no limit that binds agency; .* 5% \(government\)"):
        catalog.find("limited_share").limit_for("agency")
    assert catalog.find("noncareer_share").limit_for("agency").value == 25
    assert catalog.find("noncareer_share").limit_for("government").value == 10


def test_unknown_names_of_a_column_of_its_own_come_with_the_nearest_ones(published: Warehouse) -> None:
    with pytest.raises(UnknownValue, match="unknown race 'blak'; nearest: black"):
        ask(published, "race_share", where={"race": "blak"})
    with pytest.raises(UnknownValue, match="unknown trait 'woman'; nearest: women"):
        ask(published, "representation_ratio", where={"trait": "woman"})
    with pytest.raises(UnknownValue, match="unknown rating '6'"):
        ask(published, "rating_share", where={"rating": "6"})
    with pytest.raises(UnknownBreakdown, match="unknown breakdown 'ratings' for rating_share; nearest: rating"):
        ask(published, "rating_share", by=["ratings"])


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_every_column_has_a_word_and_refuses_a_value_it_does_not_have(records: Warehouse, metric: Metric) -> None:
    for column in metric.breakdowns:
        assert COLUMN_MEANINGS[column]
        with pytest.raises(UnknownValue, match=f"unknown {column} 'no such value'"):
            answer(records, metric, Selection.of(where={column: "no such value"}))


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_every_indicator_refuses_a_column_that_it_does_not_have(records: Warehouse, metric: Metric) -> None:
    with pytest.raises(UnknownBreakdown, match=f"unknown breakdown 'salary' for {metric.name}; nearest: "):
        answer(records, metric, Selection.of(by=["salary"]))


ESTIMATED = ("estimated_entries", "outside_hire_share", "transfer_in_share", "replacement_ratio")


@pytest.mark.parametrize("column", ["age_band", "service_band"])
@pytest.mark.parametrize("name", ESTIMATED)
def test_entries_are_not_estimated_among_people_who_grow_older(records: Warehouse, name: str, column: str) -> None:
    for asked in ({"by": [column]}, {"where": {column: "H"}}):
        with pytest.raises(UnsoundQuery, match=f"{column}: people pass from one band to the next while they stay"):
            ask(records, name, **asked)


@pytest.mark.parametrize("name", ["award_share", "average_award", "rating_share"])
def test_finished_figures_are_neither_added_nor_averaged(published: Warehouse, name: str) -> None:
    with pytest.raises(UnsoundQuery, match="neither added nor averaged: break it down by agency_code"):
        ask(published, name, where={"agency_code": ["DJ", "VA"]})
    found = table(published, "rating_share", by=["agency_code"], where={"agency_code": ["DJ", "VA"]})
    assert set(found["agency_code"]) == {"DJ", "VA"}


def test_a_finished_share_never_stands_for_two_groups_together(published: Warehouse) -> None:
    """Counts of both are added before dividing; where only finished shares are published, nothing is said."""
    both = {"appointment": ["career", "noncareer"]}
    found = table(published, "women_share", where=both).set_index("period")
    assert tuple(found.loc["2015-06-30", ["numerator", "denominator"]]) == (2346 + 351, 7077 + 736)
    assert (found["numerator"].notna()).all()
    alone = table(published, "women_share", where={"appointment": "career"})
    assert alone["numerator"].isna().any()
    assert table(published, "average_length_of_service", where=both).empty


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_no_data_is_said_with_what_would_fill_it(published: Warehouse, metric: Metric) -> None:
    found = ask(published, metric)
    if len(found.table):
        assert found.note == ""
        nothing = ask(published, metric, start=date(2090, 1, 1))
        assert nothing.note.endswith("no figures match this selection; there are some for other periods or breakdowns.")
        return
    months = "no whole fiscal year is known yet; ask for the window 12m or month"
    why = months if metric.name == "new_hires" else "no data yet"
    assert found.note == f"{metric.title}: {why}. {metric.need.value}"
    assert "python -m etl " in found.note


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_a_statement_has_no_step_that_nothing_reads(metric: Metric) -> None:
    for by in ((), *((column,) for column in metric.breakdowns)):
        sql, values = compile_metric(metric, Selection(by=by))
        made = re.findall(r"^(?:with )?(step_\d+) as \($", sql, re.MULTILINE)
        assert made
        assert [name for name in made if len(re.findall(rf"\b{name}\b", sql)) == 1] == []
        assert sql.count("?") == len(values)


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_figures_that_a_build_lacks_are_not_looked_for_and_change_no_answer(loaded: Warehouse, metric: Metric) -> None:
    for by in ((), *((column,) for column in metric.breakdowns if column in FIGURE_COLUMNS)):
        spare, values = compile_for(loaded, metric, Selection(by=by))
        known = Statement(Selection(by=by), gaps=read_gaps(loaded))
        whole, all_values = compile_metric(add_supplied_figures(loaded, metric), Selection(by=by), known)
        found, of_all = (
            with_names(loaded, rows) for rows in (loaded.rows(spare, values), loaded.rows(whole, all_values))
        )
        pd.testing.assert_frame_equal(found, of_all)
        assert spare.count("from marts.published") <= whole.count("from marts.published")


def with_names(warehouse: Warehouse, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their sources by name."""
    for column in {"source", "numerator_source", "denominator_source"} & {*rows}:
        rows[column] = [named(warehouse, each) for each in rows[column]]
    return rows


def named(warehouse: Warehouse, sources: str) -> list[str]:
    """The names of sources, in whatever order the engine put them, those of files in place of their word."""
    files = read_files_behind(warehouse)
    return sorted({name for source in sources.split("; ") for name in files.get(source, (source,))})


def test_a_statement_on_a_build_carries_a_word_for_its_files_and_the_answer_their_names(records: Warehouse) -> None:
    sql, values = compile_for(records, catalog.find("separation_rate"), Selection())
    words = {word for sources in records.rows(sql, values)["source"] for word in sources.split("; ")}
    assert words <= set(read_files_behind(records))
    files = set(records.rows("select distinct source from marts.coverage")["source"])
    told = {name for sources in ask(records, "separation_rate").table["source"] for name in sources.split("; ")}
    assert told <= files
    assert told


YEAR = date(2010, 9, 30)
BEFORE = date(2009, 9, 30)
WHEN_ACROSS = [
    # selection, ends that records hold, ends that are published, whether the published stock is read
    ({}, {BEFORE, YEAR}, {BEFORE, YEAR}, False),
    ({}, {YEAR}, {BEFORE, YEAR}, True),
    ({}, {BEFORE}, {BEFORE, YEAR}, True),
    ({}, {YEAR}, {YEAR}, False),
    ({"by": ("appointment",)}, {BEFORE, YEAR}, {BEFORE, YEAR}, False),
    ({"where": (("agency_code", ("ED",)),)}, {BEFORE, YEAR}, {BEFORE, YEAR}, True),
    ({"window": "12m"}, {BEFORE, YEAR}, {BEFORE, YEAR, date(2009, 6, 30), date(2010, 6, 30)}, True),
    ({}, {BEFORE, YEAR}, {BEFORE, YEAR, date(2009, 6, 30), date(2010, 6, 30)}, False),
]


@pytest.mark.parametrize("name", ["separation_rate", "quit_rate", "estimated_entries"])
@pytest.mark.parametrize(("asked", "held", "told", "is_read"), WHEN_ACROSS)
def test_a_published_stock_is_read_for_years_at_whose_ends_records_hold_none(
    name: str, asked: dict[str, Any], held: set[date], told: set[date], is_read: bool
) -> None:
    selection = Selection(**asked)
    covered = {"on_board": CoveredMonths(held, set()), "separations": CoveredMonths({YEAR}, {YEAR, date(2010, 6, 30)})}
    published = {
        FigureKey("on_board", scope, who, ""): told
        for scope in ("government", "agency")
        for who in ("ses", *APPOINTMENTS)
    }
    sql, _ = compile_metric(
        catalog.find(name), selection, Statement(selection, published_periods=published, covered_months=covered)
    )
    assert ("from marts.published where indicator" in sql) is is_read


def test_years_of_departures_stay_in_a_ratio_to_them_where_the_stock_is_unknown() -> None:
    covered = {"on_board": CoveredMonths({YEAR}, set()), "separations": CoveredMonths({YEAR}, {YEAR})}
    published = {FigureKey("on_board", "government", "ses", ""): {YEAR}}
    known = Statement(Selection(), published_periods=published, covered_months=covered)
    sql, _ = compile_metric(catalog.find("replacement_ratio"), Selection(), known)
    assert "from marts.published where indicator" in sql


def test_a_share_that_nobody_publishes_reads_no_published_figure(loaded: Warehouse) -> None:
    sql, _ = compile_for(loaded, catalog.find("sixty_and_over_share"), Selection(by=("agency_code",)))
    assert "marts.published" not in sql
