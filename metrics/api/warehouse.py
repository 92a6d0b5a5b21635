"""The whole warehouse as open data: one archive of Parquet files, one of CSV files."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request

from metrics.api.addresses import MakeReply, Reply
from metrics.api.words import QueryParams
from metrics.export.data.archive import Form, find_archive, format_name
from metrics.warehouse import Warehouse

NAMES: Mapping[Form, str] = {"parquet": "warehouse.parquet.zip", "csv": "warehouse.csv.zip"}


def answer_with_archive(form: Form) -> MakeReply:
    """What answers with the archive of that form."""

    def answer(warehouse: Warehouse, _params: QueryParams, _request: Request) -> Reply:
        return Reply(find_archive(warehouse, form), "application/zip", format_name(warehouse, form))

    return answer
