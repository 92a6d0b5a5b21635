"""Values as SQL spells them, in place of bound ones: to bind, DuckDB imports pandas, half a second and 50 MB."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime


def format_sql(value: object) -> str:
    """A value as a constant: text, numbers, days and moments, lists of them, and what stands under names."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case str():
            return "'" + value.replace("'", "''") + "'"
        case datetime():
            return f"timestamp '{value.isoformat(sep=' ')}'"
        case date():
            return f"date '{value.isoformat()}'"
        case Mapping():
            return "{" + ", ".join(f"{format_sql(str(name))}: {format_sql(one)}" for name, one in value.items()) + "}"
        case Iterable():
            return "[" + ", ".join(map(format_sql, value)) + "]"
    raise TypeError(f"no SQL for a {type(value).__name__}")


def format_sql_rows(rows: Iterable[Iterable[object]]) -> str:
    """Several rows, to be inserted by one statement."""
    return "values " + ", ".join("(" + ", ".join(map(format_sql, row)) + ")" for row in rows)
