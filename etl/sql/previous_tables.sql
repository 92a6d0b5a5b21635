-- previous_tables: what the checks ask of the build being served; both stay empty before the first one.
create table used.previous_on_board (period date, evidence varchar, agency_code varchar, people bigint);
create table used.previous_coverage (mart varchar, month date, source varchar);
