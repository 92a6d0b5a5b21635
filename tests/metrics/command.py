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
class Said:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))


Ask = Callable[..., Said]


def runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """What runs the command against a warehouse's data folder."""

    def run(warehouse: Warehouse | Path, *words: str) -> Said:
        data = warehouse if isinstance(warehouse, Path) else warehouse.path.parent.parent
        monkeypatch.setenv("SES_DATA", str(data))
        monkeypatch.setattr(sys, "argv", ["metrics", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Said(int(ended.value.code or 0), printed.out, printed.err)

    return run
