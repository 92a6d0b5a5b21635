-- listed_sources: one row per source named in a sources.csv, its year read as a number and its completeness as yes or no.
select
    known(source_id) as source_id,
    known(publisher) as publisher,
    known(title) as title,
    try_cast(known(year) as integer) as year,
    known(address) as address,
    known(note) as note,
    yes(complete) as complete,
    year as year_text,
    complete as complete_text,
    known(source_id) is not null as is_kept
from listing
