-- findings: what a Plum listing says that cannot be, or cannot be told. An example is a row's number or a day, no text of its cells.
with dates as (
    select getvariable('their_names')['begin_date'] as item, begin_text as text, day(begin_text) as day
    from listed_positions where begin_text is not null
    union all
    select getvariable('their_names')['vacate_date'], vacate_text, day(vacate_text)
    from listed_positions where vacate_text is not null
)
select 'impossible_date' as kind, item, count(*), max(text) filter (where regexp_full_match(text, '[0-9TZ/: .AMP-]+'))
from dates where possible(day) is null
group by item
union all
select 'date_after_listing', item, count(*), max(text)
from dates where day > getvariable('period') + interval 1 year and possible(day) is not null
group by item
union all
select 'slipped_row', 'cells in the wrong columns, nothing of them is kept', count(*), concat('row ', min(line))
from listed_positions where is_slipped having count(*) > 0
union all
select 'duplicate_row', 'whole row', count(*), concat('row ', min(line)) from listed_positions
where is_duplicate and not is_slipped having count(*) > 0
union all
select 'unlabelled_code', getvariable('their_names')['appointment_type'], count(*), concat('row ', min(line))
from listed_positions where is_type_unknown having count(*) > 0
union all
select 'unlabelled_code', getvariable('their_names')['pay_plan'], count(*), concat('row ', min(line))
from listed_positions where is_plan_unknown having count(*) > 0
union all
select 'name_without_code', getvariable('their_names')['agency'], count(*), concat('row ', min(line))
from listed_positions where not is_slipped and agency_code is null having count(*) > 0
