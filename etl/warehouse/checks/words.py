"""Codes and words found in the files are ones we know."""

from etl.warehouse.checks.check import Check

OUR_WORDS_ARE_KNOWN = Check(
    "our_words_are_known",
    "corps, appointments, groups and regions are words of data/reference/codes.csv",
    "error",
    """
    with words as (
        select column_name, code
        from used.codes
        where column_name in ('corps', 'appointment', 'duty_region', 'position_type', 'education_group')
        union select 'corps', corps from marts.separations
        union select 'corps', corps from marts.accessions
        union select 'appointment', appointment from marts.separations
        union select 'appointment', appointment from marts.accessions
        union select 'appointment', appointment from marts.published
        union select 'separation_group', separation_group from marts.separations
        union select 'accession_group', accession_group from marts.accessions
        union select 'filled_by', filled_by from marts.positions
        union select 'sex', sex from marts.separations
        union select 'sex', sex from marts.accessions
        union select 'duty_region', duty_region from marts.separations
        union select 'duty_region', duty_region from marts.accessions
        union select 'size_group', size_group from marts.agency
    )
    select column_name, code from words anti join reference.codes using (column_name, code) where code is not null
    """,
)

EXECUTIVES_HAVE_AN_APPOINTMENT = Check(
    "executives_have_an_appointment",
    "a kind of appointment is given for every SES member and for nobody else",
    "error",
    """
    select 'on_board' as mart, period, corps, appointment from marts.on_board
    where (corps = 'ses') is distinct from (appointment is not null)
    union all
    select 'separations', period, corps, appointment from marts.separations
    where (corps = 'ses') is distinct from (appointment is not null)
    union all
    select 'accessions', period, corps, appointment from marts.accessions
    where (corps = 'ses') is distinct from (appointment is not null)
    """,
)

CODES_HAVE_A_LABEL = Check(
    "codes_have_a_label",
    "categories, bands and agencies found in the files have a label",
    "warning",
    """
    with codes as (
        select column_name, code
        from used.codes
        where column_name in (
            'agency_code', 'appointment_code', 'pay_plan', 'age_band', 'service_band', 'occupation_code',
            'education_code', 'supervisory_code', 'duty_state'
        )
        union select 'agency_code', agency_code from marts.separations
        union select 'agency_code', agency_code from marts.accessions
        union select 'agency_code', agency_code from marts.positions
        union select 'agency_code', agency_code from marts.published where scope <> 'subelement'
        union select 'appointment_code', appointment_code from marts.separations
        union select 'appointment_code', appointment_code from marts.accessions
        union select 'age_band', age_band from marts.separations
        union select 'service_band', service_band from marts.separations
        union select 'separation_category', separation_category from marts.separations
        union select 'accession_category', accession_category from marts.accessions
    )
    select column_name, code from codes anti join marts.label using (column_name, code) where code is not null
    """,
)

WORDS_ARE_TRANSLATED = Check(
    "words_are_translated",
    "indicators and populations of loaded figures, an analyst's own apart, are in data/reference/published_words.csv",
    "warning",
    """
    with said as (
        select distinct 'indicator' as column_name, indicator as theirs
        from used.published
        anti join (from used.loaded where layout = 'indicators') as supplied using (extract_id)
        union select 'population', population from used.published
        union select 'indicator', indicator from reference.figures
        union select 'population', population from reference.figures
    )
    select column_name, theirs from said anti join reference.published_words using (column_name, theirs)
    """,
)

CHECKS = (OUR_WORDS_ARE_KNOWN, EXECUTIVES_HAVE_AN_APPOINTMENT, CODES_HAVE_A_LABEL, WORDS_ARE_TRANSLATED)
