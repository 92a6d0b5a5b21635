"""What was fetched before, kept in raw/fetched.json: a refresh asks for little and downloads nothing twice."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from etl.files.aside import write_aside
from etl.files.provenance import read_extracts
from etl.paths import Places

MONTHLY = ("employment", "accessions", "separations")


@dataclass(frozen=True)
class LoadedFile:
    """One file that is loaded: its version, and if it was fetched, from where and what was said of it then."""

    version: int
    sha256: str
    bytes: int
    address: str = ""
    etag: str | None = None
    modified: str | None = None
    fetched_at: str = ""
    published_at: str | None = None


@dataclass
class FetchLog:
    """Loaded files by "subject period", which of its patterns each source followed, and how fast files came.

    `speeds` are bytes a second by source address, of the last download that took a while.
    """

    files: dict[str, LoadedFile] = field(default_factory=dict)
    patterns: dict[str, int] = field(default_factory=dict)
    speeds: dict[str, float] = field(default_factory=dict)

    def write(self, places: Places) -> None:
        """Keep it for the next run."""
        files = {key: asdict(file) for key, file in sorted(self.files.items())}
        write_aside(
            _locate_log(places),
            json.dumps({"patterns": self.patterns, "speeds": self.speeds, "files": files}, indent=1),
        )


def read_log(places: Places) -> FetchLog:
    """The log kept; one that cannot be read only costs a second download."""
    try:
        whole = json.loads(_locate_log(places).read_text("utf-8"))
        files = {key: LoadedFile(**file) for key, file in whole["files"].items()}
        patterns = {address: int(number) for address, number in whole["patterns"].items()}
        return FetchLog(files, patterns, _parse_speeds(whole.get("speeds", {})))
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return FetchLog()


def read_loaded_files(places: Places, log: FetchLog) -> dict[str, LoadedFile]:
    """The newest loaded file of each "subject period", fetched or loaded by hand; what is not staged is not held."""
    real = [extract for extract in read_extracts(places.staged) if extract.provenance.evidence != "sample"]
    hashes = {extract.provenance.sha256 for extract in real}
    stock = {key: file for key, file in log.files.items() if file.sha256 in hashes}
    for extract in real:
        provenance = extract.provenance
        if extract.subject not in MONTHLY or provenance.period_start != provenance.period_end or provenance.part:
            continue
        if not provenance.layout.startswith("fwd_"):
            continue  # a cube of the same month is another publication
        number = re.search(r"\d+", provenance.version or "")
        version = int(number[0]) if number else 1  # a file whose name tells no version counts as the first
        key = f"{extract.subject} {str(provenance.period_end)[:7]}"
        if key not in stock or version > stock[key].version:
            stock[key] = LoadedFile(version, provenance.sha256, provenance.bytes)
    return stock


def _parse_speeds(speeds: Mapping[str, Any]) -> dict[str, float]:
    return {address: float(speed) for address, speed in speeds.items() if float(speed) > 0}


def _locate_log(places: Places) -> Path:
    return places.raw / "fetched.json"
