"""The loader's command line: load, build, sample, status, formats. The only place in etl that prints."""

import errno
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import duckdb
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from etl.errors import EtlError
from etl.places import places
from etl.tables import columns_table, layouts_table, loaded_table, status_table

if TYPE_CHECKING:
    from etl.build import BuildResult

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
            _console().print(loaded_table(result.loaded))
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

    `python -m etl sample --to ~/full --rows 2300000 --periods 1`
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
        _console().print(status_table(found.extracts))
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

    chosen = [layout for layout in LAYOUTS if name in (None, layout.name)]
    if not chosen:
        known = ", ".join(layout.name for layout in LAYOUTS)
        _say(f"Unknown layout {name}; known are {known}.", stderr=True)
        raise typer.Exit(2)
    if name is None:
        _console().print(layouts_table(chosen))
        _say("`python -m etl formats NAME` lists the columns of one.")
        return
    for layout in chosen:
        _say(f"{layout.name}: {layout.title}. {layout.publisher}. {layout.note}".rstrip())
        _say(f"Recognised by {layout.recognised_by()}; period from {layout.period.value}.")
        _say(
            f"Columns separated by {layout.delimiter!r}; withheld: {', '.join(repr(word) for word in layout.unknown)}."
        )
        _console().print(columns_table(layout))


def _some(paths: Iterable[Path]) -> str:
    names = [path.name for path in paths]
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")


def _print_build(result: "BuildResult") -> None:
    _say(f"Build {result.build_id} is being served from {result.path}.")
    for warning in result.warnings:
        _say(f"Warning: {warning.description} ({warning.offending_rows} rows, for instance {warning.example}).")


if __name__ == "__main__":
    app()
