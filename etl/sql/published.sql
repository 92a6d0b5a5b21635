-- published: one row per source, indicator, population, appointment, agency, breakdown, period, months and horizon.
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
),
given as (
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
        case when is_breakdown_said then '' else coalesce(breakdown, '') end as breakdown,
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
),
listing as (
    select given.*
    from given
    join used.sources on sources.source_id = given.source and sources.is_full_listing
    where indicator = 'on_board' and population = 'ses' and scope = 'agency' and breakdown = ''
),
listed_agencies as (
    select distinct source, period, agency_code, agency from listing
),
listed_appointments as (
    select distinct source, period, appointment from listing where appointment <> 'all'
),
zeros as (
    select
        source, 'on_board' as indicator, 'ses' as population, appointment, 'agency' as scope, agency_code, agency,
        '' as breakdown, period, 0.0 as value, 'people' as unit, 'high' as confidence,
        'derived: absent from a listing that names every agency' as note, true as is_derived
    from listed_agencies
    join listed_appointments using (source, period)
    anti join listing using (source, period, agency_code, appointment)
),
with_zeros as (
    from given
    union all by name
    from zeros
),
on_board as (
    select * from with_zeros where indicator = 'on_board' and breakdown = ''
),
sums as (
    select
        source, period, scope, agency_code, agency,
        sum(value) filter (where population = 'ses' and appointment <> 'all') as parts,
        count(*) filter (where appointment in ('career', 'noncareer')) = 2 as has_both,
        any_value(value) filter (where population = 'executive_pay_plan') as pay_plan_people,
        count(*) filter (where population = 'ses' and appointment = 'all') = 0 as has_no_total,
        min(confidence) as confidence
    from on_board
    where population in ('ses', 'executive_pay_plan')
    group by all
),
totals as (
    select
        source, 'on_board' as indicator, 'ses' as population, 'all' as appointment, scope, agency_code, agency,
        '' as breakdown, period, if(has_both, parts, pay_plan_people) as value, 'people' as unit, confidence,
        if(has_both, 'derived: sum of the appointment types', 'derived: everyone on pay plan ES') as note,
        true as is_derived
    from sums
    where has_no_total and (has_both or pay_plan_people is not null)
),
level_totals as (
    select
        source, indicator, population, appointment, scope, agency_code, agency, '' as breakdown, period,
        sum(value) as value, unit, min(confidence) as confidence, 'derived: sum of the levels' as note,
        true as is_derived
    from with_zeros
    where indicator = 'on_board' and population = 'ex' and breakdown like 'level=%'
    group by all
),
with_totals as (
    from with_zeros
    union all by name
    from totals
    union all by name
    select *
    from level_totals
    anti join (from on_board where population = 'ex') as given_totals
        on given_totals.source = level_totals.source
        and given_totals.period = level_totals.period
        and given_totals.agency_code is not distinct from level_totals.agency_code
),
defense as (
    select
        source, indicator, population, appointment, scope, 'DD*' as agency_code, breakdown, period, fiscal_year,
        months, horizon_years, sum(value) as value, unit, min(confidence) as confidence,
        'derived: sum of DD, AR, NV and AF' as note, true as is_derived
    from with_totals
    where agency_code in ('DD', 'AR', 'NV', 'AF') and unit in ('people', 'positions')
        and breakdown not like 'table=%'  -- a second total of one publication, possibly partial: not to be added up
    group by
        source, indicator, population, appointment, scope, breakdown, period, fiscal_year, months, horizon_years, unit
    having count(distinct agency_code) = 4
),
missing_defense as (
    select defense.*, coalesce(agencies.name, 'Department of Defense (all components)') as agency
    from defense
    left join reference.agencies using (agency_code)
    anti join (from with_totals where agency_code = 'DD*') as given_defense
        on given_defense.source = defense.source
        and given_defense.indicator = defense.indicator
        and given_defense.population = defense.population
        and given_defense.appointment is not distinct from defense.appointment
        and given_defense.breakdown = defense.breakdown
        and given_defense.period = defense.period
        and given_defense.horizon_years is not distinct from defense.horizon_years
        and given_defense.months is not distinct from defense.months
),
everything as (
    from with_totals
    union all by name
    from missing_defense
)
select everything.*, coalesce(ranks.precedence, 999) as precedence
from everything
left join reference.precedence as ranks on ranks.source_id = everything.source
order by indicator, population, appointment, agency_code, period, precedence, breakdown, agency, horizon_years
