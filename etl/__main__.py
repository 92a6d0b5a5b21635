"""The loader's command line: load, build, sample, status, formats. The only place in etl that prints."""

import errno
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from etl.errors import EtlError
from etl.places import places

PIPED_WIDTH = 1_000  # when nobody watches a terminal, a table keeps one line per row

app = typer.Typer(
    name="etl",
    help="Bring OPM's published files into the dashboard: kept as published, staged and built into one warehouse.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _console(*, stderr: bool = False) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else PIPED_WIDTH, highlight=False)


def _say(sentence: str, *, stderr: bool = False) -> None:
    """One sentence on one line, never wrapped inside a path."""
    _console(stderr=stderr).print(escape(sentence), soft_wrap=True)


@contextmanager
def _one_sentence() -> Iterator[None]:
    """Turn every error a user can cause into its sentence on standard error and exit status 1."""
    try:
        yield
    except EtlError as error:
        _say(str(error), stderr=True)
        raise typer.Exit(1) from None
    except duckdb.IOException as error:
        _say(f"{str(error).splitlines()[0].rstrip('.')}; make room or set SES_DATA to another disk.", stderr=True)
        raise typer.Exit(1) from None
    except OSError as error:
        _say(_os_sentence(error), stderr=True)
        raise typer.Exit(1) from None


def _os_sentence(error: OSError) -> str:
    where = str(error.filename2 or error.filename or places().raw.parent)
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"There is no room to write {where}; make room or set SES_DATA to a larger disk, then load again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        reason = f"{where} cannot be read or written ({error.strerror})"
        return f"{reason}; change its permissions or set SES_DATA to another folder."
    if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENOENT):
        return f"{where} is not the file or folder it should be ({error.strerror}); check the path and SES_DATA."
    return f"{where}: {error.strerror or error}; check the disk and try again."


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error, for terminals only: what is being done, steps done, steps in all (0: unknown)."""
    console = _console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Starting", total=None)
        yield lambda what, done, total: bar.update(task, description=escape(what), completed=done, total=total or None)


@app.command()
def load(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders to look through.", metavar="PATH...")],
) -> None:
    """Load published files: copy them into raw/ with their provenance, stage them and build.

    All of them or none: a file that cannot be read stops the load and the build being served stays as it is.
    A file loaded before is noted and costs nothing.

    **Examples**

    `python -m etl load ~/Downloads/FedScope_Separations_FY2009.zip`

    `python -m etl load ~/Downloads`
    """
    from etl.load import load as load_files

    with _one_sentence():
        with _progress() as say:
            result = load_files(places(), paths, say)
        if result.loaded:
            _print_extracts([_flat(extract) for extract in result.loaded], "Loaded")
        if len(result.known) == 1:
            path, extract = result.known[0]
            _say(f"{path} is already loaded (as {extract.provenance.name}, {extract.provenance.loaded_at[:10]}).")
        elif result.known:
            _say(f"{len(result.known)} files are already loaded ({_some(path for path, _ in result.known)}).")
        if result.passed_over:
            _say(
                f"Passed over {len(result.passed_over)} of no known layout ({_some(result.passed_over)}); "
                "name one to learn why, or see `python -m etl formats`."
            )
        if result.build is not None:
            _print_build(result.build)
        else:
            _say("Nothing new; the build being served is up to date.")


@app.command()
def build() -> None:
    """Build the warehouse again from everything loaded and the figures that ship with the program.

    The new build is checked before it replaces the one being served.

    **Examples**

    `python -m etl build`

    `SES_DATA=/srv/ses python -m etl build`
    """
    from etl.build import build as build_warehouse

    with _one_sentence():
        with _progress() as say:
            result = build_warehouse(places(), lambda sentence: say(sentence, 0, 0))
        _print_build(result)


@app.command()
def sample(
    to: Annotated[Path, typer.Option("--to", help="Folder to write into; made if it is not there.", metavar="FOLDER")],
    rows: Annotated[int, typer.Option(min=1, help="Employees in each employment cube.")] = 60_000,
    periods: Annotated[int, typer.Option(min=1, help="Quarter ends to write.")] = 9,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same files.")] = 1978,
) -> None:
    """Write a synthetic sample in OPM's own layouts, marked as synthetic inside each file.

    **Examples**

    `python -m etl sample --to data/sample`

    `python -m etl sample --to /tmp/full --rows 2300000 --periods 1`
    """
    from etl.sample import write_sample

    with _one_sentence():
        with _progress() as say:
            written = write_sample(to, rows, periods, seed, lambda name: say(f"Wrote {name}", 0, 0))
        size = sum(path.stat().st_size for path in written) / 2**20
        _say(
            f"Wrote {len(written)} synthetic files ({size:,.1f} MB) into {to}; `python -m etl load {to}` takes them in."
        )


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print an object with a list `extracts` instead.")] = False,
) -> None:
    """Show what is loaded: from where, how fresh, rows read, kept, counted and rejected, and whether it is used.

    **Examples**

    `python -m etl status`

    `python -m etl status --json | jq '.extracts[].name'`
    """
    from etl.status import status as read_status

    with _one_sentence():
        found = read_status(places())
    if as_json:
        typer.echo(json.dumps(found.to_json(), indent=1, ensure_ascii=False))
        return
    if found.build_id is None:
        _say("No build yet; `python -m etl build` makes one from the published figures that ship with the program.")
    else:
        made = f", built {found.built_at:%Y-%m-%d %H:%M} UTC" if found.built_at else ", which cannot be read"
        _say(f"Serving build {found.build_id}{made}.")
    if found.extracts:
        _print_extracts(found.extracts, "Files", with_use=True)
    else:
        _say("Nothing is loaded; `python -m etl load PATH...` takes files in.")


@app.command()
def formats(
    name: Annotated[str | None, typer.Argument(help="One layout, to see its columns.", metavar="[NAME]")] = None,
) -> None:
    """Print every file layout that can be loaded, or one of them column by column.

    **Examples**

    `python -m etl formats`

    `python -m etl formats fedscope_separations`
    """
    from etl.formats import LAYOUTS
    from etl.layout import Layout

    chosen: list[Layout] = [layout for layout in LAYOUTS if name in (None, layout.name)]
    if not chosen:
        known = ", ".join(layout.name for layout in LAYOUTS)
        _say(f"Unknown layout {name}; known are {known}.", stderr=True)
        raise typer.Exit(2)
    console = _console()
    if name is None:
        table = _table("Layouts that can be loaded", "layout", "what it is", "evidence", "recognised by", "period from")
        for layout in chosen:
            recognised = layout.recognised_by()
            table.add_row(layout.name, layout.title, layout.evidence, escape(recognised), layout.period.value)
        console.print(table)
        _say("`python -m etl formats NAME` lists the columns of one.")
        return
    for layout in chosen:
        _say(f"{layout.name}: {layout.title}. {layout.publisher}. {layout.note}".rstrip())
        _say(f"Recognised by {layout.recognised_by()}; period from {layout.period.value}.")
        _say(
            f"Columns separated by {layout.delimiter!r}; withheld: {', '.join(repr(word) for word in layout.unknown)}."
        )
        table = _table("Columns", "table", "ours", "theirs", "")
        for part in layout.tables:
            for columns, kind in ((part.columns, "required"), (part.optional, "optional")):
                for ours, theirs in columns.items():
                    table.add_row(part.name, ours, theirs, kind)
            for theirs in part.unread:
                table.add_row(part.name, "", theirs, "not read")
        console.print(table)


def _some(paths: Iterable[Path]) -> str:
    names = [path.name for path in paths]
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        is_number = column in ("read", "kept", "counted", "rejected", "findings")
        table.add_column(column, justify="right" if is_number else "left", overflow="fold", no_wrap=is_number)
    return table


def _flat(extract: Any) -> dict[str, Any]:
    flat: dict[str, Any] = json.loads(extract.to_json())
    return flat


def _print_extracts(extracts: list[dict[str, Any]], title: str, *, with_use: bool = False) -> None:
    extra = ("loaded", "from", "used") if with_use else ("findings",)
    table = _table(title, "file", "layout", "evidence", "period", "read", "kept", "counted", "rejected", *extra)
    for extract in extracts:
        start, end = extract["period_start"], extract["period_end"]
        counts = (f"{extract[f'rows_{fate}'] or 0:,}" for fate in ("read", "kept", "counted", "rejected"))
        used = "yes" if extract.get("is_used") else "no"
        note = f" ({extract['note']})" if extract.get("note") else ""
        last = (
            (str(extract["loaded_at"])[:16].replace("T", " "), escape(_folder(extract["origin"])), escape(used + note))
            if with_use
            else (str(len(extract["findings"])),)
        )
        period = f"{end}" if start == end else f"{start} to {end}"
        table.add_row(escape(extract["name"]), extract["layout"], extract["evidence"], period, *counts, *last)
    _console().print(table)


def _folder(origin: str) -> str:
    """Where a file came from, without its name; an address stays whole."""
    return origin if "://" in origin else str(Path(origin).parent)


def _print_build(result: Any) -> None:
    _say(f"Build {result.build_id} is being served from {result.path}.")
    for warning in result.warnings:
        _say(f"Warning: {warning.description} ({warning.offending_rows} rows, for instance {warning.example}).")


if __name__ == "__main__":
    app()
