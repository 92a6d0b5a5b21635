"""The registers: successions that OPM's own lookups bear out, and events that are dated, cited and short to tell."""

import csv
import io
import re
import zipfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

Row = dict[str, str]
Lookup = dict[str, set[str]]
"""The names a lookup gives to an agency or subelement code."""

WITH_PREDECESSOR = {"renamed", "split", "moved", "abolished"}
WITH_SUCCESSOR = {"renamed", "split", "moved", "merged", "created"}
COMPARED = re.compile(r"OPM lookups of (.+) and (?:employment summary )?(.+) compared")


def register(root: Path, name: str) -> list[Row]:
    with (root / "data" / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def successions(root: Path) -> list[Row]:
    return register(root, "successions.csv")


@pytest.fixture(scope="module")
def events(root: Path) -> list[Row]:
    return register(root, "events.csv")


@pytest.fixture(scope="module")
def lookups(shared: Path) -> dict[str, Lookup]:
    """What each of OPM's published lookups calls each code, by the date the register gives it."""
    extracts = shared / "extracts"
    texts = {
        when: (extracts / f"opm_lookups_{folder}" / "DTagy.txt").read_text("latin-1")
        for when, folder in {
            "Sep 2009": "2009_09",
            "Dec 2016": "2016_12",
            "Sep 2017": "2017_09",
            "Sep 2020": "2020_09",
        }.items()
    }
    with zipfile.ZipFile(next((extracts / "opm_fedscope_separations_fy2009").glob("*.zip"))) as cube:
        texts["FY2009"] = cube.read("DTagy.txt").decode("latin-1")
    with zipfile.ZipFile(next((extracts / "opm_employment_summary_2025_03").glob("*.zip"))) as summary:
        (member,) = (name for name in summary.namelist() if "Agency and SubAgency" in name)
        texts["Mar 2025"] = summary.read(member).decode("latin-1")
    return {when: names(text) for when, text in texts.items()}


def names(text: str) -> Lookup:
    found: Lookup = {}
    for row in csv.DictReader(io.StringIO(text), delimiter="\t" if "\t" in text.partition("\n")[0] else ","):
        found.setdefault(row["AGY"], set()).add(row["AGYT"])
        found.setdefault(row["AGYSUB"], set()).add(row["AGYSUBT"])
    return found


def codes(row: Row) -> list[str]:
    return [code for code in (row["predecessor_code"], row["successor_code"]) if code]


def test_successions_are_sorted_and_told_once(successions: list[Row]) -> None:
    keys = [(row["date"], row["predecessor_code"], row["successor_code"]) for row in successions]
    assert len(keys) > 50
    assert keys == sorted(set(keys))


def test_every_succession_is_dated_within_the_series_and_cited(successions: list[Row]) -> None:
    days = [date.fromisoformat(row["date"]) for row in successions]
    assert date(1998, 9, 30) <= min(days) <= max(days) <= date(2026, 12, 31)
    law = r"Pub\. L\. \d+-\d+|Executive Order \d+|Order \d+|\d+ FR \d+|OPM lookups|announcement|statement|Directive"
    assert [row["source"] for row in successions if not re.search(law, row["source"])] == []


def test_kind_of_a_succession_says_which_codes_it_has(successions: list[Row]) -> None:
    for row in successions:
        assert row["kind"] in WITH_PREDECESSOR | WITH_SUCCESSOR, row
        assert bool(row["successor_code"]) is (row["kind"] in WITH_SUCCESSOR), row
        if row["kind"] != "merged":
            assert bool(row["predecessor_code"]) is (row["kind"] in WITH_PREDECESSOR), row


def test_agencies_of_successions_are_known(root: Path, successions: list[Row]) -> None:
    known = {row["agency_code"] for row in register(root, "agencies.csv")}
    assert {code[:2] for row in successions for code in codes(row)} <= known
    assert {len(code) for row in successions for code in codes(row)} == {2, 4}


def test_every_code_of_a_succession_is_in_a_real_lookup(
    root: Path, successions: list[Row], lookups: dict[str, Lookup]
) -> None:
    listed = {code for lookup in lookups.values() for code in lookup}
    later = {r["agency_code"] for r in register(root, "agencies.csv") if r["source"].endswith("export Jan 2026")}
    assert {code for row in successions for code in codes(row)} - listed == {"DA", "WU"}
    assert {"DA", "WU"} <= later


def test_lookups_said_to_differ_do_differ(successions: list[Row], lookups: dict[str, Lookup]) -> None:
    compared = [(row, found.groups()) for row in successions if (found := COMPARED.search(row["source"]))]
    assert len(compared) > 40
    alike = [
        (row["predecessor_code"], row["successor_code"], earlier, later)
        for row, (earlier, later) in compared
        if all(lookups[earlier].get(code) == lookups[later].get(code) for code in codes(row))
    ]
    assert alike == []


def test_codes_that_begin_or_end_do_so_between_the_lookups_named(
    successions: list[Row], lookups: dict[str, Lookup]
) -> None:
    for row in successions:
        found = COMPARED.search(row["source"])
        if found and row["kind"] == "created":
            earlier, later = found.groups()
            assert row["successor_code"] not in lookups[earlier], row
            assert row["successor_code"] in lookups[later], row
        if found and row["kind"] in ("merged", "abolished"):
            earlier, later = found.groups()
            assert row["predecessor_code"] in lookups[earlier], row
            assert row["predecessor_code"] not in lookups[later], row


def test_every_agency_that_comes_goes_or_is_called_otherwise_is_told(
    successions: list[Row], lookups: dict[str, Lookup]
) -> None:
    without_a_cause = {"AA", "BH", "BZ", "CX", "DF", "GE", "GO", "HT", "IP", "WX", "YE"}
    misspelled = {"HB", "ZL"}
    whole = [lookups[when] for when in ("FY2009", "Sep 2009", "Dec 2016", "Sep 2017", "Sep 2020")]
    differ = {
        code
        for earlier, later in pairwise(whole)
        for code in earlier | later
        if len(code) == 2 and earlier.get(code) != later.get(code)
    }
    told = {code[:2] for row in successions for code in codes(row)}
    assert differ - told == without_a_cause | misspelled


def test_nothing_becomes_its_own_predecessor(successions: list[Row]) -> None:
    """Parts may move and move back; a body that ended in another, or took another code, does not come again."""
    became: dict[str, set[str]] = {}
    for row in successions:
        whole = row["kind"] in ("renamed", "merged", "split")
        if whole and row["predecessor_code"] and row["predecessor_code"] != row["successor_code"]:
            became.setdefault(row["predecessor_code"], set()).add(row["successor_code"])
    for code in became:
        reached: set[str] = set()
        ahead = set(became[code])
        while ahead:
            reached |= ahead
            ahead = set().union(*(became.get(one, set()) for one in ahead)) - reached
        assert code not in reached


def test_events_are_sorted_and_named_once(events: list[Row]) -> None:
    keys = [(row["start"], row["id"]) for row in events]
    assert len(keys) > 30
    assert keys == sorted(keys)
    assert len({row["id"] for row in events}) == len(events)
    assert [row["id"] for row in events if not re.fullmatch(r"[a-z0-9_]+", row["id"])] == []


def test_events_are_of_three_kinds_and_run_forward(events: list[Row]) -> None:
    assert {row["kind"] for row in events} == {"administration", "event", "break"}
    for row in events:
        start = date.fromisoformat(row["start"])
        assert not row["end"] or date.fromisoformat(row["end"]) > start, row["id"]


def test_titles_fit_a_chart_and_words_are_one_sentence(events: list[Row]) -> None:
    assert max(len(row["title"]) for row in events) <= 28
    assert [row["id"] for row in events if not re.fullmatch(r"[A-Z].{19,}[^.]\.", row["words"])] == []
    assert [row["id"] for row in events if re.search(r"\. [A-Z]", row["words"].replace("George W. ", ""))] == []


def test_every_event_is_cited(events: list[Row]) -> None:
    assert [row["id"] for row in events if len(row["citation"]) < 10] == []


def test_administrations_follow_one_another_without_gap_or_overlap(events: list[Row]) -> None:
    terms = [row for row in events if row["kind"] == "administration"]
    assert terms[0]["start"] == "1993-01-20"
    assert [row["start"][4:] for row in terms] == ["-01-20"] * len(terms)
    for before, after in pairwise(terms):
        assert date.fromisoformat(before["end"]) + timedelta(days=1) == date.fromisoformat(after["start"])
    assert terms[-1]["end"] == ""


def test_years_in_which_administrations_change_are_those_of_the_field(events: list[Row]) -> None:
    starts = [row["start"][:4] for row in events if row["kind"] == "administration"]
    assert starts[1:] == ["2001", "2009", "2017", "2021", "2025"]
