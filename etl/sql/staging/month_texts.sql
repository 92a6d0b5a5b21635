-- month_texts: one row per text in the column of months, with the month it tells, if any: few texts, each read once.
select period_code as text, month_end(period_code) as month, known(period_code) is null as is_unknown, sum(rows) as rows
from scanned
group by period_code
