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
    JsonSource,
    NotTheFile,
    ParquetSource,
    TableSource,
    TextSource,
    is_nested,
    measure_directory,
    read_head,
    read_json_columns,
    read_parquet_columns,
)
from etl.layouts.recognise import find_dialect, refuse_unsafe_delimiter, require, split_header
from etl.layouts.spec import EARLIEST, LATEST, Layout, TableLayout, simplify
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
        self.connection.execute(read_statement("macros"))

    def close(self) -> None:
        """Let go of memory and spilled files."""
        self.connection.close()

    def set(self, name: str, value: object, kind: str) -> None:
        """Set a variable of our own for getvariable() in the written SQL; lists and objects go as JSON cast to a type.

        A literal, not a bound parameter: binding imports pandas, half a second and 50 MB in every process.

        Args:
            name: The variable.
            value: Its value; None is null.
            kind: Its type in SQL.
        """
        if value is None or isinstance(value, str):
            text = "null" if value is None else quote_literal(value)
        else:
            text = f"{quote_literal(json.dumps(value))}::json"
        self._set(name, f"{text}::{kind}")

    def set_date(self, name: str, day: date | None) -> None:
        """Set a date variable; None stays a date that is null."""
        self._set(name, f"{quote_literal(day) if day else 'null'}::date")

    def _set(self, name: str, value: str) -> None:
        self.variables[name] = value
        self.connection.execute(f"set variable {name} = {value}")

    def open_reference(self, reference: Path) -> None:
        """Give the written SQL the reference tables it joins."""
        for table in self.layout.reference:
            path = quote_literal(glob.escape(str(reference / f"{table}.csv")))
            self.connection.execute(
                f"create table {table} as from read_csv({path}, all_varchar = true, header = true, delim = ',')"
            )
            self.connection.execute(read_statement(f"reference_{table}"))

    def open(self, table: TableLayout, source: TableSource | Sheet, label: str, view: str | None = None) -> list[str]:
        """Make a view named after the table: our columns from their file, all text, absent optional ones null.

        Args:
            table: The table as it is declared.
            source: The file, or the sheet of a workbook.
            label: What to call it in errors.
            view: Another name for the view.

        Returns:
            The file's header, as the file spells it.

        Raises:
            MissingColumns: A required column is not there.
            NotTheFile: It is no such table, or holds lists instead of values.
            EmptyFile: There is nothing in it.
        """
        if isinstance(source, TextSource):
            self.long_lines[view or table.name] = source.long_lines
            read_head(source.path, label)
            encoding = source.original_encoding or source.encoding
            if encoding not in ("utf-8", self.layout.encoding):
                self.findings.append(Finding(f"{encoding.replace('-', '_')}_text", source.name, 1))
            source = self._apply_dialect(table, source)
            refuse_unsafe_delimiter(label, self._read_first_line(source), table, self.layout)
        header = self._read_header(source)
        require(table, header, label, self.layout)
        _refuse_nested(table, source, label)
        self._report_columns(table, header, source.name)
        columns = dict(table.columns) | dict(table.optional)
        declared_header = table.spell_as_declared(header)
        spelling = {
            simplify(name): theirs for name, theirs in reversed(list(zip(declared_header, header, strict=True)))
        }
        self.their_names = {ours: spelling.get(simplify(theirs), theirs) for ours, theirs in columns.items()}
        self._create_view(view or table.name, source, header, declared_header, columns)
        return header

    def open_as_is(self, table: TableLayout, source: TableSource | Sheet, header: Sequence[str], view: str) -> None:
        """Make a view of every column of a file as c0, c1, … in the order of its header."""
        if isinstance(source, TextSource):
            source = self._apply_dialect(table, source)
        places = [f"c{place}" for place in range(len(header))]
        self._create_view(view, source, header, places, {place: place for place in places})

    def open_lookup(self, text: TextSource, code: str, label: str) -> bool:
        """Make the view `lookup` of a code list (code, label); False if it has no such columns."""
        text = self._apply_dialect(TableLayout("lookup", columns={"code": code, "label": label}), text)
        header = self._read_header(text)
        if not {simplify(code), simplify(label)} <= {simplify(column) for column in header}:
            return False
        self._create_view("lookup", text, header, header, {"code": code, "label": label})
        return True

    def _apply_dialect(self, table: TableLayout, text: TextSource) -> TextSource:
        """The same text with the dialect in which its header has the columns of the table."""
        dialect = find_dialect(self._read_first_line(text), table, self.layout)
        if dialect is None or dialect == Dialect(self.layout.delimiter, self.layout.quote):
            return text
        if dialect.delimiter != self.layout.delimiter:
            self.findings.append(Finding("other_delimiter", text.name, 1, repr(dialect.delimiter)))
        return replace(text, dialect=dialect)

    def _read_header(self, source: TableSource | Sheet) -> list[str]:
        if isinstance(source, Sheet):
            return source.header
        if isinstance(source, ParquetSource):
            return list(read_parquet_columns(source.path))
        if isinstance(source, JsonSource):
            return list(read_json_columns(source.path))
        return split_header(self._read_first_line(source), self._choose_dialect(source))

    def _choose_dialect(self, text: TextSource) -> Dialect:
        return text.dialect or Dialect(self.layout.delimiter, self.layout.quote)

    def _read_first_line(self, source: TextSource) -> str:
        with source.path.open(encoding=source.encoding, errors="replace", newline="") as lines:
            for _ in range(source.comments):
                lines.readline()
            return lines.readline().rstrip("\r\n").removeprefix("\ufeff")

    def _create_view(
        self,
        name: str,
        source: TableSource | Sheet,
        header: Sequence[str],
        declared_header: Sequence[str],
        columns: Mapping[str, str],
    ) -> None:
        """`header` is how the file spells its columns, `declared_header` how the layout does."""
        if isinstance(source, Sheet):
            expressions = [f"c{position}" for position in range(len(header))]
            rows = f"{name}_sheet"
            self.connection.register(rows, source.rows)
        elif isinstance(source, ParquetSource):
            expressions = [_format_as_text(column, kind) for column, kind in read_parquet_columns(source.path).items()]
            rows = f"read_parquet({quote_literal(glob.escape(str(source.path)))})"
        elif isinstance(source, JsonSource):
            expressions = [f'"{escape_name(column)}"' for column in header]
            rows = format_json_reader(source, header)
        else:
            expressions = [f"c{position}" for position in range(len(header))]
            rows = format_csv_reader(source, len(header), self._choose_dialect(source), name)
            self.texts.add(name)
        at = {
            simplify(column): expression
            for column, expression in reversed(list(zip(declared_header, expressions, strict=True)))
        }
        selection = ", ".join(
            f'{at.get(simplify(theirs), "null::varchar")} as "{ours}"' for ours, theirs in columns.items()
        )
        replacement = ""
        codes = [ours for ours in columns if _is_code(ours)]
        decimals = codes if self.has_decimals else self._find_decimals_early(f"select {selection} from {rows}", codes)
        if decimals:
            self.findings.append(Finding("code_with_decimals", source.name, len(decimals), decimals[0]))
            replacement = f"replace ({', '.join(f'{WHOLE.format(ours)} as {ours}' for ours in codes)})"
        self.connection.execute(
            f"create or replace view {name} as select * {replacement} from (select {selection} from {rows})"
        )

    def _find_decimals_early(self, select: str, codes: Sequence[str]) -> list[str]:
        """Codes that pandas has made numbers with a fraction, as 50.0: mostly a whole column, so that few rows tell."""
        return self.find_decimals(f"({select} limit {FEW_ROWS})", codes)

    def find_decimals(self, rows: str, codes: Sequence[str]) -> list[str]:
        """Those of the code columns of a table or query in which there are numbers with a fraction."""
        if not codes:
            return []
        # Few codes have a point at all, and a pattern takes ten times as long to try.
        is_decimal = "case when contains({0}, '.') then regexp_full_match({0}, '" + DECIMAL + "') end"
        marks = ", ".join(f"coalesce(bool_or({is_decimal.format(code)}), false)" for code in codes)
        flags = self.connection.execute(f"select {marks} from {rows}").fetchone() or ()
        return [code for code, has_some in zip(codes, flags, strict=True) if has_some]

    def _report_columns(self, table: TableLayout, header: Sequence[str], member: str) -> None:
        known_columns = table.known_columns()
        for column in table.spell_as_declared(header):
            if simplify(column) not in known_columns:
                self.findings.append(Finding("unknown_column", column.strip(), 1, member))
        there = {simplify(column) for column in table.spell_as_declared(header)}
        for column in table.optional.values():
            if simplify(column) not in there and column not in table.may_lack:
                self.findings.append(Finding("missing_column", column, 1, member))

    def keep(self, name: str, sql: str) -> None:
        """Keep the rows of a query as a table."""
        self.connection.execute(f"create or replace table {name} as {sql}")

    def keep_both(self, one: str, other: str) -> None:
        """Keep two written queries as tables at the same time: each runs on one core, having few rows."""
        with self.connection.cursor() as cursor, ThreadPoolExecutor(1) as pool:
            for name, value in self.variables.items():
                cursor.execute(f"set variable {name} = {value}")
            waits = pool.submit(cursor.execute, f"create or replace table {other} as {read_statement(other)}")
            self.keep(one, read_statement(one))
            waits.result()

    def create_view(self, name: str, sql: str) -> None:
        """Name a query, to be asked in parts."""
        self.connection.execute(f"create or replace view {name} as {sql}")

    def count_rejected(self, view: str, table: str, file: str, rows_read: int) -> int:
        """Rows the reader could not split into the header's columns, reported; too many of them refuse the file."""
        if view not in self.texts:
            return 0
        row = self.connection.execute(
            "select count(distinct line), arg_min(error_type, line), min(line), "
            f"count(distinct line) filter (error_type::varchar = '{TOO_LONG}') from {view}_errors"
        ).fetchone()
        count, kind, line, long_ones = row or (0, None, None, 0)
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

    def fetch_number(self, sql: str) -> int:
        """The one whole number a query returns, 0 for none."""
        row = self.connection.execute(sql).fetchone()
        return int(row[0]) if row and row[0] is not None else 0

    def write(self, dataset: str, sql: str, to: Path, stamp: Mapping[str, str]) -> Path:
        """Write a query as one Parquet partition: exactly the declared columns and types, null where absent."""
        schema = DATASETS[dataset]
        shape = ", ".join(f'null::{kind} as "{name}"' for name, kind in schema.items())
        columns = ", ".join(
            f'{quote_literal(stamp[name])} as "{name}"' if name in stamp else f'"{name}"::{kind} as "{name}"'
            for name, kind in schema.items()
        )
        to.parent.mkdir(parents=True, exist_ok=True)
        self.keep("result", sql)
        self.connection.execute(
            f"copy (select {columns} from (select {shape} where false union all by name from result)) "
            f"to {quote_literal(to)} (format parquet, compression zstd)"
        )
        return to


