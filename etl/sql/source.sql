-- source: one row per source of a figure or file: what is cited beside a number, and how much it is trusted.
with cited as (
    select source_id as source, publisher, title, year, address, note, 1 as rank
    from used.sources
),
files as (
    select
        name as source, publisher, name as title, year(coalesce(period_end, loaded_at::date))::integer as year,
        origin as address, layout as note, 2 as rank
    from used.loaded
    where layout <> 'published_sources'
),
parts_together as (
    select distinct
        coverage.source, publisher, coverage.source as title, year(coverage.month)::integer as year, origin as address,
        layout as note, 2 as rank
    from marts.coverage
    join used.loaded using (extract_id)
    where coverage.source <> loaded.name
),
loaded_figures as (
    select distinct source_id, extract_id from used.published
    union
    select distinct source_id, extract_id from used.positions
    union
    select distinct source, extract_id from used.demographics
),
named_in_files as (
    select
        loaded_figures.source_id as source, publisher, name as title,
        year(coalesce(period_end, loaded_at::date))::integer as year, origin as address, layout as note, 3 as rank
    from loaded_figures
    join used.loaded using (extract_id)
),
candidates as (
    from cited
    union all by name
    from files
    union all by name
    from parts_together
    union all by name
    from named_in_files
)
select
    candidates.source, publisher, title, candidates.year, address, coalesce(ranks.precedence, 999) as precedence,
    coalesce(ranks.kind, 'loaded_file') as kind, coalesce(ranks.confidence, 'high') as confidence, candidates.note
from candidates
left join reference.precedence as ranks on ranks.source_id = candidates.source
where candidates.source is not null
qualify row_number() over (partition by candidates.source order by rank, title) = 1
order by precedence, source
