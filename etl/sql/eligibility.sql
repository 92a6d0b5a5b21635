-- eligibility: one row per period, horizon, age band and service class: of the band's sixty months, how many can retire.
select period::date as period, horizon_years, age_band::varchar as age_band, service_class, low, central, high
from estimate
order by period, horizon_years, age_band, service_class
