-- reference_locations: our duty places by code, by state and by name.
create table duty_places as
select duty_code, nullif(state, '') as state, nullif(region, '') as region from locations;

create table duty_states as
select state, any_value(region) as region from duty_places where state is not null group by state;

create table duty_names as
select distinct on (upper(name), state) upper(name) as name, nullif(state, '') as state, nullif(region, '') as region
from locations
where region <> ''
order by upper(name), state, duty_code;
