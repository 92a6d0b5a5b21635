-- scanned: one row per distinct combination of raw codes; every column for executives and senior professionals, few for the rest.
-- The only pass over the fact file: what is not needed of the rest is dropped here, before it is grouped. What only the few
-- have travels as one value, because grouping two million rows by thirty columns more takes as long as reading them.
with employees as (
    select
        * exclude (appointment_code, pay_plan, grade, agency_code, service_band),
        trim(appointment_code) as appointment_code,
        upper(trim(coalesce(pay_plan, split_part(pay_plan_and_grade, '-', 1)))) as pay_plan,
        trim(coalesce(grade, split_part(pay_plan_and_grade, '-', 2))) as grade,
        coalesce(known(agency_code), left(known(agency_subelement_code), 2)) as agency_code,
        service_band as given_service_band,
        try_cast(people as bigint) as given_people
    from fact
),
marked as (
    select
        *,
        coalesce(pay_plan in ('ES', 'SL', 'ST', 'EX') or appointment_code in ('50', '55', '60', '65'), false) as is_kept,
        case
            when not is_kept and right(grade, 2) in ('14', '15')
                and list_contains(getvariable('graded_pay_plans'), pay_plan)
            then right(grade, 2)
        end as feeder_grade,
        is_kept or feeder_grade is not null as is_detailed,
        believable(given_people, is_kept) as counted
    from employees
),
grouped as (
    select
        is_kept,
        feeder_grade,
        period_code,
        event_code,
        appointment_code,
        supervisory_code,
        agency_code,
        case when is_detailed then age_band end as age_band,
        case when is_detailed then age_label end as age_label,
        case
            when not is_detailed or is_absurd_service(try_cast(service_years as double)) then null
            else coalesce(given_service_band, service_band_of(try_cast(service_years as double)))
        end as service_band,
        case when is_detailed then veteran_mark end as veteran_mark,
        case when feeder_grade is not null then education_group(trim(education_code)) end as education_group,
        case when is_kept then to_json({
            'education_code': education_code, 'pay_plan': pay_plan, 'grade': grade,
            'agency_subelement_code': agency_subelement_code, 'duty_code': duty_code, 'state': state,
            'state_label': state_label, 'country_code': country_code, 'country_label': country_label,
            'occupation_code': occupation_code, 'work_schedule_code': work_schedule_code,
            'position_code': position_code, 'sex_code': sex_code, 'drp_mark': drp_mark, 'salary': salary,
            'service_years': service_years, 'agency_label': agency_label,
            'agency_subelement_label': agency_subelement_label, 'occupation_label': occupation_label,
            'appointment_label': appointment_label, 'pay_plan_label': pay_plan_label, 'event_label': event_label
        }) end as only_kept,
        counted is not null as is_countable,
        -- Made up by this program: no code of OPM's is so long. Known by its rows, whatever became of the file around them.
        bool_or(
            office_code = 'SYNTHETIC' or work_schedule_code = 'SYNTHETIC' or ends_with(agency_subelement_code, 'SYNTHETIC')
        ) as is_synthetic,
        count(*) as rows,
        sum(counted)::bigint as people
    from marked
    group by all
),
unpacked as (
    select
        * exclude (only_kept),
        from_json(only_kept, '{
            "education_code": "varchar", "pay_plan": "varchar", "grade": "varchar",
            "agency_subelement_code": "varchar", "duty_code": "varchar", "state": "varchar",
            "state_label": "varchar", "country_code": "varchar", "country_label": "varchar",
            "occupation_code": "varchar", "work_schedule_code": "varchar", "position_code": "varchar",
            "sex_code": "varchar", "drp_mark": "varchar", "salary": "varchar", "service_years": "varchar",
            "agency_label": "varchar", "agency_subelement_label": "varchar", "occupation_label": "varchar",
            "appointment_label": "varchar", "pay_plan_label": "varchar", "event_label": "varchar"
        }') as only_kept
    from grouped
)
select
    * exclude (only_kept),
    only_kept.education_code, only_kept.pay_plan, only_kept.grade, only_kept.agency_subelement_code,
    only_kept.duty_code, only_kept.state, only_kept.state_label, only_kept.country_code,
    only_kept.country_label, only_kept.occupation_code, only_kept.work_schedule_code, only_kept.position_code,
    only_kept.sex_code, only_kept.drp_mark, only_kept.salary, only_kept.service_years, only_kept.agency_label,
    only_kept.agency_subelement_label, only_kept.occupation_label, only_kept.appointment_label,
    only_kept.pay_plan_label, only_kept.event_label
from unpacked
