-- published: one row per source, indicator, population, appointment, agency, breakdown, period, months and horizon.
-- A listing is one count of one source at one period, agency by agency. It names every agency that has any, so that one
-- without a row has none, where its source is declared to and its agencies do not contradict its government's total.
-- A count in round numbers is listed, and nothing is made of it.
with points as (
    select * from used.figures where confidence is distinct from 'rounded'
),
listing as (
    select
        source, indicator, population, appointment, breakdown, period, months,
        sum(value) filter (scope = 'unit' or (scope = 'agency' and agency_code <> 'DD*')) as parts,
        any_value(value) filter (scope = 'government') as whole
    from points
    where unit in ('people', 'positions') and scope <> 'subelement'
    group by all
),
full_listing as (
    select listing.* exclude (parts, whole)
    from listing
    join used.sources on sources.source_id = listing.source
    left join reference.precedence using (source_id)
    where (sources.is_full_listing or indicator = full_listing_of)
        and coalesce(abs(coalesce(parts, 0) - whole) <= 0.005 * whole, true)
),
counted as (
    select * from points where scope = 'agency' and agency_code <> 'DD*' and unit = 'people'
),
-- Of a day the agencies of that day; of months every agency whose movements the source follows, there or not as yet.
-- Executives are counted only where there are some: an agency without any is none of those with executives.
named as (
    select source, indicator, population, appointment, breakdown, period, months, agency_code, agency
    from full_listing
    join (select source, period, agency_code, min(agency) as agency from counted group by all) as there
        using (source, period)
    where months is null and not (indicator = 'on_board' and population = 'ses')
    union
    select source, indicator, population, appointment, breakdown, period, months, agency_code, agency
    from full_listing
    join (
        select source, period, agency_code, min(agency) as agency
        from counted
        where indicator = 'on_board' and population = 'ses'
        group by all
    ) as with_executives using (source, period)
    where indicator = 'on_board' and population = 'ses'
    union
    select source, indicator, population, appointment, breakdown, period, months, agency_code, agency
    from full_listing
    join (
        select source, indicator, agency_code, min(agency) as agency
        from counted
        where months is not null
        group by all
    ) as followed using (source, indicator)
    where months is not null
),
zeros as (
    select
        named.*, 'agency' as scope, if(months = 12 and month(period) = 9, year(period), null)::integer as fiscal_year,
        0.0 as value, 'people' as unit, 'high' as confidence,
        'derived: absent from a listing that names every agency' as note, true as is_derived
    from named
    anti join counted as given
        on given.source = named.source and given.period = named.period and given.agency_code = named.agency_code
        and given.indicator = named.indicator and given.population = named.population
        and given.appointment is not distinct from named.appointment
        and given.breakdown = named.breakdown
        and given.months is not distinct from named.months
),
with_zeros as (
    from points
    union all by name
    from zeros
),
-- Twelve months in a row make a year, wherever each of them is known.
years as (
    select
        last.source, last.indicator, last.population, last.appointment, last.scope, last.agency_code, last.agency,
        last.breakdown, last.period, if(month(last.period) = 9, year(last.period), null)::integer as fiscal_year,
        12 as months, sum(each.value) as value, last.unit, min(each.confidence) as confidence,
        'derived: sum of twelve months' as note, true as is_derived
    from with_zeros as last
    join with_zeros as each
        on each.source = last.source and each.indicator = last.indicator and each.population = last.population
        and each.appointment is not distinct from last.appointment and each.scope = last.scope
        and each.agency is not distinct from last.agency and each.breakdown = last.breakdown
        and each.months = 1
        and each.period <= last.period and each.period > last_day(last.period - interval 12 month)
    where last.months = 1 and last.unit = 'people'
    group by all
    having count(distinct each.period) = 12
),
with_years as (
    from with_zeros
    union all by name
    from years
    anti join (from with_zeros where months = 12) as given
        on given.source = years.source and given.indicator = years.indicator and given.population = years.population
        and given.appointment is not distinct from years.appointment and given.scope = years.scope
        and given.agency is not distinct from years.agency and given.breakdown = years.breakdown
        and given.period = years.period
),
on_board as (
    select * from with_years where indicator = 'on_board' and breakdown = ''
),
sums as (
    select
        source, period, scope, agency_code, agency,
        sum(value) filter (where population = 'ses' and appointment <> 'all') as parts,
        -- A type without a row is unknown, not nobody: emergency appointments alone are few enough to be withheld.
        count(*) filter (where appointment in ('career', 'noncareer')) = 2
            and bool_or(coalesce(appointment in ('limited_term', 'limited'), false)) as has_all,
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
        '' as breakdown, period, if(has_all, parts, pay_plan_people) as value, 'people' as unit, confidence,
        if(has_all, 'derived: sum of the appointment types', 'derived: everyone on pay plan ES') as note,
        true as is_derived
    from sums
    where has_no_total and (has_all or pay_plan_people is not null)
),
level_totals as (
    select
        source, indicator, population, appointment, scope, agency_code, agency, '' as breakdown, period,
        sum(value) as value, unit, min(confidence) as confidence, 'derived: sum of the levels' as note,
        true as is_derived
    from with_years
    where indicator = 'on_board' and population = 'ex' and breakdown like 'level=%'
    group by all
    having count(distinct breakdown) = 5
),
with_totals as (
    from with_years
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
-- The FBI and the DEA are outside the SES of title 5 (5 U.S.C. 3132(a)(1)(B)): where a source tells both apart, everything
-- it counts of executives once more without them; and an agency without its inspector general, an agency of its own for the
-- SES (5 U.S.C. 406(d)), where the source tells it apart.
parts as (
    select source, period, appointment, agency_code, value
    from with_totals
    where indicator = 'on_board' and population = 'ses' and breakdown = '' and scope = 'subelement'
),
outside as (
    select source, period, appointment, sum(value) as people
    from parts
    where agency_code in ('DJ02', 'DJ06')
    group by all
    having count(distinct agency_code) = 2
),
inspectors_general as (
    -- Of the agency, and of the department that it may be a part of.
    select source, period, appointment, shown_as as agency_code, sum(value) as people
    from parts
    join (
        select agency_code as member, unnest(list_distinct([agency_code, department_code])) as shown_as from reference.agencies
    ) on member = left(parts.agency_code, 2) and shown_as is not null
    where parts.agency_code in (select code from reference.codes where column_name = 'inspector_general')
    group by all
),
title_5 as (
    select
        whole.* replace (
            concat(if(whole.appointment = 'all', 'ses', whole.appointment), '_title_5') as population,
            null as appointment,
            value - if(scope = 'government' or whole.agency_code = 'DJ', outside.people, 0)
                - coalesce(inspectors_general.people, 0) as value,
            'derived: without the FBI and the DEA, an agency without its inspector general where told apart' as note,
            true as is_derived
        )
    from with_totals as whole
    join outside using (source, period, appointment)
    left join inspectors_general
        on inspectors_general.source = whole.source and inspectors_general.period = whole.period
        and inspectors_general.appointment = whole.appointment and inspectors_general.agency_code = whole.agency_code
    where indicator = 'on_board' and population = 'ses' and breakdown = '' and scope <> 'subelement'
),
with_title_5 as (
    from with_totals
    union all by name
    select title_5.*
    from title_5
    anti join (from with_totals where ends_with(population, '_title_5')) as given
        on given.source = title_5.source and given.period = title_5.period
        and given.population = title_5.population and given.scope = title_5.scope
        and given.agency is not distinct from title_5.agency
),
defense as (
    select
        source, indicator, population, appointment, scope, 'DD*' as agency_code, breakdown, period, fiscal_year,
        months, horizon_years, sum(value) as value, unit, min(confidence) as confidence,
        'derived: sum of DD, AR, NV and AF' as note, true as is_derived
    from with_title_5
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
    anti join (from with_title_5 where agency_code = 'DD*') as given_defense
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
    from with_title_5
    union all by name
    from missing_defense
    union all by name
    select * from used.figures where confidence = 'rounded'
),
full_total as (
    select source, 'on_board' as indicator, 'ses' as population, 'all' as appointment, '' as breakdown, period
    from full_listing
    where indicator = 'on_board' and population = 'ses' and breakdown = ''
    group by source, period
    having count(distinct if(appointment in ('limited', 'limited_term'), 'limited', appointment)) filter (
        where appointment in ('career', 'noncareer', 'limited', 'limited_term')
    ) = 3
),
full_year as (
    select last.* replace (12 as months)
    from full_listing as last
    join full_listing as each
        on each.source = last.source and each.indicator = last.indicator and each.population = last.population
        and each.appointment is not distinct from last.appointment and each.breakdown = last.breakdown
        and each.months = 1
        and each.period <= last.period and each.period > last_day(last.period - interval 12 month)
    where last.months = 1
    group by all
    having count(distinct each.period) = 12
),
full_of_all as (
    from full_listing
    union by name
    from full_total
    union by name
    from full_year
),
full_in_all as (
    from full_of_all
    union by name
    select * replace (
        concat(if(appointment = 'all', 'ses', appointment), '_title_5') as population, null as appointment
    )
    from full_of_all
    where indicator = 'on_board' and population = 'ses' and breakdown = ''
)
select
    everything.*, coalesce(ranks.precedence, 999) as precedence,
    -- Files of later months report of earlier ones, to what others counted from them no less than to records.
    if(
        ranks.kind = 'record_file' and everything.months is not null,
        everything.period <= last_day(last_file.period - to_months(getvariable('settled_after'))), null
    ) as is_settled,
    -- Movements are in other files.
    if(everything.months is null, coalesce(ranks.counted_from, everything.source), everything.source) as counted_from,
    case
        when scope = 'government' then null
        when unit in ('people', 'positions') then full_in_all.source is not null
        else coalesce(sources.is_full_listing, false)
    end as names_every_agency
from everything
left join reference.precedence as ranks on ranks.source_id = everything.source
left join used.sources on sources.source_id = everything.source
left join (
    select source, indicator, max(period) as period from used.figures where months = 1 group by all
) as last_file using (source, indicator)
left join full_in_all
    on full_in_all.source = everything.source and full_in_all.indicator = everything.indicator
    and full_in_all.population = everything.population
    and full_in_all.appointment is not distinct from everything.appointment
    and full_in_all.breakdown = everything.breakdown and full_in_all.period = everything.period
    and full_in_all.months is not distinct from everything.months
order by indicator, population, appointment, agency_code, period, precedence, breakdown, agency, horizon_years
