"""Which lines in law bind what is asked for: the government, one agency, or each of several."""

from __future__ import annotations

from dataclasses import replace

from metrics.definitions.metric import Limit, Metric
from metrics.query.selection import Selection

AGENCY = "agency_code"


def find_binding_limits(metric: Metric, selection: Selection) -> tuple[Limit, ...]:
    """The limits that bind every value of an answer; none for any other group than agencies one by one.

    Several agencies added together are no agency, and where a part of Defense is among those chosen no line binds all.

    Args:
        metric: The indicator.
        selection: What is asked of it.

    Returns:
        The limits, in the order declared.
    """
    columns = {*selection.columns, *metric.always_by}
    if not columns:
        return metric.limits_for("government")
    codes = selection.values(AGENCY)
    is_one_by_one = AGENCY in (*selection.by, *metric.always_by) or len(codes) == 1
    if columns != {AGENCY} or not is_one_by_one:
        return ()
    limits = [metric.limits_for("agency", code) for code in codes or ("",)]
    return limits[0] if all(limits) else ()


def is_above(metric: Metric, limit: Limit | None, value: float, agency_code: str = "") -> bool:
    """Whether a value is above a limit in law, which no share of people is; a part of Defense has no limit of its own.

    Whoever colours a value, counts those above or says so asks here, and nowhere else.

    Args:
        metric: The indicator.
        limit: The limit, None where there is none.
        value: The value, in the metric's unit.
        agency_code: The agency that it is of, if it is of one.

    Returns:
        Whether it is above; False where the limit does not bind.
    """
    if limit is None or not metric.is_of_positions:
        return False
    return (not agency_code or bool(metric.limits_for("agency", agency_code))) and value > limit.value


def apply_binding_limits(metric: Metric, selection: Selection) -> Metric:
    """The indicator as it is said of the agencies chosen: with the lines that bind them, and no other."""
    if not selection.values(AGENCY):
        return metric
    bound = find_binding_limits(metric, selection)
    return metric if bound == metric.limits else replace(metric, limits=bound)
