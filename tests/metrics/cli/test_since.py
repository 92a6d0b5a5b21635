"""The change since a baseline at the command line: latest value, baseline, change, verdict, sources."""

import pytest

from metrics.warehouse import Warehouse
from tests.metrics.cli.test_cli import show
from tests.metrics.command import Ask

BASELINE = (
    "latest_period,latest,latest_evidence,latest_source,latest_flag,"
    "baseline_period,baseline,baseline_evidence,baseline_source,baseline_flag,change,verdict,mixed"
)


def test_a_baseline_gives_latest_value_change_and_sources(run: Ask, published: Warehouse) -> None:
    said = run(published, *show("noncareer_share", "--baseline", "2016-09"))
    assert (said.status, said.out.splitlines()[0]) == (0, BASELINE)
    (row,) = said.rows
    assert (row["latest_period"], row["latest_source"]) == ("2026-07-31", "fwd_2026_07")
    assert (row["baseline_period"], row["baseline_source"]) == ("2016-09-30", "fedscope_gender_cube")
    assert float(row["latest"]) == pytest.approx(100 * 841 / 6647)
    assert float(row["baseline"]) == pytest.approx(100 * 736 / 8158)
    assert float(row["change"]) == pytest.approx(100 * 841 / 6647 - 100 * 736 / 8158)
    assert (row["verdict"], row["mixed"]) == ("", "source")  # of two works, so no verdict


def test_a_baseline_by_group_has_a_row_for_each(run: Ask, published: Warehouse) -> None:
    said = run(published, *show("women_share", "--by", "appointment", "--baseline", "2010-09"))
    told = {row["appointment"]: row for row in said.rows}
    assert {"career", "noncareer"} <= set(told)
    assert (told["career"]["verdict"], told["career"]["mixed"]) == ("", "source")
    assert told["career"]["latest_period"] == "2022-09-30"
    assert "Partnership for Public Service" in said.err
    # January 2017 lies between, when the noncareer executives were replaced.
    assert (told["noncareer"]["change"], told["noncareer"]["verdict"]) == ("", "")


def test_an_unknown_baseline_is_empty_and_said(run: Ask, published: Warehouse) -> None:
    said = run(published, *show("noncareer_share", "--baseline", "1980-01"))
    (row,) = said.rows
    assert {row[name] for name in ("baseline_period", "baseline", "change", "verdict", "mixed")} == {""}
    assert "No figure within a year of January 1980." in said.err


def test_a_baseline_and_every_source_at_once_is_refused(run: Ask, published: Warehouse) -> None:
    said = run(published, *show("noncareer_share", "--baseline", "2016-09", "--sources", "all"))
    assert (said.status, said.out) == (2, "")
    assert "leave out sources=all" in " ".join(said.err.replace("│", " ").split())
