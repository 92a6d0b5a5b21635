"""The figures that ship hold together, and each check of them sees what it is for."""

import re
from collections import Counter

import pandas as pd
import pytest

from tests.published_checks import (
    A_MACHINE,
    BREAKDOWNS,
    CHECKS,
    FIGURE_COLUMNS,
    INDICATORS,
    POPULATIONS,
    SOURCE_COLUMNS,
    broken,
    read,
)
from tests.shipped import PUBLISHED

DAMAGE = {
    # check: rows by their values, and what is put in its place ({} stands for the value that was there)
    "an indicator is a declared one": ({"indicator": "quits"}, {"indicator": "resignations"}),
    "an indicator has its own unit": ({"indicator": "quits"}, {"unit": "percent"}),
    "a population is a declared one": ({"population": "st"}, {"population": "scientists"}),
    "a breakdown is a declared one": ({"breakdown": "sex=men"}, {"breakdown": "sex=male"}),
    "a share of parts says of which": ({"indicator": "race_share"}, {"breakdown": "sex=men"}),
    "confidence is one of three words": ({"indicator": "quits"}, {"confidence": "low"}),
    "a source is a listed one": ({"indicator": "quits"}, {"source_id": "a_rumor"}),
    "an agency code has its form": ({"agency_code": "ED"}, {"agency_code": "EDU"}),
    "an agency code has a name": ({"agency_code": "ED"}, {"agency": ""}),
    "a name is not in capitals": ({"agency_code": "ED"}, {"agency": "DEPARTMENT OF EDUCATION"}),
    "a date is the end of a month of the SES": ({"as_of": "2026-07-31"}, {"as_of": "2026-07-30"}),
    "a fiscal year ends in September": ({"fiscal_year": "2009"}, {"fiscal_year": "2010"}),
    "a stock has no fiscal year": ({"indicator": "headcount"}, {"fiscal_year": "2026"}),
    "a flow has a fiscal year or a period": ({"fiscal_year": "2009"}, {"fiscal_year": ""}),
    "a period ends at its date": ({"breakdown": "period=2025-01_to_2025-11"}, {"as_of": "2025-12-31"}),
    "years ahead are of who can retire": ({"horizon_years": "5"}, {"horizon_years": "6"}),
    "a value is a plain number": ({"indicator": "quits"}, {"value": "1,250"}),
    "people, positions and days are whole": ({"indicator": "quits"}, {"value": "12.5"}),
    "a percentage is one": ({"indicator": "women_share"}, {"value": "101"}),
    "years are those of a life": ({"indicator": "average_age"}, {"value": "81"}),
    "dollars are those of pay": ({"indicator": "average_salary"}, {"value": "183"}),
    "a note is short": ({"indicator": "quits"}, {"note": "x" * 171}),
    "a code has one name": ({"agency_code": "ED"}, {"agency": "School Department"}),
    "a name has one code": ({"agency_code": "ED"}, {"agency_code": "EX"}),
    "a source is used": ({"source_id": "fwd_2026_07"}, {"source_id": "fwd_2025_11"}),
    "kinds of appointment add up": ({"population": "career", "source_id": "fwd_2026_07", "agency": ""}, {"value": "1"}),
    "components of Defense add up": ({"agency_code": "DD*", "indicator": "headcount"}, {"value": "1"}),
    "agencies of a full listing add up": ({"agency_code": "ED", "source_id": "fwd_2026_07"}, {"value": "9"}),
    "a share is that of its counts": ({"indicator": "women_share"}, {"value": "99"}),
    "a share of the SES is that of its counts": ({"indicator": "share_of_ses"}, {"value": "99"}),
    "women and men are everyone": ({"indicator": "men_share"}, {"value": "99"}),
    "ratings of three, four and five are three and above": ({"breakdown": "rating=3_and_above"}, {"value": "9"}),
    "parts are not more than the whole": ({"breakdown": "race=white"}, {"value": "99"}),
    "kinds of separation are not more than all": ({"indicator": "separations", "population": "ses"}, {"value": "1"}),
}


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    return read(PUBLISHED / "figures.csv", FIGURE_COLUMNS)


@pytest.fixture(scope="module")
def sources() -> pd.DataFrame:
    return read(PUBLISHED / "sources.csv", SOURCE_COLUMNS)


@pytest.mark.parametrize("name", CHECKS)
def test_the_figures_that_ship_hold_together(figures: pd.DataFrame, sources: pd.DataFrame, name: str) -> None:
    assert broken(figures, sources, name).to_dict("records") == []


@pytest.mark.parametrize(("name", "of", "put"), [(name, *each) for name, each in DAMAGE.items()], ids=list(DAMAGE))
def test_a_check_sees_one_wrong_row(
    figures: pd.DataFrame, sources: pd.DataFrame, name: str, of: dict[str, str], put: dict[str, str]
) -> None:
    is_one = (figures[list(of)] == pd.Series(of)).all(axis=1)
    assert is_one.any()
    # All of a source's rows, where it is to have none; of anything else one.
    chosen = is_one if name == "a source is used" else is_one & (is_one.cumsum() == 1)
    damaged = figures.copy()
    for column, value in put.items():
        damaged.loc[chosen, column] = value
    assert len(broken(damaged, sources, name))


def test_checks_of_lists_see_what_is_twice_or_missing(figures: pd.DataFrame, sources: pd.DataFrame) -> None:
    assert len(broken(pd.concat([figures, figures[:1]]), sources, "a figure is listed once")) == 1
    assert len(broken(figures, pd.concat([sources, sources[:1]]), "a source is listed once")) == 1
    assert len(broken(figures, sources.assign(address="a shelf"), "a source says what it is and where"))
    assert len(broken(figures[figures["indicator"] != "quits"], sources, "every declared word is used")) == 1
    others = {"a figure is listed once", "a source is listed once", "a source says what it is and where"}
    assert set(CHECKS) == {*DAMAGE, *others, "every declared word is used"}


def test_the_readme_beside_them_describes_every_word_and_counts_its_rows(
    figures: pd.DataFrame, sources: pd.DataFrame
) -> None:
    text = (PUBLISHED / "README.md").read_text(encoding="utf-8")
    assert not A_MACHINE.search(text)
    indicators = {word for words in INDICATORS.values() for word in words.split()}
    words = {*indicators, *POPULATIONS.split(), *BREAKDOWNS, *sources["source_id"]}
    assert [word for word in sorted(words) if f"`{word}`" not in text and f"`{word}=" not in text] == []
    for column, form in (("source_id", ""), ("population", ""), ("indicator", r"\w+ \| ")):
        for word, count in Counter(figures[column]).items():
            assert re.search(rf"\| `{word}` \| {form}{count} \|", text), f"{word} has {count} rows"
