-- listed_figures: one row per row of the analyst's allocations, as figures in the words of figures.csv.
with given as (
    select *, speakable_day(as_of) as dated, whole(positions) as counted from listing
)
select
    'allocations' as indicator,
    'ses' as population,
    agency_codes.name as agency,
    upper(known(given.agency_code)) as agency_code,
    null as breakdown,
    last_day(dated) as as_of,
    null::integer as fiscal_year,
    null::integer as horizon_years,
    null::double as numerator,
    null::double as denominator,
    counted::double as value,
    'positions' as unit,
    coalesce(known(source), getvariable('source_id')) as source_id,
    'medium' as confidence,
    null as note,
    given.as_of as as_of_text,
    positions as value_text,
    agency_codes.agency_code is null and known(given.agency_code) is not null as is_agency_unknown,
    dated is not null as has_date,
    coalesce(counted >= 0, false) as has_value,
    has_date and has_value as is_kept
from given
left join agency_codes on agency_codes.agency_code = upper(known(given.agency_code))
