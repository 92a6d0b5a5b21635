"""Who comes and who goes, by month."""

from etl.marts.columns import (
    AGE_BAND,
    AGENCY_CODE,
    APPOINTMENT,
    APPOINTMENT_CODE,
    CORPS,
    DUTY_REGION,
    DUTY_STATE,
    EVIDENCE,
    OCCUPATION,
    PAY_PLAN,
    PEOPLE,
    SALARY,
    SERVICE_BAND,
    SERVICE_YEARS,
    SEX,
    SUBELEMENT,
    VETERAN,
)
from etl.marts.table import Column, Table


def _movement(kind: str, name: str, words: str, *extra: Column) -> Table:
    return Table(
        "marts",
        name,
        (
            EVIDENCE,
            Column("period", "date", f"last day of the month the {kind} took effect"),
            CORPS,
            APPOINTMENT,
            APPOINTMENT_CODE,
            PAY_PLAN,
            AGENCY_CODE,
            SUBELEMENT,
            Column(f"{kind}_category", "varchar", f"OPM's two-letter {kind} code"),
            Column(f"{kind}_group", "varchar", words),
            SEX,
            AGE_BAND,
            SERVICE_BAND,
            SERVICE_YEARS,
            OCCUPATION,
            DUTY_STATE,
            DUTY_REGION,
            SALARY,
            VETERAN,
            *extra,
            PEOPLE,
        ),
    )


SEPARATIONS = _movement(
    "separation",
    "separations",
    "transfer_out, quit, retirement, disability, rif, removal, termination, death or other",
    Column("drp", "boolean", "whether under the deferred resignation programme; empty where the file does not say"),
)

ACCESSIONS = _movement("accession", "accessions", "transfer_in (from another agency) or new_hire")
