-- people: the scanned rows with codes and amounts settled; rows that cannot be counted or dated are marked rejected.
with parsed as (
    select
        is_kept,
        feeder_grade,
        education_group,
        is_countable,
        scanned.rows,
        people,
        -- A movement whose date is withheld counts in the month that reported it.
        coalesce(
            getvariable('period'), month_texts.month, case when month_texts.is_unknown then getvariable('reported') end
        ) as period,
        month_texts.is_unknown and period is not null and getvariable('period') is null as is_dated_by_file,
        known(event_code) as event_code,
        known(appointment_code) as appointment_code,
        known(supervisory_code) as supervisory_code,
        case when not is_number_now(agency_code) then known(agency_code) end as agency_code,
        is_number_now(agency_code) or is_number_now(agency_subelement_code) as is_agency_unreadable,
        known(pay_plan) as pay_plan,
        digits(known(grade), 2) as grade,
        known(age_label) as age_text,
        coalesce(known(age_band), age_band_of(age_label), 'Z') as age_band,
        coalesce(known(service_band), 'Z') as service_band,
        digits(known(education_code), 2) as education_code,
        whole_code(agency_subelement_code) as agency_subelement_code,
        digits(known(duty_code), 2) as duty_code,
        upper(known(state)) as state,
        upper(known(state_label)) as state_name,
        upper(known(country_code)) as country_code,
        upper(known(country_label)) as country_name,
        digits(known(occupation_code), 4) as occupation_code,
        known(work_schedule_code) as work_schedule_code,
        case known(position_code) when '3' then 'general' when '4' then 'career_reserved' end as position_type,
        yes(veteran_mark) as veteran,
        yes(drp_mark) as drp,
        case known(sex_code) when 'F' then 'women' when 'M' then 'men' end as sex,
        known(salary) as salary_text,
        amount(salary) as salary_amount,
        known(service_years) as service_text,
        try_cast(known(service_years) as double) as service_number
    from scanned
    left join month_texts on month_texts.text is not distinct from scanned.period_code
)
select
    parsed.* exclude (salary_amount, service_number, state, state_name, country_code, country_name, is_dated_by_file),
    not is_countable or parsed.period is null as is_rejected,
    is_countable and is_dated_by_file as is_dated_by_file,
    case when salary_amount > 0 then salary_amount end as salary,
    salary_text is not null and salary_amount is null as is_salary_unreadable,
    case when not is_absurd_service(service_number) then service_number end as service_years,
    service_text is not null and service_years is null as is_service_unreadable,
    age_text is not null and age_band = 'Z' as is_age_unreadable,
    corps_of(pay_plan, appointment_code) as corps,
    case when corps = 'ses' then coalesce(ses_appointment(appointment_code), 'unspecified') end as appointment,
    coalesce(
        duty_states.state, named_states.state, duty_places.state, duty_countries.state
    ) as duty_state,
    coalesce(
        duty_states.region, named_states.region, duty_places.region, duty_countries.region, named_countries.region
    ) as duty_region
from parsed
left join duty_states on duty_states.state = parsed.state
left join duty_names as named_states on named_states.name = parsed.state_name and named_states.state is not null
left join duty_places on duty_places.duty_code = parsed.duty_code
left join duty_places as duty_countries on duty_countries.duty_code = parsed.country_code
left join duty_names as named_countries on named_countries.name = parsed.country_name and named_countries.state is null
