"""The loader's command line: fetch, refresh, load, build, sample, status, doctor, formats."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from etl.cli.console import (
    one_sentence,
    open_console,
    parse_month,
    print_build,
    print_loaded,
    print_strangers,
    print_warnings,
    say,
    show_progress,
    speak_as_the_terminal_can,
)
from etl.cli.fetch_commands import fetch, refresh
from etl.cli.tables import (
    build_changes_table,
    build_columns_table,
    build_doctor_table,
    build_layouts_table,
    build_status_table,
)
from etl.paths import find_places
from etl.warehouse.publish import read_current_build

app = typer.Typer(
    name="etl",
    help="Bring OPM's published files into the dashboard: kept as published, staged and built into one warehouse.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


app.command()(fetch)
app.command()(refresh)


@app.command()
def load(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders to look through.", metavar="PATH...")],
    scheduler: Annotated[
        str | None, typer.Option(help="Stage on the workers of this Dask scheduler instead.", metavar="tcp://HOST:PORT")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="The day a PLUM export was made, where neither its name nor its newest row tells.",
            metavar="2026-08-04",
        ),
    ] = None,
    keep_names: Annotated[
        bool,
        typer.Option(
            "--keep-names",
            help="Keep the names in the raw copy of a PLUM file, which leaves them out otherwise. Nothing made from it "
            "ever holds them.",
        ),
    ] = False,
    month: Annotated[
        str | None,
        typer.Option(help="The month of files that tell it neither by name nor in their rows.", metavar="YYYY-MM"),
    ] = None,
) -> None:
    """Load published files: copy them into raw/ with their provenance, stage them and build.

    All of them or none: a file that is named, or ours by its name, and cannot be read stops the load, and the build
    being served stays as it is. Strangers in a folder are passed over, a line each. A file loaded before is noted and
    costs nothing.

    **Examples**

    `python -m etl load ~/Downloads/FedScope_Separations_FY2009.zip`

    `python -m etl load ~/Downloads`

    `python -m etl load ~/Downloads/download.parquet --month 2026-03`

    `python -m etl load PLUM.csv --as-of 2026-08-04`

    `python -m etl load /srv/opm --scheduler tcp://HOST:8786`
    """
    from etl.load import load as load_files

    with one_sentence():
        with show_progress() as tell:
            day = as_of.date() if as_of else None
            result = load_files(
                find_places(),
                paths,
                tell,
                scheduler=scheduler,
                keep_names=keep_names,
                as_of=day,
                month=parse_month(month),
            )
        print_loaded(result.extracts)
        if len(result.repeats) == 1:
            path, extract = result.repeats[0]
            say(f"{path} is already loaded (as {extract.provenance.name}, {extract.provenance.loaded_at[:10]}).")
        elif result.repeats:
            say(f"{len(result.repeats)} files are already loaded ({_format_some(path for path, _ in result.repeats)}).")
        print_strangers(result.strangers)
        if result.samples:
            files = "1 synthetic file is" if len(result.samples) == 1 else f"{len(result.samples)} synthetic files are"
            say(
                f"{files} kept for the demonstration only, which nobody sees unasked: switch it on in the dashboard's "
                "header, or add --with-sample to a command of `python -m metrics`."
            )
        if result.build is not None:
            print_build(result.build, result.extracts)
        elif not result.samples:
            say("Nothing new; the build being served is up to date.")


@app.command()
def build(
    with_sample: Annotated[
        bool,
        typer.Option(
            "--with-sample",
            help="Make the demonstration instead: a build aside in which a synthetic sample stands where no real file "
            "is loaded. It is made anew only where it is out of date.",
        ),
    ] = False,
    when_behind: Annotated[
        bool,
        typer.Option(
            "--when-behind",
            help="Only where there is no build that this version of the program reads, or its files, figures or rules "
            "are newer than the build.",
        ),
    ] = False,
) -> None:
    """Build the warehouse again from everything real that is loaded and the figures that ship with the program.

    What an older version of the program staged is staged again first. The new build is checked before it replaces the
    one being served.

    **Examples**

    `python -m etl build`

    `SES_DATA=/srv/ses python -m etl build`
    """
    from etl.demonstration import demonstrate
    from etl.load import rebuild
    from etl.status import is_behind

    with one_sentence():
        if when_behind and not with_sample:
            if not is_behind(find_places()):
                return
            if (build_id := read_current_build(find_places().warehouse)) is not None:
                say(f"Build {build_id} is behind the program, its files or its figures; building again.")
        with show_progress() as tell:
            result = demonstrate(find_places(), tell) if with_sample else rebuild(find_places(), tell)
        if result is None:
            say("The demonstration is up to date.")
        else:
            print_build(result)


@app.command()
def sample(
    to: Annotated[Path, typer.Option("--to", help="Folder to write into; made if it is not there.", metavar="FOLDER")],
    rows: Annotated[int, typer.Option(min=1, help="Rows of each employment cube.")] = 60_000,
    periods: Annotated[int, typer.Option(min=1, help="Quarter ends to write.")] = 9,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same files.")] = 1978,
) -> None:
    """Write a synthetic sample in OPM's own layouts, marked as synthetic inside each file.

    **Examples**

    `python -m etl sample --to data/sample`

    `python -m etl sample --to ~/full --rows 2300000 --periods 1`
    """
    from etl.sample.extracts import write_sample

    with one_sentence():
        with show_progress() as tell:
            paths = write_sample(to, rows, periods, seed, lambda name: tell(f"Wrote {name}", 0, 0))
        size = sum(path.stat().st_size for path in paths) / 2**20
        say(
            f"Wrote {len(paths)} synthetic files ({size:,.1f} MB) into {to}; `python -m etl load {to}` takes them "
            "into the demonstration, and into nothing else."
        )


@app.command()
def status(
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="Print an object: `build`, `freshness`, lists `extracts`, `damaged_records`, `revisions`, `checks`.",
        ),
    ] = False,
) -> None:
    """Show what is loaded: from where, how fresh, which version, its rows, whether it is used, what was revised.

    The warnings of the build's checks are shown as well.

    **Examples**

    `python -m etl status`

    `python -m etl status --json | jq '.extracts[].name'`
    """
    from etl.status import read_status

    with one_sentence():
        report = read_status(find_places())
    if as_json:
        typer.echo(json.dumps(report.to_json(), indent=1, ensure_ascii=False))
        return
    if report.build_id is None:
        say("No build yet; `python -m etl build` makes one from the published figures that ship with the program.")
    else:
        moment = f", built {report.built_at:%Y-%m-%d %H:%M} UTC" if report.built_at else ", which cannot be read"
        say(f"Serving build {report.build_id}{moment}.{f' {report.freshness.words}' if report.freshness else ''}")
    if report.damaged_records:
        records = (
            "The record of 1 loaded file"
            if len(report.damaged_records) == 1
            else f"Records of {len(report.damaged_records)} files"
        )
        say(f"{records} cannot be read; `python -m etl build` makes up for it from what raw/ keeps.")
    if report.extracts:
        open_console().print(build_status_table(report.extracts))
    else:
        say("Nothing is loaded; `python -m etl load PATH...` takes files in.")
    if revisions := [revision for revision in report.revisions if not revision.is_new]:
        open_console().print(build_changes_table(revisions))
    print_warnings(check for check in report.checks if not check.passed)


@app.command()
def doctor(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print an object with `words` and a list `findings`.")
    ] = False,
) -> None:
    """Hold what is loaded against figures that others counted from OPM's records: what agrees, what differs and why.

    Exit status 1 where a count differs by more than half a percent from a figure of the same definition and no known
    reason explains it.

    **Examples**

    `python -m etl doctor`

    `python -m etl doctor --json | jq '.findings[] | select(.verdict == "differs")'`
    """
    from etl.doctor import diagnose

    with one_sentence():
        diagnosis = diagnose(find_places())
    if as_json:
        report = {"words": diagnosis.words, "findings": [finding.to_json() for finding in diagnosis.findings]}
        typer.echo(json.dumps(report, indent=1, ensure_ascii=False))
    else:
        if diagnosis.findings:
            open_console().print(build_doctor_table(diagnosis.findings))
        say(diagnosis.words)
    if not diagnosis.is_sound:
        raise typer.Exit(1)


@app.command()
def formats(
    name: Annotated[str | None, typer.Argument(help="One layout, to see its columns.", metavar="[NAME]")] = None,
) -> None:
    """Print every file layout that can be loaded, or one of them column by column.

    **Examples**

    `python -m etl formats`

    `python -m etl formats fedscope_separations`
    """
    from etl.layouts.registry import LAYOUTS

    layouts = [layout for layout in LAYOUTS if name in (None, layout.name)]
    if not layouts:
        names = ", ".join(layout.name for layout in LAYOUTS)
        say(f"Unknown layout {name}; known are {names}.", stderr=True)
        raise typer.Exit(2)
    if name is None:
        open_console().print(build_layouts_table(layouts))
        say("`python -m etl formats NAME` lists the columns of one.")
        return
    for layout in layouts:
        say(f"{layout.name}: {layout.title}. {layout.publisher}. {layout.note}".rstrip())
        say(f"Recognised by {layout.describe_signs()}; period from {layout.period.value}.")
        say(f"Columns separated by {layout.delimiter!r}; withheld: {', '.join(repr(word) for word in layout.unknown)}.")
        open_console().print(build_columns_table(layout))


@app.command()
def template(
    name: Annotated[str, typer.Argument(help="allocations, indicators or demographics.", metavar="NAME")],
    to: Annotated[
        Path | None, typer.Option("--to", help="File or folder to write into; printed otherwise.", metavar="FILE")
    ] = None,
) -> None:
    """Write an annotated file for figures that you supply: fill it in, then load it.

    **Examples**

    `python -m etl template allocations --to allocations.csv`

    `python -m etl template indicators > indicators.csv`
    """
    from etl.layouts.template import format_template, write_template

    with one_sentence():
        if to is None:
            typer.echo(format_template(name), nl=False)
        else:
            say(f"Wrote {write_template(name, to)}; fill it in, then `python -m etl load` takes it in.")


def _format_some(paths: Iterable[Path]) -> str:
    names = [path.name for path in paths]
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")


def main() -> None:
    """Run the command line."""
    speak_as_the_terminal_can()
    app()


if __name__ == "__main__":
    main()
