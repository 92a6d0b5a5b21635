-- revisions: one row per subject and period that real files speak for otherwise than in the build served before.
insert into meta.revisions by name
with subjects as (
    from (values
        ('employment', 'on_board'), ('separations', 'separations'), ('accessions', 'accessions')
    ) as pairs (subject, mart)
),
counted_before as (
    select 'on_board' as mart, period, evidence, sum(people) as people
    from previous.marts.on_board where corps = 'ses' group by all
    union all
    select 'separations', period, evidence, sum(people)
    from previous.marts.separations where corps = 'ses' group by all
    union all
    select 'accessions', period, evidence, sum(people)
    from previous.marts.accessions where corps = 'ses' group by all
),
counted_after as (
    select 'on_board' as mart, period, evidence, sum(people) as people
    from marts.on_board where corps = 'ses' group by all
    union all
    select 'separations', period, evidence, sum(people)
    from marts.separations where corps = 'ses' group by all
    union all
    select 'accessions', period, evidence, sum(people)
    from marts.accessions where corps = 'ses' group by all
),
before as (
    select subjects.subject, month, coverage.extract_id, extracts.version, coalesce(people, 0)::bigint as people
    from previous.marts.coverage
    join subjects using (mart)
    join previous.meta.extracts as extracts using (extract_id)
    left join counted_before as counted
        on counted.mart = coverage.mart and counted.period = coverage.month and counted.evidence = coverage.evidence
    where coverage.evidence = 'records'
),
after as (
    select subjects.subject, month, coverage.extract_id, extracts.version, coalesce(people, 0)::bigint as people
    from marts.coverage
    join subjects using (mart)
    join meta.extracts as extracts using (extract_id)
    left join counted_after as counted
        on counted.mart = coverage.mart and counted.period = coverage.month and counted.evidence = coverage.evidence
    where coverage.evidence = 'records'
)
select
    subject, month as period, before.people as before, after.people as after,
    before.version as version_before, after.version as version_after,
    before.extract_id as extract_before, after.extract_id as extract_after,
    (select build_id from previous.meta.build) as previous_build
from before
full join after using (subject, month)
where before.extract_id is distinct from after.extract_id or before.people is distinct from after.people
order by subject, period
