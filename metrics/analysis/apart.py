"""Whom the law of the SES takes apart from a department: the FBI and the DEA, and every office of inspector general.

Files count them inside; where one names the parts, the same shares are said without them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

import pandas as pd

from metrics import formatting
from metrics.definitions.metric import EXEMPT_BELOW, Unit
from metrics.query.answer import Answer, whole_rows
from metrics.query.selection import Selection

Ask = Callable[[str, Selection], Answer]
AGENCY = "agency_code"
SHARE, LIMITED = "noncareer_share", "limited_share"
JUSTICE = "DJ"
QUARTER = 25
OF_LAW = "agencies of their own in the SES (5 U.S.C. 406(d))"
INSPECTOR_GENERAL = "Without its inspector general, a separate agency for the SES (5 U.S.C. 406(d))"
APART = {
    "": "Without the FBI and the DEA, which are outside the SES of title 5",
    JUSTICE: (
        "Without the FBI and the DEA, which are outside the SES of title 5, and without its inspector general, a "
        "separate agency for the SES (5 U.S.C. 406(d)), where a file names it"
    ),
}


def of_title_5(ask: Ask, end: date | None, agency_code: str = "", name: str = SHARE) -> str:
    """The same share of those whom the law is about; nothing where a source does not tell the others apart."""
    found = _beside(ask, end, agency_code, name)
    return "" if found is None else f"{APART.get(agency_code, INSPECTOR_GENERAL)}: {_share(found)}."


def of_justice(ask: Ask, end: date | None, agency_code: str, said: str) -> str:
    """A sentence on noncareer appointees at Justice with those of title 5: half of its executives are in no SES.

    Any other sentence stays as it is.
    """
    found = _beside(ask, end, JUSTICE, SHARE) if agency_code == JUSTICE else None
    if found is None:
        return said
    return (
        f"{said.removesuffix('.')}; without the FBI and the DEA, which are outside the SES of title 5, and its "
        f"inspector general, {_share(found)}."
    )


def at_justice(ask: Ask, end: date | None) -> str:
    """The same for a table of agencies, whose row of Justice counts two bureaus that are outside the SES."""
    return of_title_5(ask, end, JUSTICE).replace("Without", "Noncareer at Justice, without", 1)


def in_a_ranking(ask: Ask, names: Mapping[str, str], end: date | None, chosen: Collection[str] = ()) -> str:
    """Every agency more than a quarter of whose executives are noncareer once those are left out, with that share."""
    rows = _shares(ask, end)
    rows = rows[rows["is_apart"] & (rows["value"] > QUARTER) & (rows["denominator"] >= EXEMPT_BELOW)]
    rows = rows[rows[AGENCY].isin(chosen)] if chosen else rows
    if rows.empty:
        return ""
    return f"Without inspectors general, {OF_LAW}: {_listed(rows, names)}."


def over_a_quarter(ask: Ask, names: Mapping[str, str], end: date | None, said: str) -> str:
    """The sentence on agencies above a quarter of people with how many there are, and without inspectors general."""
    rows = _shares(ask, end)
    rows = rows[rows["people"] >= EXEMPT_BELOW]
    if rows.empty:
        return said
    said = said.replace("agencies of at least four", f"of the {len(rows)} agencies of at least four", 1)
    without = rows[(rows["value"] > QUARTER) & (rows["denominator"] >= EXEMPT_BELOW)]
    more = without[without["whole"] <= QUARTER]
    if more.empty:
        return said
    return (
        f"{said.removesuffix('.')}; without inspectors general, {OF_LAW}, in {len(without)}, among them "
        f"{_listed(more, names)}."
    )


def _shares(ask: Ask, end: date | None) -> pd.DataFrame:
    """Real shares of every agency, Defense as one, newest month: `whole` of `people`, and without those apart."""
    every = Selection.of(by=[AGENCY], end=end, departments="whole")
    whole, apart = (_real(ask(name, every)) for name in (SHARE, f"{SHARE}_title_5"))
    whole = whole[whole["period"] == whole["period"].max()]
    keys = ["period", AGENCY]
    parts = apart[[*keys, "numerator", "denominator", "value"]]
    both: pd.DataFrame = whole.merge(parts, "left", keys, suffixes=("_whole", ""))
    both = both.rename(columns={"value_whole": "whole", "denominator_whole": "people"})
    both["is_apart"] = both["value"].notna() & (both["denominator"] != both["people"])
    for column, instead in (("value", "whole"), ("numerator", "numerator_whole"), ("denominator", "people")):
        both[column] = both[column].fillna(both[instead])
    return both


def _beside(ask: Ask, end: date | None, agency_code: str, name: str) -> pd.Series | None:
    """The share without those apart, where it is of the month of the share with them, and of fewer people."""
    where = {AGENCY: agency_code} if agency_code else {}
    whole, found = (last(ask(each, Selection.of(where=where, end=end))) for each in (name, f"{name}_title_5"))
    if found is None or whole is None or found["period"] != whole["period"] or found["evidence"] == "sample":
        return None
    return None if found["denominator"] == whole["denominator"] else found


def last(result: Answer) -> pd.Series | None:
    """The newest value of an answer that is about one group; None where none is known."""
    rows = whole_rows(result).dropna(subset="value").sort_values("period", kind="stable")
    return rows.iloc[-1] if len(rows) else None


def _real(result: Answer) -> pd.DataFrame:
    rows = whole_rows(result).dropna(subset="value")
    return rows[(rows["evidence"] != "sample") & (rows[AGENCY] != "")]


def _share(row: pd.Series) -> str:
    return f"{formatting.number(row['value'], Unit.PERCENT)} ({row['numerator']:,.0f} of {row['denominator']:,.0f})"


def _listed(rows: pd.DataFrame, names: Mapping[str, str]) -> str:
    rows = rows.sort_values("value", ascending=False)
    return formatting.listed([f"{names.get(row[AGENCY], row[AGENCY])} {_share(row)}" for _, row in rows.iterrows()])
