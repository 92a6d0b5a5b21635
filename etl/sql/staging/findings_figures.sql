-- findings: figures whose date or value could not be read.
select 'unreadable_value' as kind, 'as_of' as item, count(*), min(as_of_text)
from listed_figures where as_of is null having count(*) > 0
union all
select 'unreadable_value', 'value', count(*), min(value_text)
from listed_figures where value is null having count(*) > 0
