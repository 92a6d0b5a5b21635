"""A copy of a listing of positions that leaves out who is in them: what raw/ keeps unless names are asked for."""

from pathlib import Path

import duckdb

from etl.files.workbook import read_sheet
from etl.files.zip_archive import DiskFull, EmptyFile, NotTheFile, TextSource, inspect, make_readable
from etl.layouts.recognise import DataFile
from etl.layouts.spec import COPY, simplify
from etl.staging.engine import OUR_OWN_FAULT, Engine, escape_name, quote_literal, read_statement
from etl.staging.tables import refuse_cut, refuse_slipped

STAYS = ("VACANT", "CAREER INCUMBENT")
"""What a column of names says where it names nobody."""


def write_without_names(
    data_file: DataFile, folder: Path, reference: Path, scratch: Path
) -> tuple[Path, tuple[str, ...]]:
    """Write a copy of a listing that leaves out who is in it.

    The header is the file's own and a column of ours more, which tells how manieth of several rows alike each one is,
    since without names the copy could not. Cells of unknown columns are left empty too, for they may hold names, and so
    are rows whose cells have slipped into other columns or cannot be told apart at all.

    Args:
        data_file: The listing and its layout.
        folder: A folder to make, in which the copy is to lie.
        reference: The folder data/reference/.
        scratch: A folder elsewhere, where names may lie for as long as this takes.

    Returns:
        The path of the copy, and the columns of theirs that it leaves out.

    Raises:
        EmptyFile: The file has a header and no rows.
        DiskFull: There is no room for the copy.
        NotTheFile: The file cannot be read as its layout says, or too many of its rows have slipped.
    """
    layout, table, file = data_file.layout, data_file.layout.tables[0], data_file.path
    folder.mkdir(parents=True)
    engine = Engine(scratch, 1, layout)
    try:
        engine.open_reference(reference)
        source = read_sheet(file, data_file.sheet) if data_file.sheet else make_readable(inspect(file), scratch)
        header = engine.open(table, source, file.name)
        engine.keep("listed_positions", read_statement("listed_positions"))
        refuse_slipped(engine, data_file)
        engine.open_as_is(table, source, header, "whole")
        ours = {simplify(theirs): name for name, theirs in engine.their_names.items()}
        read = {*ours, *(simplify(name) for name in table.unread)}
        columns_left_out = tuple(
            name for name in header if ours.get(simplify(name)) in layout.personal or simplify(name) not in read
        )
        cells = [
            _format_cell(place, name, columns_left_out, ours.get(simplify(name)) == "pay_plan")
            for place, name in enumerate(header)
            if simplify(name) != simplify(COPY)
        ]
        usable = engine.fetch_number("select count(*) from listed_positions")
        unreadable = engine.count_rejected(table.name, table.name, file.name, usable)
        if unreadable:
            refuse_cut(data_file)
        if usable + unreadable == 0:
            raise EmptyFile(f"{file.name} has a header and no rows; download it again.")
        copy = folder / (file.name if isinstance(source, TextSource) else f"{file.stem}.csv")
        nothing = ", ".join("null" for _ in cells)
        engine.connection.execute(
            f"""
            copy (
                select * exclude (line) from (
                    select {", ".join(cells)}, if(is_slipped, 'slipped', repeat_number::varchar) as "{COPY}", line
                    from (select *, row_number() over () as line from whole) join listed_positions using (line)
                    union all
                    select {nothing}, 'unreadable', null from range({unreadable})
                ) order by line nulls last
            ) to {quote_literal(copy)} (format csv, header true)
            """
        )
    except OUR_OWN_FAULT:
        raise
    except duckdb.IOException as error:
        raise DiskFull(f"There is no room for {file.name} in {folder}; make room.") from error
    except duckdb.Error as error:  # without its reason, which may quote a row
        raise NotTheFile(f"{file.name} cannot be read as {layout.name}; download it again.") from error
    finally:
        engine.close()
    return copy, columns_left_out


def _format_cell(place: int, name: str, columns_left_out: tuple[str, ...], is_pay_plan: bool) -> str:
    """The SQL of one cell of the copy, under the name its column has in the file."""
    cell = f"c{place}"
    if name in columns_left_out:
        cell = f"if(upper(trim({cell})) in {STAYS}, {cell}, null)"
    elif is_pay_plan:
        cell = f"if(is_plan_unknown, null, {cell})"
    return f'if(is_slipped, null, {cell}) as "{escape_name(name)}"'
