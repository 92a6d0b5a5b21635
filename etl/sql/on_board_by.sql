-- on_board_by: one row per evidence, period, corps, appointment and code of one more column (its `dimension`), with all
-- traits added up. The people of on_board, once for each dimension: never sum over dimensions.
select
    case
        when grouping(agency_code) = 0 then 'agency_code'
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
        agency_code, agency_subelement_code, age_band, service_band, occupation_code, duty_state, supervisory_code,
        education_code
    ) as code,
    evidence, period, corps, appointment,
    -- As floating point, whole numbers of this size add up exactly and in half the time.
    sum(columns(getvariable('traits'))::double) as '\0'
from marts.on_board
group by grouping sets (
    (evidence, period, corps, appointment),
    (evidence, period, corps, appointment, agency_code),
    (evidence, period, corps, appointment, agency_subelement_code),
    (evidence, period, corps, appointment, age_band),
    (evidence, period, corps, appointment, service_band),
    (evidence, period, corps, appointment, occupation_code),
    (evidence, period, corps, appointment, duty_state),
    (evidence, period, corps, appointment, supervisory_code),
    (evidence, period, corps, appointment, education_code)
)
-- A question is of one dimension: with its rows together the others are passed over unread.
order by dimension, period
