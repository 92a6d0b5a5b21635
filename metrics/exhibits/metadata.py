"""What must be known of a table where nobody can be asked: definition, limits, caveats, evidence, sources, build."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import urlencode

import pandas as pd

from metrics import formatting
from metrics.definitions.metric import Limit, Metric
from metrics.exhibits.exhibit import Exhibit, sources
from metrics.query.limits import apply_binding_limits
from metrics.query.request import Question, format_words
from metrics.query.selection import Selection
from metrics.text import exports, open_data
from metrics.warehouse import Warehouse

Fact = str | int | float | None
Meta = dict[str, object]
"""JSON-ready: text, numbers, None, and lists and dictionaries of them, under the keys of the open data."""

ONE_BY_ONE = ("limits", "caveats", "breaks", "flags", "notes", "sources", "evidence")
NAMED = ("version", "sha256")


def metadata(
    warehouse: Warehouse,
    metric: Metric,
    selection: Selection,
    rows: pd.DataFrame,
    *,
    baseline: date | None = None,
    notes: tuple[str, ...] = (),
) -> Meta:
    """What must be known of rows of `metrics show`: of values by period, or of changes since a baseline."""
    metric = apply_binding_limits(metric, selection).adapt_to(_values(rows, "evidence"))
    found = sources(warehouse, _sourced(rows))
    told = formatting.capitalize_first(metric.unit.word)
    periods = _values(rows, "period")
    if len(periods):
        told = f"{told} · {metric.subject} · {formatting.format_span(periods, metric.is_flow)}"
    build_id, built_at = warehouse.build_id, warehouse.built_at
    cited = exports.write_citation(metric.title, told, build_id, built_at, "")
    asked = Question(selection, baseline)
    return _metadata(metric, asked, rows, notes, found, build_id, built_at, cited, warehouse.with_sample)


def of_exhibit(exhibit: Exhibit) -> Meta:
    """The same of a figure that leaves the page."""
    build_id, built_at = exhibit.build_id, exhibit.built_at
    metric, rows, notes = exhibit.metric, exhibit.rows, exhibit.notes
    asked = Question(exhibit.selection)
    named, cited, with_sample = exhibit.sources, exhibit.citation, exhibit.with_sample
    return _metadata(metric, asked, rows, notes, named, build_id, built_at, cited, with_sample)


def _metadata(
    metric: Metric,
    asked: Question,
    rows: pd.DataFrame,
    notes: tuple[str, ...],
    named: pd.DataFrame,
    build_id: str,
    built_at: datetime,
    cited: str,
    with_sample: bool,
) -> Meta:
    kinds = _values(rows, "evidence")
    periods = _values(rows, "period")
    span = formatting.format_span(periods, metric.is_flow) if len(periods) else ""
    said = [*format_words(asked), ("sample", "yes")] if with_sample else format_words(asked)
    return {
        "sample": exports.SAMPLE if (kinds == "sample").any() else None,
        "demonstration": exports.DEMONSTRATION if with_sample else None,
        **of_indicator(metric),
        "selection": urlencode(said, safe="*=") or None,
        "rows": len(rows),
        "periods": span or None,
        "evidence": [{"kind": kind, "words": formatting.EVIDENCE[kind]} for kind in kinds.unique()],
        "flags": {flag: formatting.format_flags(flag) for flag in _flags(rows)},
        "notes": list(notes),
        "sources": _records(named),
        "build": {"id": build_id, "time": f"{built_at:%Y-%m-%dT%H:%M:%SZ}"},
        "licence": open_data.LICENCE,
        "citation": cited,
    }


def of_indicator(metric: Metric) -> Meta:
    """What an indicator says of itself, whatever is loaded."""
    return {
        "name": metric.name,
        "title": metric.title,
        "theme": metric.theme,
        "definition": metric.definition,
        "population": metric.subject,
        "unit": metric.unit.word,
        "better": metric.better,
        "formula": metric.formula_words,
        "limits": [_limit(limit, metric) for limit in metric.limits],
        "caveats": [caveat.value for caveat in metric.caveats],
        "breaks": [f"{day:%Y-%m-%d}" for day in metric.breaks],
        "by_default": [f"{column}={value}" for column, value in metric.by_default],
        "always_by": list(metric.always_by),
        "breakdowns": list(metric.breakdowns),
    }


def _limit(limit: Limit, metric: Metric) -> dict[str, Fact]:
    return {
        "at_most": limit.value,
        "scope": limit.scope,
        "basis": limit.basis,
        "citation": limit.citation,
        "words": limit.words if metric.is_of_positions else limit.no_verdict,
    }


def commented(meta: Meta) -> str:
    """The same as lines that begin with '# ', a fact each, to stand above the rows of a CSV file."""
    return "".join(f"# {' '.join(line.split())}\n" for line in _lines(meta))


def _lines(meta: Meta) -> Iterator[str]:
    for name, fact in meta.items():
        one = name.removesuffix("s") if name in ONE_BY_ONE else name
        if isinstance(fact, dict):
            yield from (f"{one} {key}: {said}" for key, said in fact.items())
        elif isinstance(fact, list) and name in ONE_BY_ONE:
            yield from (f"{one}: {_joined(each)}" for each in fact)
        elif isinstance(fact, list):
            yield from [f"{name}: {', '.join(fact)}"] if fact else []
        elif fact is not None:
            yield f"{one}: {fact}"


def _joined(facts: str | dict[str, Fact]) -> str:
    """A limit, a source or a kind of evidence on one line: what it says of itself, else every fact that is known."""
    if isinstance(facts, str):
        return facts
    if "words" in facts:
        return ": ".join(str(facts[key]) for key in ("scope", "words") if facts.get(key))
    said = (f"{key} {fact}" if key in NAMED else f"{fact}" for key, fact in facts.items() if fact is not None)
    return "; ".join(dict.fromkeys(said))


def _values(rows: pd.DataFrame, name: str) -> pd.Series:
    """Every value of a column, and of the same column of latest value and baseline, that is there."""
    columns = [rows[column] for column in (name, f"latest_{name}", f"baseline_{name}") if column in rows]
    found = pd.concat(columns, ignore_index=True).dropna()
    return found[found != ""]


def _sourced(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"source": _values(rows, "source")})


def _flags(rows: pd.DataFrame) -> list[str]:
    return sorted({flag for said in _values(rows, "flag").unique() for flag in said.split(";")})


def _records(table: pd.DataFrame) -> list[dict[str, Fact]]:
    """Rows as dictionaries of plain values, None where nothing is known."""
    plain = table.astype(object).where(table.notna() & (table != ""), None)
    return [{str(key): value for key, value in record.items()} for record in plain.to_dict("records")]
