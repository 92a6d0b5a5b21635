-- executive_rows: the rows of executives and senior professionals, with pay, service and the place of work settled.
select
    people.* exclude (salary_amount, service_number, state, state_name, country_code, country_name),
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
from people
left join duty_states on duty_states.state = people.state
left join duty_names as named_states on named_states.name = people.state_name and named_states.state is not null
left join duty_places on duty_places.duty_code = people.duty_code
left join duty_places as duty_countries on duty_countries.duty_code = people.country_code
left join duty_names as named_countries on named_countries.name = people.country_name and named_countries.state is null
where is_kept
