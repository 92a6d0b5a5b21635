-- on_board: one row per executive or senior professional on board at a period end, so that percentiles need no weights.
-- In the order of the files, which is that of their periods: sorting again would take half of the time.
with ceilings as (
    select
        year(period) as pay_year,
        arg_min(value, (precedence, source)) as pay_ceiling
    from marts.published
    where indicator = 'pay_maximum' and population = 'ses' and breakdown = 'system=certified'
    group by all
),
-- Most rows of the files are one person already: only the others must be taken apart.
person as (
    from used.executives
    where people = 1
    union all by name
    -- By the thousand first: one list of all the people of a row would lie in memory whole.
    select * exclude (thousand, nth)
    from (
        select *, unnest(range(least(1000, people - 1000 * thousand))) as nth
        from (select *, unnest(range((people + 999) // 1000)) as thousand from used.executives where people > 1)
    )
)
select
    person.evidence, person.period, person.corps, person.appointment, person.agency_code,
    person.agency_subelement_code, person.age_band, person.service_band, person.service_years,
    used.service_class(person.service_years, person.service_band, person.period) as service_class,
    person.occupation_code, person.duty_state, person.duty_region, person.supervisory_code,
    person.education_code, person.position_type, person.salary, person.veteran, ceilings.pay_ceiling,
    1 as people
from person
left join ceilings on ceilings.pay_year = year(person.period)
