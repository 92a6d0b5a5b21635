"""The commands that go to a publisher's server: fetch and refresh."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from etl.console import INTERRUPTED, console, one_sentence, print_build, print_loaded, progress, say
from etl.errors import EtlError
from etl.layout import month_end
from etl.places import places
from etl.tables import changes_table

if TYPE_CHECKING:
    from etl.publishers.refresh import Refreshed, Request

EXAMPLE_MONTH = "YYYY-MM"


class Subject(StrEnum):
    """What can be asked for by --subject."""

    EMPLOYMENT = "employment"
    ACCESSIONS = "accessions"
    SEPARATIONS = "separations"


class Incomplete(EtlError):
    """Some files could not be had; whatever could be is loaded."""


SOURCE = Annotated[
    str,
    typer.Option(
        "--source",
        help="opm, mirror (the address in SES_MIRROR), cubes (FedScope's old addresses), an address, or a pattern "
        "with {subject}, {month} and {version}.",
        metavar="opm|mirror|cubes|URL",
    ),
]
SUBJECTS = Annotated[
    list[Subject] | None, typer.Option("--subject", help="Once for each subject; all three if left out.")
]
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
        str | None, typer.Option("--to", help="Last month; the one before this if left out.", metavar=EXAMPLE_MONTH)
    ] = None,
    source: SOURCE = "opm",
    timeout: TIMEOUT = 20,
    scheduler: SCHEDULER = None,
    dry_run: DRY_RUN = False,
) -> None:
    """Download the newest version of every month asked for, load the files and build.

    Employment is asked for at the ends of quarters before 2023, every month from then on. A month with nothing is said
    and passed over. Files wait in SES_DATA/downloads until they are whole and loaded; a download that was stopped goes
    on where it stopped. SES_OPM replaces OPM's host, or its whole pattern of addresses.

    **Examples**

    `python -m etl fetch --subject separations --from 2025-01 --dry-run`

    `python -m etl fetch --from 2024-09 --to 2024-09 --source https://mirror.example.org/opm`

    `python -m etl fetch --source cubes --from 2010-01 --to 2012-12`
    """
    from etl.publishers.download import Patience
    from etl.publishers.refresh import Request, usual_span
    from etl.publishers.sources import source_of

    first, last = usual_span(date.today())
    first, last = _month(since, "--from") or min(first, _month(until, "--to") or first), _month(until, "--to") or last
    if first > last:
        raise typer.BadParameter(f"{first:%Y-%m} is after {last:%Y-%m}", param_hint="--from")
    with one_sentence():
        origin = source_of(source, places().reference)
        patience = Patience(stall=timeout)
        _run(Request(origin, _chosen(subject), first, last, patience=patience, scheduler=scheduler), dry_run)


def refresh(
    subject: SUBJECTS = None,
    source: SOURCE = "opm",
    timeout: TIMEOUT = 20,
    scheduler: SCHEDULER = None,
    dry_run: DRY_RUN = False,
) -> None:
    """Fetch what is new of the last 24 months, look for new versions of every month fetched before, load and build.

    Says what changed against the build served until now: new months, and months the publisher revised, by how many
    executives. With nothing new it ends at once.

    **Examples**

    `python -m etl refresh`

    `python -m etl refresh --source mirror`

    `python -m etl refresh --subject employment --dry-run`
    """
    from etl.publishers.download import Patience
    from etl.publishers.refresh import Request, usual_span
    from etl.publishers.sources import source_of

    first, last = usual_span(date.today())
    with one_sentence():
        origin = source_of(source, places().reference)
        patience = Patience(stall=timeout)
        _run(Request(origin, _chosen(subject), first, last, True, patience, scheduler), dry_run)


def _run(request: "Request", dry_run: bool) -> None:
    from etl.publishers.refresh import refresh as fetch_and_load

    with _resumable(), progress() as tell:
        result = fetch_and_load(places(), request, say, tell, dry_run=dry_run)
    print_loaded(result.loaded)
    if result.build:
        print_build(result.build, result.loaded, result.displaced)
    _print_changes(result)
    if dry_run:
        for sentence in result.plan.refused:
            say(f"{sentence}.")
    elif not result.build and not result.problems:
        say("The build being served is up to date.")
    if result.problems:
        count = len(result.problems)
        files = "One file" if count == 1 else f"{count} files"
        raise Incomplete(
            f"{files} could not be had: {'; '.join(result.problems[:3])}{'; …' if count > 3 else ''}; what could be "
            "had is loaded, so run the same command again later."
        )


@contextmanager
def _resumable() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        say("Stopped; what was downloaded is kept, and the same command goes on from there.", stderr=True)
        raise typer.Exit(INTERRUPTED) from None


def _print_changes(result: "Refreshed") -> None:
    revised = [change for change in result.changes if not change.is_new]
    for subject in dict.fromkeys(change.subject for change in result.changes):
        new = [change for change in result.changes if change.is_new and change.subject == subject]
        if new:
            months = f"{new[-1].period:%Y-%m}" + (f" to {new[0].period:%Y-%m}" if len(new) > 1 else "")
            number = "1 new month" if len(new) == 1 else f"{len(new)} new months"
            say(f"{subject.capitalize()}: {number} ({months}); {new[0].after or 0:,} SES members in the last.")
    if revised:
        console().print(changes_table(revised))
    elif result.build and result.plan.known:
        say("No month loaded before was revised.")


def _chosen(subjects: list[Subject] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(subject.value for subject in subjects or Subject))


def _month(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise typer.BadParameter(f"{text} is not a month like 2026-03", param_hint=option)
    month = datetime.strptime(text, "%Y-%m")
    return month_end(month.year, month.month)
