"""Figures that more than one answer makes: the rows behind each, and the same as a reader sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from metrics import formatting
from metrics.analysis import entries, flows, horizons
from metrics.analysis.entries import Entries
from metrics.analysis.ladder import Rungs
from metrics.analysis.pay import CEILING, FLOOR, Pay
from metrics.definitions.metric import Metric, Unit
from metrics.text import tables
from metrics.warehouse import Warehouse

SPREAD = {"low": "10th percentile", "value": "Median", "high": "90th percentile"}


def account_in_words(warehouse: Warehouse, account: pd.DataFrame) -> pd.DataFrame:
    """Who came and who left, newest first."""
    rows = tables.credited(warehouse, account)
    shown = pd.DataFrame(
        {
            "Period": [formatting.sentence_case(formatting.when(day, True)) for day in rows["period"]],
            "Flow": rows["flow"].map(flows.NAMES),
            "People": rows["value"].astype(int),
            "Evidence": rows["evidence"].map(formatting.EVIDENCE),
            "Source": rows["source"],
            "Note": rows["flag"].map(formatting.flags),
        }
    )
    return shown.iloc[::-1]


def ways(found: Entries) -> pd.DataFrame:
    """The ways in with the people who came by each."""
    rows = pd.DataFrame([{"way": way.name, "value": way.people, "share": way.share} for way in found.ways])
    period, evidence, source, flag = pd.Timestamp(found.period), found.evidence, found.source, found.flag
    return rows.assign(period=period, evidence=evidence, source=source, flag=flag)


def ways_in_words(warehouse: Warehouse, found: Entries) -> pd.DataFrame:
    """The same as a reader sees them."""
    return pd.DataFrame(
        {
            "Period": formatting.sentence_case(formatting.when(found.period, True)),
            "Way in": [entries.WAYS[way.name] for way in found.ways],
            "People": [int(way.people) for way in found.ways],
            "Percent": [round(way.share, 1) for way in found.ways],
            "Evidence": formatting.EVIDENCE[found.evidence],
            "Source": formatting.titled(found.source, tables.titles(warehouse)),
            "Note": formatting.flags(found.flag),
        }
    )


def steps(found: Rungs) -> pd.DataFrame:
    """Groups of people, and as low, able and high those of them who can retire."""
    rows = [
        {"step": one.name, "people": one.people, "low": one.low, "able": one.able, "high": one.high}
        for one in found.groups
    ]
    period, evidence, source = pd.Timestamp(found.period), found.evidence, found.source
    return pd.DataFrame(rows).assign(period=period, evidence=evidence, source=source, flag="")


def steps_in_words(found: Rungs, years: int) -> pd.DataFrame:
    """The same as a reader sees them."""
    rows = [
        {
            "Step": one.name,
            "People": one.people,
            "Low": one.low,
            "Central": one.able,
            "High": one.high,
            "Share": one.share,
        }
        for one in found.groups
    ]
    heading = f"can retire {horizons.words(years)}"
    named = {"Low": f"Low: {heading}", "Central": f"Central: {heading}", "High": f"High: {heading}"}
    return pd.DataFrame(rows).rename(columns=named).round(0)


def credited_pay(warehouse: Warehouse, found: Pay) -> Pay:
    """The same with every source by its title, as a reader sees it on a point."""
    titles = tables.titles(warehouse)
    limits = tuple(replace(one, source=formatting.titled(one.source, titles)) for one in found.limits)
    return Pay(
        tables.credited(warehouse, found.spread),
        tables.credited(warehouse, found.averages),
        limits,
        found.is_career,
    )


def rates(found: Pay) -> pd.DataFrame:
    """Every rate of pay, newest first: a floor or ceiling stands at the month in which its year begins."""
    spread = [found.spread.assign(value=found.spread[column], what=words) for column, words in SPREAD.items()]
    limits = [(pd.Timestamp(one.year, 1, 31), one.value, one.source, one.kind) for one in found.limits]
    held = pd.DataFrame(limits, columns=["period", "value", "source", "kind"])
    held = held.assign(what=held["kind"].map(formatting.sentence_case), evidence="published", flag="")
    rows = pd.concat([held, *spread, found.averages.assign(what=found.average_name)])
    columns = ["period", "what", "value", "evidence", "source", "flag"]
    return rows.sort_values("period", ascending=False, kind="stable", ignore_index=True)[columns].fillna({"flag": ""})


def rates_in_words(warehouse: Warehouse, found: Pay) -> pd.DataFrame:
    """The same as a reader sees them."""
    rows = tables.credited(warehouse, rates(found))
    is_of_year = rows["what"].isin([formatting.sentence_case(kind) for kind in (FLOOR, CEILING)])
    return pd.DataFrame(
        {
            "Period": [
                f"Calendar year {day.year}" if of_year else formatting.month(day)
                for day, of_year in zip(rows["period"], is_of_year, strict=True)
            ],
            "What": rows["what"],
            "Rate of pay": [formatting.number(value, Unit.DOLLARS) for value in rows["value"]],
            "Evidence": rows["evidence"].map(formatting.EVIDENCE),
            "Source": rows["source"],
        }
    )


def lines_in_words(warehouse: Warehouse, metric: Metric, lines: Sequence[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """Named series one after the other, each newest first."""
    parts = [
        pd.DataFrame(
            {
                "Period": [formatting.sentence_case(formatting.when(day, metric.is_flow)) for day in rows["period"]],
                "Population": line,
                metric.title: [formatting.number(value, metric.unit) for value in rows["value"]],
                "Evidence": rows["evidence"].map(formatting.EVIDENCE),
                "Source": tables.credited(warehouse, rows)["source"],
                "Note": rows["flag"].map(formatting.flags),
            }
        ).iloc[::-1]
        for line, rows in lines
    ]
    return pd.concat(parts, ignore_index=True)
