-- people: the scanned rows with codes and amounts settled; rows that cannot be counted or dated are marked rejected.
with parsed as (
    select
        is_kept,
        feeder_grade,
        education_group,
        is_countable,
        rows,
        people,
        coalesce(getvariable('period'), month_end(period_code)) as period,
        known(event_code) as event_code,
        known(appointment_code) as appointment_code,
        known(supervisory_code) as supervisory_code,
        known(agency_code) as agency_code,
        upper(known(split_part(pay_plan_and_grade, '-', 1))) as pay_plan,
        nullif(known(split_part(pay_plan_and_grade, '-', 2)), '') as grade,
        coalesce(known(age_band), 'Z') as age_band,
        coalesce(known(service_band), 'Z') as service_band,
        known(education_code) as education_code,
        whole_code(agency_subelement_code) as agency_subelement_code,
        known(duty_code) as duty_code,
        known(occupation_code) as occupation_code,
        known(work_schedule_code) as work_schedule_code,
        case known(sex_code) when 'F' then 'women' when 'M' then 'men' end as sex,
        known(salary) as salary_text,
        amount(salary) as salary_amount,
        known(service_years) as service_text,
        try_cast(known(service_years) as double) as service_number
    from scanned
)
select
    * exclude (salary_amount, service_number),
    not is_countable or period is null as is_rejected,
    case when salary_amount > 0 then salary_amount end as salary,
    salary_text is not null and salary_amount is null as is_salary_unreadable,
    case when service_number >= 0 and service_number < 125 then service_number end as service_years,
    service_text is not null and service_years is null as is_service_unreadable,
    corps_of(pay_plan, appointment_code) as corps,
    case when corps = 'ses' then coalesce(ses_appointment(appointment_code), 'unspecified') end as appointment,
    duty_places.state as duty_state,
    duty_places.region as duty_region
from parsed
left join duty_places using (duty_code)
