-- our_words: every published figure in use, shipped or loaded, in the words of this project; nothing added to them.
create table used.figures as
with loaded as (
    select published.* exclude (extract_id, evidence)
    from used.published
    join used.loaded using (extract_id)
    qualify row_number() over (
        partition by
            published.source_id, indicator, population, agency, agency_code, breakdown, as_of, fiscal_year,
            horizon_years
        order by loaded_at desc, extract_id, value
    ) = 1
),
replaced as (
    select distinct source_id, indicator, population from loaded
    union
    select distinct source_id, 'positions', 'general_positions' from used.positions
),
figures as (
    from loaded
    union all by name
    select * from reference.figures anti join replaced using (source_id, indicator, population)
),
indicators as (
    select * from reference.published_words where column_name = 'indicator'
),
populations as (
    select * from reference.published_words where column_name = 'population'
),
translated as (
    select
        figures.*,
        coalesce(indicators.ours, figures.indicator) as our_indicator,
        coalesce(populations.ours, figures.population) as our_population,
        populations.appointment,
        indicators.measure,
        indicators.breakdown is not null or populations.breakdown is not null as is_breakdown_said
    from figures
    left join indicators
        on indicators.theirs = figures.indicator
        and coalesce(indicators.source_id, figures.source_id) = figures.source_id
        and coalesce(indicators.breakdown, figures.breakdown, '') = coalesce(figures.breakdown, '')
    left join populations
        on populations.theirs = figures.population
        and coalesce(populations.breakdown, figures.breakdown, '') = coalesce(figures.breakdown, '')
    qualify row_number() over (
        partition by
            figures.source_id, figures.indicator, figures.population, agency, agency_code, figures.breakdown, as_of,
            fiscal_year, horizon_years
        order by indicators.source_id nulls last, indicators.breakdown nulls last, populations.breakdown nulls last
    ) = 1
)
select
    source_id as source,
    our_indicator as indicator,
    our_population as population,
    case when our_population = 'ses' then coalesce(appointment, 'all') end as appointment,
    case when agency is null and agency_code is null then 'government'
        when agency_code is null then 'unit'
        when length(agency_code) = 4 then 'subelement' else 'agency' end as scope,
    agency_code,
    agency,
    case
        when is_breakdown_said or starts_with(breakdown, 'period=') then '' else coalesce(breakdown, '')
    end as breakdown,
    as_of as period,
    fiscal_year,
    case
        when breakdown like 'period=%' then datediff(
            'month',
            strptime(split_part(split_part(breakdown, '=', 2), '_to_', 1), '%Y-%m'),
            strptime(split_part(breakdown, '_to_', 2), '%Y-%m')
        ) + 1
        when measure = 'flow' and fiscal_year is not null then 12
    end::integer as months,
    horizon_years, numerator, denominator, value, unit, confidence, note,
    coalesce(starts_with(note, 'derived:'), false) as is_derived
from translated
