-- scanned: one row per distinct combination of raw codes; every column for executives and senior professionals, few for the rest.
-- The only pass over the fact file: what is not needed of the rest is dropped here, before it is grouped.
with employees as (
    select
        * exclude (appointment_code),
        trim(appointment_code) as appointment_code,
        upper(split_part(trim(pay_plan_and_grade), '-', 1)) as pay_plan,
        right(trim(pay_plan_and_grade), 2) as last_two,
        try_cast(people as bigint) as counted
    from fact
),
marked as (
    select
        *,
        coalesce(pay_plan in ('ES', 'SL', 'ST', 'EX') or appointment_code in ('50', '55', '60', '65'), false) as is_kept,
        case
            when not is_kept and last_two in ('14', '15') and list_contains(getvariable('graded_pay_plans'), pay_plan)
            then last_two
        end as feeder_grade,
        is_kept or feeder_grade is not null as is_detailed
    from employees
)
select
    is_kept,
    feeder_grade,
    period_code,
    event_code,
    appointment_code,
    supervisory_code,
    left(trim(agency_subelement_code), 2) as agency_code,
    case when is_detailed then age_band end as age_band,
    case when is_detailed then service_band end as service_band,
    case when feeder_grade is not null then education_group(trim(education_code)) end as education_group,
    case when is_kept then education_code end as education_code,
    case when is_kept then pay_plan_and_grade end as pay_plan_and_grade,
    case when is_kept then agency_subelement_code end as agency_subelement_code,
    case when is_kept then duty_code end as duty_code,
    case when is_kept then occupation_code end as occupation_code,
    case when is_kept then work_schedule_code end as work_schedule_code,
    case when is_kept then sex_code end as sex_code,
    case when is_kept then salary end as salary,
    case when is_kept then service_years end as service_years,
    coalesce(counted > 0, false) as is_countable,
    count(*) as rows,
    sum(counted)::bigint as people
from marked
group by all
