"""What the commands share: sentences, errors as one sentence with exit status 1, and a progress bar."""

import errno
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from etl.cli.tables import build_loaded_table, make_printable
from etl.errors import EtlError
from etl.layouts.spec import EARLIEST, LATEST, month_end
from etl.paths import find_places

if TYPE_CHECKING:
    from etl.files.provenance import Extract, Finding
    from etl.warehouse.build import BuildResult
    from etl.warehouse.checks import CheckResult

PIPED_WIDTH = 1_000  # when nobody watches a terminal, a table keeps one line per row
MOST_NOTED = 8  # files with a line of their own; `status --json` tells all
MOST_PASSED_OVER = 20
MOST_NAMED = 4  # columns or members named in one line
LATE_REPORT = "late_report"
EXIT_INTERRUPTED = 130  # what a shell expects of a command stopped by Ctrl-C


class NoMonth(EtlError):
    """What should be a month and is none."""


def speak_as_the_terminal_can() -> None:
    """Put a question mark for a character that the terminal cannot show: a dash is no reason to end in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def open_console(*, stderr: bool = False) -> Console:
    """The stream's console, wide enough for whole rows where it is piped."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else PIPED_WIDTH, highlight=False)


def say(sentence: str, *, stderr: bool = False) -> None:
    """One sentence on one line, never wrapped inside a path; a name in it commands no terminal."""
    open_console(stderr=stderr).print(escape(make_printable(sentence)), soft_wrap=True)


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
        say(_explain_os_error(error), stderr=True)
        raise typer.Exit(1) from None


def _explain_os_error(error: OSError) -> str:
    where = str(error.filename2 or error.filename or find_places().raw.parent)
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"There is no room to write {where}; make room or set SES_DATA to a larger disk, then load again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        reason = f"{where} cannot be read or written ({error.strerror})"
        return f"{reason}; change its permissions or set SES_DATA to another folder."
    if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENOENT):
        return f"{where} is not the file or folder it should be ({error.strerror}); check the path and SES_DATA."
    return f"{where}: {error.strerror or error}; check the disk and try again."


@contextmanager
def show_progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error, for terminals only: what is being done, steps done, steps in all (0: unknown)."""
    terminal = open_console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=terminal, transient=True, disable=not terminal.is_terminal) as bar:
        task = bar.add_task("Starting", total=None)
        yield lambda what, steps, total: bar.update(
            task, description=escape(make_printable(what)), completed=steps, total=total or None
        )


def print_loaded(extracts: "Sequence[Extract]") -> None:
    """Show the files of a load with their account, and say what was odd in them, a line for each."""
    if not extracts:
        return
    open_console().print(build_loaded_table(extracts))
    odd = [(extract, [one for one in extract.findings if one.kind != LATE_REPORT]) for extract in extracts]
    files_noted = [(extract, findings) for extract, findings in odd if findings]
    for extract, findings in files_noted[:MOST_NOTED]:
        kinds = dict.fromkeys(finding.kind for finding in findings)
        sentences = [_format_findings(kind, [one for one in findings if one.kind == kind]) for kind in kinds]
        say(f"Noted in {extract.provenance.name}: {'; '.join(sentences)}.")
    if len(files_noted) > MOST_NOTED:
        say(f"Noted in {len(files_noted) - MOST_NOTED} more files, too: `python -m etl status --json` tells what.")
    _print_late_reports(extracts)


def _print_late_reports(extracts: "Sequence[Extract]") -> None:
    """One line for all of them: every file of movements has some."""
    pairs = [(extract, one) for extract in extracts for one in extract.findings if one.kind == LATE_REPORT]
    for subject in dict.fromkeys(extract.subject for extract, _ in pairs):
        late = [one for extract, one in pairs if extract.subject == subject]
        rows = sum(one.occurrences for one in late)
        first = min(one.example.split(" to ")[0] for one in late)[:7]
        last = max(one.example.split(" to ")[-1] for one in late)[:7]
        files = "1 file" if len(late) == 1 else f"{len(late)} files"
        reports = "1 late report" if rows == 1 else f"{rows:,} late reports"
        months = first if first == last else f"{first} to {last}"
        say(f"{subject.capitalize()}: {reports} of {months} in {files}, counted in the months they are of.")


def _format_findings(kind: str, findings: "Sequence[Finding]") -> str:
    """One finding in full, several of a kind by what they are about."""
    if len(findings) > 1:
        items = ", ".join(finding.item for finding in findings[:MOST_NAMED])
        return f"{kind.replace('_', ' ')} ({items}{', …' if len(findings) > MOST_NAMED else ''})"
    (one,) = findings
    times = "once" if one.occurrences == 1 else f"{one.occurrences:,} times"
    return f"{kind.replace('_', ' ')} ({one.item}, {times}{f', for instance {one.example}' if one.example else ''})"


def print_strangers(strangers: Mapping[Path, str]) -> None:
    """Say of each stranger in a folder why it was passed over, a line each."""
    for sentence in list(strangers.values())[:MOST_PASSED_OVER]:
        say(f"Passed over: {sentence}")
    if len(strangers) > MOST_PASSED_OVER:
        say(f"Passed over: {len(strangers) - MOST_PASSED_OVER} more; name one to learn why.")


def parse_month(text: str | None) -> date | None:
    """The month end that a user means by YYYY-MM; raises NoMonth."""
    if text is None:
        return None
    match = re.fullmatch(r"(\d{4})-?(0[1-9]|1[0-2])", text)
    if not match or not EARLIEST <= int(match[1]) <= LATEST:
        raise NoMonth(f"{text} is no month; write it as 2026-03, from {EARLIEST} to {LATEST}.")
    return month_end(int(match[1]), int(match[2]))


def print_build(result: "BuildResult", extracts: "Sequence[Extract]" = ()) -> None:
    """Say which build is served now, what of the files loaded it leaves out and why, and what its checks warn of."""
    from etl.status import read_notes

    if result.with_sample:
        say(f"Demonstration {result.build_id} with a synthetic sample is in {result.path}; nobody sees it unasked.")
    else:
        say(f"Build {result.build_id} is being served from {result.path}.")
    for name, note in read_notes(result.path, extracts)[:MOST_NOTED]:
        say(f"{name}: {note}.")
    print_warnings(result.warnings)


def print_warnings(checks: Iterable["CheckResult"]) -> None:
    """Say what checks that did not pass found, with the first rows."""
    for check in checks:
        rows = "1 row" if check.offending_rows == 1 else f"{check.offending_rows:,} rows"
        say(f"Warning: {rows} against the check {check.name} ({check.description}), for instance {check.example}.")
