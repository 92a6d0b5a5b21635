"""The warehouse's layout: written by etl, read by metrics, which share nothing but its number."""

import hashlib

from etl.warehouse import marts
from etl.warehouse.publish import SCHEMA_VERSION as WRITTEN
from metrics.warehouse import SCHEMA_VERSION as READ

LAYOUT = (11, "db56b17d0294")
"""The number, and a digest of every table, column and type that it stands for."""


def test_what_is_written_is_what_is_read() -> None:
    assert WRITTEN == READ


def test_another_layout_has_another_number() -> None:
    columns = [
        (table.schema, table.name, column.name, column.type)
        for table in (*marts.MARTS, *marts.META)
        for column in table.columns
    ]
    digest = hashlib.sha256(repr(sorted(columns)).encode()).hexdigest()[:12]
    assert (WRITTEN, digest) == LAYOUT, (
        "columns of the warehouse changed: raise SCHEMA_VERSION in etl/warehouse/publish.py and metrics/warehouse.py, "
        "so that a build of before is not read as one of today, and renew LAYOUT here"
    )
