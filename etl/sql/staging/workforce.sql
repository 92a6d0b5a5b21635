-- workforce: everyone else, one row per period, agency, category, feeder grade, supervisor, permanence and, in the feeder grades, age, service, education, veterans.
select
    period,
    agency_code,
    case
        when is_schedule_c(appointment_code) then 'schedule_c'
        when is_policy_career(appointment_code) then 'policy_career'
        else 'other'
    end as category,
    feeder_grade,
    supervisory_code = '2' as is_supervisor,
    is_permanent(appointment_code) as is_permanent,
    case when feeder_grade is not null then age_band end as age_band,
    case when feeder_grade is not null then service_band end as service_band,
    education_group,
    case when feeder_grade is not null then veteran end as veteran,
    sum(people) as people
from other_rows
where not is_rejected
group by all
