-- demographics: one row per evidence, source, period, agency (none: the government), appointment, attribute and group.
with ranked as (
    select
        demographics.* replace (coalesce(appointment, 'all') as appointment),
        row_number() over (
            partition by demographics.period, agency_code, coalesce(appointment, 'all'), attribute, "group"
            order by loaded_at desc, extract_id, people
        ) as place
    from used.demographics
    join used.loaded using (extract_id)
),
given as (
    select
        evidence, source, period, agency_code, appointment, attribute, "group", people
    from ranked
    where place = 1
),
all_kinds as (
    select evidence, source, period, agency_code, 'all' as appointment, attribute, "group", sum(people)::bigint as people
    from given
    where not exists (
        select 1 from given as whole
        where whole.appointment = 'all' and whole.source = given.source and whole.period = given.period
            and whole.attribute = given.attribute and whole.agency_code is not distinct from given.agency_code
    )
    group by all
),
with_all_kinds as (
    from given
    union all by name
    from all_kinds
),
government as (
    select evidence, source, period, null as agency_code, appointment, attribute, "group", sum(people)::bigint as people
    from with_all_kinds as counted
    where agency_code <> 'DD*' and not exists (
        select 1 from with_all_kinds as whole
        where whole.agency_code is null and whole.source = counted.source and whole.period = counted.period
            and whole.attribute = counted.attribute and whole.appointment = counted.appointment
    )
    group by all
),
everything as (
    from with_all_kinds
    union all by name
    from government
)
select evidence, period, agency_code, appointment, attribute, "group", people, source
from everything
order by period, evidence, agency_code, appointment, attribute, "group"
