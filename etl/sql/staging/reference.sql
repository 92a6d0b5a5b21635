-- reference: our own small tables in the shape that staging joins them.
create temp table duty_places as
select duty_code, nullif(state, '') as state, nullif(region, '') as region from locations;

create temp table duty_states as
select state, any_value(region) as region from duty_places where state is not null group by state;

create temp table duty_names as
select distinct on (upper(name), state) upper(name) as name, nullif(state, '') as state, nullif(region, '') as region
from locations
where region <> ''
order by upper(name), state, duty_code;

set variable graded_pay_plans = (select list(pay_plan) from pay_plans where is_graded_equivalent = 'true');

create temp table agency_codes as
select agency_code, name from agencies;

create temp table agency_names as
with names as (
    select agency_code, name, unnest([name] || string_split(coalesce(aliases, ''), '|')) as called from agencies
)
select name_key(called) as name_key, agency_code, name
from names
where name_key(called) <> ''
qualify row_number() over (partition by name_key(called) order by agency_code) = 1;
