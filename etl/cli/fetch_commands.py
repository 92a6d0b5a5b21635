"""The commands that go to a publisher's server: fetch and refresh."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from etl.cli.console import EXIT_INTERRUPTED, one_sentence, open_console, print_build, print_loaded, say, show_progress
from etl.cli.tables import build_changes_table
from etl.errors import EtlError
from etl.layouts.spec import month_end
from etl.paths import find_places
from etl.publishers.spans import Span

if TYPE_CHECKING:
    from etl.publishers.download import Patience
    from etl.publishers.refresh import Request, StageResult
    from etl.publishers.sources.listing import FileSource
    from etl.warehouse.revisions import Revision

EXAMPLE_MONTH = "YYYY-MM"


class Subject(StrEnum):
    """What can be asked for by --subject."""

    EMPLOYMENT = "employment"
    ACCESSIONS = "accessions"
    SEPARATIONS = "separations"
    POSITIONS = "positions"


class MonthsToCome(EtlError):
    """Months asked for that are not over yet."""


class Incomplete(EtlError):
    """Some files could not be had; whatever could be is loaded."""


SOURCE = Annotated[
    str,
    typer.Option(
        "--source",
        help="opm (its file API), mirror (the public one, or the address in SES_MIRROR), text (OPM's old addresses, 25 "
        "times as large), cubes (FedScope's old addresses), a folder, an address, or a pattern with {subject}, {year}, "
        "{mm} or {month}, and {version}.",
        metavar="opm|mirror|text|cubes|FOLDER|URL",
    ),
]
SUBJECTS = Annotated[
    list[Subject] | None,
    typer.Option(
        "--subject",
        help="Once for each subject; employment, accessions and separations if left out. positions is OPM's register "
        "of senior positions (PLUM).",
        metavar="employment|accessions|separations|positions",
    ),
]
SINCE = Annotated[str | None, typer.Option("--from", help="First month.", metavar=EXAMPLE_MONTH)]
UNTIL = Annotated[str | None, typer.Option("--to", help="Last month.", metavar=EXAMPLE_MONTH)]
TIMEOUT = Annotated[float, typer.Option(min=0.1, help="Seconds to wait for a silent server before trying again.")]
SCHEDULER = Annotated[
    str | None, typer.Option(help="Stage on the workers of this Dask scheduler instead.", metavar="tcp://HOST:PORT")
]
DRY_RUN = Annotated[bool, typer.Option("--dry-run", help="Only say what would be downloaded.")]


def fetch(
    subject: SUBJECTS = None,
    since: Annotated[
        str | None, typer.Option("--from", help="First month; 24 months back if left out.", metavar=EXAMPLE_MONTH)
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", help="Last month; the newest if left out.", metavar=EXAMPLE_MONTH)
    ] = None,
    source: SOURCE = "opm",
    timeout: TIMEOUT = 20,
    scheduler: SCHEDULER = None,
    keep_names: Annotated[
        bool,
        typer.Option(
            "--keep-names",
            help="Keep the names in the raw copy of the register of positions, which leaves them out otherwise.",
        ),
    ] = False,
    dry_run: DRY_RUN = False,
) -> None:
    """Download the newest version of every month asked for, load the files and build.

    Only what is new or was published again is downloaded. Files wait in SES_DATA/downloads until they are whole,
    checked and loaded; a download that was stopped goes on where it stopped. SES_OPM puts another host in the place of
    OPM's.

    **Examples**

    `python -m etl fetch --subject separations --from 2025-01 --dry-run`

    `python -m etl fetch --from 2024-09 --to 2024-09 --source mirror`

    `python -m etl fetch --source cubes --from 2010-01 --to 2012-12`

    `python -m etl fetch --subject positions`
    """
    from etl.publishers.refresh import Request
    from etl.publishers.sources.listing import is_path
    from etl.publishers.spans import LAST_MONTHS, find_last_month, go_back

    first, last = _parse_range(since, until)
    if since is None and not is_path(source):
        first = go_back(min(last, find_last_month(date.today())), LAST_MONTHS - 1)
    with one_sentence():
        _refuse_months_to_come(first, source)
        _run_all(
            _choose_subjects(subject),
            source,
            lambda origin, subjects: Request(
                origin,
                subjects,
                first,
                last,
                patience=_build_patience(timeout),
                scheduler=scheduler,
                keep_names=keep_names,
            ),
            dry_run=dry_run,
        )


def refresh(
    subject: SUBJECTS = None,
    span: Annotated[
        Span | None,
        typer.Option(
            help="How far back: quick (the newest month, 14 months of movement, the months to compare with), standard "
            "(also the last 24 months, every September since 2005, movement since 2015) or all. standard if left out; "
            "all between --from and --to.",
            metavar="quick|standard|all",
        ),
    ] = None,
    since: SINCE = None,
    until: UNTIL = None,
    source: SOURCE = "opm",
    timeout: TIMEOUT = 20,
    scheduler: SCHEDULER = None,
    dry_run: DRY_RUN = False,
) -> None:
    """Bring the dashboard up to date: all that OPM has published or revised, most useful first.

    Says beforehand how many files, megabytes and minutes that is. Stage by stage it downloads, loads, builds and
    publishes: first the newest month and 14 months of movement, then the months to compare with, then the last 24
    months, then the years before. Stopped after any stage, the dashboard is whole, and the next run goes on. Says what
    changed against the build served until now: new months, and months revised, by how many executives. With nothing new
    it asks one list a subject and ends.

    **Examples**

    `python -m etl refresh`

    `python -m etl refresh --span all --dry-run`

    `python -m etl refresh --source mirror`

    `python -m etl refresh --subject employment --from 2016-01 --to 2017-12`
    """
    from etl.publishers.refresh import Request
    from etl.publishers.sources.listing import is_path

    first, last = _parse_range(since, until)
    is_whole = since is None and until is None
    stage_span = span or (Span.STANDARD if is_whole and not is_path(source) else Span.ALL)
    with one_sentence():
        _refuse_months_to_come(first, source)
        _run_all(
            _choose_subjects(subject),
            source,
            lambda origin, subjects: Request(
                origin, subjects, first, last, stage_span, is_whole, _build_patience(timeout), scheduler
            ),
            dry_run=dry_run,
        )


def _run_all(
    subjects: tuple[str, ...],
    source_name: str,
    build_request: "Callable[[FileSource, tuple[str, ...]], Request]",
    *,
    dry_run: bool,
) -> None:
    """Run for the monthly files and, as it is another door of OPM's, separately for the register of positions."""
    from etl.publishers.download import NotServed, Unreachable
    from etl.publishers.sources.choice import choose_source

    positions = tuple(one for one in subjects if one == Subject.POSITIONS)
    monthly = tuple(one for one in subjects if one != Subject.POSITIONS)
    runs = [(source_name, monthly), ("plum", positions)] if source_name == "opm" else [(source_name, subjects)]
    problems: list[str] = []
    unasked_count = 0
    ways: list[str] = []
    refusal: EtlError | None = None
    for source, of_source in runs:
        if of_source:
            origin = choose_source(source, find_places().reference)
            try:
                missing, more = _run(build_request(origin, of_source), dry_run=dry_run)
            except (NotServed, Unreachable) as error:
                refusal = refusal or error
                continue
            problems += missing
            unasked_count += more
            ways += [origin.other_ways] if missing else []
    if refusal:
        raise refusal
    if problems:
        count = len(problems) + unasked_count
        files = "One file" if count == 1 else f"{count} files"
        rest = f"; {unasked_count} of them not asked for, as the server had stopped answering" if unasked_count else ""
        raise Incomplete(
            f"{files} could not be had: {'; '.join(problems[:3])}{'; …' if len(problems) > 3 else ''}{rest}; what "
            f"could be had is loaded, so run the same command again later, or {ways[0]}."
        )


