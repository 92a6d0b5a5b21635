-- positions: one row per listed position of a Plum file.
select *, getvariable('source_id') as source_id, getvariable('period') as period, 1 as positions
from listed_positions
where not is_slipped
