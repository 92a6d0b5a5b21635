"""What must be true of a build, each check as SQL that returns the rows that break it."""

from dataclasses import dataclass
from typing import Literal

import duckdb


@dataclass(frozen=True)
class Check:
    """One statement about the warehouse being built; sql returns the rows that break it, none when it holds."""

    name: str
    description: str
    severity: Literal["error", "warning"]
    sql: str


@dataclass(frozen=True)
class CheckResult:
    """What a check said of one build; example is one offending row as text, empty when it passed."""

    name: str
    description: str
    severity: str
    passed: bool
    offending_rows: int
    example: str


ROWS_ADD_UP = Check(
    "rows_add_up",
    "rows read are kept, counted or rejected, in every file",
    "error",
    """
    select name, rows_read, rows_kept, rows_counted, rows_rejected
    from meta.extracts
    where rows_read is distinct from rows_kept + rows_counted + rows_rejected
    """,
)

KEPT_ROWS_ARE_STAGED = Check(
    "kept_rows_are_staged",
    "the staged rows of every file in use stand for at least the rows it kept, and its counts are there if it counted",
    "error",
    """
    with kept as (
        select 'employment' as subject, extract_id, people from staged.executives
        union all select 'separations', extract_id, people from staged.separations
        union all select 'accessions', extract_id, people from staged.accessions
        union all select 'positions', extract_id, positions from staged.positions
    ),
    counted as (
        select distinct 'employment' as subject, extract_id from staged.workforce
        union select 'separations', extract_id from staged.separations_workforce
        union select 'accessions', extract_id from staged.accessions_workforce
        union select 'demographics', extract_id from staged.demographics
        union select 'published', extract_id from staged.published
    ),
    staged_rows as (
        select subject, extract_id, sum(people) as staged from kept group by all
    )
    select name, subject, rows_kept, coalesce(staged, 0) as staged, rows_counted
    from used.loaded
    left join staged_rows using (subject, extract_id)
    where is_used
        and (
            (subject in ('employment', 'separations', 'accessions', 'positions') and coalesce(staged, 0) < rows_kept)
            or (
                (subject, extract_id) not in (from counted)
                and case
                    when subject in ('employment', 'separations', 'accessions') then rows_counted > 0
                    else subject in ('demographics', 'published') and rows_kept > 0
                end
            )
        )
    """,
)

PEOPLE_ARE_ALL_THERE = Check(
    "people_are_all_there",
    "a mart counts exactly the people of the staged files that speak for the period",
    "error",
    """
    with staged_people as (
        select 'on_board' as mart, period, people, extract_id from staged.executives
        union all select 'workforce', period, people, extract_id from staged.executives
        union all select 'workforce', period, people, extract_id from staged.workforce
        union all select 'separations', last_day(effective_month), people, extract_id from staged.separations
        union all select 'accessions', last_day(effective_month), people, extract_id from staged.accessions
    ),
    staged_totals as (
        select mart, staged_people.period, sum(people) as staged
        from staged_people
        join used.loaded on loaded.extract_id = staged_people.extract_id and loaded.is_used
        anti join used.left_out on left_out.extract_id = staged_people.extract_id
            and left_out.month = staged_people.period
        group by all
    ),
    mart_totals as (
        select 'on_board' as mart, period, sum(people) as counted from marts.on_board group by all
        union all select 'workforce', period, sum(people) from marts.workforce group by all
        union all select 'separations', period, sum(people) from marts.separations group by all
        union all select 'accessions', period, sum(people) from marts.accessions group by all
    )
    select mart, period, staged, counted
    from staged_totals
    full join mart_totals using (mart, period)
    where staged is distinct from counted
    """,
)

COUNTS_ARE_POSITIVE = Check(
    "counts_are_positive",
    "no row counts fewer than one",
    "error",
    """
    select 'on_board' as mart, period, people from marts.on_board where people < 1 or people is null
    union all select 'workforce', period, people from marts.workforce where people < 1 or people is null
    union all select 'separations', period, people from marts.separations where people < 1 or people is null
    union all select 'accessions', period, people from marts.accessions where people < 1 or people is null
    union all select 'positions', period, positions from marts.positions where positions < 1 or positions is null
    """,
)

PERIODS_ARE_MONTH_ENDS = Check(
    "periods_are_month_ends",
    "every period is the last day of a month",
    "error",
    """
    with periods as (
        select distinct 'on_board' as mart, period from marts.on_board
        union all select distinct 'workforce', period from marts.workforce
        union all select distinct 'separations', period from marts.separations
        union all select distinct 'accessions', period from marts.accessions
        union all select distinct 'positions', period from marts.positions
        union all select distinct 'demographics', period from marts.demographics
        union all select distinct 'published', period from marts.published
        union all select distinct 'coverage', month from marts.coverage
    )
    select mart, period from periods where period is distinct from last_day(period) or period is null
    """,
)

