-- extract_record: one row per loaded file, as its record in staged/extracts/ tells it.
create table staged.extracts (
    sha256 varchar, name varchar, layout varchar, subject varchar, publisher varchar, source_id varchar,
    evidence varchar, origin varchar, bytes bigint, loaded_at timestamptz, period_start date, period_end date,
    months date[], version varchar, part varchar, rows_read bigint, rows_kept bigint, rows_counted bigint, rows_rejected bigint,
    findings struct(kind varchar, item varchar, occurrences bigint, example varchar)[]
);
