-- reference_agencies: our agencies by code, and by every name they are called.
create table agency_codes as
select agency_code, name from agencies;

create table agency_names as
with names as (
    select agency_code, name, unnest([name] || string_split(coalesce(aliases, ''), '|')) as called from agencies
)
select name_key(called) as name_key, agency_code, name
from names
where name_key(called) <> ''
qualify row_number() over (partition by name_key(called) order by agency_code) = 1;
