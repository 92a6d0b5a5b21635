-- separations: one row per distinct combination of executives and senior professionals who left, by the month it took effect.
select
    *,
    period as effective_month,
    event_code as separation_category,
    case
        when event_code in ('SA', 'SB') then 'transfer_out'
        when event_code = 'SC' then 'quit'
        when event_code in ('SD', 'SE', 'SG') then 'retirement'
        when event_code = 'SF' then 'disability'
        when event_code = 'SH' then 'rif'
        when event_code = 'SI' then 'removal'
        when event_code = 'SJ' then 'termination'
        when event_code = 'SK' then 'death'
        when event_code = 'SL' then 'other'
    end as separation_group
from executive_rows
where not is_rejected
