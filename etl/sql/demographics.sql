-- demographics: one row per evidence, period, agency, appointment, attribute and group; the file loaded last speaks.
with ranked as (
    select
        *,
        row_number() over (
            partition by period, agency_code, appointment, attribute, "group"
            order by loaded_at desc, extract_id, people
        ) as place
    from used.demographics
    join used.loaded using (extract_id)
)
select evidence, period, agency_code, appointment, attribute, "group", people, source
from ranked
where place = 1
order by period, evidence, agency_code, appointment, attribute, "group"