def _refuse_nested(table: TableLayout, source: TableSource | Sheet, label: str) -> None:
    """A list or an object is not a value, whatever its text would look like."""
    if not isinstance(source, ParquetSource | JsonSource):
        return
    kinds = read_parquet_columns(source.path) if isinstance(source, ParquetSource) else read_json_columns(source.path)
    read = {simplify(theirs) for theirs in (*table.columns.values(), *table.optional.values())}
    pairs = zip(kinds.items(), table.spell_as_declared(list(kinds)), strict=True)
    nested_columns = [column for (column, kind), name in pairs if simplify(name) in read and is_nested(kind)]
    if nested_columns:
        raise NotTheFile(
            f"{label} has lists or objects instead of values in {', '.join(nested_columns)}; save each value in a "
            "column of its own."
        )


def _is_code(ours: str) -> bool:
    return ours == "grade" or ours.endswith("_code")


def _format_as_text(column: str, kind: str) -> str:
    """A Parquet column as text; a whole number of a type with fractions is written without one, no number is null."""
    name = f'"{escape_name(column)}"'
    if not kind.startswith(("DOUBLE", "FLOAT", "DECIMAL")):
        return f"{name}::varchar"
    whole = f"case when {name}::double = trunc({name}::double) then try_cast({name} as bigint) end"
    return f"coalesce({whole}::varchar, case when not isnan({name}::double) then {name}::varchar end)"


