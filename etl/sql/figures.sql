-- figures: the shipped published figures, typed; one row per figure, in the words of their own file.
create table reference.figures as
select
    indicator, population, agency, agency_code, breakdown, as_of::date as as_of, fiscal_year::integer as fiscal_year,
    horizon_years::integer as horizon_years, value::double as value, unit, source_id, confidence, note
from reference.figure_text;
alter table reference.precedence alter precedence type integer;
alter table reference.precedence alter is_full_listing type boolean;
