-- on_board: one row per evidence, period and every distinct combination of the other columns; people is the only sum.
with ceilings as (
    select
        year(period) as pay_year,
        arg_min(value, (precedence, source)) as pay_ceiling
    from marts.published
    where indicator = 'pay_maximum' and population = 'ses' and breakdown = 'system=certified'
    group by all
)
select
    executives.evidence, executives.period, executives.corps, executives.appointment, executives.appointment_code,
    executives.pay_plan, executives.agency_code, executives.agency_subelement_code, executives.age_band,
    executives.service_band, executives.service_years,
    service_class(executives.service_years, executives.service_band, executives.period) as service_class,
    executives.occupation_code, executives.duty_state, executives.duty_region, executives.supervisory_code,
    executives.education_code, executives.position_type, executives.salary, executives.veteran, ceilings.pay_ceiling,
    sum(executives.people)::bigint as people
from used.executives
left join ceilings on ceilings.pay_year = year(executives.period)
group by all
order by period, evidence, agency_code, appointment, occupation_code
