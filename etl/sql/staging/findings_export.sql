-- findings: categories that do not add up to the same whole, and agencies whose name has no code.
with totals as (
    select category, sum(employees) as employees from listed_export group by category
)
select 'totals_disagree' as kind, category as item, 1, employees::varchar
from totals
where employees <> (select employees from totals where category = 'Agency')
union all
select 'name_without_code', getvariable('their_names')['agency'], count(*), min(agency)
from listed_export where category = 'Agency' and agency_code is null having count(*) > 0
