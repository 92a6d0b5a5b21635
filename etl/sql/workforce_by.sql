-- workforce_by: one row per evidence, period, agency, category, appointment, feeder grade, supervision and permanence.
select
    evidence, period, agency_code, category, appointment, feeder_grade, is_supervisor, is_permanent,
    sum(people)::bigint as people
from marts.workforce
group by all
order by period, evidence, agency_code, category
