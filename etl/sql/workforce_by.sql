-- workforce_by: one row per evidence, period, category, appointment, feeder grade, supervision, permanence and value of one
-- more column (its `dimension`), the traits of feeders added up. The people of workforce, once for each: never sum over them.
select
    case
        when grouping(agency_code) = 0 then 'agency_code'
        when grouping(age_band) = 0 then 'age_band'
        when grouping(service_band) = 0 then 'service_band'
        when grouping(education_group) = 0 then 'education_group'
        when grouping(veteran) = 0 then 'veteran'
        else 'none'
    end as dimension,
    evidence, period, category, appointment, feeder_grade, is_supervisor, is_permanent, agency_code, age_band,
    service_band, education_group, veteran, sum(columns(getvariable('feeder_traits')))::bigint as '\0'
from marts.workforce
group by grouping sets (
    (evidence, period, category, appointment, feeder_grade, is_supervisor, is_permanent),
    (evidence, period, category, appointment, feeder_grade, is_supervisor, is_permanent, agency_code),
    (evidence, period, category, appointment, feeder_grade, is_supervisor, is_permanent, age_band),
    (evidence, period, category, appointment, feeder_grade, is_supervisor, is_permanent, service_band),
    (evidence, period, category, appointment, feeder_grade, is_supervisor, is_permanent, education_group),
    (evidence, period, category, appointment, feeder_grade, is_supervisor, is_permanent, veteran)
)
-- A question is of one dimension: with its rows together the others are passed over unread.
order by dimension, period
