-- previous: executives by period, evidence and agency in the build being served, and the months it speaks for.
insert into used.previous_on_board
select period, evidence, agency_code, sum(people)
from previous.marts.on_board
where corps = 'ses' and evidence <> 'sample'
group by all;

-- A sample leaves when records come, and takes nothing with it.
insert into used.previous_coverage
select mart, month, any_value(source order by source)
from previous.marts.coverage
where evidence <> 'sample'
group by all
union all
select concat('published ', indicator, ' of ', population), period, any_value(source order by source)
from previous.marts.published
group by all;
