-- positions: one row per source, period, agency as listed, pay plan and kind of incumbent; only current ones, once.
with loaded as (
    select source_id, period, agency_code, agency, pay_plan, filled_by, positions,
        true as lists_vacancies
    from used.positions
    where is_current and not is_duplicate
),
filled as (
    select *, split_part(breakdown, '=', 2) as filled_by
    from reference.figures
    where indicator = 'positions' and population = 'general_positions' and breakdown like 'filled_by=%'
),
-- A book that tells only some kinds of incumbents apart does not say how many positions were filled.
told_apart as (
    select source_id, as_of
    from filled
    group by all
    having count(distinct filled_by) filter (where filled_by in ('career', 'noncareer', 'limited')) = 3
),
shipped as (
    select
        source_id, as_of as period, agency_code, agency, 'ES' as pay_plan,
        filled_by, value::bigint as positions, false as lists_vacancies
    from filled
    semi join told_apart using (source_id, as_of)
    where agency is not null and agency_code is distinct from 'DD*'
        and source_id not in (select source_id from loaded)
),
listed as (
    from loaded
    union all by name
    from shipped
)
select
    'published' as evidence, source_id as source, period, agency_code, agency, pay_plan,
    case when pay_plan = 'ES' then 'general' end as position_type,
    filled_by, lists_vacancies, sum(positions)::bigint as positions
from listed
group by all
order by period, source, agency, pay_plan, filled_by
