-- explanation: one row per named reason why two figures of one thing differ, in the order in which reasons are tried.
select
    row_number() over () as rank, reason, coalesce(indicator, '') as indicator, coalesce(source, '') as source,
    coalesce(other, '') as other, try_cast(within_percent as double) as within_percent, words
from reference.explanations
order by rank
