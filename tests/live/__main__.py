"""Asks OPM's real file API for its lists and one small month, loads it and runs the doctor: `make live`.

Exit status: 0 where all is as this program expects, 1 where OPM's door, columns or figures have changed, 3 where
nothing answers at all. SES_OPM puts another host in the place of OPM's.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from etl.paths import REPOSITORY
from etl.publishers.download import Patience, Web
from etl.publishers.sources.choice import SUBJECTS, choose_source
from etl.publishers.sources.listing import Ask, Item, Listing
from etl.publishers.spans import find_last_month, go_back

CHANGED, NO_NETWORK = 1, 3
FEWEST_MONTHS = 200
"""OPM's lists named 207 months of employment and 258 of each kind of movement in mid-2026."""
LATEST = 4
"""Months come within weeks; a list whose newest is older than so many has stopped."""


def main() -> int:
    """Say what was asked and found; the exit status."""
    listing = ask_for_lists()
    if listing.is_silent:
        print(f"No network, or OPM's door is shut to this one: {listing.refusals[0]}. Nothing was checked.")
        return NO_NETWORK
    faults = [*(f"{sentence}." for sentence in listing.refusals), *faults_of(listing, find_last_month(date.today()))]
    newest = max((item for item in listing.items if item.subject == "accessions"), key=_month, default=None)
    if newest is not None:
        with TemporaryDirectory(prefix="ses-live-") as folder:
            faults += faults_of_a_month(newest, Path(folder))
    for fault in faults:
        print(f"Changed: {fault}")
    print("OPM's door, columns and figures are as expected." if not faults else f"{len(faults)} things have changed.")
    return CHANGED if faults else 0


def ask_for_lists() -> Listing:
    """One list a subject."""
    source = choose_source("opm", REPOSITORY / "data" / "reference")
    print(f"Asking {source.address} for its lists.")
    web = Web(Patience(attempts=3), source.headers)
    return source.list_files(Ask(web, SUBJECTS, lambda _subject: (), {}, None, lambda _what, _done, _all: None))


def faults_of(listing: Listing, last: date) -> list[str]:
    """What of the lists is not as it was when this program was written."""
    faults = []
    for subject in listing.complete:
        items = [item for item in listing.items if item.subject == subject]
        newest = max((_month(item) for item in items), default=date.min)
        print(f"{subject}: {len(items)} months, the newest {newest:%Y-%m}.")
        if len(items) < FEWEST_MONTHS:
            faults.append(f"the list of {subject} names {len(items)} months; there were more than {FEWEST_MONTHS}.")
        if newest < go_back(last, LATEST):
            faults.append(
                f"the newest month of {subject} is {newest:%Y-%m}, more than {LATEST} months before {last:%Y-%m}."
            )
        if undated := sum(item.published_at is None for item in items):
            faults.append(f"{undated} months of {subject} have no publishDate in the list.")
    return faults


def faults_of_a_month(item: Item, folder: Path) -> list[str]:
    """Fetch and load one month into an empty folder, compare its columns with those declared, and run the doctor."""
    fetched = _etl(folder, "fetch", "--subject", item.subject, "--from", item.period, "--to", item.period)
    if fetched.returncode:
        return [fetched.stderr.strip()]
    status = json.loads(_etl(folder, "status", "--json").stdout)
    extract = next((one for one in status["extracts"] if one["subject"] == item.subject), None)
    if extract is None or not extract["rows_read"]:
        return [f"{item.name} brought no rows."]
    print(
        f"{extract['name']}: {extract['rows_read']:,} rows, {extract['rows_kept']:,} of senior executives and the like."
    )
    faults = [
        f"{extract['name']}: {finding['kind'].replace('_', ' ')} {finding['item']}."
        for finding in extract["findings"]
        if "column" in finding["kind"]
    ]
    doctor = _etl(folder, "doctor")
    print(doctor.stdout.strip())
    if doctor.returncode:
        faults.append((doctor.stderr.strip() or "python -m etl doctor found figures that differ.").splitlines()[-1])
    return faults


def _etl(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "SES_DATA": str(folder)}
    command: Sequence[str] = [sys.executable, "-m", "etl", *words]
    return subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)


def _month(item: Item) -> date:
    return item.month or date.min


if __name__ == "__main__":
    sys.exit(main())
