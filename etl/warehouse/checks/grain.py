"""Each row stands for one thing, of one period, of one kind of evidence."""

from etl.warehouse import marts
from etl.warehouse.checks.check import Check

PERIODS_ARE_MONTH_ENDS = Check(
    "periods_are_month_ends",
    "every period is the last day of a month from 1978 to 2100",
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
        union all select distinct 'known_months', month from marts.known_months
        union all select distinct 'partial_months', period from marts.partial_months
    )
    select mart, period from periods
    where period is distinct from last_day(period) or period is null or year(period) not between 1978 and 2100
    """,
)

# What tells two rows of a listing apart. A file recorded twice would leave out its own months.
KEYS = {
    "marts.published": "source, indicator, population, appointment, scope, agency_code, agency, breakdown, period, "
    "fiscal_year, months, horizon_years",
    "marts.demographics": 'evidence, source, period, agency_code, appointment, attribute, "group"',
    "marts.positions": "source, period, agency_code, agency, pay_plan, filled_by",
    "marts.coverage": "mart, evidence, month, source, extract_id",
    "marts.known_months": "mart, evidence, month",
    "marts.partial_months": "evidence, source, period, agency_code, found_by",
    "marts.agency": "agency_code",
    "marts.agency_member": "agency_code, shown_as",
    "marts.eligibility": "period, horizon_years, age_band, service_class",
    "marts.label": "column_name, code",
    "marts.source": "source",
    "marts.event": "id",
    "marts.succession": '"date", kind, predecessor_code, successor_code',
    "marts.explanation": "rank",
    "marts.recount": "source, indicator, population, agency_code, agency, breakdown, period, fiscal_year, "
    "horizon_years",
    "meta.extracts": "extract_id",
}
# Rows of these are told apart by everything they say, but for how many they count. In on_board a row is a person;
# workforce and the summaries, millions of rows that are only ever added up, are checked by their sums.
COUNTED_MARTS = ("separations", "accessions")


def _find_listed_twice(table: str) -> str:
    key, name = KEYS[table], table.partition(".")[2]
    return f"select '{name}' as mart, concat_ws(' ', {key}) as thing from {table} group by {key} having count(*) > 1"


def _find_counted_twice(mart: str) -> str:
    """By hash: grouping by twenty columns takes twice as long."""
    return f"""
    select '{mart}', concat_ws(' ', evidence, period)
    from (
        select evidence, period, hash(counted) as row_hash
        from (select * exclude (people) from marts.{mart}) as counted
    )
    group by evidence, period, row_hash
    having count(*) > 1
    """


GRAIN_IS_UNIQUE = Check(
    "grain_is_unique",
    "no two rows of a mart stand for the same thing, and no file is recorded twice",
    "error",
    " union all ".join([*map(_find_listed_twice, KEYS), *map(_find_counted_twice, COUNTED_MARTS)]),
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

_WITH_EVIDENCE = " union all ".join(
    f"select '{table.name}' as name, evidence::varchar as evidence from {table.schema}.{table.name}"
    for table in (*marts.MARTS, *marts.META)
    if "evidence" in {column.name for column in table.columns}
)
SAMPLE_IS_OFF = Check(
    "sample_is_off",
    "no synthetic row or file is in a build that is not the demonstration",
    "error",
    f"""
    with marked as ({_WITH_EVIDENCE})
    select distinct name from marked where evidence = 'sample' and not (select with_sample from meta.build)
    """,
)

CHECKS = (PERIODS_ARE_MONTH_ENDS, GRAIN_IS_UNIQUE, SAMPLE_STANDS_ALONE, SAMPLE_IS_OFF)
