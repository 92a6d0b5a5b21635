-- agency_member: one row per agency and the name it is counted under: itself, and its department where that is another.
select agency_code, agency_code as shown_as from marts.agency
union
select agency_code, department_code from marts.agency where department_code <> agency_code
order by agency_code, shown_as
