"""The one DuckDB connection of a staging run: declared tables as views of our column names, and typed Parquet out."""

import glob
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import duckdb

from etl.files.encoding import LINE_LIMIT
from etl.files.provenance import Finding
from etl.files.workbook import Sheet
from etl.files.zip_archive import (
    Dialect,
    Json,
    NotTheFile,
    Parquet,
    Source,
    Text,
    directory_bytes,
    head,
    is_nested,
    json_columns,
    parquet_columns,
)
from etl.layouts.recognise import dialect_of, refuse_unsafe_delimiter, require, split_header
from etl.layouts.spec import EARLIEST, LATEST, Layout, Table, plain
from etl.staging.schema import DATASETS

OUR_OWN_FAULT = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)  # never a file's
MEMORY_LIMIT = 450  # MB; with the interpreter and the reader's buffers this stays under 700 MB a process
LEAST_MEMORY = 100
BUFFER = LINE_LIMIT  # bytes read at a time; DuckDB's own choice of 32 MB is slower and takes more memory
TOO_LONG = "LINE SIZE OVER MAXIMUM"
FEW_ROWS = 1_000
DECIMAL, WHOLE = r"\s*[0-9]+\.0+\s*", r"regexp_replace({0}, '^\s*([0-9]+)\.0+\s*$', '\1')"
DIRECTORY_TAKES = 20  # times its size, while a Parquet file is read
UNREADABLE_LIMIT = 0.01  # a file with more unreadable rows than this is refused: it is not what its header says


