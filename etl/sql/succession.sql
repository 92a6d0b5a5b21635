-- succession: one row per body, or part of one, that took a new name, code or home, and what it became.
select
    try_cast("date" as date) as "date", kind, predecessor_code, left(predecessor_code, 2) as predecessor_agency_code,
    successor_code, left(successor_code, 2) as successor_agency_code, words, source
from reference.successions
order by "date", predecessor_code nulls first, successor_code nulls last
