-- eligible_by: one row per pool, evidence, period, horizon, appointment and value of one more column (its `dimension`).
-- SES members of on_board and GS-15s of workforce, looked up in eligibility: never sum over dimensions or horizons.
with ahead as (
    pivot marts.eligibility on horizon_years in (0, 1, 3, 5, 10)
    using first(low)::double as low, first(central)::double as central, first(high)::double as high
    group by period, age_band, service_class
),
executives as (
    select
        'executives' as pool,
        case
            when grouping(agency_code) = 0 then 'agency_code'
            when grouping(agency_subelement_code) = 0 then 'agency_subelement_code'
            when grouping(age_band) = 0 then 'age_band'
            when grouping(service_band) = 0 then 'service_band'
            when grouping(occupation_code) = 0 then 'occupation_code'
            when grouping(duty_state) = 0 then 'duty_state'
            else 'none'
        end as dimension,
        evidence, period, appointment, agency_code, agency_subelement_code, age_band, service_band, occupation_code,
        duty_state,
        coalesce(sum(people) filter (where "0_low" is not null), 0) as known,
        coalesce(sum(people) filter (where "0_low" is null), 0) as left_out,
        coalesce(sum(people * columns('\d+_(low|central|high)')), 0) as '\0'
    from marts.on_board
    left join ahead using (period, age_band, service_class)
    where corps = 'ses'
    group by grouping sets (
        (evidence, period, appointment),
        (evidence, period, appointment, agency_code),
        (evidence, period, appointment, agency_subelement_code),
        (evidence, period, appointment, age_band),
        (evidence, period, appointment, service_band),
        (evidence, period, appointment, occupation_code),
        (evidence, period, appointment, duty_state)
    )
),
feeders as (
    select
        'feeders' as pool,
        case
            when grouping(agency_code) = 0 then 'agency_code'
            when grouping(age_band) = 0 then 'age_band'
            when grouping(service_band) = 0 then 'service_band'
            else 'none'
        end as dimension,
        evidence, period, agency_code, age_band, service_band,
        coalesce(sum(people) filter (where "0_low" is not null), 0) as known,
        coalesce(sum(people) filter (where "0_low" is null), 0) as left_out,
        coalesce(sum(people * columns('\d+_(low|central|high)')), 0) as '\0'
    from marts.workforce
    left join ahead using (period, age_band, service_class)
    where feeder_grade = '15'
    group by grouping sets (
        (evidence, period), (evidence, period, agency_code), (evidence, period, age_band),
        (evidence, period, service_band)
    )
),
summed as (
    from executives
    union all by name
    from feeders
),
each_horizon as (
    unpivot summed on
        ("0_low", "0_central", "0_high") as '0',
        ("1_low", "1_central", "1_high") as '1',
        ("3_low", "3_central", "3_high") as '3',
        ("5_low", "5_central", "5_high") as '5',
        ("10_low", "10_central", "10_high") as '10'
    into name horizon_years value low, central, high
)
select * replace (horizon_years::smallint as horizon_years)
from each_horizon
