-- labels: one row per column and code of the zip's own lookups; the first label of a code wins, without the code it repeats.
select column_name, code, coalesce(nullif(regexp_replace(trim(label), '^[A-Za-z0-9*]+\s*-\s*', ''), ''), code) as label
from lookup_rows
where code is not null and label is not null
qualify row_number() over (partition by column_name, code order by line) = 1
