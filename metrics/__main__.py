"""The command line of the answers: list indicators, show or export one, brief, rank agencies, reconcile, explain."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from metrics.analysis.change_table import build_change_table, describe_change_table
from metrics.analysis.peers import check_agency, compare_agencies
from metrics.analysis.reconcile import reconcile
from metrics.analysis.streaks import answer_with_streaks
from metrics.cli.console import build_grid, build_listing, speak_as_the_terminal_can
from metrics.cli.export_commands import briefing, export
from metrics.cli.options import NAME, OUTPUT, WHERE, WINDOW, WITH_SAMPLE
from metrics.definitions import catalog
from metrics.definitions.metric import Metric
from metrics.demonstration import open_warehouse
from metrics.errors import MetricsError, NoWarehouse
from metrics.export.data.rows import Format, write_rows
from metrics.query import published_only
from metrics.query.request import Sources, parse_month, parse_question
from metrics.text import exports
from metrics.text.dictionary import FILE, OutdatedDictionary, build_dictionary, check_up_to_date, write
from metrics.text.gaps import describe_part_year, list_remarks
from metrics.warehouse import Warehouse, open_current

app = typer.Typer(
    help="Indicators of the Senior Executive Service, answered from the current warehouse.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
READ = (
    *("verdict", "indicator", "period", "group", "value", "source", "published", "published_source"),
    *("difference_percent", "reason"),
)
"""The columns of a comparison that a table has room for."""


@app.command("list", epilog="Example: [bold]python -m metrics list[/bold]")
def list_indicators(output: OUTPUT = Format.TABLE) -> None:
    """Every indicator: name, theme, unit, what it means and how it can be broken down; then what is published only."""
    metrics = (*catalog.METRICS, *_published_only())
    rows = pd.DataFrame(
        {
            "name": metric.name,
            "theme": metric.theme,
            "unit": metric.unit.word,
            "definition": metric.definition,
            "breakdowns": " ".join(metric.breakdowns),
        }
        for metric in metrics
    )
    _print(rows, output, build_listing(rows))


@app.command(
    epilog="Examples: [bold]python -m metrics show noncareer_share[/bold] · "
    "[bold]python -m metrics show separations --by separation_category --format csv[/bold] · "
    "[bold]python -m metrics show on_board --by appointment --where agency_code=ED --from 2016-09[/bold] · "
    "[bold]python -m metrics show noncareer_share --baseline 2016-09[/bold]"
)
def show(
    name: NAME,
    by: Annotated[list[str] | None, typer.Option("--by", help="Break down by this column; may be repeated.")] = None,
    where: WHERE = None,
    start: Annotated[str | None, typer.Option("--from", help="First month, YYYY-MM.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last month, YYYY-MM.")] = None,
    window: WINDOW = None,
    sources: Annotated[
        Sources, typer.Option("--sources", help="One publisher's figure by precedence (best), or every one (all).")
    ] = Sources.BEST,
    baseline: Annotated[
        str | None, typer.Option("--baseline", help="Only the latest value and the change since this month, YYYY-MM.")
    ] = None,
    with_sample: WITH_SAMPLE = False,
    output: OUTPUT = Format.TABLE,
) -> None:
    """One indicator's values by period, with evidence, source and flags; or its change since a baseline."""
    request = parse_question(by or (), where or (), start, end, window, sources, baseline)
    warehouse = _open(with_sample)
    metric = published_only.find(warehouse, name)
    result = answer_with_streaks(warehouse, metric, request.selection)
    then = request.baseline
    rows = build_change_table(result, then) if then else result.table
    title = f"{metric.title}\n[dim]{metric.definition}[/dim]"
    _print(rows, output, build_grid(rows, title, metric.unit, _labels(warehouse, rows)))
    notes = list_remarks(warehouse, result, result.table)
    part = describe_part_year(warehouse, result)
    _aside(
        _format_mark(warehouse), result.note, part, *notes, *(describe_change_table(result, rows, then) if then else ())
    )


@app.command(
    "peers",
    epilog="Examples: [bold]python -m metrics peers noncareer_share[/bold] · "
    "[bold]python -m metrics peers quit_rate --agency DD* --where appointment=career[/bold]",
)
def print_peers(
    name: NAME,
    agency: Annotated[str | None, typer.Option("--agency", help="Only this agency's row, by its code.")] = None,
    period: Annotated[
        str | None, typer.Option("--period", help="Month to compare, YYYY-MM; by default the last with figures.")
    ] = None,
    where: WHERE = None,
    window: WINDOW = None,
    with_sample: WITH_SAMPLE = False,
    output: OUTPUT = Format.TABLE,
) -> None:
    """Every agency's value with its size group, the group's median and the agency's rank."""
    selection = parse_question(where=where or (), window=window).selection
    at = parse_month(period, "period", last=True)
    warehouse = _open(with_sample)
    metric = published_only.find(warehouse, name)
    ranking = compare_agencies(warehouse, metric, at, selection)
    if agency:
        check_agency(warehouse, metric, agency)
        ranking = ranking.only(agency)
    title = f"{metric.title}{f', {ranking.period}' if ranking.period else ''}\n[dim]{metric.definition}[/dim]"
    _print(ranking.table, output, build_grid(ranking.table, title, metric.unit))
    _aside(_format_mark(warehouse), *ranking.notes)