def choose_memory(path: Path) -> int:
    """Megabytes for the engine that reads a file: fewer where the reader itself needs them, which no limit counts."""
    return max(LEAST_MEMORY, MEMORY_LIMIT - DIRECTORY_TAKES * measure_directory(path) // 2**20)


def format_json_reader(source: JsonSource, columns: Sequence[str]) -> str:
    """The reader of JSON: every value text."""
    types = ", ".join(f"{quote_literal(column)}: 'varchar'" for column in columns)
    return f"read_json({quote_literal(glob.escape(str(source.path)))}, records = true, columns = {{{types}}})"


def format_csv_reader(text: TextSource, width: int, dialect: Dialect, errors: str) -> str:
    """The reader of a delimited text: every column text, bad rows set aside in the table <errors>_errors."""
    columns = ", ".join(f"'c{position}': 'varchar'" for position in range(width))
    return (
        f"read_csv({quote_literal(glob.escape(str(text.path)))}, auto_detect = false, header = true, "
        f"skip = {text.comments}, columns = {{{columns}}}, delim = {quote_literal(dialect.delimiter)}, "
        f"quote = {quote_literal(dialect.quote)}, escape = {quote_literal(dialect.quote)}, "
        f"encoding = {quote_literal(text.encoding)}, "
        f"buffer_size = {BUFFER}, store_rejects = true, "
        f"rejects_table = '{errors}_errors', rejects_scan = '{errors}_scans')"
    )


def quote_literal(value: object) -> str:
    """A value as an SQL string; only for what DuckDB cannot bind (file names in views and COPY, declared constants)."""
    return "'" + str(value).replace("'", "''") + "'"


def escape_name(name: str) -> str:
    """A name of theirs inside double quotes."""
    return name.replace('"', '""')


def read_statement(name: str) -> str:
    """The written SQL of a staging step."""
    return files("etl").joinpath("sql", "staging", f"{name}.sql").read_text(encoding="utf-8")
