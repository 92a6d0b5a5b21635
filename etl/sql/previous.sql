-- previous: one row per period and evidence of the build being served, to compare with the new one.
insert into used.previous
select period, evidence, sum(people)
from previous.marts.on_board
where corps = 'ses'
group by period, evidence
