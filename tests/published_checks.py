"""What must hold of data/published/: each check is a statement that gives the rows which break it, none if all is well.

The statements read `sources` and `figures` (every column as text; figures with their `kind` and their value as a number
`v`), and the words that figures are declared in: `indicators` (name, unit, kind), `populations` (name) and `breakdowns`
(key, pattern).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd

FIGURE_COLUMNS = (
    *("indicator", "population", "agency", "agency_code", "breakdown", "as_of", "fiscal_year", "horizon_years"),
    *("value", "unit", "source_id", "confidence", "note"),
)
SOURCE_COLUMNS = ("source_id", "publisher", "title", "year", "address", "how_obtained", "licence_note", "note")
INDICATORS = {
    ("people", "stock"): "headcount women people_of_color",
    ("positions", "stock"): "positions allocations",
    ("percent", "stock"): (
        "share_of_ses women_share men_share people_of_color_share race_share age_share service_share education_share "
        "location_share retirement_eligible_share first_transition_share multi_agency_share pay_disclosed_share "
        "location_disclosed_share"
    ),
    ("years", "stock"): (
        "average_age average_length_of_service average_service_at_entry average_time_in_ses average_time_in_position"
    ),
    ("dollars", "stock"): "average_salary",
    ("days", "stock"): "time_to_hire_days",
    ("people", "flow"): "accessions outside_hires separations quits retirements discharges rated_executives",
    ("percent", "flow"): "accession_rate separation_rate quit_rate rating_share award_share pay_adjustment_average",
    ("dollars", "flow"): "award_average",
    ("dollars", "policy"): "pay_minimum pay_maximum",
    ("positions", "policy"): "career_reserved_floor",
    ("percent", "policy"): "rotation_goal_share rating_cap_share award_pool_cap_share",
}
"""Every indicator by its unit and kind: a stock at a date, a flow over a period, a rule or target."""
POPULATIONS = (
    "ses career noncareer limited limited_term limited_emergency senior_executive_pay_plan sl st ex general_positions "
    "plum_listing governmentwide_workforce governmentwide_permanent ses_title_5 career_title_5 noncareer_title_5 "
    "limited_term_title_5 grade_15 grade_14 supervisors supervisors_csra management_officials schedule_c "
    "executive_excepted_permanent executive_excepted_nonpermanent policy_career policy_career_permanent "
    "policy_career_nonpermanent"
)
BREAKDOWNS = {
    "race": "white|black|hispanic|asian|native_hawaiian_pacific_islander|american_indian_alaska_native|two_or_more",
    "sex": "men|women",
    "age": "40_to_49|60_and_over",
    "service": "30_years_and_over",
    "education": "advanced_degree|bachelors|less_than_bachelors",
    "location": "[A-Z]{2}|washington_dc_area",
    "rating": "[1-5]|4_and_5|3_and_above|highest_available",
    "type": "transfer_in|new_hire|unspecified_appointment",
    "system": "certified|not_certified",
    "filled_by": "career|noncareer|limited",
    "level": "[1-5]",
    "table": "demographics",
    "occupation": "health_system_administration",
    "pilot": "before|after",
    "period": r"\d{4}-\d{2}_to_\d{4}-\d{2}",
}
COMPLETE = ("fwd_2025_11", "fwd_2026_07", "opm_appointment_export_2026", "plum_book_2020")
"""Sources whose rows of agencies add up to their row of the government."""
KEY = ", ".join((*FIGURE_COLUMNS[:8], "source_id"))
A_MACHINE = re.compile(r"(?<![\w.])/(tmp|work|home|root|mnt|var|opt|usr|data)/|[A-Za-z]:\\\\|file:", re.IGNORECASE)

OF_ONE_ROW = {
    "an indicator is a declared one": "indicator not in (select name from indicators)",
    "an indicator has its own unit": "(indicator, unit) not in (select (name, unit) from indicators)",
    "a population is a declared one": "population not in (select name from populations)",
    "a breakdown is a declared one": """breakdown <> '' and not exists (
        from breakdowns where starts_with(breakdown, key || '=')
            and regexp_full_match(substr(breakdown, length(key) + 2), pattern))""",
    "a share of parts says of which": """case indicator
        when 'race_share' then 'race' when 'age_share' then 'age' when 'service_share' then 'service'
        when 'education_share' then 'education' when 'location_share' then 'location'
        when 'rating_share' then 'rating' when 'pay_maximum' then 'system' end <> split_part(breakdown, '=', 1)""",
    "confidence is one of three words": "confidence not in ('high', 'medium', 'rounded')",
    "a source is a listed one": "source_id not in (select source_id from sources)",
    "an agency code has its form": (
        "agency_code <> '' and not regexp_full_match(agency_code, '[A-Z]{2}([A-Z0-9]{2})?|DD\\*')"
    ),
    "an agency code has a name": "agency_code <> '' and agency = ''",
    "a name is not in capitals": "agency <> '' and agency = upper(agency)",
    "a date is the end of a month of the SES": """try_cast(as_of as date) is null
        or as_of::date <> last_day(as_of::date)
        or as_of::date not between '1978-10-31' and last_day(current_date)""",
    "a fiscal year ends in September": "fiscal_year <> '' and as_of <> fiscal_year || '-09-30'",
    "a stock has no fiscal year": "fiscal_year <> '' and kind = 'stock'",
    "a flow has a fiscal year or a period": """fiscal_year = '' and kind = 'flow'
        and not starts_with(breakdown, 'period=')""",
    "a period ends at its date": "starts_with(breakdown, 'period=') and left(as_of, 7) <> right(breakdown, 7)",
    "years ahead are of who can retire": """(indicator = 'retirement_eligible_share') <> (horizon_years <> '')
        or horizon_years not in ('', '0', '3', '5', '7', '10')""",
    "a value is a plain number": r"not regexp_full_match(value, '\d+(\.\d{1,4})?')",
    "people, positions and days are whole": "unit in ('people', 'positions', 'days') and v <> floor(v)",
    "a percentage is one": "unit = 'percent' and v > 100",
    "years are those of a life": "unit = 'years' and not (v > 0 and v < 80)",
    "dollars are those of pay": "unit = 'dollars' and v not between 1000 and 300000",
    "a note is short": "length(note) > 170",
}
"""Conditions that no figure may meet, by what they keep."""

OF_SEVERAL_ROWS = {
    "a figure is listed once": f"select {KEY} from figures group by all having count(*) > 1",
    "a code has one name": """
        select agency_code from figures where agency_code <> '' group by all having count(distinct agency) > 1""",
    "a name has one code": """
        select agency from figures where agency <> '' group by all having count(distinct agency_code) > 1""",
    "a source is used": "select source_id from sources where source_id not in (select source_id from figures)",
    "a source is listed once": "select source_id from sources group by all having count(*) > 1",
    "a source says what it is and where": r"""
        from sources where not regexp_full_match(source_id, '[a-z][a-z0-9_]*')
            or not regexp_full_match(year, '(19|20)\d{2}') or not regexp_full_match(address, 'https?://\S+')
            or '' in (publisher, title, how_obtained, licence_note)""",
    "every declared word is used": """
        select name from indicators where name not in (select indicator from figures)
        union select name from populations where name not in (select population from figures)""",
    "kinds of appointment add up": """
        with counted as (
            select source_id, as_of, agency, max(v) filter (where population = 'ses') as ses,
                max(v) filter (where population = 'senior_executive_pay_plan') as of_pay_plan,
                max(v) filter (where population = 'career') + max(v) filter (where population = 'noncareer')
                + coalesce(max(v) filter (where population = 'limited'),
                    max(v) filter (where population = 'limited_term')
                    + coalesce(max(v) filter (where population = 'limited_emergency'), 0)) as parts
            from figures where indicator = 'headcount' and breakdown = ''
            group by all
        )
        from counted where abs(parts - coalesce(ses, of_pay_plan)) > greatest(10, 0.005 * coalesce(ses, of_pay_plan))
            or (parts is not null and abs(ses - of_pay_plan) > greatest(25, 0.005 * ses))""",
    "components of Defense add up": """
        select source_id, indicator, population, breakdown, as_of
        from figures where indicator in ('headcount', 'positions') and agency_code in ('DD*', 'DD', 'AF', 'AR', 'NV')
        group by all
        having count(*) filter (where agency_code <> 'DD*') >= 2
            and sum(v) filter (where agency_code <> 'DD*') <> max(v) filter (where agency_code = 'DD*')""",
    "agencies of a full listing add up": f"""
        select source_id, indicator, population, breakdown, as_of
        from figures where indicator in ('headcount', 'positions') and source_id in {COMPLETE}
            and agency_code <> 'DD*' and length(agency_code) < 4
        group by all
        having sum(v) filter (where agency <> '') <> max(v) filter (where agency = '')""",
    "a share is that of its counts": """
        with based as (
            select share.source_id, share.indicator, share.population, share.agency, share.as_of, share.v as told,
                -- Shares of 2013 are of those whose traits are known; one cube shares its counts with another.
                any_value(top.v) as top, arg_min(base.v, case when base.source_id <> share.source_id then 2
                    when base.breakdown = '' then 1 else 0 end) as base
            from figures as share
            join figures as top on top.source_id = share.source_id and top.population = share.population
                and top.agency = share.agency and top.as_of = share.as_of and top.breakdown = ''
                and top.indicator = replace(share.indicator, '_share', '')
            join figures as base on base.indicator = 'headcount' and base.population = share.population
                and base.agency = share.agency and base.as_of = share.as_of
                and ((base.source_id = share.source_id and base.breakdown in ('', 'table=demographics'))
                    or (base.source_id = 'fedscope_gender_cube' and base.breakdown = ''))
            where share.indicator in ('women_share', 'people_of_color_share') and share.breakdown = ''
            group by all
        )
        from based where top > base or abs(100 * top / base - told) > 0.06""",
    "a share of the SES is that of its counts": """
        select share.source_id, share.population, share.as_of
        from figures as share
        join figures as top using (source_id, population, agency, as_of)
        join figures as base using (source_id, agency, as_of)
        where share.indicator = 'share_of_ses' and top.indicator = 'headcount' and base.indicator = 'headcount'
            and base.population = 'ses' and top.breakdown = '' and base.breakdown = ''
            and abs(100 * top.v / base.v - share.v) > 0.06""",
    "women and men are everyone": """
        select source_id, as_of
        from figures as women join figures as men using (source_id, population, agency, breakdown, as_of)
        where women.indicator = 'women_share' and men.indicator = 'men_share' and abs(women.v + men.v - 100) > 0.2""",
    "ratings of three, four and five are three and above": """
        select population, agency, as_of
        from figures where indicator = 'rating_share'
            and breakdown in ('rating=5', 'rating=4', 'rating=3', 'rating=3_and_above')
        group by all
        having count(*) = 4 and abs(sum(if(breakdown = 'rating=3_and_above', -v, v))) > 0.2""",
    "parts are not more than the whole": """
        select source_id, indicator, population, agency, as_of
        from figures where indicator in ('race_share', 'rating_share', 'location_share', 'education_share', 'age_share')
            and not regexp_matches(breakdown, '_(and|above|available)')
        group by all
        having sum(v) > 100.5""",
    "kinds of separation are not more than all": """
        select source_id, population, fiscal_year
        from figures where fiscal_year <> '' and agency = '' and breakdown = ''
            and indicator in ('separations', 'quits', 'retirements', 'discharges')
        group by all
        having sum(v) filter (where indicator <> 'separations') > max(v) filter (where indicator = 'separations')""",
}
"""Statements over several rows, by what they keep."""

CHECKS = {name: f"from figures where {broken}" for name, broken in OF_ONE_ROW.items()} | OF_SEVERAL_ROWS


def read(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """The rows of a table as plain text; an AssertionError that names the line where the file itself is at fault."""
    text = path.read_bytes().decode("ascii")
    assert not {"\r", "\t"} & set(text), f"{path.name} holds carriage returns or tabs"
    header, *rows = csv.reader(text.splitlines())
    assert tuple(header) == tuple(columns)
    for line, row in enumerate(rows, 2):
        assert len(row) == len(columns), f"{path.name}:{line} has {len(row)} fields"
        assert [field.strip() for field in row] == row, f"{path.name}:{line} has spaces around a field"
        assert not any(map(A_MACHINE.search, row)), f"{path.name}:{line} names a folder of a machine"
    return pd.DataFrame(rows, columns=list(columns))


def broken(figures: pd.DataFrame, sources: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows that break a check; none where it holds."""
    indicators = pd.DataFrame(
        [(word, *declared) for declared, words in INDICATORS.items() for word in words.split()],
        columns=["name", "unit", "kind"],
    )
    with duckdb.connect() as connection:
        connection.register("rows", figures)
        connection.register("sources", sources)
        connection.register("indicators", indicators)
        connection.register("populations", pd.DataFrame({"name": POPULATIONS.split()}))
        connection.register("breakdowns", pd.DataFrame(BREAKDOWNS.items(), columns=["key", "pattern"]))
        connection.execute(
            "create temporary view figures as select rows.*, kind, try_cast(value as double) as v\n"
            "from rows left join indicators on name = indicator"
        )
        return connection.execute(CHECKS[name]).df()
