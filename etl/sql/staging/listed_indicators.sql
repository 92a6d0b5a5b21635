-- listed_figures: one row per row of the analyst's indicators, as figures in the words of figures.csv.
with given as (
    select
        *,
        -- Without a letter from a to z or a digit there is no name, or it would be that of every other one without.
        nullif(trim(regexp_replace(lower(known(indicator)), '[^a-z0-9]+', '_', 'g'), '_'), '') as our_name,
        speakable_day(as_of) as dated,
        amount(value) as stated,
        amount(numerator) as top,
        amount(denominator) as bottom,
        coalesce(stated, if(lower(known(unit)) = 'percent', 100, 1) * top / case when bottom > 0 then bottom end) as figure
    from listing
)
select
    our_name as indicator,
    'ses' as population,
    agency_codes.name as agency,
    upper(known(given.agency_code)) as agency_code,
    null as breakdown,
    last_day(dated) as as_of,
    null::integer as fiscal_year,
    null::integer as horizon_years,
    top as numerator,
    bottom as denominator,
    figure as value,
    lower(known(unit)) as unit,
    coalesce(known(source), getvariable('source_id')) as source_id,
    'medium' as confidence,
    known(note) as note,
    given.as_of as as_of_text,
    concat_ws(' ', value, numerator, denominator) as value_text,
    agency_codes.agency_code is null and known(given.agency_code) is not null as is_agency_unknown,
    dated is not null as has_date,
    finite(figure) is not null as has_value,
    has_date and has_value and our_name is not null as is_kept
from given
left join agency_codes on agency_codes.agency_code = upper(known(given.agency_code))
