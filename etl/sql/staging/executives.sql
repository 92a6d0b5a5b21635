-- executives: one row per distinct combination of a period's executives and senior professionals.
select *
from executive_rows
where not is_rejected