class Engine:
    """Staging's database: in memory, spilling to `scratch`, one per file and process."""

    def __init__(self, scratch: Path, threads: int, layout: Layout, memory: int = MEMORY_LIMIT) -> None:
        self.layout = layout
        self.findings: list[Finding] = []
        self.texts: set[str] = set()  # views whose reader sets bad rows aside
        self.has_decimals = False  # found beyond the first rows: every code is to be mended
        self.long_lines: dict[str, int] = {}  # by view: what its reader may pass over without a word
        self.their_names: dict[str, str] = {}  # our column -> theirs, spelled as in the file opened last
        self.variables: dict[str, str] = {}  # a connection of its own has none
        self.connection = duckdb.connect(
            config={
                "threads": threads,
                "memory_limit": f"{memory}MB",
                "temp_directory": str(scratch / "spill"),
                "autoinstall_known_extensions": False,
            }
        )
        self.connection.execute("set enable_progress_bar = false")
        self.set("unknown", [word.upper() for word in layout.unknown], "varchar[]")
        self.set("earliest", EARLIEST, "integer")
        self.set("latest", LATEST, "integer")
        self.set("statuses", [word.upper() for word in layout.statuses] or None, "varchar[]")
        self.connection.execute(statement("macros"))

    def close(self) -> None:
        """Let go of memory and spilled files."""
        self.connection.close()

    def set(self, name: str, value: object, kind: str) -> None:
        """Set a variable of our own for getvariable() in the written SQL; lists and objects go as JSON cast to a type.

        A literal, not a bound parameter: binding imports pandas, half a second and 50 MB in every process.
        """
        if value is None or isinstance(value, str):
            text = "null" if value is None else literal(value)
        else:
            text = f"{literal(json.dumps(value))}::json"
        self._set(name, f"{text}::{kind}")

    def set_date(self, name: str, day: date | None) -> None:
        """Set a date variable; None stays a date that is null."""
        self._set(name, f"{literal(day) if day else 'null'}::date")

    def _set(self, name: str, value: str) -> None:
        self.variables[name] = value
        self.connection.execute(f"set variable {name} = {value}")

    def open_reference(self, reference: Path) -> None:
        """Give the written SQL the reference tables it joins."""
        for table in self.layout.reference:
            path = literal(glob.escape(str(reference / f"{table}.csv")))
            self.connection.execute(
                f"create table {table} as from read_csv({path}, all_varchar = true, header = true, delim = ',')"
            )
            self.connection.execute(statement(f"reference_{table}"))

    def open(self, table: Table, source: Source | Sheet, label: str, view: str | None = None) -> list[str]:
        """Make a view named after the table: our columns from their file, all text, absent optional ones null.

        Returns the file's header.
        """
        if isinstance(source, Text):
            self.long_lines[view or table.name] = source.long_lines
            head(source.path, label)
            encoding = source.written_in or source.encoding
            if encoding not in ("utf-8", self.layout.encoding):
                self.findings.append(Finding(f"{encoding.replace('-', '_')}_text", source.name, 1))
            source = self._in_its_dialect(table, source)
            refuse_unsafe_delimiter(label, self._first_line(source), table, self.layout)
        header = self._header(source)
        require(table, header, label, self.layout)
        _refuse_nested(table, source, label)
        self._report_columns(table, header, source.name)
        columns = dict(table.columns) | dict(table.optional)
        called = table.as_declared(header)
        spelling = {plain(name): theirs for name, theirs in reversed(list(zip(called, header, strict=True)))}
        self.their_names = {ours: spelling.get(plain(theirs), theirs) for ours, theirs in columns.items()}
        self._view(view or table.name, source, header, called, columns)
        return header

    def open_as_is(self, table: Table, source: Source | Sheet, header: Sequence[str], view: str) -> None:
        """Make a view of every column of a file as c0, c1, … in the order of its header."""
        if isinstance(source, Text):
            source = self._in_its_dialect(table, source)
        places = [f"c{place}" for place in range(len(header))]
        self._view(view, source, header, places, {place: place for place in places})

    def open_lookup(self, text: Text, code: str, label: str) -> bool:
        """Make the view `lookup` of a code list (code, label); False if it has no such columns."""
        text = self._in_its_dialect(Table("lookup", columns={"code": code, "label": label}), text)
        header = self._header(text)
        if not {plain(code), plain(label)} <= {plain(column) for column in header}:
            return False
        self._view("lookup", text, header, header, {"code": code, "label": label})
        return True

    def _in_its_dialect(self, table: Table, text: Text) -> Text:
        """The same text with the dialect in which its header has the columns of the table."""
        found = dialect_of(self._first_line(text), table, self.layout)
        if found is None or found == Dialect(self.layout.delimiter, self.layout.quote):
            return text
        if found.delimiter != self.layout.delimiter:
            self.findings.append(Finding("other_delimiter", text.name, 1, repr(found.delimiter)))
        return replace(text, dialect=found)

    def _header(self, source: Source | Sheet) -> list[str]:
        if isinstance(source, Sheet):
            return source.header
        if isinstance(source, Parquet):
            return list(parquet_columns(source.path))
        if isinstance(source, Json):
            return list(json_columns(source.path))
        return split_header(self._first_line(source), self._dialect(source))

    def _dialect(self, text: Text) -> Dialect:
        return text.dialect or Dialect(self.layout.delimiter, self.layout.quote)

    def _first_line(self, source: Text) -> str:
        with source.path.open(encoding=source.encoding, errors="replace", newline="") as lines:
            for _ in range(source.comments):
                lines.readline()
            return lines.readline().rstrip("\r\n").removeprefix("\ufeff")

    def _view(
        self,
        name: str,
        source: Source | Sheet,
        header: Sequence[str],
        called: Sequence[str],
        columns: Mapping[str, str],
    ) -> None:
        """`header` is how the file spells its columns, `called` how the layout does."""
        if isinstance(source, Sheet):
            expressions = [f"c{position}" for position in range(len(header))]
            rows = f"{name}_sheet"
            self.connection.register(rows, source.rows)
        elif isinstance(source, Parquet):
            expressions = [_as_text(column, kind) for column, kind in parquet_columns(source.path).items()]
            rows = f"read_parquet({literal(glob.escape(str(source.path)))})"
        elif isinstance(source, Json):
            expressions = [f'"{quoted(column)}"' for column in header]
            rows = json_source(source, header)
        else:
            expressions = [f"c{position}" for position in range(len(header))]
            rows = csv_source(source, len(header), self._dialect(source), name)
            self.texts.add(name)
        at = {plain(column): expression for column, expression in reversed(list(zip(called, expressions, strict=True)))}
        picked = ", ".join(f'{at.get(plain(theirs), "null::varchar")} as "{ours}"' for ours, theirs in columns.items())
        mended = ""
        codes = [ours for ours in columns if _is_code(ours)]
        decimals = codes if self.has_decimals else self._decimals(f"select {picked} from {rows}", codes)
        if decimals:
            self.findings.append(Finding("code_with_decimals", source.name, len(decimals), decimals[0]))
            mended = f"replace ({', '.join(f'{WHOLE.format(ours)} as {ours}' for ours in codes)})"
        self.connection.execute(
            f"create or replace view {name} as select * {mended} from (select {picked} from {rows})"
        )

    def _decimals(self, select: str, codes: Sequence[str]) -> list[str]:
        """Codes that pandas has made numbers with a fraction, as 50.0: mostly a whole column, so that few rows tell."""
        return self.decimals_in(f"({select} limit {FEW_ROWS})", codes)

    def decimals_in(self, rows: str, codes: Sequence[str]) -> list[str]:
        """Those of the code columns of a table or query in which there are numbers with a fraction."""
        if not codes:
            return []
        # Few codes have a point at all, and a pattern takes ten times as long to try.
        is_decimal = "case when contains({0}, '.') then regexp_full_match({0}, '" + DECIMAL + "') end"
        marks = ", ".join(f"coalesce(bool_or({is_decimal.format(code)}), false)" for code in codes)
        found = self.connection.execute(f"select {marks} from {rows}").fetchone() or ()
        return [code for code, has_some in zip(codes, found, strict=True) if has_some]

    def _report_columns(self, table: Table, header: Sequence[str], member: str) -> None:
        known = table.known_columns()
        for column in table.as_declared(header):
            if plain(column) not in known:
                self.findings.append(Finding("unknown_column", column.strip(), 1, member))
        there = {plain(column) for column in table.as_declared(header)}
        for column in table.optional.values():
            if plain(column) not in there and column not in table.may_lack:
                self.findings.append(Finding("missing_column", column, 1, member))

    def keep(self, name: str, sql: str) -> None:
        """Keep the rows of a query as a table."""
        self.connection.execute(f"create or replace table {name} as {sql}")

    def keep_both(self, one: str, other: str) -> None:
        """Keep two written queries as tables at the same time: each runs on one core, having few rows."""
        with self.connection.cursor() as cursor, ThreadPoolExecutor(1) as beside:
            for name, value in self.variables.items():
                cursor.execute(f"set variable {name} = {value}")
            waits = beside.submit(cursor.execute, f"create or replace table {other} as {statement(other)}")
            self.keep(one, statement(one))
            waits.result()

    def view(self, name: str, sql: str) -> None:
        """Name a query, to be asked in parts."""
        self.connection.execute(f"create or replace view {name} as {sql}")

    def rejected(self, view: str, table: str, file: str, rows_read: int) -> int:
        """Rows the reader could not split into the header's columns, reported; too many of them refuse the file."""
        if view not in self.texts:
            return 0
        found = self.connection.execute(
            "select count(distinct line), arg_min(error_type, line), min(line), "
            f"count(distinct line) filter (error_type::varchar = '{TOO_LONG}') from {view}_errors"
        ).fetchone()
        count, kind, line, long_ones = found or (0, None, None, 0)
        place = f"line {line}: {str(kind).lower()}" if count else f"a line longer than {LINE_LIMIT // 2**20} MB"
        count += max(0, self.long_lines.get(view, 0) - long_ones)
        if count:
            if count > UNREADABLE_LIMIT * (rows_read + count):
                what = f"{count:,} rows" if count > 1 else "1 row"
                remedy = "it may be cut short, so download it again"
                if self.layout.template:
                    remedy = "put quotation marks around a cell that holds a comma, or write 8,410 as 8410"
                raise NotTheFile(
                    f"{file} has {what} of {rows_read + count:,} that do not fit its header "
                    f"(the first is {place.split(':')[0]} of {table}); {remedy}."
                )
            self.findings.append(Finding("rejected_row", table, count, place))
        return int(count)

    def collect(self, sql: str) -> None:
        """Add the findings a query returns: kind, item, occurrences, example."""
        for kind, item, occurrences, example in self.connection.execute(sql).fetchall():
            self.findings.append(Finding(kind, str(item), int(occurrences), "" if example is None else str(example)))

    def number(self, sql: str) -> int:
        """The one whole number a query returns, 0 for none."""
        found = self.connection.execute(sql).fetchone()
        return int(found[0]) if found and found[0] is not None else 0

    def write(self, dataset: str, sql: str, to: Path, stamp: Mapping[str, str]) -> Path:
        """Write a query as one Parquet partition: exactly the declared columns and types, null where absent."""
        declared = DATASETS[dataset]
        shape = ", ".join(f'null::{kind} as "{name}"' for name, kind in declared.items())
        columns = ", ".join(
            f'{literal(stamp[name])} as "{name}"' if name in stamp else f'"{name}"::{kind} as "{name}"'
            for name, kind in declared.items()
        )
        to.parent.mkdir(parents=True, exist_ok=True)
        self.keep("result", sql)
        self.connection.execute(
            f"copy (select {columns} from (select {shape} where false union all by name from result)) "
            f"to {literal(to)} (format parquet, compression zstd)"
        )
        return to


