-- other_rows: the rows of everyone else, with the few columns that they are counted by.
select
    is_kept, is_rejected, is_countable, is_dated_by_file, is_agency_unreadable, rows, people, period, event_code,
    appointment_code, supervisory_code, agency_code, feeder_grade, age_band, service_band, education_group, veteran
from people
where not is_kept
