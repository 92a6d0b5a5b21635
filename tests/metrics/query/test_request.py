"""Words ask a question and a question gives its words, the same in an address and at the command line."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.query.request import Question, UnreadableWord, format_words, parse_question
from metrics.query.selection import Selection

COLUMNS = st.sampled_from(["agency_code", "appointment", "age_band"])
MONTHS = st.builds("{:04d}-{:02d}".format, st.integers(1, 9999), st.integers(1, 12))
ASKED = st.fixed_dictionaries(
    {"by": st.lists(COLUMNS, unique=True), "where": st.lists(st.builds("{}={}".format, COLUMNS, st.text()))},
    optional={
        **dict.fromkeys(("start", "end", "baseline"), MONTHS),
        "window": st.sampled_from(["fy", "12m"]),
        "sources": st.just("best"),
    },
)
NAMES = {"from": "start", "to": "end"}


@given(ASKED)
def test_words_of_a_question_ask_the_same_question(asked: dict[str, Any]) -> None:
    first = parse_question(**asked)
    again: dict[str, list[str]] = {}
    for word, value in format_words(first):
        again.setdefault(word, []).append(value)
    many: dict[str, Any] = {word: again.pop(word, []) for word in ("by", "where")}
    once: dict[str, Any] = {NAMES.get(word, word): values[0] for word, values in again.items()}
    assert parse_question(**many, **once) == first


def test_months_are_their_first_and_last_days() -> None:
    asked = parse_question(start="2024-02", end="2024-02", baseline="2016-09")
    assert asked == Question(Selection(start=date(2024, 2, 1), end=date(2024, 2, 29)), date(2016, 9, 30))


@pytest.mark.parametrize(
    "month", ["2016", "2016-13", "2016-00", "0000-01", "2016-9", "September", "", "２０１６-09", "2016-09\n"]
)
def test_what_is_no_month_is_refused_with_an_example(month: str) -> None:
    with pytest.raises(
        UnreadableWord, match=r"(?s)^from: .* is not a month, write it as YYYY-MM, for example 2016-09$"
    ):
        parse_question(start=month)


def test_filters_of_one_column_are_alternatives() -> None:
    asked = parse_question(where=["agency_code=ED", "appointment=career", "agency_code=DN"])
    assert asked.selection.where == (("agency_code", ("ED", "DN")), ("appointment", ("career",)))


@pytest.mark.parametrize("pair", ["agency_code", "=ED", ""])
def test_what_is_no_pair_is_refused_with_an_example(pair: str) -> None:
    with pytest.raises(UnreadableWord, match="is not COLUMN=VALUE, for example agency_code=ED"):
        parse_question(where=[pair])