def _refuse_nested(table: Table, source: Source | Sheet, label: str) -> None:
    """A list or an object is not a value, whatever its text would look like."""
    if not isinstance(source, Parquet | Json):
        return
    kinds = parquet_columns(source.path) if isinstance(source, Parquet) else json_columns(source.path)
    read = {plain(theirs) for theirs in (*table.columns.values(), *table.optional.values())}
    called = zip(kinds.items(), table.as_declared(list(kinds)), strict=True)
    nested = [given for (given, kind), name in called if plain(name) in read and is_nested(kind)]
    if nested:
        raise NotTheFile(
            f"{label} has lists or objects instead of values in {', '.join(nested)}; save each value in a column of "
            "its own."
        )


def _is_code(ours: str) -> bool:
    return ours == "grade" or ours.endswith("_code")


def _as_text(column: str, kind: str) -> str:
    """A Parquet column as text; a whole number of a type with fractions is written without one, no number is null."""
    name = f'"{quoted(column)}"'
    if not kind.startswith(("DOUBLE", "FLOAT", "DECIMAL")):
        return f"{name}::varchar"
    whole = f"case when {name}::double = trunc({name}::double) then try_cast({name} as bigint) end"
    return f"coalesce({whole}::varchar, case when not isnan({name}::double) then {name}::varchar end)"


