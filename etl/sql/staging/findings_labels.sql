-- findings: one row per lookup that gives a code two different labels, and per column whose codes have no label.
-- Where the rows label their own codes, labels are read of the rows kept only.
with labelled as (
    select distinct column_name, code from lookup_rows where code is not null
),
used as (
    unpivot (
        select
            rows, agency_code, agency_subelement_code, age_band, service_band, occupation_code, pay_plan,
            appointment_code, duty_code, education_code, supervisory_code, work_schedule_code,
            event_code as separation_category, event_code as accession_category
        from all_rows
        where is_kept or not getvariable('is_labelled_by_rows')
    ) on columns(* exclude rows) into name column_name value code
)
select 'duplicate_code', column_name, count(*), min(code)
from (
    select column_name, code from lookup_rows where code is not null
    group by all having count(distinct label) > 1
)
group by column_name
union all
select 'unlabelled_code', column_name, sum(rows), min(code)
from used
where column_name in (select column_name from lookup_rows) and (column_name, code) not in (from labelled)
    and not (column_name in ('age_band', 'service_band') and code = 'Z')
group by column_name
