-- known_months: one row per mart of movements, evidence and effective month: whether the file of that month is loaded, and
-- how much later files have added to it. A file of a month holds what was reported in it, part of it effective before.
with subjects as (
    from (values ('separations'), ('accessions')) as subjects (mart)
),
speaking as (
    select
        subject as mart, evidence, month, extract_id, source,
        count(*) over (partition by extract_id) > 1 as is_of_many_months,
        is_best
    from used.spans
    join subjects on subjects.mart = spans.subject
),
own as (
    select
        mart, evidence, month, string_agg(source, '; ' order by source) as source,
        min_by(extract_id, source) as extract_id, bool_or(is_of_many_months) as is_of_many_months
    from speaking
    where is_best
    group by all
),
-- Of the files of single months, which alone bring late reports, those of later months.
monthly as (
    select distinct mart, evidence, month from own where not is_of_many_months
),
followed as (
    select
        own.*,
        (
            select count(*) from monthly
            where monthly.mart = own.mart and monthly.evidence = own.evidence and monthly.month > own.month
        ) as later_files
    from own
),
slices as (
    select
        'separations' as mart, evidence, extract_id, last_day(effective_month) as month,
        coalesce(sum(people) filter (where corps = 'ses'), 0) as executives, sum(people) as people
    from used.separations
    group by all
    union all
    select 'separations', evidence, extract_id, last_day(effective_month), 0, sum(people)
    from used.separations_workforce
    group by all
    union all
    select
        'accessions', evidence, extract_id, last_day(effective_month),
        coalesce(sum(people) filter (where corps = 'ses'), 0), sum(people)
    from used.accessions
    group by all
    union all
    select 'accessions', evidence, extract_id, last_day(effective_month), 0, sum(people)
    from used.accessions_workforce
    group by all
),
counted as (
    select
        slices.mart, slices.evidence, slices.month,
        coalesce(sum(people) filter (where speaking.extract_id is not null), 0) as people_own,
        coalesce(sum(people) filter (where speaking.extract_id is null), 0) as people_late,
        coalesce(sum(executives) filter (where speaking.extract_id is not null), 0) as executives_own,
        coalesce(sum(executives) filter (where speaking.extract_id is null), 0) as executives_late,
        string_agg(distinct loaded.name, '; ' order by loaded.name) as names
    from slices
    join used.loaded using (extract_id)
    left join speaking
        on speaking.extract_id = slices.extract_id and speaking.month = slices.month and speaking.mart = slices.mart
        and speaking.is_best
    group by all
)
select
    coalesce(followed.mart, counted.mart) as mart,
    coalesce(followed.evidence, counted.evidence) as evidence,
    coalesce(followed.month, counted.month) as month,
    case
        when followed.month is null then 'part'
        when is_of_many_months or later_files >= getvariable('settled_after') then 'settled'
        else 'known'
    end as state,
    coalesce(followed.source, names) as source,
    followed.extract_id,
    coalesce(is_of_many_months, false) as is_of_many_months,
    coalesce(later_files, 0) as later_files,
    coalesce(people_own, 0) as people_own,
    coalesce(people_late, 0) as people_late,
    coalesce(executives_own, 0) as executives_own,
    coalesce(executives_late, 0) as executives_late,
    case when not is_of_many_months then 100 * people_late / nullif(people_own, 0) end as growth
from followed
full join counted
    on counted.mart = followed.mart and counted.evidence = followed.evidence and counted.month = followed.month
order by mart, month, evidence
