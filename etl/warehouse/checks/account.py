"""Nobody is lost on the way: rows, staged people and the people of each mart are the same people."""

from etl.warehouse.checks.check import Check

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
        union select 'published', extract_id from staged.sources
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
    with executives as (
        select period, extract_id, sum(people) as people from staged.executives group by all
    ),
    workforce as (
        select period, extract_id, sum(people) as people from staged.workforce group by all
    ),
    staged_people as (
        select 'on_board' as mart, period, people, extract_id from executives
        union all select 'workforce', period, people, extract_id from executives
        union all select 'workforce', period, people, extract_id from workforce
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

SUMMARIES_COUNT_THE_SAME = Check(
    "summaries_count_the_same",
    "each split of on_board_by, workforce_by and eligible_by adds up to the people it was made from",
    "error",
    """
    with splits as (
        select
            'on_board_by' as mart, '' as pool, dimension, 0 as horizon, evidence, period, sum(people) as summed
        from marts.on_board_by
        group by all
        union all
        select 'workforce_by', '', dimension, 0, evidence, period, sum(people) from marts.workforce_by group by all
        union all
        select 'eligible_by', pool, dimension, horizon_years, evidence, period, sum(known + left_out)
        from marts.eligible_by
        group by all
    ),
    pools as (
        select 'on_board_by' as mart, '' as pool, evidence, period, sum(people) as counted
        from marts.on_board
        group by all
        union all
        select 'workforce_by', '', evidence, period, sum(people) from marts.workforce group by all
        union all
        select 'eligible_by', 'executives', evidence, period, sum(people)
        from marts.on_board
        where corps = 'ses'
        group by all
        union all
        select 'eligible_by', 'feeders', evidence, period, sum(people)
        from marts.workforce
        where feeder_grade = '15'
        group by all
    ),
    expected as (
        from pools
        join (select distinct mart, pool, dimension, horizon from splits) as split using (mart, pool)
    )
    select mart, pool, dimension, horizon, evidence, period, counted, summed
    from expected
    full join splits using (mart, pool, dimension, horizon, evidence, period)
    where counted is distinct from summed
    """,
)

KNOWN_MONTHS_COUNT_THE_SAME = Check(
    "known_months_count_the_same",
    "the SES members of a month, of its own file and of later ones, are those of the mart",
    "error",
    """
    with moved as (
        select 'separations' as mart, evidence, period as month, sum(people) as people
        from marts.separations where corps = 'ses' group by all
        union all
        select 'accessions', evidence, period, sum(people) from marts.accessions where corps = 'ses' group by all
    )
    select mart, evidence, month, people, executives_own + executives_late as known
    from moved
    full join marts.known_months using (mart, evidence, month)
    where coalesce(people, 0) is distinct from coalesce(executives_own + executives_late, -1)
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

STAGED_BY_THIS_VERSION = Check(
    "staged_by_this_version",
    "no file is shown as an older version of the program read it; where its copy in raw/ is gone or changed, "
    "load the file again",
    "warning",
    "select file from used.older",
)

RECORDS_CAN_BE_READ = Check(
    "records_can_be_read",
    "the record of every loaded file, and what was staged of it, can be read or made again from its copy in raw/; else "
    "load the file again",
    "warning",
    "select file from used.lost",
)

CHECKS = (
    STAGED_BY_THIS_VERSION,
    RECORDS_CAN_BE_READ,
    ROWS_ADD_UP,
    KEPT_ROWS_ARE_STAGED,
    PEOPLE_ARE_ALL_THERE,
    SUMMARIES_COUNT_THE_SAME,
    KNOWN_MONTHS_COUNT_THE_SAME,
    COUNTS_ARE_POSITIVE,
)
