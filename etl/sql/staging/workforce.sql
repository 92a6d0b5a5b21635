-- workforce: everyone else, one row per period, agency, category, feeder grade, supervisor, permanence and, in the feeder grades, age, service, education.
with rest as (
    select
        people.*,
        case when pay_plan in (from graded_pay_plans) then grade end as feeder_grade
    from people
    where not is_kept and not is_rejected
)
select
    period,
    agency_code,
    if(list_contains(getvariable('schedule_c'), appointment_code), 'schedule_c', 'other') as category,
    feeder_grade,
    supervisory_code = '2' as is_supervisor,
    list_contains(getvariable('permanent'), appointment_code) as is_permanent,
    case when feeder_grade is not null then age_band end as age_band,
    case when feeder_grade is not null then service_band end as service_band,
    case
        when feeder_grade is null or education_code is null then null
        when try_cast(education_code as integer) between 15 and 22 then 'advanced'
        else 'other'
    end as education_group,
    sum(people) as people
from rest
group by all
