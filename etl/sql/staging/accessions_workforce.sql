-- accessions_workforce: everyone else's accessions, one row per effective month, agency, appointment code and category.
select period as effective_month, agency_code, appointment_code, event_code as accession_category, sum(people) as people
from other_rows
where not is_rejected
group by all
