"""Whom the law of the SES takes apart from a department: the FBI and the DEA, and every office of inspector general.

Files count them inside; where one names the parts, the same shares are said without them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

import pandas as pd

from metrics import formatting
from metrics.definitions.metric import EXEMPT_BELOW, Unit
from metrics.query.answer import Answer, select_whole_rows
from metrics.query.selection import Selection

Ask = Callable[[str, Selection], Answer]
AGENCY = "agency_code"
SHARE, LIMITED = "noncareer_share", "limited_share"
JUSTICE = "DJ"
QUARTER = 25
OF_LAW = "agencies of their own in the SES (5 U.S.C. 406(d))"
INSPECTOR_GENERAL = "Without its inspector general, a separate agency for the SES (5 U.S.C. 406(d))"
WITHOUT = {
    "": "Without the FBI and the DEA, which are outside the SES of title 5",
    JUSTICE: (
        "Without the FBI and the DEA, which are outside the SES of title 5, and without its inspector general, a "
        "separate agency for the SES (5 U.S.C. 406(d)), where a file names it"
    ),
}


def describe_title_5(ask: Ask, end: date | None, agency_code: str = "", name: str = SHARE) -> str:
    """The same share of those whom the law is about; nothing where a source does not tell the others apart."""
    share = _find_title_5_share(ask, end, agency_code, name)
    return "" if share is None else f"{WITHOUT.get(agency_code, INSPECTOR_GENERAL)}: {_format_share(share)}."


def add_title_5(ask: Ask, end: date | None, agency_code: str, sentence: str) -> str:
    """A sentence on noncareer appointees at Justice with those of title 5: half of its executives are in no SES.

    Args:
        ask: Answers an indicator by its name and a selection.
        end: The last period considered; None for the newest.
        agency_code: The agency that the sentence is about.
        sentence: What is said of its share of noncareer appointees.

    Returns:
        The sentence with the share of those under title 5; unchanged for any other agency, or where no source tells
        them apart.
    """
    share = _find_title_5_share(ask, end, JUSTICE, SHARE) if agency_code == JUSTICE else None
    if share is None:
        return sentence
    return (
        f"{sentence.removesuffix('.')}; without the FBI and the DEA, which are outside the SES of title 5, and its "
        f"inspector general, {_format_share(share)}."
    )


def describe_justice(ask: Ask, end: date | None) -> str:
    """The same for a table of agencies, whose row of Justice counts two bureaus that are outside the SES."""
    return describe_title_5(ask, end, JUSTICE).replace("Without", "Noncareer at Justice, without", 1)


def describe_ranking(ask: Ask, names: Mapping[str, str], end: date | None, codes: Collection[str] = ()) -> str:
    """Every agency more than a quarter of whose executives are noncareer once those are left out, with that share."""
    df = _load_shares(ask, end)
    df = df[df["is_apart"] & (df["value"] > QUARTER) & (df["denominator"] >= EXEMPT_BELOW)]
    df = df[df[AGENCY].isin(codes)] if codes else df
    if df.empty:
        return ""
    return f"Without inspectors general, {OF_LAW}: {_list_agencies(df, names)}."


def add_agencies_over_quarter(ask: Ask, names: Mapping[str, str], end: date | None, sentence: str) -> str:
    """The sentence on agencies above a quarter of people with how many there are, and without inspectors general."""
    df = _load_shares(ask, end)
    df = df[df["people"] >= EXEMPT_BELOW]
    if df.empty:
        return sentence
    sentence = sentence.replace("agencies of at least four", f"of the {len(df)} agencies of at least four", 1)
    without = df[(df["value"] > QUARTER) & (df["denominator"] >= EXEMPT_BELOW)]
    more = without[without["whole"] <= QUARTER]
    if more.empty:
        return sentence
    return (
        f"{sentence.removesuffix('.')}; without inspectors general, {OF_LAW}, in {len(without)}, among them "
        f"{_list_agencies(more, names)}."
    )


def _load_shares(ask: Ask, end: date | None) -> pd.DataFrame:
    """Real shares of every agency, Defense as one, newest month: `whole` of `people`, and without those apart."""
    every = Selection.of(by=[AGENCY], end=end, departments="whole")
    whole, apart = (_keep_real(ask(name, every)) for name in (SHARE, f"{SHARE}_title_5"))
    whole = whole[whole["period"] == whole["period"].max()]
    keys = ["period", AGENCY]
    parts = apart[[*keys, "numerator", "denominator", "value"]]
    both: pd.DataFrame = whole.merge(parts, "left", keys, suffixes=("_whole", ""))
    both = both.rename(columns={"value_whole": "whole", "denominator_whole": "people"})
    both["is_apart"] = both["value"].notna() & (both["denominator"] != both["people"])
    for column, instead in (("value", "whole"), ("numerator", "numerator_whole"), ("denominator", "people")):
        both[column] = both[column].fillna(both[instead])
    return both


def _find_title_5_share(ask: Ask, end: date | None, agency_code: str, name: str) -> pd.Series | None:
    """The share without those apart, where it is of the month of the share with them, and of fewer people."""
    where = {AGENCY: agency_code} if agency_code else {}
    whole, without = (find_last(ask(each, Selection.of(where=where, end=end))) for each in (name, f"{name}_title_5"))
    if without is None or whole is None or without["period"] != whole["period"] or without["evidence"] == "sample":
        return None
    return None if without["denominator"] == whole["denominator"] else without


def find_last(result: Answer) -> pd.Series | None:
    """The newest value of an answer that is about one group; None where none is known."""
    df = select_whole_rows(result).dropna(subset="value").sort_values("period", kind="stable")
    return df.iloc[-1] if len(df) else None


def _keep_real(result: Answer) -> pd.DataFrame:
    df = select_whole_rows(result).dropna(subset="value")
    return df[(df["evidence"] != "sample") & (df[AGENCY] != "")]


def _format_share(row: pd.Series) -> str:
    return (
        f"{formatting.format_number(row['value'], Unit.PERCENT)} ({row['numerator']:,.0f} of {row['denominator']:,.0f})"
    )


def _list_agencies(df: pd.DataFrame, names: Mapping[str, str]) -> str:
    df = df.sort_values("value", ascending=False)
    return formatting.join_names(
        [f"{names.get(row[AGENCY], row[AGENCY])} {_format_share(row)}" for _, row in df.iterrows()]
    )
