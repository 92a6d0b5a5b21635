"""A day in small: readers, builds and exports for half an hour, and the memory meanwhile: make bench-soak."""

from __future__ import annotations

import argparse
import asyncio
import math
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.attacks.files import run_etl
from tests.attacks.load import AGENCIES, DECKS_WITHIN, VIEWS, Crowd, told
from tests.attacks.strangers import memory, status_of
from tests.bench.measure import Claim, print_claims
from tests.bench.pages import FAILURES, address_of
from tests.bench.pages_reader import Reader
from tests.browser.server import Server

MINUTES, READERS, BUILD_EVERY, EXPORT_EVERY, LOOK_EVERY = 30.0, 50, 180.0, 20.0, 2.0
GROWN = 1.2
FORMATS = ("PowerPoint", "Excel", "Web page", "PDF")
QUESTIONS = ("on_board.csv?by=agency_code", "noncareer_share.json?by=agency_code", "feed.atom")


@dataclass
class Day:
    """What happened: builds and exports made, what failed, and the memory at every look."""

    build_every: float = BUILD_EVERY
    export_every: float = EXPORT_EVERY
    builds: int = 0
    exports: int = 0
    errors: list[str] = field(default_factory=list)
    megabytes: list[tuple[float, float]] = field(default_factory=list)

    async def build(self, data: Path, until: float) -> None:
        """A build again and again, while readers read."""
        while await _rests(self.build_every, until):
            done = await asyncio.to_thread(run_etl, data, "build")
            self.builds += 1
            if done.returncode:
                self.errors.append(f"build: {done.stderr.strip()[-200:]}")

    async def export(self, server: Server, until: float) -> None:
        """A briefing in one format after another, and figures of the open data, again and again."""
        number = 0
        while await _rests(self.export_every, until):
            address = f"{server.address}/api/v1/"
            file = QUESTIONS[number % len(QUESTIONS)]
            where = file if file.startswith("feed") else f"indicators/{file}"
            status = await asyncio.to_thread(status_of, address + where)
            if status != 200:
                self.errors.append(f"{file}: {status}")
            await self._brief(server, AGENCIES[number % len(AGENCIES)], FORMATS[number % len(FORMATS)])
            number += 1

    async def _brief(self, server: Server, agency: str, form: str) -> None:
        asked = urlencode({"agency": agency, "format": form, "make": "now"})
        try:
            reader = await Reader.arrive(server.address)
            opened = await reader.open("briefing", asked, DECKS_WITHIN)
            await reader.leave()
        except FAILURES as problem:
            self.errors.append(f"briefing of {agency}, {form}: {type(problem).__name__} {problem}")
            return
        self.exports += 1
        if f"Download {form}" not in str(opened.messages):
            texts = [message.delta.new_element.markdown.body for message in opened.messages]
            self.errors.append(f"briefing of {agency}, {form}: no file, but: {' | '.join(filter(None, texts))[-300:]}")

    async def look(self, server: Server, until: float) -> None:
        """Note the memory."""
        began = time.monotonic()
        while await _rests(LOOK_EVERY, until):
            self.megabytes.append((time.monotonic() - began, memory(server)))

    def quarter(self, nth: int) -> float:
        """The mean memory of a quarter, from 0 on."""
        last = self.megabytes[-1][0]
        looks = [held for at, held in self.megabytes if nth * last / 4 <= at <= (nth + 1) * last / 4]
        return statistics.mean(looks)


async def _rests(seconds: float, until: float) -> bool:
    """Rest, for good where it is no time at all; whether there is time for more afterwards."""
    await asyncio.sleep(max(0.0, min(seconds or math.inf, until - time.monotonic())))
    return time.monotonic() < until


async def live(server: Server, day: Day, readers: int, minutes: float) -> Crowd:
    """Let so many read for so long, beside the builds and exports of a day."""
    crowd = Crowd()
    first = await Reader.arrive(server.address)
    for page, query in VIEWS:
        await first.open(address_of(page), query)
    await first.leave()
    until = time.monotonic() + 60 * minutes
    reading = [asyncio.create_task(crowd.read(server.address, number)) for number in range(readers)]
    await asyncio.gather(day.build(server.data, until), day.export(server, until), day.look(server, until))
    crowd.is_over = True
    await asyncio.gather(*reading)
    return crowd


def claims_of(day: Day, crowd: Crowd, said: str, minutes: float) -> list[Claim]:
    """Each thing that must hold, and whether it does."""
    second, last = day.quarter(1), day.quarter(3)
    waits = [took for _, took in crowd.pages]
    errors = [*crowd.errors, *day.errors]
    quarters = ", ".join(f"{day.quarter(nth):.0f}" for nth in range(4))
    return [
        Claim(f"pages opened in {minutes:.0f} minutes", f"{len(waits):,}; {told(waits)}", "", bool(waits)),
        Claim("builds, briefings", f"{day.builds}, {day.exports}", "", day.exports > 0),
        Claim("errors", f"{len(errors)} {errors[:2] or ''}", "none", not errors),
        Claim("tracebacks in the log", str(said.count("Traceback")), "none", "Traceback" not in said),
        Claim(
            "memory by quarters, the last ÷ the second",
            f"{quarters} MB; {last / second:.2f} ×",
            f"≤ {GROWN} ×",
            last <= GROWN * second,
        ),
    ]


def main() -> None:
    """Soak this program on the shipped figures; exit 1 where a claim does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES, help=f"for how long (default {MINUTES:.0f})")
    parser.add_argument("--readers", type=int, default=READERS, help=f"at a time (default {READERS})")
    parser.add_argument("--build-every", type=float, default=BUILD_EVERY, metavar="SECONDS", help="0 for no builds")
    parser.add_argument("--export-every", type=float, default=EXPORT_EVERY, metavar="SECONDS", help="0 for no exports")
    options = parser.parse_args()
    day = Day(options.build_every, options.export_every)
    with tempfile.TemporaryDirectory(prefix="ses-soak-") as scratch:
        data = Path(scratch) / "data"
        run_etl(data, "build").check_returncode()
        server = Server.start(data, Path(scratch) / "serve.log", TMPDIR=scratch)
        try:
            crowd = asyncio.run(live(server, day, options.readers, options.minutes))
        finally:
            server.end()
        said = server.said()
    if not print_claims(claims_of(day, crowd, said, options.minutes)):
        print("\n".join([*crowd.errors, *day.errors][:20]), "\n", said[-3_000:])
        raise SystemExit(1)


if __name__ == "__main__":
    main()
