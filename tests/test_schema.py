"""The warehouse's layout: written by etl, read by metrics, which share nothing but its number."""

from etl.build import SCHEMA_VERSION as WRITTEN
from metrics.warehouse import SCHEMA_VERSION as READ


def test_what_is_written_is_what_is_read() -> None:
    assert WRITTEN == READ
