"""What the served build and the period before said is said again, or changes by no more than people do."""

from etl.warehouse.checks.check import Check

COVERAGE_IS_KEPT = Check(
    "coverage_is_kept",
    "every period counted in the build served before is counted again, unless only a sample counted it",
    "warning",
    """
    with now as (
        select mart, month from marts.coverage
        union
        select concat('published ', indicator, ' of ', population), period from marts.published
    )
    select mart, month, source from used.previous_coverage anti join now using (mart, month)
    """,
)

NEAR_THE_LAST_BUILD = Check(
    "near_the_last_build",
    "executives of a period counted before are counted again, within half a percent",
    "warning",
    """
    with before as (
        select period, evidence, sum(people) as before from used.previous_on_board group by all
    ),
    now as (
        select period, evidence, sum(people) as now from marts.on_board where corps = 'ses' group by all
    )
    select period, evidence, before, now
    from before
    join now using (period, evidence)
    where abs(now - before) > 0.005 * before
    """,
)

AGENCIES_NEAR_THE_LAST_BUILD = Check(
    "agencies_near_the_last_build",
    "executives of an agency counted before are counted again, within a tenth and ten people",
    "warning",
    """
    with now as (
        select period, evidence, agency_code, sum(people) as people
        from marts.on_board
        where corps = 'ses'
        group by all
    ),
    both_builds as (
        select period, evidence, agency_code, people as before, 0 as after
        from used.previous_on_board
        semi join now using (period, evidence)
        union all by name
        select period, evidence, agency_code, people as after, 0 as before
        from now
        semi join used.previous_on_board using (period, evidence)
    )
    select period, agency_code, sum(before) as before, sum(after) as after
    from both_builds
    group by period, evidence, agency_code
    having abs(sum(after) - sum(before)) > greatest(10, 0.1 * sum(before))
    """,
)

# Executives by agency in two periods that follow each other within a year; a sample is left out, being no count.
STEPS = """
    counted as (
        select period, agency_code, sum(people) as people
        from marts.on_board
        where corps = 'ses' and evidence <> 'sample'
        group by all
    ),
    steps as (
        select period, lag(period) over (order by period) as since
        from (select distinct period from counted)
        qualify since >= period - interval 1 year
    ),
    pairs as (
        select since, steps.period, agency_code, people as after, 0 as before
        from steps
        join counted on counted.period = steps.period
        union all by name
        select since, steps.period, agency_code, people as before, 0 as after
        from steps
        join counted on counted.period = steps.since
    )
"""

TOTAL_CHANGES_GRADUALLY = Check(
    "total_changes_gradually",
    "executives change by no more than a tenth from one period to the next, if that is within a year",
    "warning",
    f"""
    with {STEPS}
    select since, period, sum(before) as before, sum(after) as after
    from pairs
    group by all
    having abs(sum(after) - sum(before)) > 0.1 * sum(before)
    """,
)

AGENCIES_CHANGE_GRADUALLY = Check(
    "agencies_change_gradually",
    "executives of an agency change by no more than a third and twenty people from one period to the next, if that is "
    "within a year and no succession of agencies lies between",
    "warning",
    f"""
    with {STEPS}
    select since, period, agency_code, sum(before) as before, sum(after) as after
    from pairs
    anti join marts.succession on succession."date" between since and period
        and agency_code in (predecessor_agency_code, successor_agency_code)
    group by all
    having abs(sum(after) - sum(before)) > greatest(20, sum(before) / 3.0)
    """,
)

MOST_UNSPECIFIED = 0.01
"""The share of a period's executives who may be without a known kind of appointment where none was before."""

APPOINTMENTS_ARE_STILL_TOLD = Check(
    "appointments_are_still_told",
    f"no more than {MOST_UNSPECIFIED:.0%} of the executives of a period are without a known kind of appointment where "
    "none was in the period before, if that is within a year: else its codes are written otherwise and were not "
    "understood",
    "error",
    f"""
    with counted as (
        select
            period, sum(people) as people,
            coalesce(sum(people) filter (where appointment = 'unspecified'), 0) as unspecified
        from marts.on_board
        where corps = 'ses' and evidence = 'records'
        group by all
    ),
    steps as (
        select
            lag(period) over (order by period) as since, lag(unspecified) over (order by period) as before,
            period, people, unspecified
        from counted
    )
    select since, period, people, unspecified
    from steps
    where since >= period - interval 1 year and before = 0 and unspecified > {MOST_UNSPECIFIED} * people
    """,
)

CHECKS = (
    APPOINTMENTS_ARE_STILL_TOLD,
    COVERAGE_IS_KEPT,
    NEAR_THE_LAST_BUILD,
    AGENCIES_NEAR_THE_LAST_BUILD,
    TOTAL_CHANGES_GRADUALLY,
    AGENCIES_CHANGE_GRADUALLY,
)
