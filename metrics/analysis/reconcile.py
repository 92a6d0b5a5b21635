"""The same number from two places, side by side: computed and published, and one publisher's beside another's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, product
from typing import Any

import pandas as pd

from metrics.definitions import catalog
from metrics.definitions.figures import list_figures
from metrics.definitions.formula import LeastWhole, LimitLine, LowerBound, OfKnown, Parity, Ratio, StandingCount
from metrics.definitions.metric import Metric, Unit
from metrics.definitions.terms import Change, EstimatedEntries
from metrics.query.answer import answer
from metrics.query.published_only import add_supplied_figures, list_published_only
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse

AGREES_WITHIN = 0.5
"""Percent by which two counts of the same thing may differ and still agree."""

COLUMNS = (
    *("verdict", "indicator", "period", "group", "unit", "value", "evidence", "source", "published"),
    *("published_source", "difference", "difference_percent", "tolerance_percent", "reason", "words"),
)
VERDICTS = ("unexplained", "explained", "agrees", "sample")
ROUNDING = ("rounding", "The published figure is printed with too few digits to tell the two apart.")
COUNTS = {unit.word for unit in (Unit.PEOPLE, Unit.AGENCIES)} | {"positions"}
TINY = 1e-9
_OURS = ("value", "evidence", "source")


@dataclass(frozen=True)
class Reconciliation:
    """Every pair compared, the unexplained first.

    `table` has COLUMNS. `value` is ours (records, else the published figure that takes precedence, else the sample) and
    `published` what another source gives for the same indicator, period and group; `difference` is ours less theirs in
    the unit, `difference_percent` a percent of theirs. `verdict` is agrees (within 0.5%), explained (by `reason`, whose
    bound is `tolerance_percent`), unexplained, or sample: the synthetic sample is never called reconciled.
    """

    table: pd.DataFrame

    def count(self, verdict: str) -> int:
        """How many comparisons ended with that verdict."""
        return int((self.table["verdict"] == verdict).sum())

    @cached_property
    def reasons(self) -> list[tuple[str, str]]:
        """Every reason that explains a difference, with its words."""
        named_rows = self.table[self.table["verdict"] == "explained"][["reason", "words"]].drop_duplicates()
        return [(str(row.reason), str(row.words)) for row in named_rows.itertuples()]

    @cached_property
    def words(self) -> str:
        """The sentence that says how it went."""
        samples = self.count("sample")
        aside = f"; {samples:,} of the synthetic sample are not counted" if samples else ""
        return (
            f"{self.count('agrees'):,} of {len(self.table) - samples:,} comparisons agree within {AGREES_WITHIN:g}%, "
            f"{self.count('explained'):,} differ for a named reason, {self.count('unexplained'):,} unexplained{aside}."
        )


def reconcile(warehouse: Warehouse) -> Reconciliation:
    """Compare each figure with its counterparts, for every indicator and breakdown that published figures know.

    Indicators made of other indicators (net change, entries, headroom, parity) are left out: those are compared. Rates,
    shares and means on fewer than ten people say too little to be compared.

    Args:
        warehouse: The build that is asked.

    Returns:
        Every pair with its verdict, the unexplained first.
    """
    comparables = Comparables.of(warehouse)
    metrics = (*catalog.METRICS, *list_published_only(warehouse).values())
    pairs_of_metrics = chain.from_iterable(
        _pair_counterparts(warehouse, add_supplied_figures(warehouse, metric), comparables) for metric in metrics
    )
    pairs = pd.concat([*pairs_of_metrics, _pair_positions(warehouse), _pair_recounts(warehouse)], ignore_index=True)
    pairs["difference"] = pairs["value"] - pairs["published"]
    pairs["difference_percent"] = 100 * pairs["difference"] / pairs["published"].where(pairs["published"] != 0)
    reasons = [*warehouse.rows("select * from marts.explanation order by rank").itertuples()]
    verdicts = [_judge(pair, reasons) for pair in pairs.itertuples()]
    table = pairs.join(pd.DataFrame(verdicts, columns=["verdict", "tolerance_percent", "reason", "words"]))
    table["place"] = table["verdict"].map(VERDICTS.index)
    table["size"] = table["difference_percent"].abs().fillna(float("inf")).where(table["verdict"] != "agrees", 0)
    order = ["place", "size", "indicator", "period", "group", "published_source", "value"]
    table = table.sort_values(order, ascending=[True, False, *[True] * 5], kind="stable")
    return Reconciliation(table[[*COLUMNS]].reset_index(drop=True))


@dataclass(frozen=True)
class Comparables:
    """What a build holds that may be compared, so that hopeless questions are not asked.

    `sources` has, by indicator of the published figures, scope and whether appointment types are told apart, the most
    sources that give one period; `counted` the tables filled from files of records or the sample.
    """

    sources: dict[tuple[str, str, bool], int]
    counted: set[str]

    @classmethod
    def of(cls, warehouse: Warehouse) -> Comparables:
        """Look into a build."""
        df = warehouse.rows(
            """
            with stated as (
                select
                    indicator, scope, period, source,
                    unnest([false, coalesce(appointment, 'all') <> 'all']) as is_by_appointment
                from marts.published
            ),
            met as (
                select indicator, scope, is_by_appointment, period, count(distinct source) as sources
                from stated
                group by all
            )
            select indicator, scope, is_by_appointment, max(sources) as sources from met group by all
            """
        )
        keys = zip(df["indicator"], df["scope"], df["is_by_appointment"].astype(bool), strict=True)
        tables = warehouse.rows("select distinct mart from marts.coverage where evidence <> 'published'")["mart"]
        return cls(dict(zip(keys, df["sources"], strict=True)), set(tables))


def _pair_counterparts(warehouse: Warehouse, metric: Metric, comparables: Comparables) -> Iterator[pd.DataFrame]:
    """The pairs of one indicator, for every breakdown that its published figures know."""
    parts = (metric.formula.top, metric.formula.bottom) if isinstance(metric.formula, Ratio) else (metric.formula,)
    if any(
        isinstance(
            part, Change | EstimatedEntries | LimitLine | LowerBound | LeastWhole | OfKnown | Parity | StandingCount
        )
        for part in parts
    ):
        return
    for by in _list_breakdowns(metric, comparables):
        selection = Selection.of(by=by, all_sources=True, departments="both")
        df = answer(warehouse, metric, selection).table.dropna(subset="value")
        df = df[~df["flag"].str.contains("too_few")]
        columns = [*dict.fromkeys((*metric.always_by, *by))]
        df = df[df.duplicated(["period", *columns], keep=False)]
        if len(df):
            yield _pair(warehouse, df, columns).assign(indicator=metric.name, unit=metric.unit.word)


def _list_breakdowns(metric: Metric, comparables: Comparables) -> Iterator[tuple[str, ...]]:
    """The whole and the splits at which a published figure may meet a counterpart."""
    figures = list_figures(metric)
    keys = {figure.key for figure in figures if figure.key in metric.breakdowns} - set(metric.always_by)
    is_counted = metric.finished_figure or any(measure.mart.name in comparables.counted for measure in metric.measures)
    for key, agency, appointment in product(("", *sorted(keys)), ("", "agency_code"), ("", "appointment")):
        by = tuple(filter(None, (key, agency, appointment)))
        scope = "agency" if agency else "government"
        sources = [comparables.sources.get((figure.indicator, scope, bool(appointment)), 0) for figure in figures]
        if set(by) <= set(metric.breakdowns) and max(sources, default=0) > (0 if is_counted else 1):
            yield by


def _pair(warehouse: Warehouse, df: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Records with each published figure, the foremost published figure with every other, the sample where alone."""
    keys = ["period", *columns]
    precedence = dict(zip(warehouse.sources["source"], warehouse.sources["precedence"], strict=True))
    rank = df["source"].map(lambda sources: min(precedence.get(source, 999) for source in sources.split("; ")))
    is_printed = df["numerator"].isna() if "numerator" in df else False
    df = df.assign(rank=rank, is_printed=is_printed).sort_values(["rank", "is_printed", "source"], kind="stable")
    records, figures, sample = (df[df["evidence"] == kind] for kind in ("records", "published", "sample"))
    foremost = figures.drop_duplicates(keys)
    is_real = pd.MultiIndex.from_frame(sample[keys]).isin(pd.MultiIndex.from_frame(records[keys]))
    pairs = pd.concat(
        ours[[*keys, *_OURS]].merge(theirs[[*keys, "value", "source"]], on=keys, suffixes=("", "_published"))
        for ours, theirs in (
            (records, figures),
            (foremost, figures.drop(foremost.index)),
            (sample[~is_real], foremost),
        )
    )
    groups = pairs[columns].astype(str).to_numpy()
    pairs["group"] = ["; ".join(map("=".join, zip(columns, values, strict=True))) for values in groups]
    pairs = pairs.rename(columns={"value_published": "published", "source_published": "published_source"})
    return pairs[["period", "group", *_OURS, "published", "published_source"]]


