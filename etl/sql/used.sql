-- used: which extracts take part in the build, month by month; real files displace a sample, later loads earlier ones.
create temporary table extract as
select
    left(sha256, 12) as extract_id, name, layout, subject,
    -- A synthetic file has the layout of a publisher who has nothing to do with it.
    if(evidence = 'sample', 'nobody: made up by this program', publisher) as publisher,
    source_id, evidence, origin, sha256, bytes,
    -- A file speaks for the months it covers, which may be fewer than its name promises.
    loaded_at, coalesce(list_min(months), period_start) as period_start,
    coalesce(list_max(months), period_end) as period_end, months, version, part, rows_read, rows_kept, rows_counted, rows_rejected, findings
from staged.extracts;

create temporary table displaced as
select extract_id
from extract
where evidence = 'sample'
    and subject in (select subject from extract where evidence <> 'sample');

-- A series is what two extracts cannot both speak for in one month; Plum files of different sources stand side by side.
-- Of one layout the newest version is taken, then the one loaded last; of several layouts the one that restates the others.
-- Parts of one publication speak for a month together.
create table used.spans as
with restates as (
    from (values ('fwd_employment', 1), ('fwd_separations', 1), ('fwd_accessions', 1), ('opm_raw_employment', 2))
        as ranks (layout, rank)
),
months as (
    select
        extract_id, subject, evidence, layout, version, part, loaded_at, name as source,
        if(subject = 'positions', concat(subject, ' ', source_id), subject) as series,
        if(part is null, extract_id, layout) as publication,
        coalesce(restates.rank, 3) as rank,
        last_day(unnest(coalesce(
            months::timestamp[],
            generate_series(date_trunc('month', period_start), date_trunc('month', period_end), interval 1 month)
        ))::date) as month
    from extract
    left join restates using (layout)
    where subject in ('employment', 'separations', 'accessions', 'positions')
        and extract_id not in (from displaced)
),
newest_version as (
    select
        *,
        row_number() over (
            partition by series, month, layout, part
            order by
                try_cast(regexp_extract(version, '[0-9]+') as integer) desc nulls last, version desc nulls last,
                loaded_at desc, extract_id
        ) = 1 as is_newest
    from months
)
select
    extract_id, subject, evidence, source, layout, series, month,
    is_newest and publication = first_value(publication) over (
        partition by series, month order by is_newest desc, rank, loaded_at desc, extract_id
    ) as is_best
from newest_version;

-- Which months of an extract's rows are left out: those another extract speaks for, and, for rows effective outside the
-- extract's own months (reported late), those that a file of another layout speaks for, which has them already.
create table used.left_out as
select extract_id, month from used.spans where not is_best
union all
select late.extract_id, best.month
from (select distinct extract_id, series, layout from used.spans where subject in ('separations', 'accessions')) as late
join used.spans as best on best.series = late.series and best.is_best and best.layout <> late.layout
anti join used.spans as own on own.extract_id = late.extract_id and own.month = best.month;

create table used.loaded as
with shares as (
    select extract_id, count(*) as all_months, count(*) filter (where is_best) as best_months
    from used.spans
    group by all
),
winners as (
    select
        lost.extract_id,
        string_agg(distinct best.source, ', ' order by best.source) as names
    from used.spans as lost
    join used.spans as best using (series, month)
    where best.is_best and not lost.is_best
    group by all
)
select
    extract.*,
    displaced.extract_id is null and coalesce(best_months > 0, true) as is_used,
    case
        when displaced.extract_id is not null
            then concat('left out: a real file of ', subject, ' is loaded, and no synthetic sample stands beside it')
        when best_months = 0 then concat('left out: ', names, ' covers the same period, newer or loaded later')
        when best_months < all_months
            then concat(
                all_months - best_months, ' of ', all_months, ' months are taken from ', names, ', newer or loaded later'
            )
    end as note
from extract
left join displaced using (extract_id)
left join shares using (extract_id)
left join winners using (extract_id);

create view used.executives as
select
    *,
    case
        when corps = 'ses' then 'executive'
        when corps = 'ex' then 'executive_schedule'
        when appointment_code in ('34', '44') then 'schedule_c'
        when appointment_code in ('67', '68') then 'policy_career'
        else 'senior_professional'
    end as category
from staged.executives
semi join (from used.loaded where is_used) as kept using (extract_id)
anti join used.left_out as lost
    on lost.extract_id = executives.extract_id and lost.month = executives.period;

create view used.workforce as
from staged.workforce
semi join (from used.loaded where is_used) as kept using (extract_id)
anti join used.left_out as lost
    on lost.extract_id = workforce.extract_id and lost.month = workforce.period;

create view used.separations as
from staged.separations
semi join (from used.loaded where is_used) as kept using (extract_id)
anti join used.left_out as lost
    on lost.extract_id = separations.extract_id and lost.month = last_day(separations.effective_month);

create view used.accessions as
from staged.accessions
semi join (from used.loaded where is_used) as kept using (extract_id)
anti join used.left_out as lost
    on lost.extract_id = accessions.extract_id and lost.month = last_day(accessions.effective_month);

create view used.separations_workforce as
from staged.separations_workforce as counted
semi join (from used.loaded where is_used) as kept using (extract_id)
anti join used.left_out as lost
    on lost.extract_id = counted.extract_id and lost.month = last_day(counted.effective_month);

create view used.accessions_workforce as
from staged.accessions_workforce as counted
semi join (from used.loaded where is_used) as kept using (extract_id)
anti join used.left_out as lost
    on lost.extract_id = counted.extract_id and lost.month = last_day(counted.effective_month);

create view used.positions as
from staged.positions semi join (from used.loaded where is_used) as kept using (extract_id);

create view used.demographics as
from staged.demographics semi join (from used.loaded where is_used) as kept using (extract_id);

create view used.published as
from staged.published semi join (from used.loaded where is_used) as kept using (extract_id);

-- One row per source of figures: the citation in the sources.csv loaded last, else the one that ships with the program. Of a
-- source that is a full listing an agency without a row has none; where the citation says nothing, the register decides.
create table used.sources as
with cited as (
    select sources.* exclude (evidence), loaded_at
    from staged.sources
    join used.loaded using (extract_id)
    where is_used
    union all by name
    -- Whose tabulation of a publisher's file a figure was taken from is as good as a note: the publisher did not make it.
    select
        source_id, publisher, title, year::integer as year, address,
        concat_ws('; ', how_obtained, note) as note, complete
    from reference.sources
),
best as (
    select
        * exclude (complete),
        first_value(complete ignore nulls) over newest as complete,
        row_number() over newest as place
    from cited
    window newest as (
        partition by source_id order by loaded_at desc nulls last, extract_id
        rows between unbounded preceding and unbounded following
    )
)
select
    source_id, publisher, title, year, address, best.note,
    coalesce(complete, precedence.is_full_listing, false) as is_full_listing
from best
left join reference.precedence using (source_id)
where place = 1;

create view used.labels as
from staged.labels semi join (from used.loaded where is_used) as kept using (extract_id);
