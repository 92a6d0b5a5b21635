-- inputs: the empty shape of every staged dataset, so that a build reads the same columns whether or not anything was loaded.
create table shape.executives (
    evidence varchar, extract_id varchar, period date, corps varchar, appointment varchar, appointment_code varchar,
    pay_plan varchar, grade varchar, agency_code varchar, agency_subelement_code varchar, age_band varchar,
    service_band varchar, service_years double, occupation_code varchar, duty_code varchar, duty_state varchar,
    duty_region varchar, supervisory_code varchar, education_code varchar, work_schedule_code varchar,
    position_type varchar, salary double, people bigint
);
create table shape.workforce (
    evidence varchar, extract_id varchar, period date, agency_code varchar, category varchar, feeder_grade varchar,
    is_supervisor boolean, is_permanent boolean, age_band varchar, service_band varchar, education_group varchar,
    people bigint
);
create table shape.separations (
    evidence varchar, extract_id varchar, effective_month date, corps varchar, appointment varchar,
    appointment_code varchar, pay_plan varchar, agency_code varchar, agency_subelement_code varchar,
    separation_category varchar, separation_group varchar, sex varchar, age_band varchar, service_band varchar,
    service_years double, occupation_code varchar, duty_state varchar, duty_region varchar, salary double, people bigint
);
create table shape.accessions (
    evidence varchar, extract_id varchar, effective_month date, corps varchar, appointment varchar,
    appointment_code varchar, pay_plan varchar, agency_code varchar, agency_subelement_code varchar,
    accession_category varchar, accession_group varchar, sex varchar, age_band varchar, service_band varchar,
    service_years double, occupation_code varchar, duty_state varchar, duty_region varchar, salary double, people bigint
);
create table shape.separations_workforce (
    evidence varchar, extract_id varchar, effective_month date, agency_code varchar, appointment_code varchar,
    separation_category varchar, people bigint
);
create table shape.accessions_workforce (
    evidence varchar, extract_id varchar, effective_month date, agency_code varchar, appointment_code varchar,
    accession_category varchar, people bigint
);
create table shape.positions (
    evidence varchar, extract_id varchar, source_id varchar, period date, agency_code varchar, agency varchar,
    pay_plan varchar, appointment_type varchar, filled_by varchar, is_current boolean, is_duplicate boolean,
    positions bigint
);
create table shape.demographics (
    evidence varchar, extract_id varchar, period date, agency_code varchar, appointment varchar, attribute varchar,
    "group" varchar, people bigint, source varchar
);
create table shape.published (
    evidence varchar, extract_id varchar, indicator varchar, population varchar, agency varchar, agency_code varchar,
    breakdown varchar, as_of date, fiscal_year integer, horizon_years integer, value double, unit varchar,
    source_id varchar, confidence varchar, note varchar
);
create table shape.labels (
    evidence varchar, extract_id varchar, column_name varchar, code varchar, label varchar
);
create table shape.extracts (
    sha256 varchar, name varchar, layout varchar, subject varchar, publisher varchar, source_id varchar,
    evidence varchar, origin varchar, bytes bigint, loaded_at timestamptz, period_start date, period_end date,
    version varchar, rows_read bigint, rows_kept bigint, rows_counted bigint, rows_rejected bigint,
    findings struct(kind varchar, item varchar, occurrences bigint, example varchar)[]
);
