"""Pay over time: percentiles of executives, published averages, and the floor and ceiling of every cited year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

import pandas as pd

from metrics.definitions.metric import Unit
from metrics.formatting import EVIDENCE, format_month, format_number
from metrics.query.answer import Answer, answer, select_drawn
from metrics.query.published_only import list_published_only
from metrics.query.selection import Selection
from metrics.query.sql.gaps import select_for_words
from metrics.warehouse import Warehouse

AVERAGE: Final = "average_salary"
FLOOR, CEILING = "floor", "ceiling"
WHAT_LIMITS_MEAN: Final = (
    "Floor and ceiling hold for a calendar year (5 U.S.C. 5382): 120 percent of GS-15 step 1, and level II of the "
    "Executive Schedule where OPM has certified the agency's appraisal system. Only the years drawn are among the "
    "published figures."
)


@dataclass(frozen=True)
class PayLimit:
    """The lowest or highest rate of basic pay in a calendar year, in dollars, and the document that gives it."""

    kind: str
    year: int
    value: float
    source: str


@dataclass(frozen=True)
class Pay:
    """What is known of pay. `spread` has a row per period: value (the median), low and high (a tenth below, above).

    `averages` are published means, of career executives alone where `is_career`, which is where those are newer; both
    have period (month end), evidence and source. `limits` are oldest first.
    """

    spread: pd.DataFrame
    averages: pd.DataFrame
    limits: tuple[PayLimit, ...]
    is_career: bool = False

    @property
    def average_name(self) -> str:
        """What the published means are called."""
        return "Average salary, career executives" if self.is_career else "Average salary"

    @cached_property
    def points(self) -> pd.DataFrame:
        """Everything with its period, evidence and source; a limit stands at the month in which its year begins."""
        columns = ["period", "evidence", "source"]
        limits = [(pd.Timestamp(one.year, 1, 31), "published", one.source) for one in self.limits]
        return pd.concat([self.spread[columns], self.averages[columns], pd.DataFrame(limits, columns=columns)])

    def last(self, kind: str) -> PayLimit | None:
        """The newest floor or ceiling."""
        return next((one for one in reversed(self.limits) if one.kind == kind), None)


def build_pay(warehouse: Warehouse, median: Answer, low: Answer, high: Answer) -> Pay:
    """The answers of three percentiles put together, with averages and limits up to the same period."""
    selection = median.selection
    everyone = _load_averages(warehouse, selection)
    career = everyone.iloc[:0]
    if not selection.values("appointment"):
        career = _load_averages(warehouse, replace(selection, where=(*selection.where, ("appointment", ("career",)))))
    # Beside a ceiling of today an average of years ago would read as a gap.
    is_career = bool(len(career)) and (everyone.empty or career["period"].max() > everyone["period"].max())
    averages = career if is_career else everyone
    return Pay(_merge_percentiles(median, low, high), averages, _load_limits(warehouse, selection.end), is_career)


def _merge_percentiles(median: Answer, low: Answer, high: Answer) -> pd.DataFrame:
    keys = ["period", "evidence"]
    df = select_drawn(median).dropna(subset="value")
    for name, other in (("low", low), ("high", high)):
        df = df.merge(other.table[[*keys, "value"]].rename(columns={"value": name}), on=keys)
    return df


def _load_averages(warehouse: Warehouse, selection: Selection) -> pd.DataFrame:
    """The published means of the same people; none where no document of the build has any."""
    metric = list_published_only(warehouse).get(AVERAGE)
    if metric is None:
        return pd.DataFrame(columns=["period", "value", "evidence", "source"])
    return answer(warehouse, metric, selection).table.dropna(subset="value")


def _load_limits(warehouse: Warehouse, end: date | None) -> tuple[PayLimit, ...]:
    df = warehouse.rows(
        "select if(indicator = 'pay_minimum', 'floor', 'ceiling') as kind, year(period) as year,\n"
        "  arg_min(value, (precedence, source)) as value, arg_min(source, (precedence, source)) as source\n"
        "from marts.published\n"
        "where population = 'ses' and year(period) <= ?\n"
        "  and (indicator = 'pay_minimum' or (indicator = 'pay_maximum' and breakdown = 'system=certified'))\n"
        "group by all order by year, kind",
        [(end or date.max).year],
    )
    records: list[Any] = df.to_dict("records")
    return tuple(PayLimit(row["kind"], int(row["year"]), float(row["value"]), row["source"]) for row in records)


def describe_pay(pay: Pay) -> str:
    """The newest percentiles, average, floor and ceiling in one sentence each."""
    sentences = []
    for row in select_for_words(pay.spread).tail(1).to_dict("records"):
        low, middle, high = (format_number(row[name], Unit.DOLLARS) for name in ("low", "value", "high"))
        sentences.append(
            f"In {format_month(row['period'])} half of executives were paid more than {middle}, a tenth "
            f"less than {low} and a "
            f"tenth more than {high} ({EVIDENCE[row['evidence']]})."
        )
    for row in pay.averages.tail(1).to_dict("records"):
        whose = " of career executives" if pay.is_career else ""
        sentences.append(
            f"The published average{whose} was {format_number(row['value'], Unit.DOLLARS)} in "
            f"{format_month(row['period'])}."
        )
    ends = [one for one in (pay.last(FLOOR), pay.last(CEILING)) if one]
    sentences += [f"The {one.kind} was {format_number(one.value, Unit.DOLLARS)} in {one.year}." for one in ends]
    return " ".join(sentences)
