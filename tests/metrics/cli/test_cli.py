"""The command line of the answers: what it prints, what it says instead, and its exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from metrics.definitions import catalog
from metrics.warehouse import Warehouse
from tests.metrics.command import Ask

pytestmark = pytest.mark.slow

HEADER = "period,evidence,value,numerator,denominator,streak,streak_since,source,flag"


def show(name: str, *words: str) -> tuple[str, ...]:
    return ("show", name, *words, "--format", "csv")


def test_a_process_prints_rows_and_one_sentence_for_a_mistake(published: Warehouse, root: Path) -> None:
    surroundings = os.environ | {"SES_DATA": str(published.path.parent.parent)}

    def process(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "metrics", *words]
        return subprocess.run(command, cwd=root, env=surroundings, capture_output=True, text=True, check=False)

    good = process(*show("noncareer_share", "--from", "2024-09", "--to", "2025-03"))
    # What is known on positions stands beside a share of people, aside from the rows: March 2025 had 385.
    assert (good.returncode, good.stderr) == (
        0,
        "385 noncareer executives stay within 10% only if OPM has allocated at least 3,850 positions; the last "
        "allocation printed is 8,328 (2012).\n",
    )
    assert good.stdout.splitlines()[0] == HEADER
    assert [line.split(",")[0] for line in good.stdout.splitlines()[1:]] == ["2024-09-30", "2025-03-31"]
    bad = process(*show("noncareer_shore"))
    assert (bad.returncode, bad.stdout) == (2, "")
    assert bad.stderr.startswith("unknown indicator 'noncareer_shore'; nearest: noncareer_share")
    assert len(bad.stderr.splitlines()) == 1


def test_csv_shows_the_known_shares(run: Ask, published: Warehouse) -> None:
    said = run(published, *show("noncareer_share", "--from", "2024-09", "--to", "2025-03"))
    assert said.status == 0
    assert [(row["period"], row["evidence"], round(float(row["value"]), 1)) for row in said.rows] == [
        ("2024-09-30", "published", 8.7),
        ("2025-03-31", "published", 4.7),
    ]
    assert [(row["numerator"], row["denominator"]) for row in said.rows] == [("765", "8780"), ("385", "8250")]


@pytest.mark.parametrize(
    ("words", "header"),
    [
        (("on_board",), "period,evidence,value,source,flag"),
        (("noncareer_share",), HEADER),
        (("noncareer_share", "--by", "agency_code"), f"period,agency_code,{HEADER.removeprefix('period,')}"),
        (
            ("on_board", "--by", "appointment", "--by", "agency_code"),
            "period,appointment,agency_code,evidence,value,source,flag",
        ),
        (("allocation_needed", "--by", "agency_code"), "period,agency_code,evidence,value,source,flag"),
        (("median_salary",), "period,evidence,value,denominator,source,flag"),
        (("separations",), "period,evidence,value,source,flag"),
    ],
)
def test_header_is_period_breakdowns_evidence_value_and_what_applies(
    run: Ask, loaded: Warehouse, words: tuple[str, ...], header: str
) -> None:
    said = run(loaded, *show(*words))
    assert said.status == 0
    assert said.out.splitlines()[0] == header
    assert len(said.rows) > 1


def test_rows_are_sorted_by_period_then_breakdowns(run: Ask, loaded: Warehouse) -> None:
    rows = run(loaded, *show("on_board", "--by", "appointment", "--by", "age_band")).rows
    places = [(row["period"], row["appointment"], row["age_band"], row["evidence"]) for row in rows]
    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_json_says_what_csv_says(run: Ask, loaded: Warehouse) -> None:
    words = ("show", "noncareer_share", "--by", "agency_code", "--from", "2025-06")
    listed = json.loads(run(loaded, *words, "--format", "json").out)
    rows = run(loaded, *words, "--format", "csv").rows
    assert [list(item) for item in listed] == [list(row) for row in rows]
    for item, row in zip(listed, rows, strict=True):
        assert {key for key, value in item.items() if value is None} == {
            key for key in ("value", "numerator", "denominator", "streak", "streak_since") if row[key] == ""
        }
        for key in ("period", "agency_code", "evidence", "source", "flag"):
            assert item[key] == row[key]
        for key in ("value", "numerator", "denominator"):
            assert item[key] is None or item[key] == pytest.approx(float(row[key]), abs=1e-9)


def test_table_says_title_unit_and_number(run: Ask, published: Warehouse) -> None:
    said = run(published, "show", "noncareer_share", "--from", "2025-12")
    assert said.status == 0
    for words in ("Political appointees in the SES", "value (percent)", "10.5", "7,269", "published"):
        assert words in said.out


def test_list_names_what_is_published_only_where_a_warehouse_knows_it(run: Ask, published: Warehouse) -> None:
    rows = run(published, "list", "--format", "csv").rows
    declared = [metric.name for metric in catalog.METRICS]
    assert [row["name"] for row in rows][: len(declared)] == declared
    beyond = {row["name"] for row in rows[len(declared) :]}
    assert "average_time_in_ses" in beyond
    assert {row["theme"] for row in rows[len(declared) :]} == {"Published only"}
    shown = run(published, *show("average_time_in_ses", "--by", "appointment"))
    assert shown.status == 0
    assert {row["source"] for row in shown.rows} == {"opm_facts_2013"}


def test_list_names_every_indicator(run: Ask, tmp_path: Path) -> None:
    rows = run(tmp_path, "list", "--format", "csv").rows
    assert [row["name"] for row in rows] == [metric.name for metric in catalog.METRICS]
    assert [item["name"] for item in json.loads(run(tmp_path, "list", "--format", "json").out)] == [
        row["name"] for row in rows
    ]
    table = run(tmp_path, "list")
    assert table.status == 0
    assert all(metric.name in table.out for metric in catalog.METRICS)


def test_help_gives_examples(run: Ask, tmp_path: Path) -> None:
    said = run(tmp_path, "show", "--help")
    assert said.status == 0
    assert "--by separation_category" in " ".join(said.out.split())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("noncarer_share",), "unknown indicator 'noncarer_share'; nearest: noncareer_share"),
        (("xyzzy",), "unknown indicator 'xyzzy'; nearest: on_board, "),
        (("Turnover",), "unknown indicator 'Turnover'; nearest: separations, "),
        (("vacancy",), "unknown indicator 'vacancy'; nearest: general_positions_vacancy_rate, "),
        (("on_board", "--by", "agency"), "unknown breakdown 'agency' for on_board; nearest: agency_code"),
        (("on_board", "--where", "agencycode=ED"), "unknown breakdown 'agencycode' for on_board; nearest: agency_code"),
        (("on_board", "--where", "appointment=political"), "unknown appointment 'political'; nearest: "),
        (("on_board", "--where", "agency_code=Ed"), "unknown agency_code 'Ed'; nearest: ED (Education)"),
        (("noncareer_share", "--by", "appointment"), "noncareer_share cannot be split or filtered by appointment"),
        (("on_board", "--window", "12m"), "on_board is counted at a date, so it cannot be summed over a window"),
    ],
)
def test_mistakes_end_with_status_two_and_one_sentence(
    run: Ask, loaded: Warehouse, words: tuple[str, ...], sentence: str
) -> None:
    said = run(loaded, *show(*words))
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(sentence)
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("month", ["0000-01", "2016", "2016-13", "sept", "2016-9", "2016-09-30"])
def test_a_month_that_is_none_ends_with_status_two(run: Ask, loaded: Warehouse, month: str) -> None:
    said = run(loaded, *show("on_board", "--from", month))
    assert (said.status, said.out) == (2, "")
    assert "YYYY-MM" in " ".join(said.err.split())


@pytest.mark.parametrize("pair", ["ED", "=ED"])
def test_a_filter_without_a_column_ends_with_status_two(run: Ask, loaded: Warehouse, pair: str) -> None:
    said = run(loaded, *show("on_board", "--where", pair))
    assert (said.status, said.out) == (2, "")
    assert "COLUMN=VALUE" in said.err


def test_an_indicator_without_data_says_what_would_fill_it(run: Ask, published: Warehouse) -> None:
    said = run(published, *show("career_reserved_share"))
    assert (said.status, said.out) == (0, f"{HEADER.replace('streak,streak_since,', '')}\n")
    assert said.err.startswith("Executives in career reserved positions: no data yet. ")
    assert "python -m etl refresh" in said.err
    empty = run(published, "show", "career_reserved_share", "--format", "json")
    assert (empty.status, json.loads(empty.out)) == (0, [])


def test_an_empty_selection_is_no_error(run: Ask, published: Warehouse) -> None:
    said = run(published, *show("noncareer_share", "--from", "2030-01"))
    assert (said.status, said.out) == (0, f"{HEADER}\n")
    assert said.err.startswith("Political appointees in the SES: no figures match this selection")
    backwards = run(published, *show("noncareer_share", "--from", "2020-01", "--to", "2010-01"))
    assert (backwards.status, backwards.rows) == (0, [])


def test_months_bound_both_ends(run: Ask, published: Warehouse) -> None:
    rows = run(published, *show("noncareer_share", "--from", "2016-09", "--to", "2017-06")).rows
    assert [row["period"] for row in rows] == ["2016-09-30", "2016-12-31", "2017-03-31", "2017-06-30"]


def test_alternatives_of_one_column_add_up(run: Ask, loaded: Warehouse) -> None:
    limited = ("--where", "appointment=limited_term", "--where", "appointment=limited_emergency", "--from", "2025-09")
    together = run(loaded, *show("on_board", *limited)).rows
    apart = run(loaded, *show("on_board", "--by", "appointment", *limited)).rows
    sample = [int(row["value"]) for row in apart if row["evidence"] == "sample"]
    assert [int(row["value"]) for row in together if row["evidence"] == "sample"] == [sum(sample)]


def test_window_of_twelve_months_ends_every_month(run: Ask, loaded: Warehouse) -> None:
    fiscal = run(loaded, *show("separations", "--window", "fy")).rows
    rolling = run(loaded, *show("separations", "--window", "12m")).rows
    whole = {row["period"]: row["value"] for row in rolling if row["evidence"] == "sample"}
    assert list(whole) == [f"{day:%Y-%m-%d}" for day in pd.date_range("2024-09-30", "2025-09-30", freq="ME")]
    years = {row["period"]: row["value"] for row in fiscal if row["evidence"] == "sample"}
    assert list(years) == ["2024-09-30", "2025-09-30"]
    assert years.items() <= whole.items()


def test_all_sources_shows_every_publisher(run: Ask, published: Warehouse) -> None:
    words = ("noncareer_share", "--from", "2015-06", "--to", "2015-06")
    best = run(published, *show(*words)).rows
    every = run(published, *show(*words, "--sources", "all")).rows
    assert [row["source"] for row in best] == ["fedscope_gender_cube"]
    assert {row["source"] for row in every} == {"fedscope_gender_cube", "fedscope_2015_fedsmith"}


def test_without_a_warehouse_one_sentence_says_how_to_make_one(run: Ask, tmp_path: Path) -> None:
    said = run(tmp_path, *show("on_board"))
    assert (said.status, said.out) == (1, "")
    assert "python -m etl build" in said.err
    assert len(said.err.splitlines()) == 1


def test_a_broken_build_is_one_sentence_too(run: Ask, tmp_path: Path) -> None:
    folder = tmp_path / "warehouse"
    folder.mkdir()
    (folder / "CURRENT").write_text("20260101T000000Z-dead\n", encoding="utf-8")
    missing, broken = "The figures are being renewed", "The build 20260101T000000Z-dead.duckdb cannot be opened"
    for content, begins in ((None, missing), (b"not a database at all, whatever its name says" * 100, broken)):
        if content:
            (folder / "20260101T000000Z-dead.duckdb").write_bytes(content)
        said = run(tmp_path, *show("on_board"))
        assert (said.status, said.out) == (1, "")
        assert said.err.startswith(begins)
        assert len(said.err.splitlines()) == 1
