-- doctor: one row per check figure, or published total of the government, whose months the loaded records cover.
with figures as (
    select
        measure, appointment, accession_category,
        strptime(first_month || '-01', '%Y-%m-%d')::date as first_day,
        last_day(strptime(last_month || '-01', '%Y-%m-%d')::date) as last_day,
        value::double as value, version, source, 'check figure' as kind
    from check_figures
    union all by name
    select
        case
            when population = 'workforce' then 'employees'
            when indicator = 'separations' then 'separations'
            else 'executives'
        end as measure,
        nullif(appointment, 'all') as appointment,
        (date_trunc('month', period) - to_months(coalesce(months, 1) - 1))::date as first_day,
        period as last_day, value, published.source, coalesce(source.kind, 'other') as kind
    from marts.published
    left join marts.source on source.source = published.source
    where scope = 'government' and unit = 'people'
        and (
            (
                indicator = 'on_board' and coalesce(breakdown, '') = '' and months is null
                and ((population = 'ses' and appointment <> 'limited') or population = 'workforce')
            )
            or (indicator = 'separations' and population = 'ses' and months is not null)
        )
        and (breakdown is null or breakdown = '' or starts_with(breakdown, 'period='))
),
-- A figure that both registers have is held up once, in the words of the check figures.
once as (
    from figures
    qualify row_number() over (
        partition by measure, appointment, accession_category, first_day, last_day, value
        order by kind <> 'check figure', kind, source
    ) = 1
),
stocks as (
    select 'executives' as measure, period as month, appointment, null::varchar as accession_category, people
    from marts.on_board
    where corps = 'ses' and evidence = 'records'
    union all by name
    select 'employees' as measure, period as month, people from marts.workforce where evidence = 'records'
),
flows as (
    select 'new_hires' as measure, period as month, appointment, accession_category, people
    from marts.accessions
    where corps = 'ses' and evidence = 'records'
    union all by name
    select 'separations' as measure, period as month, appointment, people
    from marts.separations
    where corps = 'ses' and evidence = 'records'
),
counted as (
    from stocks
    union all by name
    from flows
),
-- The months that can be counted, and what is known of each: the file, its version, whether late reports will come.
months as (
    select measure, month, coverage.source, extract_id, true as is_settled
    from marts.coverage
    join (values ('executives', 'on_board'), ('employees', 'workforce')) as marts_of (measure, mart) using (mart)
    where evidence = 'records'
    union all by name
    select measure, month, source, extract_id, state = 'settled' as is_settled
    from marts.known_months
    join (values ('new_hires', 'accessions'), ('separations', 'separations')) as marts_of (measure, mart) using (mart)
    where evidence = 'records' and state <> 'part'
),
covered as (
    select
        once.*, string_agg(distinct months.source, '; ' order by months.source) as loaded_source,
        max(extracts.version) as loaded_version, bool_and(is_settled) as is_settled
    from once
    join months on months.measure = once.measure and months.month between once.first_day and once.last_day
    left join meta.extracts using (extract_id)
    group by all
    having count(distinct months.month) = date_diff('month', once.first_day, once.last_day) + 1
)
select
    measure, coalesce(appointment, '') as appointment, first_day, last_day,
    (
        select coalesce(sum(people), 0)
        from counted
        where counted.measure = covered.measure and counted.month between covered.first_day and covered.last_day
            and (covered.appointment is null or counted.appointment = covered.appointment)
            and (covered.accession_category is null or counted.accession_category = covered.accession_category)
    )::double as loaded,
    value as figure, source, kind, version, loaded_source, loaded_version, is_settled,
    -- What the register tells of OPM's own file is in the figure as well, and explains nothing.
    (
        select any_value(reason)
        from marts.partial_months
        where evidence = 'records' and period = covered.last_day and agency_code is null and not is_whole
            and found_by <> 'register' and covered.measure in ('executives', 'employees')
    ) as lacks
from covered
order by measure, last_day, first_day, appointment, kind, source
