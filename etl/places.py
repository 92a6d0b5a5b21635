"""Where files live: what the program makes (raw, staged, warehouse) and what ships with it (published, reference)."""

import os
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent
REPOSITORY = PROGRAM.parent


@dataclass(frozen=True)
class Places:
    """The five folders of the loader; the first three may not exist yet."""

    raw: Path
    staged: Path
    warehouse: Path
    published: Path
    reference: Path


def places() -> Places:
    """The folders in force: SES_DATA moves what the program makes, never what ships."""
    made = Path(os.environ.get("SES_DATA") or REPOSITORY / "data")
    shipped = REPOSITORY / "data"
    return Places(made / "raw", made / "staged", made / "warehouse", shipped / "published", shipped / "reference")
