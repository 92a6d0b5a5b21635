-- findings: supplied figures without a date, a value or a name, said twice, or of an agency we have no name for.
select 'unreadable_value' as kind, 'as_of' as item, count(*), min(as_of_text)
from listed_figures where not has_date having count(*) > 0
union all
select 'unreadable_value', 'value', count(*), min(value_text)
from listed_figures where not has_value having count(*) > 0
union all
select 'unreadable_value', 'indicator', count(*), null
from listed_figures where coalesce(indicator, '') = '' having count(*) > 0
union all
select 'unlabelled_code', 'agency_code', count(*), min(agency_code)
from listed_figures where is_agency_unknown having count(*) > 0
union all
select 'duplicate_row', 'whole row', count(*) - count(distinct (indicator, agency_code, as_of, source_id)), null
from listed_figures where is_kept
having count(*) > count(distinct (indicator, agency_code, as_of, source_id))
