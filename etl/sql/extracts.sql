-- extracts: one row per loaded file, and one for the published figures that ship with the program.
insert into meta.extracts by name
select
    extract_id, name, layout, subject, publisher, source_id, evidence, origin, sha256, bytes,
    loaded_at at time zone 'UTC' as loaded_at, period_start, period_end, version, rows_read, rows_kept, rows_counted,
    rows_rejected, is_used, note
from used.loaded
union all
select
    left(getvariable('shipped').sha256, 12), 'figures.csv', 'published_figures', 'published',
    'many publishers, each named with its figures', null, 'published', 'data/published/figures.csv',
    getvariable('shipped').sha256, getvariable('shipped').bytes, getvariable('shipped').loaded_at, min(as_of),
    max(as_of), null, count(*), count(*), 0, 0, true, 'ships with the program'
from reference.figures
having left(getvariable('shipped').sha256, 12) not in (select extract_id from used.loaded)
order by loaded_at, name
