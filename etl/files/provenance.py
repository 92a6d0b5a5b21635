"""The provenance of one loaded file: who published it, which bytes, what was read, kept and refused."""

import json
import re
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

UNREADABLE = (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What reading a record raises that a fault of the disk, or somebody's hand, has damaged."""


@dataclass(frozen=True)
class Finding:
    """Something worth knowing about a file that did not stop it: kind, the column or member, how often, one example."""

    kind: str
    item: str
    occurrences: int
    example: str = ""


@dataclass(frozen=True)
class Provenance:
    """Where a file came from: `origin` is the path or address as given, `found_at` the absolute path it had.

    `version` is the publisher's; `part` is given where several files make one period. `sha256` and `bytes` are of the
    file as it was given; where raw/ keeps a copy without the columns `left_out`, people's names, `kept_sha256` is that
    copy's. `as_of` is the day that whoever loaded the file said it is of; `keeps_names`: names were asked for.
    """

    extract_id: str
    name: str
    publisher: str
    origin: str
    found_at: str
    sha256: str
    bytes: int
    mtime_ns: int
    loaded_at: str
    layout: str
    period_start: str | None
    period_end: str | None
    version: str | None
    evidence: str
    part: str | None = None
    kept_sha256: str | None = None
    left_out: tuple[str, ...] = ()
    as_of: str | None = None
    keeps_names: bool = False


@dataclass(frozen=True)
class Extract:
    """Provenance and the account of staging: rows_read = rows_kept + rows_counted + rows_rejected, always.

    Kept: staged one by one. Counted: part of a count or a total only. Rejected: not readable.
    `kept_by` splits the kept rows by corps, or by what the layout distinguishes; `recipe` is how it was staged.
    `partitions_sha256` are the hashes of the partitions, in their order, by which one that a disk has spoilt is known;
    none of what an older version of the program staged. The same rows staged again may have others: their order is the
    engine's.
    `months` are the month ends that records cover, which may be fewer than their span; None: every month of it.
    """

    provenance: Provenance
    subject: str
    source_id: str
    rows_read: int
    rows_kept: int
    rows_counted: int
    rows_rejected: int
    kept_by: dict[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    partitions: tuple[str, ...] = ()
    partitions_sha256: tuple[str, ...] = field(default=(), compare=False)
    recipe: str = ""
    months: tuple[str, ...] | None = None

    @property
    def covers(self) -> tuple[str | None, str | None]:
        """The first and the last month end it speaks for: of records those that have rows, not those of its name."""
        if self.months:
            return min(self.months), max(self.months)
        return self.provenance.period_start, self.provenance.period_end

    @property
    def is_sample(self) -> bool:
        """Was it made up by this program?"""
        return self.provenance.evidence == "sample"

    def provenance_to_json(self) -> str:
        """The provenance alone: what lies beside the file in raw/."""
        return json.dumps(asdict(self.provenance), indent=1, ensure_ascii=False)

    def to_json(self) -> str:
        """One flat object: what the build and `status --json` read."""
        flat = asdict(self.provenance) | asdict(self)
        del flat["provenance"]
        return json.dumps(flat, indent=1, ensure_ascii=False)


def parse_extract(text: str) -> Extract:
    """The extract a record file describes."""
    flat = json.loads(text)
    fields = {name: flat.pop(name) for name in Provenance.__dataclass_fields__ if name in flat}
    findings = tuple(Finding(**finding) for finding in flat.pop("findings"))
    partitions = tuple(flat.pop("partitions"))
    hashes = tuple(flat.pop("partitions_sha256", ()))
    months = flat.pop("months", None)
    month_ends = None if months is None else tuple(months)
    return Extract(
        provenance=_build_provenance(fields),
        findings=findings,
        partitions=partitions,
        partitions_sha256=hashes,
        months=month_ends,
        **flat,
    )


def _build_provenance(fields: dict[str, Any]) -> Provenance:
    return Provenance(**fields | {"left_out": tuple(fields.get("left_out", ()))})


def read_provenance(path: Path) -> Provenance | None:
    """The provenance that lies beside a file in raw/, or None where it cannot be read."""
    try:
        provenance = _build_provenance(json.loads(path.read_text("utf-8")))
        return provenance if _is_sound(provenance) and provenance.extract_id == path.parent.name else None
    except UNREADABLE:
        return None


def read_extracts(folder: Path) -> list[Extract]:
    """Every staged file's record that can be read, in order of loading."""
    extracts = [extract for extract in map(_read, _list_records(folder)) if extract is not None]
    return sorted(extracts, key=lambda extract: (extract.provenance.loaded_at, extract.provenance.extract_id))


def find_damaged_records(folder: Path) -> list[Path]:
    """The records that cannot be read: what they told is in raw/, too."""
    return [path for path in _list_records(folder) if _read(path) is None]


def _list_records(folder: Path) -> list[Path]:
    return sorted((folder / "extracts").glob("*.json"))


def _read(path: Path) -> Extract | None:
    try:
        extract = parse_extract(path.read_text("utf-8"))
        provenance = extract.provenance
        counts = (extract.rows_read, extract.rows_kept, extract.rows_counted, extract.rows_rejected)
        numbers = (*counts, *(finding.occurrences for finding in extract.findings))
        for month in extract.months or ():
            date.fromisoformat(month)
        is_sound = _is_sound(provenance) and all(isinstance(number, int) for number in numbers)
        return extract if is_sound else None
    except UNREADABLE:
        return None


def _is_sound(provenance: Provenance) -> bool:
    """Can everything in it be what it should be? Raises one of UNREADABLE, or says no."""
    datetime.fromisoformat(provenance.loaded_at)
    for day in (provenance.period_start, provenance.period_end, provenance.as_of):
        if day is not None:
            date.fromisoformat(day)
    words = (
        provenance.name,
        provenance.publisher,
        provenance.origin,
        provenance.found_at,
        provenance.layout,
        provenance.evidence,
    )
    has_words = all(isinstance(word, str) for word in words)
    has_hash = (
        re.fullmatch(r"[0-9a-f]{64}", provenance.sha256) is not None and provenance.sha256[:12] == provenance.extract_id
    )
    return has_words and has_hash and isinstance(provenance.bytes, int) and isinstance(provenance.mtime_ns, int)


def format_iso(day: date | None) -> str | None:
    """A date as the record writes it."""
    return day.isoformat() if day else None
