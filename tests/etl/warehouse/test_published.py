"""The shipped figures in the warehouse: our words, whose figure counts, what is summed."""

import shutil
from pathlib import Path

from etl.paths import Places
from etl.warehouse.build import build
from tests.etl.world import World
from tests.shipped import FIGURES, SOURCES

ON_BOARD = "from marts.published where indicator = 'on_board' and breakdown = ''"


def test_no_shipped_figure_is_lost(shipped: World) -> None:
    values = sorted(float(row["value"]) for row in FIGURES)
    ours = shipped.query(
        "select value from marts.published where not (is_derived and note in ("
        "'derived: absent from a listing that names every agency', 'derived: sum of the appointment types', "
        "'derived: everyone on pay plan ES', 'derived: sum of the levels', 'derived: sum of DD, AR, NV and AF', "
        "'derived: sum of twelve months', 'derived: without the FBI and the DEA, an agency without its inspector "
        "general where told apart')) "
        "order by value"
    )
    assert [value for (value,) in ours] == values


def test_every_source_is_ranked_once(shipped: World) -> None:
    ranks = shipped.query("select count(*), count(distinct precedence), max(precedence) from marts.source")
    assert ranks == [(len(SOURCES), len(SOURCES), 420)]


def test_opm_cubes_come_before_its_reports_and_those_before_others(shipped: World) -> None:
    kinds = [kind for (kind,) in shipped.query("select kind from marts.source order by precedence")]
    order = [
        "record_cube",
        "record_file",
        "opm_tabulation",
        "opm_report",
        "government_report",
        "other_report",
        "third_party_tabulation",
    ]
    assert list(dict.fromkeys(kinds)) == order


def test_later_edition_of_a_report_comes_first(shipped: World) -> None:
    best = shipped.query(
        f"select value, source {ON_BOARD} and population = 'ses' and appointment = 'all' and scope = 'government' "
        "and period = '2016-09-30' and source like 'opm_ses_report%' order by precedence"
    )
    assert best == [
        (8172.0, "opm_ses_report_2018"),
        (8172.0, "opm_ses_report_2017"),
        (8156.0, "opm_ses_report_2016"),
    ]


def test_december_2025_total_is_the_sum_of_its_appointments(shipped: World) -> None:
    december = f"{ON_BOARD} and source = 'fwd_openfeds_2026'"
    rows = shipped.query(f"select appointment, value, is_derived {december} order by 1")
    assert rows == [
        ("all", 6459.0 + 766 + 44, True),
        ("career", 6459.0, False),
        ("limited_term", 44.0, False),
        ("noncareer", 766.0, False),
    ]


def test_june_2015_has_two_frames_and_neither_borrows_from_the_other(shipped: World) -> None:
    rows = shipped.query(
        f"select source, appointment, value {ON_BOARD} and population = 'ses' and period = '2015-06-30' "
        "and appointment in ('all', 'noncareer', 'unspecified') order by precedence, appointment"
    )
    assert rows == [
        ("fedscope_gender_cube", "all", 7898.0),
        ("fedscope_gender_cube", "noncareer", 736.0),
        ("fedscope_2015_fedsmith", "all", 7723.0),
        ("fedscope_2015_fedsmith", "noncareer", 706.0),
        ("fedscope_2015_fedsmith", "unspecified", 7.0),
    ]


def test_agency_absent_from_a_full_listing_has_zero(shipped: World) -> None:
    goldwater = shipped.query(
        f"select appointment, value, is_derived {ON_BOARD} and source = 'fwd_2025_11' and agency_code = 'GE' order by 1"
    )
    assert goldwater == [
        ("all", 1.0, True),
        ("career", 0.0, True),
        ("limited_term", 0.0, True),
        ("noncareer", 1.0, False),
    ]


def test_agencies_of_a_full_listing_add_up_to_the_government(shipped: World) -> None:
    rows = shipped.query(
        "select appointment, sum(value) filter (where scope = 'agency' and agency_code <> 'DD*'), "
        f"sum(value) filter (where scope = 'government') {ON_BOARD} and source = 'fwd_2025_11' group by 1 order by 1"
    )
    assert rows == [
        ("all", 7336.0, 7336.0),
        ("career", 6543.0, 6543.0),
        ("limited_term", 43.0, 43.0),
        ("noncareer", 750.0, 750.0),
    ]


def test_executive_schedule_total_is_the_sum_of_its_levels(shipped: World) -> None:
    rows = shipped.query(f"select period::varchar, value, is_derived {ON_BOARD} and population = 'ex' order by 1")
    # Of March 2025 the ten or fewer people of level V are withheld: what is left is no total.
    assert rows == [("2024-09-30", 434.0, True)]


