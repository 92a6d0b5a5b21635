"""What was fetched before, remembered in raw/fetched.json: a refresh asks for little and downloads nothing twice."""

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path

from etl.places import Places
from etl.publishers.sources import SUBJECTS
from etl.record import staged_extracts, write_aside


@dataclass(frozen=True)
class Held:
    """One file that is loaded: its version, and if it was fetched, from where and what its server said of it then."""

    version: int
    sha256: str
    bytes: int
    address: str = ""
    etag: str | None = None
    modified: str | None = None
    fetched_at: str = ""


@dataclass
class Memory:
    """Held files by "subject period", and which of its patterns each mirror was found to follow."""

    files: dict[str, Held] = field(default_factory=dict)
    patterns: dict[str, int] = field(default_factory=dict)

    def write(self, places: Places) -> None:
        """Keep it for the next run."""
        whole = {"patterns": self.patterns, "files": {key: asdict(held) for key, held in sorted(self.files.items())}}
        write_aside(_path(places), json.dumps(whole, indent=1))


def recall(places: Places) -> Memory:
    """What is remembered; a file that cannot be read only costs a second download."""
    try:
        whole = json.loads(_path(places).read_text("utf-8"))
        files = {key: Held(**held) for key, held in whole["files"].items()}
        return Memory(files, {address: int(number) for address, number in whole["patterns"].items()})
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return Memory()


def held_files(places: Places, memory: Memory) -> dict[str, Held]:
    """The newest loaded file of each "subject period", fetched or loaded by hand; what is not staged is not held."""
    real = [extract for extract in staged_extracts(places.staged) if extract.provenance.evidence != "sample"]
    hashes = {extract.provenance.sha256 for extract in real}
    held = {key: file for key, file in memory.files.items() if file.sha256 in hashes}
    for extract in real:
        known = extract.provenance
        number = re.search(r"\d+", known.version or "")
        if extract.subject in SUBJECTS and known.period_start == known.period_end and number:
            key = f"{extract.subject} {str(known.period_end)[:7]}"
            if key not in held or int(number[0]) > held[key].version:
                held[key] = Held(int(number[0]), known.sha256, known.bytes)
    return held


def _path(places: Places) -> Path:
    return places.raw / "fetched.json"
