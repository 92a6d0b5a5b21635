-- accessions: one row per distinct combination of executives and senior professionals who came in, by the month it took effect.
select
    *,
    period as effective_month,
    event_code as accession_category,
    case
        when event_code in ('AA', 'AB') then 'transfer_in'
        when event_code in ('AC', 'AD', 'AE') then 'new_hire'
    end as accession_group
from executive_rows
where not is_rejected
