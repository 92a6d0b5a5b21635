"""Words about the date that figures are compared with."""

from metrics.analysis.baselines import Baseline
from metrics.formatting import format_month


def warn_of_few_figures(baseline: Baseline) -> str:
    """That few numbers can be compared with a date: who chose it learns why most show no change."""
    if not baseline.known:
        return (
            f"No number on these pages has a figure near {format_month(baseline.day)} to compare with: choose another "
            "baseline."
        )
    return (
        f"Only {baseline.known} of the {baseline.of} headline numbers have a figure within the year before "
        f"{format_month(baseline.day)}; the others show no change."
    )
