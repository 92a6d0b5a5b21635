"""Indicators as open data: what each one is and where it is read, and its figures as CSV or JSON."""

from __future__ import annotations

from starlette.requests import Request

from metrics.analysis.change_table import since, words
from metrics.analysis.streaks import answer_with_streaks
from metrics.api.addresses import FORMATS, NotThere, Reply, as_json, base_of
from metrics.api.words import QueryParams
from metrics.definitions import catalog
from metrics.definitions.metric import Metric
from metrics.errors import UnknownIndicator
from metrics.exhibits.metadata import metadata, of_indicator
from metrics.export.data.csv_json import csv_in_parts, json_in_parts
from metrics.nearest import nearest
from metrics.query import undeclared
from metrics.text.gaps import part_of_a_year, remarks
from metrics.warehouse import Warehouse

MOST_ROWS = 40_000
"""Rows of one answer; whoever wants more takes the whole warehouse."""


def every_one(held: Warehouse, _said: QueryParams, request: Request) -> Reply:
    """Every indicator: what it says of itself, and the addresses of its figures."""
    metrics = (*catalog.METRICS, *undeclared.published_only(held).values())
    return as_json([of_indicator(metric) | {"addresses": _addresses(metric.name, request)} for metric in metrics])


def _addresses(name: str, request: Request) -> dict[str, str]:
    return {form: f"{base_of(request)}/api/v1/indicators/{name}.{form}" for form in FORMATS}


def _metric(held: Warehouse, name: str, request: Request) -> Metric:
    try:
        return undeclared.find(held, name)
    except UnknownIndicator as error:
        listed = f"all are listed at {base_of(request)}/api/v1/indicators"
        told = f"unknown indicator '{name}'; nearest: {', '.join(error.near)}; {listed}"
        raise NotThere(told, error.near) from None


def one(held: Warehouse, said: QueryParams, request: Request) -> Reply:
    """The figures that `metrics show` prints for the same words, with what must be known of them."""
    file = request.path_params["file"]
    name, dot, form = file.rpartition(".")
    metric = _metric(held, name if dot else file, request)
    if form not in FORMATS:
        near = nearest(form, FORMATS) if dot else []
        missing = f"unknown format '{form}'" if dot else "the format is missing"
        raise NotThere(f"{missing}; there are {' and '.join(_addresses(metric.name, request).values())}", near)
    asked = said.question
    result = answer_with_streaks(held, metric, asked.selection, MOST_ROWS)
    rows, notes = result.table, [result.note, part_of_a_year(held, result), *remarks(held, result, result.table)]
    if asked.baseline:
        rows = since(result, asked.baseline)
        notes += words(result, rows, asked.baseline)
    told = tuple(filter(None, notes))
    meta = metadata(held, result.metric, asked.selection, rows, baseline=asked.baseline, notes=told)
    if form == "csv":
        return Reply(csv_in_parts(meta, rows), "text/csv; charset=utf-8", file)
    return Reply(json_in_parts(meta, rows), "application/json", file)
