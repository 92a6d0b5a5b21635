-- published: headcount, mean pay and mean service by appointment and by executive pay plan; partial headcounts by agency.
with cells as (
    select period, 'appointment' as part, ses_appointment(appointment_code) as population, people,
        average_salary, average_service
    from summarised
    where part = 'appointment' and fate = 'kept' and population is not null
    union all
    select period, 'pay_plan', if(pay_plan = 'ES', 'senior_executive_pay_plan', lower(pay_plan)), people,
        average_salary, average_service
    from summarised
    where part = 'pay_plan' and fate = 'kept' and pay_plan <> 'EX'
),
populations as (
    select
        period,
        population,
        sum(people)::double as headcount,
        sum(people * average_salary) / sum(people) filter (where average_salary is not null) as average_salary,
        sum(people * average_service) / sum(people) filter (where average_service is not null) as average_length_of_service
    from cells
    group by all
),
counts as (
    select period, indicator, population, null as agency_code, null as agency, null as breakdown, value,
        case indicator
            when 'average_salary' then 'adjusted basic pay'
            when 'average_length_of_service' then 'leave-creditable service'
        end as note
    from (
        unpivot populations on headcount, average_salary, average_length_of_service into name indicator value value
    )
    join populations using (period, population)
    where indicator = 'headcount' or populations.headcount >= 10
    union all
    select period, 'headcount', 'ses', null, null, null, sum(people), 'derived: sum of the SES appointment types listed'
    from cells where part = 'appointment' group by period
    union all
    select period, 'headcount', 'schedule_c', null, null, null, sum(people), 'derived: appointment codes 34 and 44'
    from summarised
    where part = 'appointment' and fate <> 'rejected' and is_schedule_c(appointment_code) group by period
    union all
    select period, 'headcount', 'governmentwide_workforce', null, null, null, sum(people),
        'derived: sum of all appointment types'
    from summarised where part = 'appointment' and fate <> 'rejected' group by period
    union all
    select period, 'headcount', 'ex', null, null, 'level=' || grade, sum(people), null
    from summarised where part = 'pay_plan' and fate = 'kept' and pay_plan = 'EX' and grade is not null
    group by period, grade
    union all
    select period, 'headcount', 'senior_executive_pay_plan', agency_code,
        coalesce(agency_codes.name, title_case(any_value(summarised.agency))), 'table=agency_pay_plan_series', sum(people),
        'partial: cells of ten or fewer people are withheld, so this is less than the agency has'
    from summarised
    left join agency_codes using (agency_code)
    where part = 'agency_series' and fate = 'kept'
    group by period, agency_code, agency_codes.name
)
select
    * exclude (period, value, note),
    period as as_of,
    round(value, 1) as value,
    case indicator when 'average_salary' then 'dollars' when 'average_length_of_service' then 'years' else 'people' end
        as unit,
    getvariable('source_id') as source_id,
    'high' as confidence,
    nullif(concat_ws('; ', note, if(period = date '2025-03-31', 'preliminary, with people on leave awaiting separation', null)), '')
        as note
from counts
