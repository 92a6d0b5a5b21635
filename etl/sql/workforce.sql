-- workforce: one row per evidence, period, agency and combination of the other columns; every employee counted.
with executives as (
    select
        evidence, period, agency_code, appointment,
        case
            when corps = 'ses' then 'executive'
            when corps = 'ex' then 'executive_schedule'
            when appointment_code in ('34', '44') then 'schedule_c'
            else 'senior_professional'
        end as category,
        null::varchar as feeder_grade,
        supervisory_code = '2' as is_supervisor,
        appointment_code in ('10', '15', '30', '32', '34', '35', '36', '38', '50', '55') as is_permanent,
        null::varchar as age_band, null::varchar as service_band, null::varchar as education_group,
        null::boolean as veteran,
        people
    from used.executives
),
everyone as (
    select
        evidence, period, agency_code, null::varchar as appointment, category, feeder_grade, is_supervisor,
        is_permanent, age_band, service_band, education_group, veteran, people
    from used.workforce
    union all by name
    select * from executives
)
select
    evidence, period, agency_code, category, appointment, feeder_grade, is_supervisor, is_permanent, age_band,
    service_band, service_class(null::double, service_band, period) as service_class, education_group, veteran,
    sum(people)::bigint as people
from everyone
group by all
order by period, evidence, agency_code, category, feeder_grade
