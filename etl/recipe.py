"""How files of a layout are staged, as one fingerprint: what another recipe staged is staged again, not trusted."""

import hashlib
from functools import cache
from pathlib import Path

from etl.columns import DATASETS
from etl.layout import Layout
from etl.places import PROGRAM

CODE = (
    *("archive.py", "covered.py", "encoding.py", "engine.py", "export_day.py", "file_month.py"),
    *("files/workbook.py", "layout.py", "recognise.py", "stage.py", "stage_records.py", "stage_table.py"),
)


def recipe(layout: Layout, reference: Path) -> str:
    """Twelve characters that change with the declaration, the staging code and the reference tables it joins."""
    declared = (layout, [DATASETS[name] for name in (*layout.datasets, "labels")])
    digest = hashlib.sha256(repr(declared).encode())
    digest.update(_code())
    for table in layout.reference:
        digest.update((reference / f"{table}.csv").read_bytes())
    return digest.hexdigest()[:12]


@cache
def _code() -> bytes:
    statements = sorted((PROGRAM / "sql" / "staging").glob("*.sql"))
    return b"".join(source.read_bytes() for source in (*(PROGRAM / name for name in CODE), *statements))
