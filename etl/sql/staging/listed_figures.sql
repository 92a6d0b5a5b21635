-- listed_figures: one row per published figure, read as dates and numbers.
select
    * replace (
        speakable_day(as_of) as as_of,
        amount(value) as value,
        try_cast(known(fiscal_year) as integer) as fiscal_year,
        try_cast(known(horizon_years) as integer) as horizon_years
    ),
    as_of as as_of_text,
    value as value_text,
    speakable_day(as_of_text) is not null and amount(value_text) is not null as is_kept
from listing
