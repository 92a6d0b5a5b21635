"""Months of employment from which whole agencies are missing: the bounds by which a build tells a gap from an end."""

from typing import Final

BOUNDS: Final = {
    # An agency is compared with the period before if that is no more than a quarter of a year away.
    "months_before": 3,
    # Agencies with fewer people come and go; none is looked for.
    "handful": 10,
    # From this size on (OPM's own bound of a small agency) one agency that is missing leaves the government incomplete.
    "agency_of_size": 100,
    # So do several that held this much of the people, or of the executives, in percent.
    "people_percent": 3,
    "executives_percent": 1,
    # An agency that lost more than this of its people and of its executives at once, in percent, is for the most part
    # missing. It counts only where the government lacks people_percent: agencies are cut, but not so many at once.
    "cut_percent": 50,
    # One that has not come back after so many months has ended, whatever the register of successions says; one that
    # held people_percent of the government is waited for longer.
    "months_until_gone": 6,
    "months_until_gone_if_large": 12,
}
"""Read by etl/sql/partial_months.sql as the variable `gap_bounds`."""
