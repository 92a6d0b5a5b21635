-- listed_demographics: one row per row of the analyst's file, read as dates, codes and numbers.
with given as (
    select
        * exclude (agency_code, appointment, attribute, "group", source),
        upper(known(agency_code)) as agency_code,
        coalesce(lower(known(appointment)), 'all') as appointment,
        lower(known(attribute)) as attribute,
        lower(known("group")) as "group",
        coalesce(known(source), getvariable('source_id')) as source,
        last_day(speakable_day(as_of)) as period,
        whole(people) as counted
    from listing
)
select
    given.* exclude (as_of, people),
    as_of as as_of_text,
    people as people_text,
    agency_codes.agency_code is null and given.agency_code is not null as is_agency_unknown,
    period is not null as has_date,
    coalesce(counted >= 0, false) as has_count,
    coalesce(attribute in ('sex', 'race'), false) as has_attribute,
    "group" is not null as has_group,
    appointment in (
        'all', 'career', 'noncareer', 'limited', 'limited_term', 'limited_emergency', 'unspecified'
    ) as has_appointment,
    has_date and has_count and has_attribute and has_group and has_appointment as is_kept
from given
left join agency_codes on agency_codes.agency_code = given.agency_code
