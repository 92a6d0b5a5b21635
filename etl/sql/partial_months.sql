-- partial_months: one row per kind of evidence, source, period, agency (none: the government) and who found it: employment from
-- which whole agencies are missing, by the register that ships and as this build finds it. What one source lacks another may have.
with bounds as (
    select unnest(getvariable('gap_bounds'))
),
people as (
    select
        evidence::varchar as evidence, period, agency_code::varchar as agency_code, sum(people) as people,
        coalesce(sum(people) filter (where category = 'executive'), 0) as executives
    from marts.workforce_by
    where dimension = 'agency_code' and evidence = 'records' and agency_code is not null and agency_code <> ''
    group by all
),
loaded_period as (
    select evidence, period, sum(people) as people, sum(executives) as executives
    from people
    group by all
),
-- Each agency at each period it is in, with the next one it is in.
seen as (
    select
        people.*,
        lead(period) over (partition by evidence, agency_code order by period) as back
    from people
),
ended as (
    select predecessor_agency_code as agency_code, "date" as ended
    from marts.succession
    where predecessor_code = predecessor_agency_code and successor_code is distinct from predecessor_code
        and kind in ('renamed', 'merged', 'split', 'moved', 'abolished')
),
-- Each period without an agency that an earlier one has.
absent as (
    select
        seen.evidence, seen.agency_code, loaded_period.period, seen.period as last_seen, seen.people, seen.executives,
        false as is_cut,
        min(loaded_period.period) over run as first_without, max(loaded_period.period) over run as last_without,
        100 * seen.people / (loaded_period.people + seen.people) >= people_percent as is_large
    from seen
    join loaded_period on loaded_period.evidence = seen.evidence and loaded_period.period > seen.period
        and (seen.back is null or loaded_period.period < seen.back)
    cross join bounds
    where seen.people >= handful
    window run as (partition by seen.evidence, seen.agency_code, seen.period)
),
missing as (
    select absent.*
    from absent
    cross join bounds
    where first_without <= last_day(last_seen + to_months(months_before))
        and last_without
            <= last_day(last_seen + to_months(if(is_large, months_until_gone_if_large, months_until_gone)))
        and not exists (
            select 1 from ended
            where ended.agency_code = absent.agency_code
                and ended between absent.last_seen - interval 24 month and absent.period
        )
),
-- Agencies that are there with less than half of the people, and of the executives, whom they had at one period of the
-- last half year. Executives too: a month that has nearly all of them is whole for what is told here.
cut as (
    select
        now.evidence, now.agency_code, now.period, max(before.period) as last_seen,
        max(before.people) - now.people as people, greatest(max(before.executives) - now.executives, 0) as executives,
        true as is_cut
    from people as now
    cross join bounds
    join people as before on before.evidence = now.evidence and before.agency_code = now.agency_code
        and before.period < now.period and before.period >= last_day(now.period - to_months(months_until_gone))
    group by now.evidence, now.agency_code, now.period, now.people, now.executives, cut_percent, handful
    having max(before.people) >= handful and 100 * now.people < (100 - cut_percent) * max(before.people)
        and 100 * now.executives < (100 - cut_percent) * max(before.executives)
),
lacking as (
    select evidence, agency_code, period, people, executives, is_cut from missing
    union all
    select evidence, agency_code, period, people, executives, is_cut from cut
),
weighed as (
    select
        lacking.*,
        loaded_period.people as there,
        sum(lacking.people) over at_once as people_lacking,
        100 * people_lacking / (there + people_lacking) > people_percent as is_much,
        max(lacking.people) filter (where not is_cut) over at_once >= agency_of_size as is_one_of_size,
        coalesce(sum(lacking.executives) filter (where not is_cut) over at_once, 0) as executives_lacking,
        100 * executives_lacking / nullif(loaded_period.executives + executives_lacking, 0) >= executives_percent
            as is_many_executives
    from lacking
    join loaded_period using (evidence, period)
    cross join bounds
    window at_once as (partition by evidence, lacking.period)
),
agencies_found as (
    select
        evidence, period, weighed.agency_code, people,
        concat(if(is_cut, 'most of ', ''), coalesce(agency.short_name, weighed.agency_code)) as who,
        is_much or is_one_of_size or coalesce(is_many_executives, false) as is_of_government
    from weighed
    left join marts.agency using (agency_code)
    where is_much or not is_cut
),
-- A component is missing from its department as well.
concerned as (
    select evidence, period, coalesce(shown_as, agencies_found.agency_code) as agency_code, people, who
    from agencies_found
    left join marts.agency_member using (agency_code)
    union all
    select evidence, period, null, people, who from agencies_found where is_of_government
),
listed as (
    select
        evidence, period, agency_code, sum(people)::bigint as people_missing,
        list(who order by people desc, who) as names
    from concerned
    group by all
),
-- The file, or the parts of it, that records of a period come from.
file as (
    select distinct evidence, month as period, source from marts.coverage where mart = 'workforce'
),
found as (
    select
        evidence, file.source, period, agency_code, false as is_whole, people_missing,
        concat(
            case
                when len(names) = 1 then names[1]
                when len(names) <= 3 then concat(array_to_string(names[:len(names) - 1], ', '), ' and ', names[-1])
                else concat(names[1], ', ', names[2], ' and ', len(names) - 2, ' other agencies')
            end,
            if(len(names) = 1, ' is', ' are'), ' missing from the file'
        ) as reason,
        'build' as found_by
    from listed
    join file using (evidence, period)
),
-- Whom the loaded records of such a month hold, in the words of published figures.
held as (
    select period, 'workforce' as population, '' as appointment, sum(people) as people
    from people
    where evidence = 'records'
    group by all
    union all
    select period, 'ses', if(grouping(appointment) = 1, 'all', appointment::varchar), sum(people)
    from marts.on_board_by
    where dimension = 'none' and evidence = 'records' and corps = 'ses'
    group by grouping sets ((period, appointment), (period))
),
-- Published counts that are those of such a file were made from it; what tells of more people was not, whoever made it.
counted_alike as (
    select published.period, published.source
    from marts.published
    join held on held.period = published.period and held.population = published.population
        and held.appointment = coalesce(published.appointment, '')
    where indicator = 'on_board' and scope = 'government' and breakdown = '' and months is null
    group by all
    having bool_and(abs(value - held.people) <= 0.005 * held.people)
),
published_too as (
    select found.* replace ('published' as evidence, counted_alike.source as source)
    from found
    join counted_alike using (period)
    where evidence = 'records'
),
register as (
    select
        try_cast(period as date) as period, agency_code, is_whole = 'yes' as is_whole, counted_from, words as reason
    from reference.gaps
    where try_cast(period as date) = last_day(try_cast(period as date))  -- what is no month's end a check refuses
),
register_of as (
    select register.period, agency.agency_code, is_whole, counted_from, reason
    from register
    join marts.agency on register.agency_code in (agency.agency_code, agency.department_code)
    union
    select register.period, agency.department_code, is_whole, counted_from, reason
    from register
    join marts.agency using (agency_code)
    union
    select period, null, is_whole, counted_from, reason from register
),
-- Who counted the publisher's file of a month: the file itself where it is loaded, and the sources that are declared to.
counted as (
    select distinct 'published' as evidence, source, period, counted_from
    from marts.published
    where indicator = 'on_board' and months is null
    union
    select spans.evidence, file.source, file.period, layout
    from file
    join used.spans as spans on spans.evidence = file.evidence and spans.month = file.period and is_best
        and subject = 'employment'
    where file.evidence = 'records'
),
everything as (
    from found
    union all by name
    from published_too
    union all by name
    select evidence, source, register_of.* exclude (counted_from), 'register' as found_by
    from register_of
    join counted using (period, counted_from)
)
select * from everything order by period, evidence, source, agency_code nulls first, found_by