def test_printed_defense_total_is_kept(shipped: World) -> None:
    export = f"{ON_BOARD} and source = 'opm_appointment_export_2026'"
    rows = shipped.query(f"select value, is_derived {export} and agency_code = 'DD*' and population = 'ses'")
    assert rows == [(1044.0, False)]


def test_flows_know_their_length_and_stocks_have_none(shipped: World) -> None:
    lengths = shipped.query(
        "select distinct indicator, months, fiscal_year from marts.published "
        "where source in ('fwd_openfeds_2026', 'opm_ses_report_2018') "
        "and indicator in ('on_board', 'separations', 'separations_excluding_transfers') "
        "and (fiscal_year is null or fiscal_year = 2018) order by all"
    )
    assert lengths == [
        ("on_board", None, None),
        ("separations", 11, None),
        ("separations_excluding_transfers", 12, 2018),
    ]
    assert (
        shipped.value("select count(*) from marts.published where indicator = 'rating_cap_share' and months > 0") == 0
    )


def test_their_words_become_ours(shipped: World) -> None:
    theirs = shipped.query(
        "select distinct indicator from marts.published "
        "where indicator in ('headcount', 'award_average') or population in ('career', 'governmentwide_workforce')"
    )
    assert theirs == []
    assert shipped.query(
        "select indicator, value, breakdown, year(period) from marts.published "
        "where indicator in ('sixty_and_over_share', 'thirty_years_share') order by all"
    ) == [
        ("sixty_and_over_share", 26.6, "", 2022),
        ("thirty_years_share", 26.2, "", 1998),
        ("thirty_years_share", 32.0, "", 2022),
    ]


def test_order_of_the_shipped_rows_changes_nothing(shipped: World, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    published = shipped.places.published
    shutil.copy(published / "sources.csv", folder)
    header, *lines = (published / "figures.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "figures.csv").write_text(header + "".join(reversed(lines)), "utf-8")
    world = World(tmp_path)
    places = world.places
    world.places = Places(places.raw, places.staged, places.warehouse, folder, places.reference)
    build(world.places)
    for table in ("published", "positions"):
        rows = f"from marts.{table} order by all"
        assert world.query(rows) == shipped.query(rows), table


def test_new_hires_of_a_month_without_a_row_are_zero_and_add_up_to_the_government(shipped: World) -> None:
    months = shipped.query(
        "select period, sum(value) filter (where scope = 'agency' and agency_code <> 'DD*'), "
        "any_value(value) filter (where scope = 'government'), "
        "count(*) filter (where scope = 'agency' and agency_code <> 'DD*') "
        "from marts.published where indicator = 'new_hires' and months = 1 group by 1"
    )
    assert len(months) == 19
    assert {(agencies == government, named) for _, agencies, government, named in months} == {(True, 74)}


def test_only_twelve_known_months_make_a_year(shipped: World) -> None:
    years = shipped.query(
        "select period::varchar, value, fiscal_year from marts.published "
        "where indicator = 'new_hires' and scope = 'government' and months = 12 order by 1"
    )
    assert (years[0], len(years)) == (("2025-12-31", 901.0, None), 8)
    # The fiscal year of September 2025 began in October 2024, of which nothing is known.
    assert years[-1] == ("2026-07-31", 901.0 - (245 + 120 + 98 + 82 + 73 + 70 + 44) + 234, None)


def test_a_type_of_appointment_without_a_row_leaves_the_total_unknown(shipped: World) -> None:
    management = shipped.query(
        f"select appointment, value {ON_BOARD} and population = 'ses' and agency_code = 'OM' "
        "and source = 'fwd_monthly_2026' and period = '2026-03-31' order by 1"
    )
    assert management == [("career", 38.0), ("noncareer", 13.0)]


def test_parts_of_agencies_are_told_apart_from_agencies(shipped: World) -> None:
    scopes = shipped.query("select distinct scope, length(agency_code) from marts.published order by all")
    assert scopes == [("agency", 2), ("agency", 3), ("government", None), ("subelement", 4), ("unit", None)]
    assert shipped.query("select 1 from marts.published where scope = 'subelement' and note like '%absent%'") == []


def test_no_part_of_a_withheld_whole_is_taken_for_the_whole(shipped: World) -> None:
    """Defense alone has a printed total in November 2025: that makes no listing of totals, the appointments do."""
    whole = shipped.query(
        f"select distinct source, appointment, names_every_agency {ON_BOARD} and population = 'ses' "
        "and scope = 'agency' and source in ('fwd_2025_11', 'opm_facts_2013', 'fwd_monthly_2026') order by all"
    )
    assert whole == [
        *(("fwd_2025_11", kind, True) for kind in ("all", "career", "limited_term", "noncareer")),
        *(("fwd_monthly_2026", kind, False) for kind in ("career", "noncareer")),
        ("opm_facts_2013", "all", False),
    ]