@app.command("reconcile", epilog="Example: [bold]python -m metrics reconcile --format csv[/bold]")
def compare_sources(with_sample: WITH_SAMPLE = False, output: OUTPUT = Format.TABLE) -> None:
    """Computed against published figures, and publishers against each other: what agrees, what differs and why."""
    warehouse = _open(with_sample)
    reconciliation = reconcile(warehouse)
    _print(reconciliation.table, output, build_grid(reconciliation.table[[*READ]]))
    if output is Format.TABLE:
        typer.echo("".join(f"\n{reason}: {sentence}" for reason, sentence in reconciliation.reasons) + "\n")
    typer.echo(reconciliation.words, err=output is not Format.TABLE)
    _aside(_format_mark(warehouse))


app.command(
    epilog="Examples: [bold]python -m metrics export noncareer_share --to limits.pptx[/bold] · "
    "[bold]python -m metrics export noncareer_share --by agency_code --to agencies.xlsx[/bold] · "
    "[bold]python -m metrics export separations --where appointment=career --to separations.csv[/bold]"
)(export)
app.command(
    epilog="Examples: [bold]python -m metrics briefing --to service.pptx[/bold] · "
    "[bold]python -m metrics briefing --agency ED --theme retirement --theme turnover --to education.pdf[/bold]"
)(briefing)


@app.command(
    "dictionary",
    epilog="Examples: [bold]python -m metrics dictionary[/bold] · "
    "[bold]python -m metrics dictionary --sql --to with-sql.md[/bold] · "
    "[bold]python -m metrics dictionary --to docs/dictionary.md[/bold] · "
    "[bold]python -m metrics dictionary --check[/bold]",
)
def write_dictionary(
    to: Annotated[Path | None, typer.Option("--to", help="File to write; printed if left out.")] = None,
    sql: Annotated[
        bool, typer.Option("--sql", help="Also the formula, the tables and the whole SQL of every indicator.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether the file (docs/dictionary.md, or --to) is current.")
    ] = False,
) -> None:
    """The data dictionary as Markdown: what every indicator means; with --sql also how it is computed."""
    if check:
        if sql and to is None:
            raise typer.BadParameter("docs/dictionary.md holds no SQL; name the file to check with --to")
        check_up_to_date(to or FILE, with_sql=sql)
        typer.echo(f"{to or FILE} is what the declarations say.")
    elif to:
        write(to, with_sql=sql)
    else:
        typer.echo(build_dictionary(with_sql=sql), nl=False)


def _open(with_sample: bool) -> Warehouse:
    """The real build, or the demonstration, of which one is told before it is made."""
    return open_warehouse(with_sample=with_sample, tell=_aside)


def _format_mark(warehouse: Warehouse) -> str:
    """What must be said beside an answer of the demonstration."""
    return exports.DEMONSTRATION if warehouse.with_sample else ""


def _published_only() -> Iterable[Metric]:
    """The indicators that only the current warehouse knows; none where there is no warehouse."""
    try:
        return published_only.list_published_only(open_current()).values()
    except NoWarehouse:
        return ()


def _print(rows: pd.DataFrame, output: Format, table: Table) -> None:
    """Rows on standard output; a table is as wide as the terminal, and not folded where it goes to a file or a pipe."""
    if output is Format.TABLE:
        (Console() if sys.stdout.isatty() else Console(width=200)).print(table)
    else:
        typer.echo(write_rows(rows, output), nl=False)


def _aside(*sentences: str) -> None:
    """Sentences for the reader, on standard error, so that what is printed stays rows."""
    for sentence in filter(None, sentences):
        typer.echo(sentence, err=True)


def _labels(warehouse: Warehouse, rows: pd.DataFrame) -> dict[str, dict[str, str]]:
    return {column: warehouse.labels(column) for column in rows.columns if column.endswith(("_code", "_band"))}


def main() -> None:
    """Run the command line; what a person can cause is one sentence and a status, never a traceback."""
    speak_as_the_terminal_can()
    try:
        app()
    except (NoWarehouse, OutdatedDictionary) as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except MetricsError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