GRAIN_IS_UNIQUE = Check(
    "grain_is_unique",
    "no two rows of a mart stand for the same thing",
    "error",
    """
    select 'published' as mart, concat_ws(' ', source, indicator, population, appointment, period) as thing
    from marts.published
    group by
        source, indicator, population, appointment, scope, agency_code, agency, breakdown, period, fiscal_year, months,
        horizon_years
    having count(*) > 1
    union all
    select 'demographics', concat_ws(' ', evidence, period, agency_code, appointment, attribute, "group")
    from marts.demographics
    group by evidence, period, agency_code, appointment, attribute, "group"
    having count(*) > 1
    union all
    select 'positions', concat_ws(' ', source, period, agency, pay_plan, filled_by)
    from marts.positions
    group by source, period, agency_code, agency, pay_plan, filled_by
    having count(*) > 1
    union all
    select 'coverage', concat_ws(' ', mart, month, source)
    from marts.coverage
    group by mart, evidence, month, source, extract_id
    having count(*) > 1
    union all
    select 'agency', agency_code from marts.agency group by agency_code having count(*) > 1
    union all
    select 'agency_member', concat_ws(' ', agency_code, shown_as) from marts.agency_member
    group by agency_code, shown_as
    having count(*) > 1
    union all
    select 'label', concat_ws(' ', column_name, code) from marts.label group by column_name, code having count(*) > 1
    union all
    select 'source', source from marts.source group by source having count(*) > 1
    """,
)

OUR_WORDS_ARE_KNOWN = Check(
    "our_words_are_known",
    "corps, appointments and groups are words of data/reference/codes.csv",
    "error",
    """
    with words as (
        select distinct 'corps' as column_name, corps as code from marts.on_board
        union select 'corps', corps from marts.separations
        union select 'corps', corps from marts.accessions
        union select 'appointment', appointment from marts.on_board
        union select 'appointment', appointment from marts.separations
        union select 'appointment', appointment from marts.accessions
        union select 'appointment', appointment from marts.published
        union select 'separation_group', separation_group from marts.separations
        union select 'accession_group', accession_group from marts.accessions
        union select 'filled_by', filled_by from marts.positions
        union select 'sex', sex from marts.separations
        union select 'sex', sex from marts.accessions
    )
    select column_name, code from words anti join reference.codes using (column_name, code) where code is not null
    """,
)

EXECUTIVES_HAVE_AN_APPOINTMENT = Check(
    "executives_have_an_appointment",
    "a kind of appointment is given for every SES member and for nobody else",
    "error",
    """
    select 'on_board' as mart, period, corps, appointment from marts.on_board
    where (corps = 'ses') is distinct from (appointment is not null)
    union all
    select 'separations', period, corps, appointment from marts.separations
    where (corps = 'ses') is distinct from (appointment is not null)
    union all
    select 'accessions', period, corps, appointment from marts.accessions
    where (corps = 'ses') is distinct from (appointment is not null)
    """,
)

SAMPLE_STANDS_ALONE = Check(
    "sample_stands_alone",
    "a synthetic sample and real files of one subject are never in one build",
    "error",
    """
    with evidences as (
        select distinct 'on_board' as mart, evidence from marts.on_board
        union select 'workforce', evidence from marts.workforce
        union select 'separations', evidence from marts.separations
        union select 'accessions', evidence from marts.accessions
        union select 'demographics', evidence from marts.demographics
        union select mart, evidence from marts.coverage
    )
    select mart, list(evidence order by evidence) as kinds
    from evidences
    group by mart
    having count(distinct evidence) > 1 and bool_or(evidence = 'sample')
    """,
)

FIGURES_HAVE_A_SOURCE = Check(
    "figures_have_a_source",
    "every figure names a source that marts.source describes",
    "error",
    """
    with cited as (
        select distinct 'published' as mart, source from marts.published
        union select 'positions', source from marts.positions
        union select 'demographics', source from marts.demographics
        union select 'coverage', source from marts.coverage
    )
    select mart, source from cited anti join marts.source using (source)
    """,
)

CODES_HAVE_A_LABEL = Check(
    "codes_have_a_label",
    "categories, bands and agencies found in the files have a label",
    "warning",
    """
    with codes as (
        select distinct 'agency_code' as column_name, agency_code as code from marts.on_board
        union select 'agency_code', agency_code from marts.separations
        union select 'agency_code', agency_code from marts.accessions
        union select 'agency_code', agency_code from marts.workforce
        union select 'agency_code', agency_code from marts.positions
        union select 'agency_code', agency_code from marts.published
        union select 'age_band', age_band from marts.on_board
        union select 'age_band', age_band from marts.separations
        union select 'service_band', service_band from marts.on_board
        union select 'service_band', service_band from marts.separations
        union select 'separation_category', separation_category from marts.separations
        union select 'accession_category', accession_category from marts.accessions
        union select 'occupation_code', occupation_code from marts.on_board
    )
    select column_name, code from codes anti join marts.label using (column_name, code) where code is not null
    """,
)

