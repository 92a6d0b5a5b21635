-- findings: rows whose date, count, attribute or group could not be read.
select 'unreadable_value' as kind, 'as_of' as item, count(*), min(as_of_text)
from listed_demographics where period is null having count(*) > 0
union all
select 'unreadable_value', 'people', count(*), min(people_text)
from listed_demographics where coalesce(counted < 0, true) having count(*) > 0
union all
select 'unreadable_value', 'attribute', count(*), min(attribute)
from listed_demographics where coalesce(attribute not in ('sex', 'race'), true) having count(*) > 0
union all
select 'unreadable_value', 'group', count(*), null
from listed_demographics where "group" is null having count(*) > 0
