"""Loads and builds killed at points spread over their whole work; then each is done again: make bench-kills."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from metrics.definitions import catalog
from metrics.query.answer import answer
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse, folder
from tests.attacks.files import run_etl
from tests.bench.measure import Claim, print_claims
from tests.etl.fetching import month
from tests.etl.killing import run_etl_to

COUNT = 22
PEOPLE = 40
KILLED = -9


def executives(data: Path) -> dict[str, float]:
    """Executives on board in every month of the served build, by evidence."""
    os.environ["SES_DATA"] = str(data)
    build = (folder() / "CURRENT").read_text("ascii").split()[0]
    warehouse = Warehouse.open(folder() / f"{build}.duckdb")
    found = answer(warehouse, catalog.find("on_board"), Selection()).table
    warehouse.connection.close()
    return {
        f"{period:%Y-%m} {evidence}": value
        for period, evidence, value in zip(found["period"], found["evidence"], found["value"], strict=True)
    }


def spread(steps: int, count: int) -> list[int]:
    """So many points, evenly over the steps, neither the first nor the last."""
    return [max(1, round(steps * (nth + 1) / (count + 1))) for nth in range(count)]


def kill(scratch: Path, count: int) -> list[Claim]:
    """Half of them are loads of a new version of a month, half builds of what is loaded."""
    data = scratch / "data"
    run_etl(data, "build").check_returncode()
    faults: list[str] = []
    killed = 0
    whole, loads = 0, (count + 1) // 2
    files = [scratch / f"employment_202306_{version}.txt" for version in range(1, loads + 2)]
    for number, file in enumerate(files):
        file.write_bytes(month("employment", "202306", PEOPLE + number))
    whole = _steps(data, "load", str(files[0]))
    for number, (file, step) in enumerate(zip(files[1:], spread(whole, loads), strict=True), start=1):
        before = executives(data)
        status = run_etl_to(data, "load", str(file), step=step).returncode
        killed += status == KILLED
        expected = before | {"2023-06 records": float(PEOPLE + number)}
        faults += _after(f"load, step {step} of {whole}", data, before, expected, "load", str(file))
    whole = _steps(data, "build")
    for step in spread(whole, count - loads):
        before = executives(data)
        killed += run_etl_to(data, "build", step=step).returncode == KILLED
        faults += _after(f"build, step {step} of {whole}", data, before, before, "build")
    return [
        Claim(f"killed of {count}", str(killed), "all", killed == count),
        Claim("wrong counts, failures of what was done again, remains", f"{faults or 'none'}", "none", not faults),
    ]


def _steps(data: Path, *words: str) -> int:
    """How many steps there are when nothing is killed."""
    done = run_etl_to(data, *words)
    done.check_returncode()
    return int(done.stderr.split()[-1])


def _after(what: str, data: Path, before: dict[str, float], expected: dict[str, float], *words: str) -> list[str]:
    """What is wrong after a kill, and after the same has been done again."""
    served = executives(data)
    faults = [] if served in (before, expected) else [f"{what}: serves {served}"]
    again = run_etl(data, *words)
    if again.returncode:
        faults.append(f"{what}: done again it ends with {again.returncode}: {again.stderr.strip()[-200:]}")
    elif executives(data) != expected:
        faults.append(f"{what}: done again it counts otherwise")
    remains = [*(data / "raw").glob(".incoming/*"), *(data / "staged").glob(".tmp/*")]
    return [*faults, *(f"{what}: {path.name} remains" for path in remains)]


def main() -> None:
    """Kill them; exit 1 where a claim does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=COUNT, help=f"how many (default {COUNT})")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ses-kills-") as scratch:
        claims = kill(Path(scratch), options.kills)
    if not print_claims(claims):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
