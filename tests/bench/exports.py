"""Measures what leaves the page: an agency's deck from the command line, and a picture by a browser that is open."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.measure import Line, run
from tests.conftest import ROOT

AGENCY, ROUNDS = "ED", 3


def picture(folder: str) -> Callable[[], object]:
    """A PNG of a figure, in seconds, when the browser has drawn one before."""
    os.environ["SES_DATA"] = folder
    from metrics.definitions.catalog import find
    from metrics.exhibits.from_request import exhibit_of
    from metrics.export.image.browser import png
    from metrics.query.selection import Selection
    from metrics.warehouse import open_current

    exhibit = exhibit_of(open_current(), find("noncareer_share"), Selection())
    png(exhibit)

    def work() -> int:
        return len(png(exhibit))

    return work


def deck(folder: str) -> Callable[[], object]:
    """An agency's deck; gives its number of slides."""
    os.environ["SES_DATA"] = folder
    from io import BytesIO

    from pptx import Presentation

    from metrics.export import formats
    from metrics.export.briefing.compose import compose
    from metrics.warehouse import open_current

    warehouse = open_current()

    def work() -> int:
        made = formats.write_briefing(compose(warehouse, AGENCY), "pptx")
        return len(Presentation(BytesIO(made)).slides)

    return work


def leaving(data: Path, folder: Path) -> list[Line]:
    """What a briefing and a picture cost on a built data folder."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "deck.pptx"
    command = [sys.executable, "-m", "metrics", "briefing", "--agency", AGENCY, "--to", str(file)]
    times = []
    for _ in range(ROUNDS):
        file.unlink(missing_ok=True)
        began = time.perf_counter()
        subprocess.run(
            command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "SES_DATA": str(data)}
        )
        times.append(time.perf_counter() - began)
    made = min((run("deck", data) for _ in range(ROUNDS)), key=lambda measured: measured.seconds)
    drawn = min(run("picture", data).seconds for _ in range(ROUNDS))
    return [
        (
            f"an agency's deck of {made.result} slides",
            f"{made.seconds:.1f} s (the whole command, start included: {min(times):.1f} s)",
            "< 5 s",
        ),
        ("a picture (PNG) once the browser is open", f"{drawn:.2f} s", "< 0.5 s"),
    ]


WORK = (picture, deck)
