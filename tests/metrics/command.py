"""The command line run inside a test: what it prints, what it says instead, and its exit status."""

import csv
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from metrics.__main__ import main
from metrics.warehouse import Warehouse


@dataclass(frozen=True)
class CommandOutcome:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))


Ask = Callable[..., CommandOutcome]
ASK_A_BUILD = ("show", "peers", "reconcile", "export", "briefing")
"""The commands that answer from the demonstration, where that is what a test asks them of."""


def data_of(warehouse: Warehouse | Path) -> Path:
    """The data folder of an open build; a demonstration lies a folder deeper."""
    if isinstance(warehouse, Path):
        return warehouse
    return warehouse.path.parents[2 if warehouse.with_sample else 1]


def runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """What runs the command against a warehouse's data folder."""

    def run(warehouse: Warehouse | Path, *words: str) -> CommandOutcome:
        monkeypatch.setenv("SES_DATA", str(data_of(warehouse)))
        is_asked = isinstance(warehouse, Warehouse) and warehouse.with_sample and words[0] in ASK_A_BUILD
        monkeypatch.setattr(sys, "argv", ["metrics", *words, *(["--with-sample"] if is_asked else [])])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return CommandOutcome(int(ended.value.code or 0), printed.out, printed.err)

    return run
