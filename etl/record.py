"""The provenance of one loaded file: who published it, which bytes, what was read, kept and refused."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path


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

    def provenance_json(self) -> str:
        """The provenance alone: what lies beside the file in raw/."""
        return json.dumps(asdict(self.provenance), indent=1, ensure_ascii=False)

    def to_json(self) -> str:
        """One flat object: what the build and `status --json` read."""
        flat = asdict(self.provenance) | asdict(self)
        del flat["provenance"]
        return json.dumps(flat, indent=1, ensure_ascii=False)


def from_json(text: str) -> Extract:
    """The extract a record file describes."""
    flat = json.loads(text)
    known = {name: flat.pop(name) for name in Provenance.__dataclass_fields__ if name in flat}
    provenance = Provenance(**known | {"left_out": tuple(known.get("left_out", ()))})
    findings = tuple(Finding(**finding) for finding in flat.pop("findings"))
    partitions = tuple(flat.pop("partitions"))
    months = flat.pop("months", None)
    covered = None if months is None else tuple(months)
    return Extract(provenance=provenance, findings=findings, partitions=partitions, months=covered, **flat)


def staged_extracts(staged: Path) -> list[Extract]:
    """Every staged file's record, in order of loading."""
    extracts = [from_json(path.read_text("utf-8")) for path in sorted((staged / "extracts").glob("*.json"))]
    return sorted(extracts, key=lambda extract: (extract.provenance.loaded_at, extract.provenance.extract_id))


def write_aside(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(text, "utf-8")
    aside.replace(path)


def iso(day: date | None) -> str | None:
    """A date as the record writes it."""
    return day.isoformat() if day else None
