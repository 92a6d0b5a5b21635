"""The command line of the answers: list the indicators, show one."""

from __future__ import annotations

import calendar
import re
import sys
from collections.abc import Hashable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from metrics import catalog, supplied
from metrics.errors import MetricsError, NoWarehouse
from metrics.model import Metric, Unit, Window
from metrics.query import Answer
from metrics.selection import Selection
from metrics.streaks import answer_with_streaks
from metrics.warehouse import Warehouse, current

app = typer.Typer(
    help="Indicators of the Senior Executive Service, answered from the current warehouse.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
IN_UNIT = ("value", "low", "high")
NUMBERS = (*IN_UNIT, "numerator", "denominator", "left_out", "streak")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class FlowWindow(StrEnum):
    """What a flow is summed over."""

    FISCAL_YEAR = "fy"
    TWELVE_MONTHS = "12m"


WINDOWS: dict[FlowWindow, Window] = {FlowWindow.FISCAL_YEAR: "fy", FlowWindow.TWELVE_MONTHS: "12m"}


class Sources(StrEnum):
    """Whose figure is shown where several publishers give one."""

    BEST = "best"
    ALL = "all"


@app.command("list", epilog="Example: [bold]python -m metrics list[/bold]")
def list_indicators(
    output: Annotated[Format, typer.Option("--format", help="Table, CSV or JSON.")] = Format.TABLE,
) -> None:
    """Every indicator: name, theme, unit, what it means and how it can be broken down."""
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
    if output is Format.CSV:
        typer.echo(rows.to_csv(index=False), nl=False)
    elif output is Format.JSON:
        typer.echo(rows.to_json(orient="records", indent=2))
    else:
        table = Table(box=None, header_style="bold", pad_edge=False)
        for column in ("name", "unit", "definition"):
            table.add_column(column, overflow="fold", no_wrap=column == "name")
        for theme in dict.fromkeys(metric.theme for metric in metrics):
            table.add_row(f"[bold]{theme}[/bold]")
            for metric in metrics:
                if metric.theme == theme:
                    table.add_row(f"  {metric.name}", metric.unit.word, metric.definition)
        _console().print(table)


@app.command(
    epilog="Examples: [bold]python -m metrics show noncareer_share[/bold] · "
    "[bold]python -m metrics show separations --by separation_category --format csv[/bold] · "
    "[bold]python -m metrics show on_board --by appointment --where agency_code=ED --from 2016-09[/bold]"
)
def show(
    name: Annotated[str, typer.Argument(help="The indicator, as python -m metrics list names it.")],
    by: Annotated[list[str] | None, typer.Option("--by", help="Break down by this column; may be repeated.")] = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", help="Keep COLUMN=VALUE; may be repeated, alternatives of one column add up."),
    ] = None,
    start: Annotated[str | None, typer.Option("--from", help="First month, YYYY-MM.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last month, YYYY-MM.")] = None,
    window: Annotated[
        FlowWindow | None,
        typer.Option("--window", help="Flows over fiscal years (fy, the default) or twelve months (12m)."),
    ] = None,
    sources: Annotated[
        Sources, typer.Option("--sources", help="One publisher's figure by precedence (best), or every one (all).")
    ] = Sources.BEST,
    output: Annotated[Format, typer.Option("--format", help="Table, CSV or JSON.")] = Format.TABLE,
) -> None:
    """One indicator's values by period, with evidence, source and flags."""
    warehouse = current()
    metric = supplied.find(warehouse, name)
    selection = Selection.of(
        by=dict.fromkeys(by or ()),
        where=_filters(where or []),
        start=_month(start, "--from", last=False),
        end=_month(end, "--to", last=True),
        window=WINDOWS[window] if window else None,
        all_sources=sources is Sources.ALL,
    )
    _print(warehouse, answer_with_streaks(warehouse, metric, selection), output)


def _published_only() -> tuple[Metric, ...]:
    """What the served build holds beyond the catalog; nothing where there is no build yet."""
    try:
        return tuple(supplied.published_only(current()).values())
    except NoWarehouse:
        return ()


def _filters(pairs: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in pairs:
        column, equals, value = pair.partition("=")
        if not equals or not column:
            raise typer.BadParameter(f"'{pair}' is not COLUMN=VALUE, for example agency_code=ED", param_hint="--where")
        found.setdefault(column.strip(), []).append(value.strip())
    return found


def _month(text: str | None, option: str, *, last: bool) -> date | None:
    if text is None:
        return None
    match = _MONTH.fullmatch(text)
    if not match or not 1 <= int(match[2]) <= 12:
        raise typer.BadParameter(
            f"'{text}' is not a month, write it as YYYY-MM, for example 2016-09", param_hint=option
        )
    year, month = int(match[1]), int(match[2])
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1)


def _print(warehouse: Warehouse, result: Answer, output: Format) -> None:
    table = result.table.assign(period=result.table["period"].dt.strftime("%Y-%m-%d"))
    for column in NUMBERS:
        if column in table and (table[column].dropna() % 1 == 0).all():
            table[column] = table[column].astype("Int64")
    if output is Format.CSV:
        typer.echo(table.to_csv(index=False), nl=False)
    elif output is Format.JSON:
        typer.echo(table.to_json(orient="records", indent=2, double_precision=12))
    else:
        _print_table(warehouse, result)
    if result.note:
        typer.echo(result.note, err=True)


def _print_table(warehouse: Warehouse, result: Answer) -> None:
    metric = result.metric
    table = Table(
        title=f"{metric.title}\n[dim]{metric.definition}[/dim]", title_justify="left", header_style="bold", box=None
    )
    for column in result.table.columns:
        table.add_column(
            f"{column} ({metric.unit.word})" if column == "value" else column,
            justify="right" if column in NUMBERS else "left",
            overflow="fold",
        )
    labels = {
        column: warehouse.labels(column) for column in result.table.columns if column.endswith(("_code", "_band"))
    }
    for record in result.table.to_dict("records"):
        table.add_row(*(_cell(column, cell, labels, metric.unit) for column, cell in record.items()))
    _console().print(table)


def _cell(column: Hashable, cell: Any, labels: dict[str, dict[str, str]], unit: Unit) -> str:
    if column == "period":
        return f"{cell:%Y-%m-%d}"
    if column in NUMBERS:
        return "" if pd.isna(cell) else _number(float(cell), unit if column in IN_UNIT else None)
    label = labels.get(str(column), {}).get(cell)
    return f"{cell} [dim]{label}[/dim]" if label else str(cell)


def _console() -> Console:
    """A console as wide as the terminal; output that goes to a file or a pipe is not folded."""
    return Console() if sys.stdout.isatty() else Console(width=200)


def _number(value: float, unit: Unit | None) -> str:
    decimals = unit.decimals if unit else (0 if value % 1 == 0 else 1)
    return f"{value:,.{decimals}f}"


def main() -> None:
    """Run the command line; what a person can cause is one sentence and a status, never a traceback."""
    try:
        app()
    except NoWarehouse as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except MetricsError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
