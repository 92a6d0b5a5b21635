-- labels_in_rows: one row per column, code and label that the executives' own rows give; their commonest label first.
with pairs as (
    select 'agency_code' as column_name, agency_code as code, agency_label as label, rows from executive_rows
    union all
    select 'agency_subelement_code', agency_subelement_code, agency_subelement_label, rows from executive_rows
    union all
    select 'occupation_code', occupation_code, occupation_label, rows from executive_rows
    union all
    select 'appointment_code', appointment_code, appointment_label, rows from executive_rows
    union all
    select 'pay_plan', pay_plan, pay_plan_label, rows from executive_rows
    union all
    select getvariable('category'), event_code, event_label, rows from executive_rows
),
added as (
    select column_name, code, label, sum(rows) as rows
    from pairs
    where column_name is not null and code is not null and label is not null
    group by all
)
select column_name, code, concat(code, '-', label), row_number() over (order by rows desc, label) as line
from added
