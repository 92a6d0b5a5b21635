-- separations: one row per evidence, effective month and every distinct combination of the other columns.
select
    evidence, last_day(effective_month) as period, corps, appointment, appointment_code, pay_plan, agency_code,
    agency_subelement_code, separation_category, separation_group, sex, age_band, service_band, service_years,
    occupation_code, duty_state, duty_region, salary, veteran, drp, sum(people)::bigint as people
from used.separations
group by all
order by period, evidence, agency_code, appointment, separation_category
