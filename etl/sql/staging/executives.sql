-- executives: one row per distinct combination of a period's executives and senior professionals.
select *
from people
where is_kept and not is_rejected