def memory_for(path: Path) -> int:
    """Megabytes for the engine that reads a file: fewer where the reader itself needs them, which no limit counts."""
    return max(LEAST_MEMORY, MEMORY_LIMIT - DIRECTORY_TAKES * directory_bytes(path) // 2**20)


def json_source(source: Json, columns: Sequence[str]) -> str:
    """The reader of JSON: every value text."""
    typed = ", ".join(f"{literal(column)}: 'varchar'" for column in columns)
    return f"read_json({literal(glob.escape(str(source.path)))}, records = true, columns = {{{typed}}})"


def csv_source(text: Text, width: int, dialect: Dialect, errors: str) -> str:
    """The reader of a delimited text: every column text, bad rows set aside in the table <errors>_errors."""
    columns = ", ".join(f"'c{position}': 'varchar'" for position in range(width))
    return (
        f"read_csv({literal(glob.escape(str(text.path)))}, auto_detect = false, header = true, "
        f"skip = {text.comments}, columns = {{{columns}}}, delim = {literal(dialect.delimiter)}, "
        f"quote = {literal(dialect.quote)}, escape = {literal(dialect.quote)}, encoding = {literal(text.encoding)}, "
        f"buffer_size = {BUFFER}, store_rejects = true, "
        f"rejects_table = '{errors}_errors', rejects_scan = '{errors}_scans')"
    )


def literal(value: object) -> str:
    """A value as an SQL string; only for what DuckDB cannot bind (file names in views and COPY, declared constants)."""
    return "'" + str(value).replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A name of theirs inside double quotes."""
    return name.replace('"', '""')


def statement(name: str) -> str:
    """The written SQL of a staging step."""
    return files("etl").joinpath("sql", "staging", f"{name}.sql").read_text(encoding="utf-8")
