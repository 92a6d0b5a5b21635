-- coverage: one row per mart, evidence, month and publication: the periods and months the loaded files speak for.
with stocks as (
    from (values ('on_board'), ('workforce')) as stocks (mart)
),
spoken as (
    select mart, evidence, month, source, extract_id, state = 'settled' as is_settled
    from marts.known_months
    where state <> 'part'
    union all by name
    select
        stocks.mart, spans.evidence, spans.month, string_agg(spans.source, '; ' order by spans.source) as source,
        min_by(spans.extract_id, spans.source) as extract_id
    from used.spans as spans
    cross join stocks
    where spans.is_best and spans.subject = 'employment'
    group by all
),
years as (
    select
        ends.mart, ends.evidence, ends.month,
        string_agg(distinct within.source, '; ' order by within.source) as year_source,
        bool_and(within.is_settled) as is_year_settled
    from spoken as ends
    join spoken as within on within.mart = ends.mart and within.evidence = ends.evidence
        and within.month > last_day(ends.month - interval 12 month) and within.month <= ends.month
    group by all
    having count(distinct within.month) = 12
),
listed as (
    select distinct
        'positions' as mart, positions.evidence, positions.period as month, loaded.name as source, extract_id
    from used.positions
    join used.loaded using (extract_id)
    union all
    select distinct 'demographics', demographics.evidence, demographics.period, loaded.name, extract_id
    from used.demographics
    join used.loaded using (extract_id)
)
select spoken.*, years.year_source, years.is_year_settled
from spoken
left join years using (mart, evidence, month)
union all by name
from listed
order by mart, month, evidence, extract_id
