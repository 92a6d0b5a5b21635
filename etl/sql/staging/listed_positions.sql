-- listed_positions: one row per listed position, codes settled; no name or title of anyone.
with listed as (
    select *, row_number() over (partition by listing) as copy
    from listing
    union all by name
    select null::varchar as begin_date, null::varchar as vacate_date
    where false
),
coded as (
    select
        *,
        known(agency) as agency_listed,
        upper(coalesce(nullif(regexp_extract(pay_plan, '\(([A-Z]+)\)\s*$', 1), ''), known(pay_plan))) as plan_code,
        upper(coalesce(
            nullif(regexp_extract(appointment_type, '\(([A-Z]+)\)\s*$', 1), ''), known(appointment_type)
        )) as type_code
    from listed
)
select
    coded.begin_date,
    coded.vacate_date,
    agency_names.agency_code,
    title_case(agency_listed) as agency,
    plan_code as pay_plan,
    type_code as appointment_type,
    case
        when upper(known(status)) = 'VACANT' then 'vacant'
        when type_code = 'CA' then 'career'
        when type_code = 'NA' then 'noncareer'
        when type_code in ('TA', 'EA') then 'limited'
        else 'other'
    end as filled_by,
    known(coded.vacate_date) is null as is_current,
    getvariable('has_repeats') and copy > 1 as is_duplicate
from coded
left join agency_names on agency_names.name_key = name_key(agency_listed)
