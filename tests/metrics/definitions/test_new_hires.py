"""New hires into the SES as published: by month, by agency, in twelve months in a row, and part of a year."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from metrics.analysis.part_year import find_part_year
from metrics.definitions.catalog import find
from metrics.exhibits.from_request import NoFigures, exhibit_of
from metrics.query.selection import Selection
from metrics.text.headlines import describe_part_year as in_words
from metrics.text.headlines import format_months
from metrics.warehouse import Warehouse
from tests.metrics.ask import ask, table
from tests.metrics.command import Ask

Months = dict[str, float]


@pytest.fixture(scope="module")
def listed(root: Path) -> pd.DataFrame:
    """Every count of one month in the list, a column for each month, a row for each agency; '' is the government."""
    figures = pd.read_csv(root / "data/published/figures.csv", dtype=str, keep_default_na=False)
    own = figures[(figures["source_id"] == "fwd_monthly_2026") & (figures["indicator"] == "accessions")]
    ends = own["breakdown"].str.extract(r"^period=(?P<first>[\d-]+)_to_(?P<last>[\d-]+)$")
    single = own[(ends["first"] == ends["last"]) & (own["agency_code"].str.len() < 4)]
    return single.assign(value=single["value"].astype(float)).pivot(
        index="agency_code", columns="as_of", values="value"
    )


def by_period(rows: pd.DataFrame) -> Months:
    return dict(zip(rows["period"].dt.strftime("%Y-%m-%d"), rows["value"], strict=True))


def test_each_month_is_as_listed(published: Warehouse, listed: pd.DataFrame) -> None:
    found = by_period(table(published, "new_hires", window="month"))
    assert found == listed.loc[""].to_dict()
    assert (len(found), found["2025-01-31"], found["2026-07-31"]) == (19, 245, 31)


def test_an_agency_without_a_row_in_a_month_hired_nobody(published: Warehouse, listed: pd.DataFrame) -> None:
    rows = table(published, "new_hires", by=["agency_code"], window="month")
    found = rows.pivot(index="agency_code", columns="period", values="value")
    expected = listed.drop(index=["", "DD*"], errors="ignore").fillna(0)
    assert len(expected) > 40
    assert found.loc[expected.index].to_numpy().tolist() == expected.to_numpy().tolist()
    assert not found.drop(index=expected.index).to_numpy().any()
    assert found.sum().tolist() == [*listed.loc[""]]


@pytest.mark.parametrize("agency", ["", "DJ", "AF"])
def test_twelve_months_in_a_row_make_a_year(published: Warehouse, listed: pd.DataFrame, agency: str) -> None:
    where = {"agency_code": agency} if agency else {}
    sums = listed.loc[agency].fillna(0).rolling(12).sum().dropna()
    assert by_period(table(published, "new_hires", where=where, window="12m")) == sums.to_dict()
    if not agency:
        assert (sums["2025-12-31"], sums["2026-07-31"]) == (901, 403)


def test_no_fiscal_year_is_known_whole_and_what_is_known_is_told(published: Warehouse) -> None:
    found = ask(published, find("new_hires"))
    assert found.table.empty
    assert found.note == (
        "New hires into the SES: no whole fiscal year is known yet; ask for the window 12m or month. "
        f"{found.metric.need.value}"
    )


def test_part_of_a_year_is_told_with_its_months_and_never_as_a_year(published: Warehouse, listed: pd.DataFrame) -> None:
    found = find_part_year(published, find("new_hires"), "")
    assert found is not None
    before = listed.loc[""][[f"{day:%Y-%m-%d}" for day in pd.date_range("2025-01", periods=7, freq="ME")]].sum()
    assert (found.last, found.months, found.value, found.before) == (date(2026, 7, 31), 7, 234, before)
    assert format_months(found) == "January–July 2026"
    assert in_words(find("new_hires"), found, "") == (
        "234 executives were newly hired into the SES of an agency in January–July 2026, 498 fewer than in the same "
        "months of 2025."
    )
    assert 234 not in set(table(published, "new_hires", window="12m")["value"])
    earlier = find_part_year(published, find("new_hires"), "", date(2026, 6, 30))
    assert earlier is not None
    assert (format_months(earlier), earlier.value) == ("June 2026", 35)


def test_appointments_are_not_told_apart(published: Warehouse) -> None:
    assert table(published, "new_hires", by=["appointment"], window="month").empty


@pytest.mark.parametrize("window", ["month", "12m"])
def test_the_newest_months_will_still_grow_and_say_so(published: Warehouse, run: Ask, window: str) -> None:
    """Six later files settle a month: of files to July 2026 January is the last settled one."""
    shown = run(published, "show", "new_hires", "--window", window, "--from", "2025-11", "--format", "csv")
    growing = [row["period"] for row in shown.rows if row["flag"] == "unsettled"]
    assert growing == [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-02", periods=6, freq="ME")]
    assert {row["flag"] for row in shown.rows if row["period"] not in growing} == {""}
    assert "February 2026 to July 2026 will still grow, as OPM's later files add to earlier months." in shown.err
    last = run(published, "show", "new_hires", "--window", window, "--from", "2026-07", "--format", "csv")
    of = {"month": "", "12m": "the twelve months to "}[window]
    assert f"Published counts of {of}July 2026 will still grow, as OPM's later files" in last.err
    by_agency = table(published, "new_hires", by=["agency_code"], window=window)
    assert set(by_agency.loc[by_agency["period"] > "2026-01-31", "flag"]) == {"unsettled"}


TOLD = (
    "Part of a year: 234 executives were newly hired into the SES of an agency in January–July 2026, 498 fewer than in "
    "the same months of 2025."
)


def test_part_of_a_year_is_told_by_the_command_line_and_exports(published: Warehouse, run: Ask) -> None:
    assert TOLD in run(published, "show", "new_hires", "--format", "csv").err
    for words in (("--by", "agency_code"), ("--window", "12m"), ("--from", "2026-08")):
        assert "Part of a year" not in run(published, "show", "new_hires", *words, "--format", "csv").err
    assert "Part of a year: 35 executives were" in run(published, "show", "new_hires", "--to", "2026-06").err
    with pytest.raises(NoFigures, match=r"no whole fiscal year is known yet; .* Part of a year: 234 executives were"):
        exhibit_of(published, find("new_hires"), Selection())
    career = exhibit_of(published, find("separations"), Selection.of(where={"appointment": "career"}))
    (said,) = (note for note in career.notes if note.startswith("Part of a year: "))
    assert said == (
        "Part of a year: 1,959 career executives left their agency in January–November 2025, 1,206 more than in the "
        "same months of 2024 (medium confidence)."
    )