def _run(request: "Request", *, dry_run: bool) -> tuple[list[str], int]:
    """A sentence for each file that could not be had, and how many more were not asked for."""
    from etl.publishers.refresh import Reader
    from etl.publishers.refresh import refresh as fetch_and_load

    with _resumable(), show_progress() as tell:
        reader = Reader(say, tell, _print_stage)
        result = fetch_and_load(find_places(), request, reader, dry_run=dry_run)
    if dry_run:
        for sentence in result.plan.listing.refusals:
            say(f"{sentence}.")
        return [], 0
    if not result.build and not result.problems:
        say("The build being served is up to date.")
    if result.build and result.plan.loaded_count and not any(not change.is_new for change in result.changes):
        say("No month loaded before was revised.")
    return result.problems, result.unasked_count


def _print_stage(result: "StageResult") -> None:
    print_loaded(result.extracts)
    print_build(result.build, result.extracts)
    _print_changes(result.changes)


@contextmanager
def _resumable() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        say("Stopped; what was downloaded is kept, and the same command goes on from there.", stderr=True)
        raise typer.Exit(EXIT_INTERRUPTED) from None


def _print_changes(changes: "Sequence[Revision]") -> None:
    revisions = [change for change in changes if not change.is_new]
    for subject in dict.fromkeys(change.subject for change in changes):
        new = [change for change in changes if change.is_new and change.subject == subject]
        if new:
            months = f"{new[-1].period:%Y-%m}" + (f" to {new[0].period:%Y-%m}" if len(new) > 1 else "")
            number = "1 new month" if len(new) == 1 else f"{len(new)} new months"
            say(f"{subject.capitalize()}: {number} ({months}); {new[0].after or 0:,} SES members in the last.")
    if revisions:
        open_console().print(build_changes_table(revisions))


def _choose_subjects(subjects: list[Subject] | None) -> tuple[str, ...]:
    from etl.publishers.sources.choice import SUBJECTS as MONTHLY

    return tuple(dict.fromkeys(subject.value for subject in subjects)) if subjects else MONTHLY


def _build_patience(timeout: float) -> "Patience":
    from etl.publishers.download import Patience

    return Patience(stall=timeout)


def _parse_range(since: str | None, until: str | None) -> tuple[date, date]:
    first, last = _parse_month(since, "--from") or date.min, _parse_month(until, "--to") or date.max
    if first > last:
        raise typer.BadParameter(f"{first:%Y-%m} is after {last:%Y-%m}", param_hint="--from")
    return first, last


def _refuse_months_to_come(first: date, source: str) -> None:
    """No server has what is not over yet; a folder may hold anything."""
    from etl.publishers.sources.listing import is_path
    from etl.publishers.spans import find_last_month

    newest = find_last_month(date.today())
    if first > newest and not is_path(source):
        raise MonthsToCome(
            f"Nothing can have been published of {first:%Y-%m}, which is not over yet; give --from a month up to "
            f"{newest:%Y-%m}, or leave it out."
        )


def _parse_month(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text) or not 1978 <= int(text[:4]) <= 2100:
        raise typer.BadParameter(f"{text} is not a month like 2026-03", param_hint=option)
    month = datetime.strptime(text, "%Y-%m")
    return month_end(month.year, month.month)
