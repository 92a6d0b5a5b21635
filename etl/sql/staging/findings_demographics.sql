-- findings: rows without a readable date, count or word of ours, counted twice, or of an agency we have no name for.
select 'unreadable_value' as kind, 'as_of' as item, count(*), min(as_of_text)
from listed_demographics where not has_date having count(*) > 0
union all
select 'unreadable_value', 'people', count(*), min(people_text)
from listed_demographics where not has_count having count(*) > 0
union all
select 'unreadable_value', 'attribute', count(*), min(attribute)
from listed_demographics where not has_attribute having count(*) > 0
union all
select 'unreadable_value', 'group', count(*), null
from listed_demographics where not has_group having count(*) > 0
union all
select 'unreadable_value', 'appointment', count(*), min(appointment)
from listed_demographics where not has_appointment having count(*) > 0
union all
select 'unlabelled_code', 'agency_code', count(*), min(agency_code)
from listed_demographics where is_agency_unknown having count(*) > 0
union all
select 'duplicate_row', 'all but people', count(*) - count(distinct (period, agency_code, appointment, attribute, "group")), null
from listed_demographics where is_kept
having count(*) > count(distinct (period, agency_code, appointment, attribute, "group"))
