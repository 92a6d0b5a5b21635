-- published: executives and all employees of each agency, and their sums over the agencies for the government.
with agencies as (
    select agency, agency_code, sum(executives) as ses, sum(employees) as governmentwide_workforce
    from listed_export
    where category = 'Agency' and employees is not null
    group by all
),
everywhere as (
    select null as agency, null as agency_code, sum(ses) as ses, sum(governmentwide_workforce) as governmentwide_workforce
    from agencies
),
figures as (
    unpivot (from agencies union all from everywhere)
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
