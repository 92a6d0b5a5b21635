-- listed_positions: one row per listed position, codes settled; no name, id or title of anyone.
-- A row whose cells have slipped into other columns may hold a name anywhere: it is counted, and nothing of it is kept.
with numbered as (
    select *, listing as whole, row_number() over () as line
    from listing
    union all by name
    select
        null::varchar as begin_date, null::varchar as vacate_date, null::varchar as expiration, null::varchar as tenure,
        null::varchar as first_name, null::varchar as last_name, null::varchar as person_id, null::varchar as copy
    where false
),
coded as (
    select
        line,
        known(agency) as agency_listed,
        upper(known(status)) as status,
        code_within(pay_plan) as given_plan,
        case when list_contains(getvariable('position_pay_plans'), given_plan) then given_plan end as plan_code,
        code_within(appointment_type) as type_code,
        known(begin_date) as begin_text,
        known(vacate_date) as vacate_text,
        known(expiration) as expiration_text,
        -- A copy without names says itself how manieth of rows that were alike with names this one is. Where people have
        -- ids, a row without one is nobody's twice over: a unit may have several vacant posts of one title.
        coalesce(
            try_cast(copy as integer),
            case when known(person_id) is null and bool_or(known(person_id) is not null) over () then 1 end,
            row_number() over (partition by whole order by line)
        ) as repeat_number,
        known(copy) is not null and try_cast(copy as integer) is null as is_emptied,
        [upper(trim(cell)) for cell in [first_name, last_name, person_id, tenure]] as elsewhere
    from numbered
),
judged as (
    select
        *,
        is_emptied
        or (getvariable('statuses') is not null and not coalesce(list_contains(getvariable('statuses'), status), false))
        or not coalesce(regexp_full_match(type_code, '[A-Z]{2,3}'), true)
        or (plan_code is null and list_has_any(elsewhere, getvariable('position_pay_plans')))
        or exists_without_digit([begin_text, vacate_text, expiration_text])
        or (
            agency_listed is not null and not is_organization(agency_listed)
            and not exists (from agency_names where agency_names.name_key = name_key(agency_listed))
        ) as is_slipped
    from coded
)
select
    line,
    case when not is_slipped then agency_codes_by_name.agency_code end as agency_code,
    case when not is_slipped then title_case(agency_listed) end as agency,
    case when not is_slipped then plan_code end as pay_plan,
    case when not is_slipped and type_code in ('CA', 'NA', 'TA', 'EA', 'PAS', 'PA', 'SC', 'XS') then type_code end
        as appointment_type,
    not is_slipped and type_code not in ('CA', 'NA', 'TA', 'EA', 'PAS', 'PA', 'SC', 'XS') as is_type_unknown,
    case
        when is_slipped then null
        when status = 'VACANT' then 'vacant'
        when type_code = 'CA' then 'career'
        when type_code = 'NA' then 'noncareer'
        when type_code in ('TA', 'EA') then 'limited'
        else 'other'
    end as filled_by,
    case when not is_slipped then possible(day(begin_text)) end as begin_date,
    case when not is_slipped then possible(day(vacate_text)) end as vacate_date,
    case when not is_slipped then begin_text end as begin_text,
    case when not is_slipped then vacate_text end as vacate_text,
    -- Nobody is in a vacant position, whenever it was vacated.
    not is_slipped and (status is not distinct from 'VACANT' or (vacate_text is null and status is distinct from 'HISTORICAL'))
        as is_current,
    getvariable('has_repeats') and repeat_number > 1 as is_duplicate,
    repeat_number,
    is_slipped,
    is_emptied,
    not is_slipped and given_plan is not null and plan_code is null as is_plan_unknown
from judged
left join agency_names as agency_codes_by_name on agency_codes_by_name.name_key = name_key(agency_listed)
