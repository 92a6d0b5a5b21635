-- workforce_by: one row per evidence, period, category, appointment, feeder grade, supervision, permanence and value of one
-- more column (its `dimension`). The same people as workforce, once for each dimension: never sum over dimensions.
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
    service_band, education_group, veteran, sum(people)::bigint as people
from marts.workforce
group by grouping sets (
    (evidence, period, category, appointment, feeder_grade, is_supervisor, is_permanent),
    (evidence, period, category, appointment, feeder_grade, is_supervisor, is_permanent, agency_code),
    (evidence, period, category, appointment, feeder_grade, is_supervisor, is_permanent, age_band),
    (evidence, period, category, appointment, feeder_grade, is_supervisor, is_permanent, service_band),
    (evidence, period, category, appointment, feeder_grade, is_supervisor, is_permanent, education_group),
    (evidence, period, category, appointment, feeder_grade, is_supervisor, is_permanent, veteran)
)
