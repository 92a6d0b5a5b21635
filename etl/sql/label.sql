-- label: one row per column and code; our own reference first, then the lookups of the newest period that has one.
with candidates as (
    select column_name, code, label, 1 as rank, null::date as period_end from reference.codes
    union all
    select 'occupation_code', occupation_code, title, 1, null from reference.occupations
    union all
    select 'pay_plan', pay_plan, title, 1, null from reference.pay_plans
    union all
    select 'agency_code', agency_code, name, 1, null from reference.agencies
    union all
    select 'duty_state', state, min(name), 1, null from reference.locations where state is not null group by state
    union all
    select column_name, code, label, 2, period_end from used.labels join used.loaded using (extract_id)
)
select column_name, code, arg_min(label, (rank, -epoch(period_end), label)) as label
from candidates
where code is not null and label is not null
group by column_name, code
order by column_name, code
