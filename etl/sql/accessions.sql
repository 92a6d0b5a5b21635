-- accessions: one row per evidence, effective month and every distinct combination of the other columns.
select
    evidence, last_day(effective_month) as period, corps, appointment, appointment_code, pay_plan, agency_code,
    agency_subelement_code, accession_category, accession_group, sex, age_band, service_band, service_years,
    occupation_code, duty_state, duty_region, salary, veteran, sum(people)::bigint as people
from used.accessions
group by all
order by period, evidence, agency_code, appointment, accession_category
