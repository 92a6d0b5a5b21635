"""The builds kept on disk: what each one holds, and what one counts otherwise than another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import pandas as pd

from metrics.definitions import catalog
from metrics.errors import NoWarehouse
from metrics.query.answer import answer, drawn
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse, folder

NAME = re.compile(r"(\d{8}T\d{6})Z-[0-9a-f]{4}", re.ASCII)
COUNTED = """\
with counted as (
    select 'on_board' as mart, period, evidence, sum(people) as people
    from marts.on_board where corps = 'ses' group by all
    union all
    select 'separations', period, evidence, sum(people) from marts.separations where corps = 'ses' group by all
    union all
    select 'accessions', period, evidence, sum(people) from marts.accessions where corps = 'ses' group by all
)
select coverage.mart, coverage.month, coverage.extract_id, coalesce(people, 0)::bigint as people
from marts.coverage
left join counted
    on counted.mart = coverage.mart and counted.period = coverage.month and counted.evidence = coverage.evidence
where coverage.evidence = 'records' and coverage.mart in ('on_board', 'separations', 'accessions')
"""
SUBJECTS = {"on_board": "employment", "separations": "separations", "accessions": "accessions"}


@dataclass(frozen=True)
class File:
    """One loaded file of a build, as the open data tell of it; where it lay on the machine is nobody's business."""

    name: str
    subject: str
    publisher: str | None
    evidence: str
    version: str | None
    sha256: str


@dataclass(frozen=True, order=True)
class Revised:
    """A period that one build counts from another file than an earlier one: executives then and now, None unknown."""

    period: date
    subject: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Changes:
    """What a later build holds otherwise than an earlier one: files that came, went or are of another version.

    `revised` are the periods counted in both, newest first; `first` those counted newly, `dropped` those no more.
    """

    newest_before: date | None
    newest_after: date | None
    came: tuple[str, ...]
    went: tuple[str, ...]
    renewed: tuple[str, ...]
    revised: tuple[Revised, ...]
    first: tuple[Revised, ...]
    dropped: tuple[Revised, ...]


@dataclass(frozen=True)
class Build:
    """One build: when it was made, what its newest count of executives is of, and the files in use.

    `counted` holds, for each subject and period of real files, the file counted and the executives in it; `last` is
    what the build itself says of the one that it replaced: the periods counted otherwise.
    """

    id: str
    built_at: datetime
    newest: date | None
    files: tuple[File, ...]
    counted: Mapping[tuple[str, date], tuple[str, int]]
    last: Changes


def kept(*, with_sample: bool = False) -> list[str]:
    """The ids of the real builds on disk, or of the demonstrations, newest first."""
    files = folder(with_sample=with_sample).glob("*.duckdb")
    return sorted((path.stem for path in files if NAME.fullmatch(path.stem)), reverse=True)


def made_at(build_id: str) -> datetime | None:
    """When the build of that id was made, in UTC, as its name says; None for what is no name of a build."""
    match = NAME.fullmatch(build_id)
    if not match:
        return None
    try:
        return datetime.strptime(match[1], "%Y%m%dT%H%M%S")
    except ValueError:
        return None


def find(build_id: str, *, with_sample: bool = False) -> Build | None:
    """A build kept on disk; None where there is none of that id, or another version of the program made it."""
    if build_id not in kept(with_sample=with_sample):
        return None
    try:
        return _read(folder(with_sample=with_sample) / f"{build_id}.duckdb")
    except NoWarehouse:
        return None


@lru_cache(maxsize=8)
def _read(path: Path) -> Build:
    held = Warehouse.open(path)
    try:
        return of(held)
    finally:
        held.connection.close()


def of(held: Warehouse) -> Build:
    """What an open build holds."""
    periods = drawn(answer(held, catalog.find("on_board"), Selection()))["period"]
    used = held.extracts[held.extracts["is_used"]]
    used = used.astype(object).where(used.notna(), None)
    columns = ("name", "subject", "publisher", "evidence", "version", "sha256")
    counted = held.rows(COUNTED)
    return Build(
        id=held.build_id,
        built_at=held.built_at,
        newest=pd.Timestamp(periods.max()).date() if len(periods) else None,
        files=tuple(File(*row) for row in used[[*columns]].itertuples(index=False, name=None)),
        counted={
            (SUBJECTS[mart], month.date()): (extract, people)
            for mart, month, extract, people in counted.itertuples(index=False, name=None)
        },
        last=_since_the_one_before(held),
    )


def between(before: Build, after: Build) -> Changes:
    """What the later build holds otherwise than the earlier one."""
    then, now = ({(file.name, file.sha256): file.name for file in build.files} for build in (before, after))
    came = {name for key, name in now.items() if key not in then}
    went = {name for key, name in then.items() if key not in now}
    periods = sorted(before.counted.keys() | after.counted.keys(), key=lambda key: (key[1], key[0]), reverse=True)
    found = [
        Revised(period, subject, _people(before, subject, period), _people(after, subject, period))
        for subject, period in periods
        if before.counted.get((subject, period)) != after.counted.get((subject, period))
    ]
    return _changes(before.newest, after.newest, came, went, found)


def _since_the_one_before(held: Warehouse) -> Changes:
    rows = held.revisions.sort_values(["period", "subject"], ascending=False)
    rows = rows.astype({"before": object, "after": object}).where(rows.notna(), None)
    found = [
        Revised(row["period"].date(), row["subject"], row["before"], row["after"]) for row in rows.to_dict("records")
    ]
    return _changes(None, None, set(), set(), found)


def _changes(then: date | None, now: date | None, came: set[str], went: set[str], found: list[Revised]) -> Changes:
    return Changes(
        newest_before=then,
        newest_after=now,
        came=tuple(sorted(came - went)),
        went=tuple(sorted(went - came)),
        renewed=tuple(sorted(came & went)),
        revised=tuple(each for each in found if each.before is not None and each.after is not None),
        first=tuple(each for each in found if each.before is None),
        dropped=tuple(each for each in found if each.after is None),
    )


def _people(build: Build, subject: str, period: date) -> int | None:
    found = build.counted.get((subject, period))
    return found[1] if found else None
