-- findings: one row per column whose value could not be read among the rows kept, or whose row could not be counted or dated.
select 'unreadable_value' as kind, getvariable('their_names')['salary'] as item, sum(rows), min(salary_text)
from executive_rows where is_salary_unreadable having sum(rows) > 0
union all
select 'unreadable_value', getvariable('their_names')['service_years'], sum(rows), min(service_text)
from executive_rows where is_service_unreadable having sum(rows) > 0
union all
select 'unreadable_value', getvariable('their_names')['age_label'], sum(rows), min(age_text)
from executive_rows where is_age_unreadable having sum(rows) > 0
union all
select 'unreadable_value', getvariable('their_names')['agency_subelement_code'], sum(rows), null
from all_rows where is_agency_unreadable having sum(rows) > 0
union all
select 'uncountable_row', getvariable('their_names')['people'], sum(rows), null
from all_rows where not is_countable having sum(rows) > 0
union all
select 'undated_row', getvariable('their_names')['period_code'], sum(rows), null
from all_rows where is_countable and period is null having sum(rows) > 0
union all
select 'dated_by_file', getvariable('their_names')['period_code'], sum(rows), null
from all_rows where is_dated_by_file having sum(rows) > 0
union all
-- A file of movements reports of earlier months as a matter of course.
select 'late_report', getvariable('their_names')['period_code'], sum(rows), concat(min(period), ' to ', max(period))
from all_rows
where period < getvariable('first') and getvariable('is_labelled_by_rows') and getvariable('category') is not null
having sum(rows) > 0
union all
select 'outside_the_span', getvariable('their_names')['period_code'], sum(rows), min(period)::varchar
from all_rows
where period not between getvariable('first') and getvariable('last')
    and not (period < getvariable('first') and getvariable('is_labelled_by_rows') and getvariable('category') is not null)
having sum(rows) > 0
union all
select 'period_disagrees', getvariable('their_names')['period_code'], sum(rows), min(text)
from month_texts where getvariable('period') is not null and month <> getvariable('period')
having sum(rows) > 0
