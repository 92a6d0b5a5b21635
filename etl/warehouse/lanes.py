"""Several statements of one connection at a time: most keep one core busy, however many there are."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

import duckdb

from etl.sql_values import format_sql
from etl.staging.executor import count_cores

T = TypeVar("T")


def set_variables(connection: duckdb.DuckDBPyConnection, variables: Mapping[str, object]) -> None:
    """Set what written statements read with getvariable(); DuckDB keeps them apart for each cursor."""
    for name, value in variables.items():
        connection.execute(f"set variable {name} = {format_sql(value)}")


class Lanes:
    """A cursor for each core, all of one connection, with its default database and variables.

    What fails leaves by the future that it was asked for; leaving early stops what is running and drops the rest.
    `is_sparing` keeps to the connection itself, one statement after the other: two large ones at once hold the memory
    of both.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        database: str,
        variables: Mapping[str, object],
        *,
        is_sparing: bool = False,
    ) -> None:
        self.is_sparing = is_sparing
        self._connection, self._database, self._variables = connection, database, variables
        self._own = threading.local()
        self._cursors: list[duckdb.DuckDBPyConnection] = []
        self._pool = None if is_sparing else ThreadPoolExecutor(count_cores(), initializer=self._open)

    def __enter__(self) -> "Lanes":
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        if self._pool is None:
            return
        if kind is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            for cursor in self._cursors:
                cursor.interrupt()
        self._pool.shutdown()

    def submit(self, work: Callable[[duckdb.DuckDBPyConnection], T]) -> Future[T]:
        """Do the work with the cursor of the next free lane, in the order of asking."""
        if self._pool is not None:
            return self._pool.submit(lambda: work(self._own.cursor))
        future: Future[T] = Future()
        future.set_result(work(self._connection))
        return future

    def _open(self) -> None:
        cursor = self._own.cursor = self._connection.cursor()
        self._cursors.append(cursor)
        cursor.execute(f"use {self._database}")
        set_variables(cursor, self._variables)
