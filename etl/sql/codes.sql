-- codes: one row per text column and value of it among the executives and the workforce of the files in use.
create table used.codes as
with executives as (
    select
        list(distinct columns([
            'evidence', 'corps', 'appointment', 'appointment_code', 'pay_plan', 'category', 'agency_code',
            'agency_subelement_code', 'age_band', 'service_band', 'occupation_code', 'duty_state', 'duty_region',
            'supervisory_code', 'education_code', 'position_type'
        ])) as '\0'
    from used.executives
),
workforce as (
    select
        list(distinct columns([
            'evidence', 'category', 'agency_code', 'feeder_grade', 'age_band', 'service_band', 'education_group'
        ])) as '\0'
    from used.workforce
),
found as (
    from (unpivot executives on columns(*) into name column_name value codes)
    union all
    from (unpivot workforce on columns(*) into name column_name value codes)
)
select distinct column_name, unnest(codes) as code from found
