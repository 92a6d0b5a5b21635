-- findings: what a Plum listing says that cannot be, or cannot be told.
with dates as (
    select getvariable('their_names')['begin_date'] as item, begin_date as text, day(begin_date) as day
    from listed_positions where known(begin_date) is not null
    union all
    select getvariable('their_names')['vacate_date'], vacate_date, day(vacate_date)
    from listed_positions where known(vacate_date) is not null
)
select 'impossible_date' as kind, item, count(*), max(text)
from dates where day is null or year(day) not between 1900 and 2100
group by item
union all
select 'date_after_listing', item, count(*), max(text)
from dates where day > getvariable('period') + interval 1 year and year(day) <= 2100
group by item
union all
select 'duplicate_row', 'whole row', count(*), min(agency) from listed_positions where is_duplicate having count(*) > 0
union all
select 'unlabelled_code', getvariable('their_names')['appointment_type'], count(*), min(appointment_type)
from listed_positions where appointment_type not in ('CA', 'NA', 'TA', 'EA', 'PAS', 'PA', 'SC', 'XS') having count(*) > 0
union all
select 'name_without_code', getvariable('their_names')['agency'], count(*), min(agency)
from listed_positions where agency_code is null having count(*) > 0
