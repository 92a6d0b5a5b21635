-- agency: one row per agency code, the whole Department of Defense (DD*) among them.
select agency_code, name, short_name, size_group, coalesce(department_code, agency_code) as department_code
from reference.agencies
order by agency_code