def _pair_positions(warehouse: Warehouse) -> pd.DataFrame:
    """Noncareer appointees beside the positions they fill: they may fill general ones only, and Plum lists those."""
    metric = catalog.find("on_board")
    df = answer(warehouse, metric, Selection.of(where={"appointment": "noncareer"})).table.dropna(subset="value")
    positions = warehouse.rows(
        "select period, source, sum(positions)::double as value from marts.positions\n"
        "where pay_plan = 'ES' and filled_by = 'noncareer' group by all"
    ).assign(evidence="published", period=lambda positions: pd.to_datetime(positions["period"]))
    pairs = _pair(warehouse, pd.concat([df, positions], ignore_index=True), [])
    pairs = pairs[pairs["published_source"].isin(positions["source"]) & ~pairs["source"].isin(positions["source"])]
    return pairs.assign(indicator=metric.name, unit=metric.unit.word, group="appointment=noncareer; positions filled")


def _judge(pair: Any, reasons: list[Any]) -> tuple[str, float, str, str]:
    """What a pair comes to: verdict, percent allowed (of a count: at least one), name of the reason and its words."""
    if pair.evidence == "sample":
        return "sample", AGREES_WITHIN, "", ""
    gap = abs(pair.difference)
    if gap <= AGREES_WITHIN / 100 * abs(pair.published) + TINY:
        return "agrees", AGREES_WITHIN, "", ""
    digits = len(f"{pair.published:.6f}".rstrip("0").partition(".")[2])
    if pair.unit not in COUNTS and gap <= 0.5 / 10**digits + TINY:
        return "explained", AGREES_WITHIN, *ROUNDING
    sources = {*pair.source.split("; "), *pair.published_source.split("; "), pair.evidence}
    least = 1 if pair.unit in COUNTS else 0
    for reason in reasons:
        is_meant = reason.indicator in ("", pair.indicator) and {reason.source, reason.other} - {""} <= sources
        if is_meant and gap <= max(least, reason.within_percent / 100 * abs(pair.published)) + TINY:
            return "explained", reason.within_percent, reason.reason, reason.words
    return "unexplained", AGREES_WITHIN, "", ""


def _pair_recounts(warehouse: Warehouse) -> pd.DataFrame:
    """Shipped figures beside the same figures of the publication they were taken from, where that is loaded."""
    df = warehouse.rows("select * from marts.recount")
    labels = pd.DataFrame(
        {
            "population=": df["population"],
            "agency_code=": df["agency_code"].fillna(df["agency"]),
            "": df["breakdown"],
            "horizon_years=": df["horizon_years"].astype("string"),
        }
    ).fillna("")
    groups = ("; ".join(f"{name}{value}" for name, value in row.items() if value) for row in labels.to_dict("records"))
    return pd.DataFrame(
        {
            "indicator": df["indicator"],
            "period": pd.to_datetime(df["period"]),
            "group": list(groups),
            "unit": df["unit"],
            "value": df["loaded"],
            "evidence": "published",
            "source": df["file"],
            "published": df["shipped"],
            "published_source": df["source"],
        }
    )
