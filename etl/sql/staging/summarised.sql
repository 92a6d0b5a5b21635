-- summarised: one row per row of the three summary tables that are read, measures as numbers.
with rows as (
    select 'appointment' as part, * from appointment
    union all by name
    select 'pay_plan' as part, * from pay_plan
    union all by name
    select 'agency_series' as part, * from agency_series
)
select
    part,
    month_end(period_code) as period,
    known(appointment_code) as appointment_code,
    known(pay_plan) as pay_plan,
    try_cast(known(grade) as integer) as grade,
    known(agency_code) as agency_code,
    known(agency) as agency,
    whole(people) as people,
    amount(average_salary) as average_salary,
    amount(average_service) as average_service,
    case
        when people is null or period is null then 'rejected'
        when part = 'appointment' and (ses_appointment(appointment_code) is not null or is_schedule_c(appointment_code))
            then 'kept'
        when part = 'pay_plan' and corps_of(pay_plan, null) is not null then 'kept'
        when part = 'agency_series' and pay_plan = 'ES' then 'kept'
        else 'counted'
    end as fate
from rows
