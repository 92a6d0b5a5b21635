"""Figures as open data are the figures of the command line, with what must be known of them."""

import json
from pathlib import Path
from urllib.parse import quote

import duckdb
import pandas as pd
import pytest

from metrics.definitions.catalog import METRICS
from metrics.warehouse import Warehouse
from tests.browser.server import Server
from tests.metrics.api.conftest import ask
from tests.metrics.command import Ask

pytestmark = pytest.mark.slow

ASKED = [
    ("on_board", ""),
    ("on_board", "by=appointment&from=2025-01"),
    ("noncareer_share", "by=agency_code&where=agency_code=ED&where=agency_code=DN"),
    ("noncareer_share", "baseline=2016-09"),
    ("noncareer_share", "sources=all&from=2016-09&to=2016-09"),
    ("separations", "by=separation_category&where=appointment=career&window=12m"),
    ("quit_rate", "from=2024-01&to=2025-12"),
    ("retirement_eligible_share", "where=horizon_years=5"),
    ("women_share", "by=appointment"),
    ("median_salary", "by=age_band"),
    ("rating_share", ""),
    ("replacement_ratio", "by=agency_code&baseline=2024-09"),
]


def at(server: Server, file: str, words: str = "") -> str:
    asked = "&".join(filter(None, [words, "sample=yes"]))
    return f"{server.address}/api/v1/indicators/{file}?{quote(asked, safe='=&*')}"


def as_options(words: str) -> list[str]:
    pairs = (pair.partition("=") for pair in words.split("&") if pair)
    return [part for name, _, value in pairs for part in (f"--{name}", value)]


@pytest.mark.parametrize(("name", "words"), ASKED)
def test_rows_are_those_of_the_command_line(server: Server, loaded: Warehouse, run: Ask, name: str, words: str) -> None:
    shown = run(loaded, "show", name, *as_options(words), "--format", "csv").out
    told = ask(at(server, f"{name}.csv", words))
    assert told.status == 200
    assert "".join(line for line in told.text.splitlines(keepends=True) if not line.startswith("# ")) == shown
    shown = run(loaded, "show", name, *as_options(words), "--format", "json").out
    assert ask(at(server, f"{name}.json", words)).json["rows"] == json.loads(shown)


def test_csv_is_read_by_programs_that_are_not_ours(server: Server, tmp_path: Path) -> None:
    told = ask(at(server, "noncareer_share.csv", "by=agency_code"))
    file = tmp_path / "share.csv"
    file.write_bytes(told.body)
    by_pandas = pd.read_csv(file, comment="#")
    by_duckdb = duckdb.sql(f"select * from read_csv('{file}', comment = '#')").df()
    assert list(by_duckdb.columns) == list(by_pandas.columns)
    assert (
        len(by_duckdb) == len(by_pandas) == int(next(line[8:] for line in told.text.splitlines() if "# rows" in line))
    )
    assert by_duckdb["value"].to_list() == pytest.approx(by_pandas["value"].to_list(), nan_ok=True)


def test_metadata_say_what_stands_behind_the_rows(server: Server, loaded: Warehouse) -> None:
    meta = ask(at(server, "separations.json", "by=separation_group&from=2024-10")).json["metadata"]
    assert meta["name"] == "separations"
    assert meta["definition"]
    assert meta["selection"] == "by=separation_group&from=2024-10&sample=yes"
    assert meta["build"]["id"] == loaded.build_id
    assert meta["sample"] == "Synthetic sample, not real figures"
    assert meta["evidence"] == [{"kind": "sample", "words": "synthetic sample, not real"}]
    (source,) = meta["sources"]
    file = loaded.extracts.set_index("name").loc[source["source"]]
    assert (source["sha256"], source["publisher"]) == (file["sha256"], file["publisher"])
    assert loaded.build_id in meta["citation"]


def test_limits_come_with_their_law_and_published_sources_with_their_address(server: Server) -> None:
    meta = ask(at(server, "noncareer_share.json", "to=2020-12")).json["metadata"]
    assert [limit["at_most"] for limit in meta["limits"]] == [10, 25]
    assert "5 U.S.C. 3134(b)" in meta["limits"][0]["citation"]
    assert meta["sample"] is None
    assert all(source["address"].startswith("http") for source in meta["sources"])


def test_comment_lines_say_the_same_as_the_metadata(server: Server) -> None:
    told = [line for line in ask(at(server, "noncareer_share.csv")).text.splitlines() if line.startswith("# ")]
    meta = ask(at(server, "noncareer_share.json")).json["metadata"]
    assert f"# definition: {meta['definition']}" in told
    assert [line for line in told if line.startswith("# caveat: ")] == [f"# caveat: {said}" for said in meta["caveats"]]
    assert f"# build id: {meta['build']['id']}" in told
    assert sum(line.startswith("# source: ") for line in told) == len(meta["sources"])


def test_no_answer_names_a_folder_of_the_machine(server: Server) -> None:
    folder = str(server.data.parent)
    for path in ("indicators", "builds", "feed.atom", "indicators/on_board.json", "indicators/separations.csv"):
        assert folder not in ask(f"{server.address}/api/v1/{path}").text


def test_every_indicator_is_listed_with_addresses_that_answer(server: Server) -> None:
    listed = ask(f"{server.address}/api/v1/indicators").json
    assert [each["name"] for each in listed][: len(METRICS)] == [metric.name for metric in METRICS]
    first = listed[0]
    assert {"title", "theme", "unit", "definition", "breakdowns", "limits", "caveats"} <= first.keys()
    assert {ask(f"{server.address}{address}").status for address in first["addresses"].values()} == {200}


def test_figures_that_are_published_only_have_an_address_too(server: Server) -> None:
    beyond = ask(f"{server.address}/api/v1/indicators").json[len(METRICS)]
    rows = ask(server.address + beyond["addresses"]["json"]).json["rows"]
    assert {row["evidence"] for row in rows} == {"published"}


def test_part_of_a_year_is_told_where_no_whole_one_is_known(server: Server) -> None:
    told = (
        "Part of a year: 234 executives were newly hired into the SES of an agency in January–July 2026, 498 fewer "
        "than in the same months of 2025."
    )
    address = f"{server.address}/api/v1/indicators/new_hires"
    answered = ask(f"{address}.json").json
    assert (answered["rows"], told in answered["metadata"]["notes"]) == ([], True)
    assert f"# note: {told}\n" in ask(f"{address}.csv").text
    monthly = ask(f"{address}.json?window=month&from=2026-07").json
    assert [row["flag"] for row in monthly["rows"]] == ["unsettled"]