WORDS_ARE_TRANSLATED = Check(
    "words_are_translated",
    "indicators and populations of loaded figures, an analyst's own apart, are in data/reference/published_words.csv",
    "warning",
    """
    with said as (
        select distinct 'indicator' as column_name, indicator as theirs
        from used.published
        anti join (from used.loaded where layout = 'indicators') as supplied using (extract_id)
        union select 'population', population from used.published
        union select 'indicator', indicator from reference.figures
        union select 'population', population from reference.figures
    )
    select column_name, theirs from said anti join reference.published_words using (column_name, theirs)
    """,
)

PARTS_MAKE_THE_TOTAL = Check(
    "parts_make_the_total",
    "published appointment counts add up to the published total within half a percent",
    "warning",
    """
    select
        source, period, agency_code,
        sum(value) filter (where appointment <> 'all') as parts,
        any_value(value) filter (where appointment = 'all') as total
    from marts.published
    where indicator = 'on_board' and population = 'ses' and breakdown = '' and appointment <> 'limited'
    group by source, period, scope, agency_code, agency
    having count(*) filter (where appointment in ('career', 'noncareer')) = 2 and abs(parts - total) > 0.005 * total
    """,
)

AGENCIES_MAKE_THE_GOVERNMENT = Check(
    "agencies_make_the_government",
    "a listing of every agency adds up to the government total of its own source",
    "warning",
    """
    select
        source, period, appointment,
        sum(value) filter (where scope = 'agency' and agency_code <> 'DD*') as agencies,
        any_value(value) filter (where scope = 'government') as government
    from marts.published
    join reference.precedence on precedence.source_id = published.source and is_full_listing
    where indicator = 'on_board' and population = 'ses' and breakdown = ''
    group by source, period, appointment
    having agencies <> government
    """,
)

NEAR_PUBLISHED = Check(
    "near_published",
    "executives counted from records are within three percent of the best published total of the period",
    "warning",
    """
    with counted as (
        select period, sum(people) as people
        from marts.on_board
        where corps = 'ses' and evidence = 'records'
        group by period
    ),
    printed as (
        select period, arg_min(value, precedence) as value, arg_min(source, precedence) as source
        from marts.published
        where indicator = 'on_board' and population = 'ses' and appointment = 'all' and scope = 'government'
            and breakdown = ''
        group by period
    )
    select period, people, value, source
    from counted
    join printed using (period)
    where abs(people - value) > 0.03 * value
    """,
)

NEAR_THE_LAST_BUILD = Check(
    "near_the_last_build",
    "executives of a period counted before are counted again, within half a percent",
    "warning",
    """
    with now as (
        select period, evidence, sum(people) as people from marts.on_board where corps = 'ses' group by all
    )
    select previous.period, previous.evidence, previous.people as before, now.people as after
    from used.previous
    left join now using (period, evidence)
    where previous.evidence <> 'sample' and abs(coalesce(now.people, 0) - previous.people) > 0.005 * previous.people
    """,
)

CHECKS = (
    ROWS_ADD_UP,
    KEPT_ROWS_ARE_STAGED,
    PEOPLE_ARE_ALL_THERE,
    COUNTS_ARE_POSITIVE,
    PERIODS_ARE_MONTH_ENDS,
    GRAIN_IS_UNIQUE,
    OUR_WORDS_ARE_KNOWN,
    EXECUTIVES_HAVE_AN_APPOINTMENT,
    SAMPLE_STANDS_ALONE,
    FIGURES_HAVE_A_SOURCE,
    CODES_HAVE_A_LABEL,
    WORDS_ARE_TRANSLATED,
    PARTS_MAKE_THE_TOTAL,
    AGENCIES_MAKE_THE_GOVERNMENT,
    NEAR_PUBLISHED,
    NEAR_THE_LAST_BUILD,
)


def run_checks(connection: duckdb.DuckDBPyConnection) -> tuple[CheckResult, ...]:
    """Run every check on an open, still unpublished build and write what they said into meta.checks."""
    results = tuple(_run(connection, check) for check in CHECKS)
    connection.executemany(
        "insert into meta.checks values (?, ?, ?, ?, ?, ?)",
        [(r.name, r.description, r.severity, r.passed, r.offending_rows, r.example) for r in results],
    )
    return results


def _run(connection: duckdb.DuckDBPyConnection, check: Check) -> CheckResult:
    row = connection.execute(
        f"with broken as ({check.sql}) select count(*), coalesce(min(broken::varchar), '') from broken"
    ).fetchone()
    assert row is not None
    offending, example = row
    return CheckResult(check.name, check.description, check.severity, offending == 0, offending, example)
