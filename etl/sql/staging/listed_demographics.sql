-- listed_demographics: one row per row of the analyst's file, read as dates, codes and numbers.
select
    last_day(day(as_of)) as period,
    known(agency_code) as agency_code,
    lower(known(appointment)) as appointment,
    lower(known(attribute)) as attribute,
    lower(known("group")) as "group",
    try_cast(known(people) as bigint) as counted,
    known(source) as source,
    as_of as as_of_text,
    people as people_text,
    coalesce(period is not null and counted >= 0 and attribute in ('sex', 'race') and "group" is not null, false) as is_kept
from listing
