-- findings: tables of one period that do not add up to the same workforce, and measures that could not be read.
with totals as (
    select part, period, sum(people) as people from summarised group by all
)
select 'totals_disagree' as kind, part as item, 1, concat(period, ': ', people) as example
from totals
where people <> (select people from totals as whole where whole.part = 'appointment' and whole.period = totals.period)
union all
select 'uncountable_row', part, count(*), null from summarised where fate = 'rejected' group by part
