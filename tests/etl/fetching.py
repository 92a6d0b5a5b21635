"""Months on a publisher's server, and refreshing from it, for the tests."""

from datetime import date
from pathlib import Path
from typing import Any

from typer.testing import Result

from etl.files.provenance import read_extracts
from etl.layouts.registry import LAYOUTS
from etl.publishers.download import Patience
from etl.publishers.refresh import Reader, RefreshResult, Request, refresh
from etl.publishers.sources.choice import SUBJECTS, choose_source
from etl.publishers.spans import Span
from tests import patience
from tests.etl.command import run_etl
from tests.etl.server import File, Publisher
from tests.etl.world import World

HURRIED = Patience(connect=patience.SECONDS, stall=patience.SECONDS, attempts=2, backoff=0.01, longest_wait=0.1)
BLOB = "/data/blob/download/chunked"
MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)
PAGE = b"<!DOCTYPE html><html><body>Sign in</body></html>"

VALUES = {
    "agency_code": "ED",
    "agency_subelement_code": "ED00",
    "age_bracket": "55-59",
    "length_of_service_years": "21.5",
    "occupational_series_code": "0340",
    "pay_plan_code": "ES",
    "grade": "00",
    "appointment_type_code": "50",
    "annualized_adjusted_basic_pay": "199000.0",
    "count": "1",
    "separation_category_code": "SD",
    "accession_category_code": "AE",
    "education_level_code": "15",
    "supervisory_status_code": "2",
}


def month(subject: str, yyyymm: str, executives: int) -> bytes:
    """A month of data.opm.gov: so many executives of one agency, and a clerk."""
    layout = next(layout for layout in LAYOUTS if layout.name == f"fwd_{subject}")
    columns = list(layout.tables[0].columns.values())
    dated = {"snapshot_yyyymm": yyyymm, "personnel_action_effective_date_yyyymm": yyyymm}
    clerk = VALUES | dated | {"pay_plan_code": "GS", "grade": "07", "appointment_type_code": "10"}
    rows = [VALUES | dated] * executives + [clerk]
    return "".join(
        "|".join(line) + "\n" for line in [columns, *([row[name] for name in columns] for row in rows)]
    ).encode()


def put(server: Publisher, subject: str, yyyymm: str, version: int, executives: int, **more: Any) -> File:
    """Publish a month as text at OPM's address; more: how the server treats it."""
    body = month(subject, yyyymm, executives)
    file = File(body, etag=f'"{hash(body)}"', **more)
    server.files[f"{BLOB}/{subject}_{yyyymm}_{version}.txt"] = file
    return file


def refreshed(
    server: Publisher,
    world: World,
    first: date = date.min,
    last: date = date.max,
    *,
    source: str = "opm",
    span: Span | None = None,
    subjects: tuple[str, ...] = SUBJECTS,
    told: list[str] | None = None,
) -> RefreshResult:
    """Refresh from the server, looking at what was loaded before, too; `told` takes the sentences."""
    environment = {"SES_OPM": server.address}
    origin = choose_source(source, world.places.reference, environment)
    request = Request(origin, subjects, first, last, span, include_loaded=True, patience=HURRIED)
    return refresh(world.places, request, reader(told))


def reader(told: list[str] | None = None) -> Reader:
    """Somebody who follows a refresh and keeps its sentences."""
    return Reader((told if told is not None else []).append, lambda _what, _done, _all: None)


def loaded(world: World) -> dict[str, str | None]:
    """Names and versions of what is staged."""
    return {extract.provenance.name: extract.provenance.version for extract in read_extracts(world.places.staged)}


def leftovers(world: World) -> list[str]:
    """What waits in downloads/, its lock apart."""
    return sorted(path.name for path in (world.places.raw.parent / "downloads").iterdir() if path.name != ".lock")


def run(server: Publisher, data: Path, *words: str) -> Result:
    """Run a command of the loader against the server."""
    return run_etl(data, *words, SES_OPM=server.address)
