"""Indicators that no declaration names: finished figures of publishers, or of an analyst's indicators.csv."""

from __future__ import annotations

from dataclasses import replace

from metrics.definitions import catalog
from metrics.definitions.caveats import Need
from metrics.definitions.metric import Metric, PublishedFigure, PublishedQuantity, Unit
from metrics.errors import UnknownIndicator
from metrics.nearest import find_nearest
from metrics.warehouse import Warehouse, remember_per_build

THEME = "Published only"


@remember_per_build()
def list_published_only(warehouse: Warehouse) -> dict[str, Metric]:
    """An indicator for every published figure of executives that the catalog has no indicator of that name for."""
    names = {metric.name for metric in catalog.METRICS}
    return {name: _build_metric(name, *facts) for name, facts in _read_figures(warehouse).items() if name not in names}


def find(warehouse: Warehouse, name: str) -> Metric:
    """The indicator of that name, declared or published only; raises UnknownIndicator with the nearest names."""
    beyond = list_published_only(warehouse)
    if name in beyond:
        return beyond[name]
    try:
        return catalog.find(name)
    except UnknownIndicator:
        names = [metric.name for metric in catalog.METRICS]
        raise catalog.build_unknown_indicator(name, find_nearest(name, [*names, *beyond])) from None


def add_supplied_figures(warehouse: Warehouse, metric: Metric) -> Metric:
    """The indicator with the finished figures that someone supplies under its own name, where it reads none yet."""
    if (
        metric.finished_figure is None
        and not isinstance(metric.formula, PublishedQuantity)
        and _is_supplied(warehouse, metric)
    ):
        return replace(metric, finished_figure=PublishedFigure(metric.name))
    return metric


def _is_supplied(warehouse: Warehouse, metric: Metric) -> bool:
    read = {measure.figure.indicator for measure in metric.measures if measure.figure}
    return metric.name in _read_figures(warehouse).keys() - read


@remember_per_build()
def _read_figures(warehouse: Warehouse) -> dict[str, tuple[str, bool]]:
    """Every figure of executives by name: its unit, if all its rows have one, and whether it is of a span of time."""
    rows = warehouse.rows(
        "select indicator, if(count(distinct unit) = 1, min(unit), '') as unit, bool_or(months is not null) as flows\n"
        "from marts.published where population = 'ses' and breakdown = '' and scope <> 'unit'\n"
        "group by indicator order by indicator"
    )
    triples = zip(rows["indicator"], rows["unit"], rows["flows"], strict=True)
    return {str(name): (str(unit), bool(flows)) for name, unit, flows in triples}


def _build_metric(name: str, unit: str, is_flow: bool) -> Metric:
    words = ["SES" if word == "ses" else word for word in name.split("_")]
    title = " ".join([words[0].capitalize() if words[0].islower() else words[0], *words[1:]])
    metric_unit = next((each for each in Unit if each.word == unit), Unit.AS_STATED)
    return Metric(
        name=name,
        title=title,
        question=f"{title}: what is published?",
        theme=THEME,
        definition=f"{title}, as published or supplied by an analyst; nothing is computed.",
        says=f"{title} was {{value}}",
        subject="SES members, as the source says",
        unit=metric_unit,
        formula=PublishedQuantity(PublishedFigure(name), kind="flow" if is_flow else "stock"),
        need=Need.SUPPLIED,
    )
