-- listed_figures: one row per published figure, read as dates and numbers.
select
    * replace (
        day(as_of) as as_of,
        finite(try_cast(known(value) as double)) as value,
        try_cast(known(fiscal_year) as integer) as fiscal_year,
        try_cast(known(horizon_years) as integer) as horizon_years
    ),
    as_of as as_of_text,
    value as value_text,
    day(as_of_text) is not null and finite(try_cast(known(value_text) as double)) is not null as is_kept
from listing
