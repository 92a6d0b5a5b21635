-- published: executives and all employees of each agency, and their sums over the agencies for the government.
with agencies as (
    select agency, agency_code, sum(executives) as ses, sum(employees) as governmentwide_workforce
    from listed_export
    where category = 'Agency' and employees is not null
    group by all
),
-- Parts that law holds apart from their department: the FBI and the DEA, and offices of inspector general.
parts as (
    select
        title_case(split_part(agency, ' - ', 2)) as agency, left(agency, 4) as agency_code,
        amount(ses)::bigint as ses
    from listing
    where category = 'Subagency' and (
        left(agency, 7) in ('DJ02 - ', 'DJ06 - ')
        or regexp_matches(agency, '^[A-Z0-9]{4} - (OFFICE OF (THE )?)?(SPECIAL )?INSPECTOR GENERAL\b')
    )
),
everywhere as (
    select null as agency, null as agency_code, sum(ses) as ses, sum(governmentwide_workforce) as governmentwide_workforce
    from agencies
),
figures as (
    unpivot (from agencies union all from everywhere union all by name from parts)
    on ses, governmentwide_workforce into name population value value
)
select
    'headcount' as indicator,
    population,
    agency,
    agency_code,
    getvariable('period') as as_of,
    value,
    'people' as unit,
    getvariable('source_id') as source_id,
    'medium' as confidence,
    concat_ws('; ', if(agency is null, 'derived: sum over agencies', null), 'month inferred, exported 10 March 2026') as note
from figures
where value > 0
