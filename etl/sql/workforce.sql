-- workforce: one row per evidence, period, agency and combination of the other columns; every employee counted.
with executives as (
    select
        evidence, period, agency_code, appointment, category,
        null::varchar as feeder_grade,
        supervisory_code = '2' as is_supervisor,
        appointment_code in ('10', '15', '30', '32', '34', '35', '36', '38', '50', '55', '67') as is_permanent,
        null::varchar as age_band, null::varchar as service_band, null::varchar as education_group,
        null::boolean as veteran,
        people
    from used.executives
),
part as (
    select extract_id from used.loaded where part is not null
),
-- Counted already, by file; only what parts of one publication count must be added up.
whole as (
    select * from used.workforce where feeder_grade is not null and extract_id not in (from part)
),
scattered as (
    select * from used.workforce where feeder_grade is null or extract_id in (from part)
    union all by name
    select * from executives
),
added_up as (
    select
        evidence, period, agency_code, category, appointment, feeder_grade, is_supervisor, is_permanent, age_band,
        service_band, education_group, veteran, sum(people)::bigint as people
    from scattered
    group by all
),
everyone as (
    select * exclude (extract_id) from whole
    union all by name
    select * from added_up
)
select
    evidence, period, agency_code, category, appointment, feeder_grade, is_supervisor, is_permanent, age_band,
    service_band, used.service_class(null::double, service_band, period) as service_class, education_group, veteran, people
from everyone
