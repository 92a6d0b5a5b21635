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
from metrics.query.answer import answer, select_drawn
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse, folder

NAME = re.compile(r"(\d{8}T\d{6})Z-[0-9a-f]{4}", re.ASCII)
COUNTS_OF_RECORDS = """\
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
class BuildFile:
    """One loaded file of a build, as the open data tell of it; where it lay on the machine is nobody's business."""

    name: str
    subject: str
    publisher: str | None
    evidence: str
    version: str | None
    sha256: str


@dataclass(frozen=True, order=True)
class RevisedPeriod:
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
    revised: tuple[RevisedPeriod, ...]
    first: tuple[RevisedPeriod, ...]
    dropped: tuple[RevisedPeriod, ...]


@dataclass(frozen=True)
class Build:
    """One build: when it was made, what its newest count of executives is of, and the files in use.

    `counted` holds, for each subject and period of real files, the file counted and the executives in it; `last` is
    what the build itself says of the one that it replaced: the periods counted otherwise.
    """

    id: str
    built_at: datetime
    newest: date | None
    files: tuple[BuildFile, ...]
    counted: Mapping[tuple[str, date], tuple[str, int]]
    last: Changes


def list_builds(*, with_sample: bool = False) -> list[str]:
    """The ids of the real builds on disk, or of the demonstrations, newest first."""
    files = folder(with_sample=with_sample).glob("*.duckdb")
    return sorted((path.stem for path in files if NAME.fullmatch(path.stem)), reverse=True)


def parse_moment(build_id: str) -> datetime | None:
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
    if build_id not in list_builds(with_sample=with_sample):
        return None
    try:
        return _read(folder(with_sample=with_sample) / f"{build_id}.duckdb")
    except NoWarehouse:
        return None


@lru_cache(maxsize=8)
def _read(path: Path) -> Build:
    warehouse = Warehouse.open(path)
    try:
        return describe(warehouse)
    finally:
        warehouse.connection.close()


def describe(warehouse: Warehouse) -> Build:
    """What an open build holds."""
    periods = select_drawn(answer(warehouse, catalog.find("on_board"), Selection()))["period"]
    files = warehouse.extracts[warehouse.extracts["is_used"]]
    files = files.astype(object).where(files.notna(), None)
    columns = ("name", "subject", "publisher", "evidence", "version", "sha256")
    counts = warehouse.rows(COUNTS_OF_RECORDS)
    return Build(
        id=warehouse.build_id,
        built_at=warehouse.built_at,
        newest=pd.Timestamp(periods.max()).date() if len(periods) else None,
        files=tuple(BuildFile(*row) for row in files[[*columns]].itertuples(index=False, name=None)),
        counted={
            (SUBJECTS[mart], month.date()): (extract, people)
            for mart, month, extract, people in counts.itertuples(index=False, name=None)
        },
        last=_read_revisions(warehouse),
    )


def compare(before: Build, after: Build) -> Changes:
    """What the later build holds otherwise than the earlier one."""
    then, now = ({(file.name, file.sha256): file.name for file in build.files} for build in (before, after))
    came = {name for key, name in now.items() if key not in then}
    went = {name for key, name in then.items() if key not in now}
    periods = sorted(before.counted.keys() | after.counted.keys(), key=lambda key: (key[1], key[0]), reverse=True)
    differences = [
        RevisedPeriod(period, subject, _count_people(before, subject, period), _count_people(after, subject, period))
        for subject, period in periods
        if before.counted.get((subject, period)) != after.counted.get((subject, period))
    ]
    return _build_changes(before.newest, after.newest, came, went, differences)


def _read_revisions(warehouse: Warehouse) -> Changes:
    df = warehouse.revisions.sort_values(["period", "subject"], ascending=False)
    df = df.astype({"before": object, "after": object}).where(df.notna(), None)
    differences = [
        RevisedPeriod(row["period"].date(), row["subject"], row["before"], row["after"])
        for row in df.to_dict("records")
    ]
    return _build_changes(None, None, set(), set(), differences)


def _build_changes(
    then: date | None, now: date | None, came: set[str], went: set[str], differences: list[RevisedPeriod]
) -> Changes:
    return Changes(
        newest_before=then,
        newest_after=now,
        came=tuple(sorted(came - went)),
        went=tuple(sorted(went - came)),
        renewed=tuple(sorted(came & went)),
        revised=tuple(each for each in differences if each.before is not None and each.after is not None),
        first=tuple(each for each in differences if each.before is None),
        dropped=tuple(each for each in differences if each.after is None),
    )


def _count_people(build: Build, subject: str, period: date) -> int | None:
    count = build.counted.get((subject, period))
    return count[1] if count else None
