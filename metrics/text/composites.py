"""Figures that more than one answer makes: the rows behind each, and the same as a reader sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from metrics import formatting
from metrics.analysis import entries, flows, horizons
from metrics.analysis.entries import EntriesOfYear
from metrics.analysis.ladder import Rungs
from metrics.analysis.pay import CEILING, FLOOR, Pay
from metrics.definitions.metric import Metric, Unit
from metrics.text import tables
from metrics.warehouse import Warehouse

PERCENTILES = {"low": "10th percentile", "value": "Median", "high": "90th percentile"}


def tabulate_account(warehouse: Warehouse, account: pd.DataFrame) -> pd.DataFrame:
    """Who came and who left, newest first."""
    df = tables.credit_sources(warehouse, account)
    table = pd.DataFrame(
        {
            "Period": [formatting.capitalize_first(formatting.format_time(day, True)) for day in df["period"]],
            "Flow": df["flow"].map(flows.NAMES),
            "People": df["value"].astype(int),
            "Evidence": df["evidence"].map(formatting.EVIDENCE),
            "Source": df["source"],
            "Note": df["flag"].map(formatting.format_flags),
        }
    )
    return table.iloc[::-1]


def list_ways(entries_of_year: EntriesOfYear) -> pd.DataFrame:
    """The ways in with the people who came by each."""
    df = pd.DataFrame([{"way": way.name, "value": way.people, "share": way.share} for way in entries_of_year.ways])
    period, evidence, source, flag = (
        pd.Timestamp(entries_of_year.period),
        entries_of_year.evidence,
        entries_of_year.source,
        entries_of_year.flag,
    )
    return df.assign(period=period, evidence=evidence, source=source, flag=flag)


def tabulate_ways(warehouse: Warehouse, entries_of_year: EntriesOfYear) -> pd.DataFrame:
    """The same as a reader sees them."""
    return pd.DataFrame(
        {
            "Period": formatting.capitalize_first(formatting.format_time(entries_of_year.period, True)),
            "Way in": [entries.WAYS[way.name] for way in entries_of_year.ways],
            "People": [int(way.people) for way in entries_of_year.ways],
            "Percent": [round(way.share, 1) for way in entries_of_year.ways],
            "Evidence": formatting.EVIDENCE[entries_of_year.evidence],
            "Source": formatting.format_source(entries_of_year.source, tables.map_titles(warehouse)),
            "Note": formatting.format_flags(entries_of_year.flag),
        }
    )


def list_steps(rungs: Rungs) -> pd.DataFrame:
    """Groups of people, and as low, able and high those of them who can retire."""
    records = [
        {"step": one.name, "people": one.people, "low": one.low, "able": one.able, "high": one.high}
        for one in rungs.groups
    ]
    period, evidence, source = pd.Timestamp(rungs.period), rungs.evidence, rungs.source
    return pd.DataFrame(records).assign(period=period, evidence=evidence, source=source, flag="")


def tabulate_steps(rungs: Rungs, years: int) -> pd.DataFrame:
    """The same as a reader sees them."""
    records = [
        {
            "Step": one.name,
            "People": one.people,
            "Low": one.low,
            "Central": one.able,
            "High": one.high,
            "Share": one.share,
        }
        for one in rungs.groups
    ]
    heading = f"can retire {horizons.describe_horizon(years)}"
    headings = {"Low": f"Low: {heading}", "Central": f"Central: {heading}", "High": f"High: {heading}"}
    return pd.DataFrame(records).rename(columns=headings).round(0)


def credit_pay(warehouse: Warehouse, pay: Pay) -> Pay:
    """The same with every source by its title, as a reader sees it on a point."""
    titles = tables.map_titles(warehouse)
    limits = tuple(replace(one, source=formatting.format_source(one.source, titles)) for one in pay.limits)
    return Pay(
        tables.credit_sources(warehouse, pay.spread),
        tables.credit_sources(warehouse, pay.averages),
        limits,
        pay.is_career,
    )


def list_rates(pay: Pay) -> pd.DataFrame:
    """Every rate of pay, newest first: a floor or ceiling stands at the month in which its year begins."""
    percentiles = [pay.spread.assign(value=pay.spread[column], what=words) for column, words in PERCENTILES.items()]
    limits = [(pd.Timestamp(one.year, 1, 31), one.value, one.source, one.kind) for one in pay.limits]
    limit_rows = pd.DataFrame(limits, columns=["period", "value", "source", "kind"])
    limit_rows = limit_rows.assign(
        what=limit_rows["kind"].map(formatting.capitalize_first), evidence="published", flag=""
    )
    df = pd.concat([limit_rows, *percentiles, pay.averages.assign(what=pay.average_name)])
    columns = ["period", "what", "value", "evidence", "source", "flag"]
    return df.sort_values("period", ascending=False, kind="stable", ignore_index=True)[columns].fillna({"flag": ""})


def tabulate_rates(warehouse: Warehouse, pay: Pay) -> pd.DataFrame:
    """The same as a reader sees them."""
    df = tables.credit_sources(warehouse, list_rates(pay))
    is_of_year = df["what"].isin([formatting.capitalize_first(kind) for kind in (FLOOR, CEILING)])
    return pd.DataFrame(
        {
            "Period": [
                f"Calendar year {day.year}" if of_year else formatting.format_month(day)
                for day, of_year in zip(df["period"], is_of_year, strict=True)
            ],
            "What": df["what"],
            "Rate of pay": [formatting.format_number(value, Unit.DOLLARS) for value in df["value"]],
            "Evidence": df["evidence"].map(formatting.EVIDENCE),
            "Source": df["source"],
        }
    )


def tabulate_lines(warehouse: Warehouse, metric: Metric, lines: Sequence[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """Named series one after the other, each newest first."""
    parts = [
        pd.DataFrame(
            {
                "Period": [
                    formatting.capitalize_first(formatting.format_time(day, metric.is_flow)) for day in df["period"]
                ],
                "Population": line,
                metric.title: [formatting.format_number(value, metric.unit) for value in df["value"]],
                "Evidence": df["evidence"].map(formatting.EVIDENCE),
                "Source": tables.credit_sources(warehouse, df)["source"],
                "Note": df["flag"].map(formatting.format_flags),
            }
        ).iloc[::-1]
        for line, df in lines
    ]
    return pd.concat(parts, ignore_index=True)
