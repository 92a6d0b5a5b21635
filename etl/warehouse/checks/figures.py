"""What publishers print agrees with itself, has a source, and is near what their records count."""

from etl.warehouse.checks.check import Check

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
    join used.sources on sources.source_id = published.source and is_full_listing
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

CHECKS = (FIGURES_HAVE_A_SOURCE, PARTS_MAKE_THE_TOTAL, AGENCIES_MAKE_THE_GOVERNMENT, NEAR_PUBLISHED)
