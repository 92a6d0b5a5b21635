-- sources: one row per source of figures, as its file cites it; of two rows for one source the first in reading order of words.
select * from listed_sources where is_kept
qualify row_number() over (partition by source_id order by title, publisher, address) = 1
