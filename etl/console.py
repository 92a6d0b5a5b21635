"""What the commands share: sentences, errors as one sentence with exit status 1, and a progress bar."""

import errno
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from etl.errors import EtlError
from etl.places import places

if TYPE_CHECKING:
    from etl.build import BuildResult
    from etl.checks import CheckResult

PIPED_WIDTH = 1_000  # when nobody watches a terminal, a table keeps one line per row
INTERRUPTED = 130  # what a shell expects of a command stopped by Ctrl-C


def console(*, stderr: bool = False) -> Console:
    """The stream's console, wide enough for whole rows where it is piped."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else PIPED_WIDTH, highlight=False)


def say(sentence: str, *, stderr: bool = False) -> None:
    """One sentence on one line, never wrapped inside a path."""
    console(stderr=stderr).print(escape(sentence), soft_wrap=True)


@contextmanager
def one_sentence() -> Iterator[None]:
    """Turn every error a user can cause into its sentence on standard error and exit status 1."""
    try:
        yield
    except EtlError as error:
        say(str(error), stderr=True)
        raise typer.Exit(1) from None
    except duckdb.IOException as error:
        say(f"{str(error).splitlines()[0].rstrip('.')}; make room or set SES_DATA to another disk.", stderr=True)
        raise typer.Exit(1) from None
    except OSError as error:
        say(_os_sentence(error), stderr=True)
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
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error, for terminals only: what is being done, steps done, steps in all (0: unknown)."""
    shown = console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal) as bar:
        task = bar.add_task("Starting", total=None)
        yield lambda what, done, total: bar.update(task, description=escape(what), completed=done, total=total or None)


def print_build(result: "BuildResult", displaced: Sequence[str] = ()) -> None:
    """Say which build is served now, what its checks warn of, and of which subjects the sample has left it."""
    say(f"Build {result.build_id} is being served from {result.path}.")
    if displaced:
        say(f"The synthetic sample of {', '.join(displaced)} is left out from now on: real files are loaded.")
    print_warnings(result.warnings)


def print_warnings(checks: Iterable["CheckResult"]) -> None:
    """Say what checks that did not pass found, with the first rows."""
    for check in checks:
        rows = "1 row" if check.offending_rows == 1 else f"{check.offending_rows:,} rows"
        say(f"Warning: {rows} against the check {check.name} ({check.description}), for instance {check.example}.")
