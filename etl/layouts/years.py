"""The years of which there are files at all, and the one sentence for a name that promises another."""

from etl.files.zip_archive import NotTheFile
from etl.layouts.spec import EARLIEST, LATEST


class OutsideTheYears(NotTheFile):
    """A file named after a year in which there was no such file, or will be none for long."""


def refuse_outside(label: str, years: list[int]) -> None:
    """Raise for a name with a year before the Senior Executive Service, or far after today; `label` names the file."""
    outside = [year for year in years if not EARLIEST <= year <= LATEST]
    if outside:
        raise OutsideTheYears(
            f"{label} is named after {max(outside):04}, which is outside {EARLIEST}–{LATEST}, the years that files of "
            "executives can be of; load the file as its publisher made it, under the name it was published under."
        )
