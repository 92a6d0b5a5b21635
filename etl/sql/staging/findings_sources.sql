-- findings: sources without a name, and years or words for completeness that could not be read.
select 'unreadable_value' as kind, 'source_id' as item, count(*), null
from listed_sources where not is_kept having count(*) > 0
union all
select 'unreadable_value', 'year', count(*), min(year_text)
from listed_sources where year is null and known(year_text) is not null having count(*) > 0
union all
select 'unreadable_value', 'complete', count(*), min(complete_text)
from listed_sources where complete is null and known(complete_text) is not null having count(*) > 0
union all
select 'duplicate_row', 'source_id', count(*) - count(distinct source_id), null
from listed_sources where is_kept having count(*) > count(distinct source_id)
