"""Where files live: what the program makes (raw, staged, warehouse) and what ships with it (published, reference)."""

import os
from dataclasses import dataclass, replace
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

    @property
    def downloads(self) -> Path:
        """Where files wait until they are loaded: beside raw/, on the same disk, so that taking in is a link."""
        return self.raw.parent / "downloads"

    @property
    def demonstration(self) -> "Places":
        """Where the synthetic sample and the build that shows it lie: apart, so that no real build can meet them."""
        folder = self.warehouse.parent / "demonstration"
        return replace(self, raw=folder / "raw", staged=folder / "staged", warehouse=folder / "warehouse")


def find_places() -> Places:
    """The folders in force: SES_DATA moves what the program makes, never what ships.

    What ships lies in data/ of a checkout, which is also where files are made then. An installed program has it inside
    the package and writes nothing there, but into ses-health/ at home (`metrics.program_files` says the same).

    Returns:
        The five folders; those of what the program makes may not exist yet.
    """
    inside, checkout_data = PROGRAM / "data", REPOSITORY / "data"
    is_installed = inside.is_dir()
    shipping_folder = inside if is_installed else checkout_data
    data_folder = Path(os.environ.get("SES_DATA") or (Path.home() / "ses-health" if is_installed else checkout_data))
    return Places(
        data_folder / "raw",
        data_folder / "staged",
        data_folder / "warehouse",
        shipping_folder / "published",
        shipping_folder / "reference",
    )
