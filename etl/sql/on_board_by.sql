-- on_board_by: one row per scope, evidence, period, agency (none: the government), corps, appointment and code of one more
-- column (its `dimension`), with all traits added up. The people of on_board, once for each scope and dimension.
with agencies as (
    select
        case
            when grouping(agency_subelement_code) = 0 then 'agency_subelement_code'
            when grouping(age_band) = 0 then 'age_band'
            when grouping(service_band) = 0 then 'service_band'
            when grouping(occupation_code) = 0 then 'occupation_code'
            when grouping(duty_state) = 0 then 'duty_state'
            when grouping(supervisory_code) = 0 then 'supervisory_code'
            when grouping(education_code) = 0 then 'education_code'
            else 'none'
        end as dimension,
        coalesce(
            agency_subelement_code, age_band, service_band, occupation_code, duty_state, supervisory_code,
            education_code
        ) as code,
        evidence, period, agency_code, corps, appointment,
        sum(columns(getvariable('traits'))) as '\0'
    from marts.on_board
    group by grouping sets (
        (evidence, period, agency_code, corps, appointment),
        (evidence, period, agency_code, corps, appointment, agency_subelement_code),
        (evidence, period, agency_code, corps, appointment, age_band),
        (evidence, period, agency_code, corps, appointment, service_band),
        (evidence, period, agency_code, corps, appointment, occupation_code),
        (evidence, period, agency_code, corps, appointment, duty_state),
        (evidence, period, agency_code, corps, appointment, supervisory_code),
        (evidence, period, agency_code, corps, appointment, education_code)
    )
),
government as (
    select
        dimension, code, evidence, period, corps, appointment,
        sum(columns(getvariable('traits'))) as '\0'
    from agencies
    group by all
)
-- Left in the order they come in, one dimension after the other: sorting would take as long again.
select 'agency' as scope, * from agencies
union all by name
select 'government' as scope, * from government
