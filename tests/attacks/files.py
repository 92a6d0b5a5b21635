"""Malicious and broken files, loaded by the command line one after the other: make bench-files."""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from etl.layouts.data_opm import FWD_EMPLOYMENT
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from tests.bench.measure import Claim, print_claims
from tests.conftest import ROOT
from tests.etl.files.bombs import Member, bomb
from tests.etl.files.test_bombs import BOMBS
from tests.etl.staging.test_strangers import STRANGERS
from tests.etl.strange import EXECUTIVE, MONTH_CLERK, MONTH_EXECUTIVE, as_parquet, cube, table_text, text_file
from tests.etl.test_load_faults import FAULTS, everything

COUNT = 78
FACT = "FACTDATA_SEP2024.TXT"
GOOD = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE] * 3)
SLIPS = ("../../x", "/etc/x", "..\\..\\x", "C:\\x", "folder/../../x", "\\\\host\\x")

Make = Callable[[Path], Path]


@dataclass(frozen=True)
class Outcome:
    """What a load of one file came to."""

    name: str
    status: int
    said: str
    is_as_before: bool

    @property
    def fault(self) -> str:
        """What is wrong with it; nothing where it was refused in a sentence, or loaded."""
        lines = self.said.splitlines()
        if "Traceback" in self.said:
            return f"{self.name}: a traceback, {lines[-1][:120]}"
        if self.status not in (0, 1):
            return f"{self.name}: status {self.status}"
        if self.status == 1 and len(lines) != 1:
            return f"{self.name}: {len(lines)} lines instead of a sentence"
        if self.status == 1 and not self.is_as_before:
            return f"{self.name}: refused, and something in the data folder is not as it was"
        return ""


def _exploding(members: list[Member], folder: Path) -> Path:
    return bomb(folder / "FedScope_Employment_September_2024.zip", members)


def _leaving(name: str, folder: Path) -> Path:
    return cube(folder / "slip.zip", FACT, GOOD, lookups={name: "gotcha"})


def _damaged(seed: int, folder: Path) -> Path:
    """A month or a cube with some bytes of it changed: read with a note, or refused."""
    chance = random.Random(seed)
    path = text_file(folder / "employment_202603_1.txt", FWD_EMPLOYMENT, [MONTH_EXECUTIVE, MONTH_CLERK] * 200)
    match seed % 3:
        case 0:
            path = as_parquet(path, FWD_EMPLOYMENT)
        case 1:
            path = cube(folder / "FedScope_Employment_September_2024.zip", FACT, GOOD * 50)
    content = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 5, 40))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content)
    return path


def files(count: int) -> Iterator[tuple[str, Make]]:
    """So many files, by name: every kind that the tests know, then as many damaged at random as are wanted."""
    known: list[tuple[str, Make]] = [(fault.__name__, fault) for fault, _ in FAULTS]
    known += [(words, stranger) for stranger, words in STRANGERS]
    known += [(f"bomb: {name}", partial(_exploding, members)) for name, members in BOMBS.items()]
    known += [(f"path {name}", partial(_leaving, name)) for name in SLIPS]
    known += [(f"damaged, seed {seed}", partial(_damaged, seed)) for seed in range(max(0, count - len(known)))]
    yield from known[:count]


def run_etl(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The loader's command line on a data folder."""
    return subprocess.run(
        [sys.executable, "-m", "etl", *words],
        cwd=ROOT,
        env=os.environ | {"SES_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def loaded(data: Path, folder: Path, name: str, make: Make) -> Outcome:
    """What comes of a load of the file, and whether a refusal leaves all as it was."""
    folder.mkdir(parents=True)
    before = everything(data)
    done = run_etl(data, "load", str(make(folder)))
    return Outcome(name, done.returncode, done.stderr.strip(), done.returncode == 0 or everything(data) == before)


def attack(scratch: Path, count: int) -> list[Claim]:
    """Load so many files into a folder with one good file, which is still there and served afterwards."""
    data = scratch / "data"
    good = cube(scratch / "good" / "FedScope_Employment_June_2024.zip", "FACTDATA_JUN2024.TXT", GOOD)
    run_etl(data, "load", str(good)).check_returncode()
    outcomes = [loaded(data, scratch / f"files-{nth}", name, make) for nth, (name, make) in enumerate(files(count))]
    faults = [outcome.fault for outcome in outcomes if outcome.fault]
    statuses = Counter(outcome.status for outcome in outcomes)
    again = run_etl(data, "build")
    status = run_etl(data, "status")
    is_kept = good.name in status.stdout and again.returncode == status.returncode == 0
    refused, taken = statuses.pop(1, 0), statuses.pop(0, 0)
    return [
        Claim(f"{len(outcomes)} files: refused, loaded with a note", f"{refused}, {taken}", "", True),
        Claim("other statuses, tracebacks, more than a sentence, losses", f"{faults or 'none'}", "none", not faults),
        Claim("the good file is there, and a build succeeds", "yes" if is_kept else "no", "yes", is_kept),
    ]


def main() -> None:
    """Load them; exit 1 where a claim does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks.files", description=__doc__)
    parser.add_argument("--files", type=int, default=COUNT, help=f"how many (default {COUNT})")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ses-files-") as scratch:
        claims = attack(Path(scratch), options.files)
    if not print_claims(claims):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
