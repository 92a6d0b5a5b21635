"""Indicators as open data: what each one is and where it is read, and its figures as CSV or JSON."""

from __future__ import annotations

from starlette.requests import Request

from metrics.analysis.change_table import build_change_table, describe_change_table
from metrics.analysis.streaks import answer_with_streaks
from metrics.api.addresses import FORMATS, NotThere, Reply, find_base_path, write_json
from metrics.api.words import QueryParams
from metrics.definitions import catalog
from metrics.definitions.metric import Metric
from metrics.errors import UnknownIndicator
from metrics.exhibits.metadata import metadata, of_indicator
from metrics.export.data.csv_json import csv_in_parts, json_in_parts
from metrics.nearest import find_nearest
from metrics.query import published_only
from metrics.text.gaps import describe_part_year, list_remarks
from metrics.warehouse import Warehouse

MOST_ROWS = 40_000
"""Rows of one answer; whoever wants more takes the whole warehouse."""


def list_indicators(warehouse: Warehouse, _params: QueryParams, request: Request) -> Reply:
    """Every indicator: what it says of itself, and the addresses of its figures."""
    metrics = (*catalog.METRICS, *published_only.list_published_only(warehouse).values())
    return write_json(
        [of_indicator(metric) | {"addresses": _list_addresses(metric.name, request)} for metric in metrics]
    )


def _list_addresses(name: str, request: Request) -> dict[str, str]:
    return {form: f"{find_base_path(request)}/api/v1/indicators/{name}.{form}" for form in FORMATS}


def _find_metric(warehouse: Warehouse, name: str, request: Request) -> Metric:
    try:
        return published_only.find(warehouse, name)
    except UnknownIndicator as error:
        where_listed = f"all are listed at {find_base_path(request)}/api/v1/indicators"
        sentence = f"unknown indicator '{name}'; nearest: {', '.join(error.near)}; {where_listed}"
        raise NotThere(sentence, error.near) from None


def write_indicator(warehouse: Warehouse, params: QueryParams, request: Request) -> Reply:
    """The figures that `metrics show` prints for the same words, with what must be known of them."""
    file = request.path_params["file"]
    name, dot, form = file.rpartition(".")
    metric = _find_metric(warehouse, name if dot else file, request)
    if form not in FORMATS:
        near = find_nearest(form, FORMATS) if dot else []
        missing = f"unknown format '{form}'" if dot else "the format is missing"
        raise NotThere(f"{missing}; there are {' and '.join(_list_addresses(metric.name, request).values())}", near)
    question = params.question
    result = answer_with_streaks(warehouse, metric, question.selection, MOST_ROWS)
    df, notes = (
        result.table,
        [result.note, describe_part_year(warehouse, result), *list_remarks(warehouse, result, result.table)],
    )
    if question.baseline:
        df = build_change_table(result, question.baseline)
        notes += describe_change_table(result, df, question.baseline)
    remarks_of_answer = tuple(filter(None, notes))
    meta = metadata(
        warehouse, result.metric, question.selection, df, baseline=question.baseline, notes=remarks_of_answer
    )
    if form == "csv":
        return Reply(csv_in_parts(meta, df), "text/csv; charset=utf-8", file)
    return Reply(json_in_parts(meta, df), "application/json", file)
