"""What may be said on the command line: indicator, filters, windows, forms of output."""

from __future__ import annotations

from typing import Annotated

import typer

from metrics.export.data.rows import Format
from metrics.query.request import FlowWindow

NAME = Annotated[str, typer.Argument(help="The indicator, by a name that `python -m metrics list` gives.")]
OUTPUT = Annotated[Format, typer.Option("--format", help="Table, CSV or JSON.")]
WHERE = Annotated[
    list[str] | None,
    typer.Option("--where", help="Keep COLUMN=VALUE; may be repeated, alternatives of one column add up."),
]
WITH_SAMPLE = Annotated[
    bool,
    typer.Option(
        "--with-sample",
        help="Ask the demonstration, in which a synthetic sample is shown where no real file is loaded: never facts.",
    ),
]
WINDOW = Annotated[
    FlowWindow | None,
    typer.Option("--window", help="Flows over fiscal years (fy, the default), twelve months (12m) or a month."),
]
