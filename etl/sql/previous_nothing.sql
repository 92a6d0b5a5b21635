-- previous_nothing: what stands for the build before the first one: its tables, and no row in them.
attach ':memory:' as previous;
create schema previous.marts;
create schema previous.meta;
create table previous.marts.on_board as from marts.on_board limit 0;
create table previous.marts.separations as from marts.separations limit 0;
create table previous.marts.accessions as from marts.accessions limit 0;
create table previous.marts.coverage as from marts.coverage limit 0;
create table previous.meta.extracts as from meta.extracts limit 0;
create table previous.meta.build (build_id varchar);
