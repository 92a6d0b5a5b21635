-- figures: the shipped published figures, typed; one row per figure, in the words of their own file. The sources beside them:
-- complete tells whether a source is a full listing (yes, no); without a word the register of precedence decides.
create table reference.figures as
select
    indicator, population, agency, agency_code, breakdown, as_of::date as as_of, fiscal_year::integer as fiscal_year,
    horizon_years::integer as horizon_years, value::double as value, unit, source_id, confidence, note
from reference.figure_text;
alter table reference.precedence alter precedence type integer;
alter table reference.precedence alter is_full_listing type boolean;
alter table reference.sources add column if not exists complete varchar;
alter table reference.sources alter complete type boolean
    using case lower(trim(complete)) when 'yes' then true when 'no' then false end;
