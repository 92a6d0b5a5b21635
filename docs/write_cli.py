"""Writes docs/cli.md, the reference of both command lines, from the commands themselves: python docs/write_cli.py."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "cli.md"
PROGRAMS = {"etl.__main__": "python -m etl", "metrics.__main__": "python -m metrics"}
"""The modules with a command line, and what a person types to reach it."""
INTRODUCTION = """\
# The command line

Written by `python docs/write_cli.py` from the commands themselves; change those and not this file. `python` is
`.venv/bin/python`. Installed by `pip install .`, the same commands are `ses-etl` and `ses-metrics`. How loading
works is in [loading.md](loading.md), what the answers hold in [asking.md](asking.md).
"""
BOLD = re.compile(r"\[bold\](.+?)\[/bold\]")


def cli_reference() -> str:
    """Every command of both programs with its help, arguments and options, as Markdown."""
    parts = [_describe(module, name).replace("\n#", "\n##") for module, name in PROGRAMS.items()]
    return "\n".join([INTRODUCTION, *(f"#{part.rstrip()}\n" for part in parts)])


def _describe(module: str, name: str) -> str:
    """What Typer itself says of a program; its examples, bold on a terminal, are code here, and quotes are quotes."""
    command = [sys.executable, "-m", "typer", module, "utils", "docs", "--name", name]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    return BOLD.sub(r"`\1`", ran.stdout.replace("&#x27;", "'").replace("&quot;", '"'))


if __name__ == "__main__":
    FILE.write_text(cli_reference(), encoding="utf-8")
