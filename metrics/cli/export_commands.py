"""The commands that write what leaves the page: export, one figure; briefing, a deck, workbook or printed pages."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from metrics import output_file
from metrics.analysis.headline import DEFAULT_BASELINE
from metrics.cli.options import NAME, WHERE, WINDOW, WITH_SAMPLE
from metrics.errors import MetricsError
from metrics.export import formats
from metrics.query.request import Sources, parse_month, parse_question
from metrics.text import exports

if TYPE_CHECKING:
    from metrics.export.briefing.model import Told

_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


class NotOneFile(MetricsError):
    """The command does not say which file to write."""


def export(
    name: NAME,
    to: Annotated[
        list[str],
        typer.Option(
            "--to",
            help="File to write; its ending is the format: pptx, xlsx, csv, json, html, png or svg. A month, YYYY-MM, "
            "is the last one shown.",
            metavar="FILE|YYYY-MM",
        ),
    ],
    by: Annotated[list[str] | None, typer.Option("--by", help="Break down by this column; may be repeated.")] = None,
    where: WHERE = None,
    start: Annotated[str | None, typer.Option("--from", help="First month, YYYY-MM.")] = None,
    window: WINDOW = None,
    sources: Annotated[
        Sources, typer.Option("--sources", help="One publisher's figure by precedence (best), or every one (all).")
    ] = Sources.BEST,
    form: Annotated[
        str,
        typer.Option(
            "--form",
            help="chart (what fits), over-time, ranked or table; csv and json hold all rows unless one is named.",
        ),
    ] = "",
    with_sample: WITH_SAMPLE = False,
) -> None:
    """One figure as a file that stands alone: an editable slide or workbook, rows, a web page or a picture.

    Title, source, date, definition, caveat, limits and the mark of the synthetic sample travel with it.
    """
    from metrics.exhibits.forms import Wanted, wanted

    last, file = _split_file_and_month(to)
    output_file.check_writable(file)
    kind = formats.find(file.suffix)
    request = parse_question(by or (), where or (), start, last, window, sources)
    is_whole = kind.ending in ("csv", "json") and not form
    drawn_as = Wanted.TABLE if is_whole else wanted(form)

    from metrics.demonstration import open_warehouse
    from metrics.exhibits.from_request import exhibit_of
    from metrics.query import published_only

    warehouse = open_warehouse(with_sample=with_sample, tell=_write_aside)
    with _show_progress() as tell:
        tell(name, 0, 2)
        exhibit = exhibit_of(warehouse, published_only.find(warehouse, name), request.selection, drawn_as)
        tell(kind.label, 1, 2)
        size = output_file.write(file, lambda: formats.write(exhibit, kind.ending))
    about = f"{exhibit.title} {exhibit.subtitle}"
    typer.echo(exports.report_file(file, kind.label, size, about, is_sample=exhibit.is_sample))


def briefing(
    to: Annotated[
        Path,
        typer.Option("--to", help="File to write; its ending is the format: pptx, xlsx, html or pdf.", metavar="FILE"),
    ],
    agency: Annotated[
        str,
        typer.Option("--agency", help="One agency by its code, beside its peers; the whole government if left out."),
    ] = "",
    theme: Annotated[
        list[str] | None, typer.Option("--theme", help="Once for each theme, such as retirement; all if left out.")
    ] = None,
    baseline: Annotated[
        str | None, typer.Option("--baseline", help="Changes since this month, YYYY-MM; September 2016 if left out.")
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", help="Figures up to this month, YYYY-MM; the newest if left out.")
    ] = None,
    with_sample: WITH_SAMPLE = False,
) -> None:
    """A briefing to carry into a room: a slide deck, a workbook, a web page or printed pages.

    The limits in law, a headline and charts for each theme, an agency beside its peers, method and sources.
    """
    from metrics.export.briefing import chapters

    output_file.check_writable(to)
    kind = formats.find(to.suffix, formats.BRIEFINGS)
    themes = tuple(chapters.find(each).key for each in theme or ())
    then = parse_month(baseline, "baseline", last=True) or DEFAULT_BASELINE
    until = parse_month(period, "period", last=True)

    from metrics.demonstration import open_warehouse
    from metrics.export.briefing.compose import compose

    warehouse = open_warehouse(with_sample=with_sample, tell=_write_aside)
    with _show_progress() as tell:
        document = compose(warehouse, agency, themes, then, until, told=tell)
        size = output_file.write(to, lambda: formats.write_briefing(document, kind.ending, tell))
    about = f"{document.title}, {document.whose}, {document.as_of}."
    typer.echo(exports.report_file(to, kind.label, size, about, is_sample=document.is_sample))


def _write_aside(sentence: str) -> None:
    typer.echo(sentence, err=True)


def _split_file_and_month(words: list[str]) -> tuple[str | None, Path]:
    """The last month, if one is named, and the file: no file that names its format is written like a month."""
    months = [word for word in words if _MONTH.fullmatch(word)]
    files = [word for word in words if word not in months]
    if len(files) != 1 or len(months) > 1:
        raise NotOneFile(f"to: name one file to write, and at most one last month (YYYY-MM); given: {', '.join(words)}")
    return (months[0] if months else None), Path(files[0])


@contextmanager
def _show_progress() -> Iterator[Told]:
    """What is told of each part while it is made: a bar on standard error where someone watches, else nothing."""
    if not sys.stderr.isatty():
        yield lambda _what, _count, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        yield lambda what, count, of: bar.update(task, description=what, completed=count, total=of)
