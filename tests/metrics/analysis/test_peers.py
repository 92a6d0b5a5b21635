"""Agencies beside each other, against a second ranking in pandas over the same people and figures."""

from pathlib import Path

import pandas as pd
import pytest

from metrics.analysis.peers import COLUMNS, WHY_NO_RANKS, check_agency, compare_agencies
from metrics.definitions.catalog import find
from metrics.errors import UnknownValue, UnsoundQuery
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse
from tests.etl.world import World
from tests.metrics.ask import build_and_open
from tests.metrics.command import Ask

pytestmark = pytest.mark.slow

DEFENSE = ("DD", "AR", "NV", "AF")
STAFF = {
    # agency: career, noncareer
    "ED": (16, 4),
    "ST": (30, 2),
    "AG": (10, 0),
    "EP": (20, 1),
    "NN": (12, 3),
    "GS": (9, 0),  # nine executives: too few to rank
    "AB": (3, 0),  # three: fewer than four as well
    "DD": (8, 1),  # the components of Defense are one agency here
    "AR": (9, 0),
    "NV": (5, 0),
    "AF": (2, 1),
}
LEFT = {"ED": 4, "ST": 1, "EP": 3, "GS": 5, "DD": 2, "AR": 1}
JULY = "2026-07-31"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Eleven agencies at three period ends and their departures of fiscal year 2025, beside the shipped figures.

    Of the last period both speak.
    """
    made = World(tmp_path_factory.mktemp("peers"))
    for period in ("2024-09-30", "2025-09-30", JULY):
        people = [
            {"period": period, "corps": "ses", "pay_plan": "ES", "agency_code": code, "appointment": kind, "people": n}
            for code, numbers in STAFF.items()
            for kind, n in zip(("career", "noncareer"), numbers, strict=True)
            if n
        ]
        made.load(f"employment {period}", "employment", people, span=(period, period))
    left = [
        {"effective_month": "2025-03-31", "corps": "ses", "pay_plan": "ES", "agency_code": code, "people": n}
        | {"appointment": "career", "separation_category": "SC", "separation_group": "quit"}
        for code, n in LEFT.items()
    ]
    made.load("separations", "separations", left, span=("2024-10-31", "2025-09-30"))
    return build_and_open(made)


def size_groups(root: Path) -> dict[str, str]:
    rows = pd.read_csv(root / "data/reference/agencies.csv", dtype=str, keep_default_na=False)
    return dict(zip(rows["agency_code"], rows["size_group"], strict=True))


def ranked(numbers: pd.DataFrame, groups: dict[str, str], *, highest_first: bool = True) -> pd.DataFrame:
    """A second ranking: `numbers` has the column value, and executives on board, by agency."""
    large = numbers[numbers["executives"] >= 10].copy()
    large["group"] = large.index.map(groups)
    places = [
        1 + sum(other > mine if highest_first else other < mine for other in large["value"]) for mine in large["value"]
    ]
    middle = {name: part["value"].median() for name, part in large.groupby("group")}
    return pd.DataFrame(
        {"value": large["value"], "rank": places, "of": len(large), "group_median": large["group"].map(middle)}
    )


def as_one(counts: pd.DataFrame) -> pd.DataFrame:
    """The components of Defense added up to one row."""
    return counts.rename(index=dict.fromkeys(DEFENSE, "DD*")).groupby(level=0).sum()


def agree(table: pd.DataFrame, expected: pd.DataFrame) -> None:
    ours = table[table["rank"].notna()].set_index("agency_code")
    assert set(ours.index) == set(expected.index)
    for column in expected:
        assert ours[column].astype(float).to_dict() == pytest.approx(expected[column].astype(float).to_dict())


def test_published_shares_are_ranked_as_a_second_count_ranks_them(published: Warehouse, root: Path) -> None:
    figures = pd.read_csv(root / "data/published/figures.csv", dtype=str)
    mine = figures[(figures["source_id"] == "fwd_2026_07") & (figures["indicator"] == "headcount")]
    mine = mine[(mine["agency_code"].str.len() == 2) & mine["population"].isin(["career", "noncareer", "limited_term"])]
    wide = mine.assign(value=mine["value"].astype(float)).pivot_table(
        index="agency_code", columns="population", values="value", fill_value=0
    )
    counts = as_one(wide)
    executives = counts.sum(axis=1)
    numbers = pd.DataFrame({"value": 100 * counts["noncareer"] / executives, "executives": executives})
    found = compare_agencies(published, find("noncareer_share"))
    assert f"{found.period}" == JULY
    agree(found.table, ranked(numbers, size_groups(root)))
    education = found.only("ED").table.iloc[0]
    assert (education["value"], education["rank"], education["size_group"]) == (pytest.approx(1600 / 58), 3, "cabinet")


def test_the_lowest_rate_ranks_first_where_lower_is_better(world: Warehouse, root: Path) -> None:
    counts = pd.DataFrame(
        {"left": pd.Series(LEFT), "executives": pd.Series({code: sum(n) for code, n in STAFF.items()})}
    )
    counts = as_one(counts.fillna(0))
    numbers = counts.assign(value=100 * counts["left"] / counts["executives"])
    found = compare_agencies(world, find("quit_rate"))
    assert f"{found.period}" == "2025-09-30"
    agree(found.table, ranked(numbers, size_groups(root), highest_first=False))
    assert found.table["agency_code"].iloc[0] in {"AG", "NN"}  # nobody left either of them: they share the first rank
    assert list(found.table["rank"].iloc[:3]) == [1, 1, 3]
    assert "from the lowest, which is best" in found.notes[0]


def test_too_few_executives_are_listed_and_flagged_and_not_ranked(world: Warehouse) -> None:
    found = compare_agencies(world, find("noncareer_share"))
    few = found.table[found.table["rank"].isna()].set_index("agency_code")
    assert set(few.index) == {"GS", "AB"}
    assert few["flag"].to_dict() == {"GS": "too_few", "AB": "under_four;too_few"}
    assert few["of"].isna().all()
    assert any(note.startswith("2 agencies are not ranked: fewer than ten") for note in found.notes)
    assert set(found.table["of"].dropna()) == {len(found.table) - 2}


def test_few_executives_are_too_few_whatever_the_ratio_divides_by(shared_all: Warehouse) -> None:
    table = compare_agencies(shared_all, find("executives_per_thousand")).table.set_index("agency_code")
    counted = shared_all.rows(
        "select agency_code, value from marts.published where indicator = 'on_board' and population = 'ses'\n"
        "and appointment = 'all' and period = '2026-07-31' and scope = 'agency'"
    ).set_index("agency_code")["value"]
    assert len(table) == len({*counted.index} - {*DEFENSE})
    assert {code for code in table.index if counted[code] < 10} == set(table.index[table["rank"].isna()])
    assert table.loc[table["rank"].isna(), "flag"].str.contains("too_few").all()


def test_defense_is_one_agency(world: Warehouse) -> None:
    codes = set(compare_agencies(world, find("noncareer_share")).table["agency_code"])
    assert "DD*" in codes
    assert not codes & set(DEFENSE)
    with pytest.raises(UnknownValue, match=r"ask for 'DD\*', not for 'AR'"):
        check_agency(world, find("noncareer_share"), "AR")


def test_records_and_published_figures_are_never_ranked_together(world: Warehouse, published: Warehouse) -> None:
    found = compare_agencies(world, find("noncareer_share"))
    assert f"{found.period}" == JULY
    assert set(found.table["evidence"]) == {"records"}
    assert len(found.table) < len(compare_agencies(published, find("noncareer_share")).table)
    assert "Left out, as another kind of evidence: published." in found.notes


def test_nothing_synthetic_is_ranked(loaded: Warehouse, stand_in: Warehouse) -> None:
    assert set(compare_agencies(loaded, find("noncareer_share")).table["evidence"]) == {"published"}
    only_sampled = pd.Timestamp("2025-09-30").date()
    assert compare_agencies(loaded, find("noncareer_share"), only_sampled).table.empty
    sample = compare_agencies(loaded, find("median_salary"))
    assert sample.table.empty
    assert sample.notes == (f"Median salary: {WHY_NO_RANKS}",)
    assert set(compare_agencies(stand_in, find("median_salary")).table["evidence"]) == {"records"}


def test_a_median_of_a_single_agency_is_said_to_be_one(published: Warehouse) -> None:
    found = compare_agencies(published, find("noncareer_share"), pd.Timestamp("2025-11-30").date())
    drug_control = found.only("QQ").table.iloc[0]
    assert drug_control["group_median"] == drug_control["value"]
    said = "Only 1 agency of the size group small is ranked, so the median of that group is its own value."
    assert said in found.notes


def test_a_filter_narrows_what_is_ranked(world: Warehouse) -> None:
    asked = Selection.of(where={"appointment": "career"})
    table = compare_agencies(world, find("quit_rate"), selection=asked).table.set_index("agency_code")
    assert table.loc["ED", "value"] == pytest.approx(100 * 4 / 16)


def test_a_month_without_figures_names_the_nearest(published: Warehouse) -> None:
    found = compare_agencies(published, find("noncareer_share"), pd.Timestamp("2024-09-30").date())
    assert found.table.empty
    assert tuple(found.table.columns) == COLUMNS
    assert "no figures by agency in September 2024; the nearest: November 2025" in found.notes[0]


@pytest.mark.parametrize("name", ["on_board", "separations", "noncareer_headroom", "agencies_over_quarter"])
def test_counts_are_not_ranked(published: Warehouse, name: str) -> None:
    with pytest.raises(UnsoundQuery, match="only say which agency is large; ask for a share or rate such as"):
        compare_agencies(published, find(name))


def test_nothing_loaded_says_what_would_fill_it(published: Warehouse) -> None:
    found = compare_agencies(published, find("median_salary"))
    assert found.table.empty
    assert "python -m etl refresh" in found.notes[0]


def test_the_command_prints_rows_and_says_the_rest_aside(run: Ask, published: Warehouse) -> None:
    said = run(published, "peers", "noncareer_share", "--format", "csv")
    assert said.status == 0
    assert said.out.splitlines()[0] == ",".join(COLUMNS)
    assert [row["rank"] for row in said.rows][:3] == ["1", "2", "3"]
    assert "38 agencies are not ranked" in said.err
    one = run(published, "peers", "noncareer_share", "--agency", "ED", "--period", "2025-11", "--format", "csv")
    assert [(row["agency_code"], row["rank"], row["of"]) for row in one.rows] == [("ED", "2", "38")]
    assert "Department of Education" in run(published, "peers", "noncareer_share", "--agency", "ED").out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("on_board",), "on_board counts people"),
        (("noncarer_share",), "unknown indicator 'noncarer_share'; nearest: noncareer_share"),
        (("noncareer_share", "--agency", "Ed"), "unknown agency_code 'Ed'; nearest: ED (Education)"),
        (("noncareer_share", "--agency", "AF"), "agencies are compared with Defense as one: ask for 'DD*'"),
        (("noncareer_share", "--where", "color=red"), "unknown breakdown 'color' for noncareer_share"),
    ],
)
def test_mistakes_end_with_status_two_and_one_sentence(
    run: Ask, published: Warehouse, words: tuple[str, ...], sentence: str
) -> None:
    said = run(published, "peers", *words)
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(sentence)
    assert len(said.err.splitlines()) == 1


def test_an_agency_without_a_figure_is_said(run: Ask, published: Warehouse) -> None:
    said = run(published, "peers", "noncareer_share", "--agency", "AN", "--format", "csv")
    assert (said.status, said.rows) == (0, [])
    assert "no figure for AN among those compared" in said.err
