"""Which questions are refused, with what words, and what every declaration must say."""

import pytest

from metrics import catalog
from metrics.errors import UnknownBreakdown, UnknownIndicator, UnknownValue, UnsoundQuery
from metrics.model import Measure, Metric
from metrics.query import answer
from metrics.selection import Selection
from metrics.warehouse import Warehouse
from tests.metrics.ask import ask


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
    assert "python -m etl" in metric.need.value or metric.need.name == "ALLOCATIONS"
    assert all(limit.citation.startswith("5 U.S.C.") for limit in metric.limits)
    assert metric.breakdowns
    if isinstance(metric.formula, Measure):
        assert metric.formula_words == f"{metric.formula.sql} of {metric.formula.mart.name}"


def test_an_agency_is_never_held_to_a_governmentwide_line() -> None:
    with pytest.raises(UnsoundQuery, match=r"limited_share has no limit that binds agency; .* 5% \(government\)"):
        catalog.find("limited_share").limit_for("agency")
    assert catalog.find("noncareer_share").limit_for("agency").value == 25
    assert catalog.find("noncareer_share").limit_for("government").value == 10
