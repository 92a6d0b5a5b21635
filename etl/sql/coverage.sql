-- coverage: one row per mart, evidence, month and extract: the periods and months the loaded files speak for.
with subjects as (
    from (values
        ('employment', 'on_board'), ('employment', 'workforce'), ('separations', 'separations'),
        ('accessions', 'accessions')
    ) as pairs (subject, mart)
),
spoken as (
    select subjects.mart, spans.evidence, spans.month, spans.source, spans.extract_id
    from used.spans as spans
    join subjects using (subject)
    where spans.is_best
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
from spoken
union all
from listed
order by mart, month, evidence, extract_id
