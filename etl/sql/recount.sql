-- recount: one row per shipped figure that the publication it was taken from gives too, where that file is loaded.
with given as (
    select
        published.source_id, name as file, indicator, population, agency_code, agency, breakdown, as_of, fiscal_year,
        horizon_years, value
    from used.published
    join used.loaded using (extract_id)
    qualify row_number() over (
        partition by
            published.source_id, indicator, population, agency, agency_code, breakdown, as_of, fiscal_year,
            horizon_years
        order by loaded_at desc, extract_id, value
    ) = 1
),
general as (
    select
        positions.source_id, name as file, 'positions' as indicator, 'general_positions' as population, agency_code,
        agency, concat('filled_by=', filled_by) as breakdown, period as as_of, sum(positions)::double as value
    from used.positions
    join used.loaded using (extract_id)
    where pay_plan = 'ES' and is_current and not is_duplicate
    group by all
),
listed as (
    select source_id, file, indicator, population, breakdown, as_of, sum(value) as value
    from general
    group by all
    union all by name
    -- By code or, for want of one, by name: a listing may spell an agency in several ways.
    select
        source_id, file, indicator, population, breakdown, as_of, agency_code,
        if(agency_code is null, agency, '') as agency, sum(value) as value
    from general
    where agency is not null
    group by all
),
again as (
    from given
    union all by name
    from listed
)
select
    shipped.source_id as source, again.file, coalesce(words.ours, shipped.indicator) as indicator, shipped.population,
    shipped.agency_code, shipped.agency, coalesce(shipped.breakdown, '') as breakdown, shipped.as_of as period,
    shipped.fiscal_year, shipped.horizon_years, shipped.unit, again.value as loaded, shipped.value as shipped
from reference.figures as shipped
join again
    on again.source_id = shipped.source_id
    and again.indicator = shipped.indicator
    and again.population = shipped.population
    and again.agency_code is not distinct from shipped.agency_code
    and (again.agency is null) = (shipped.agency is null)
    and (shipped.agency_code is not null or again.agency is not distinct from shipped.agency)
    and coalesce(again.breakdown, '') = coalesce(shipped.breakdown, '')
    and again.as_of = shipped.as_of
    and again.fiscal_year is not distinct from shipped.fiscal_year
    and again.horizon_years is not distinct from shipped.horizon_years
left join reference.published_words as words
    on words.column_name = 'indicator' and words.theirs = shipped.indicator
    and words.source_id is null and words.breakdown is null
-- A loaded file may spell one agency in several ways: the spelling of the shipped figure is taken, else the first.
qualify row_number() over (
    partition by
        shipped.source_id, shipped.indicator, shipped.population, shipped.agency, shipped.agency_code,
        shipped.breakdown, shipped.as_of, shipped.fiscal_year, shipped.horizon_years
    order by again.agency is not distinct from shipped.agency desc, again.agency, again.file
) = 1
order by period, source, indicator, population, agency_code, agency, breakdown, horizon_years
