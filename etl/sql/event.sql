-- event: one row per administration, event or break in a series; end is the last day, empty for a moment or what goes on.
select
    id, kind, try_cast("start" as date) as "start", try_cast("end" as date) as "end", title, words, scope, citation
from reference.events
order by "start", id
