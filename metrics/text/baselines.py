"""Words about the date that figures are compared with."""

from metrics.analysis.baselines import Baseline
from metrics.formatting import month


def little(found: Baseline) -> str:
    """That few numbers can be compared with a date: who chose it learns why most show no change."""
    if not found.known:
        return (
            f"No number on these pages has a figure near {month(found.day)} to compare with: choose another baseline."
        )
    return (
        f"Only {found.known} of the {found.of} headline numbers have a figure within the year before "
        f"{month(found.day)}; the others show no change."
    )
