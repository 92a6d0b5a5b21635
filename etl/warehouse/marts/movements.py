"""Who comes and who goes, by month."""

from etl.warehouse.marts.columns import (
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
from etl.warehouse.marts.table import Column, MartTable


def _build_movement(kind: str, name: str, words: str, *extra: Column) -> MartTable:
    return MartTable(
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


SEPARATIONS = _build_movement(
    "separation",
    "separations",
    "transfer_out, quit, retirement, disability, rif, removal, termination, death or other",
    Column("drp", "boolean", "whether under the deferred resignation programme; empty where the file does not say"),
)

KNOWN_MONTHS = MartTable(
    "marts",
    "known_months",
    (
        Column("mart", "varchar", "separations or accessions"),
        EVIDENCE,
        Column("month", "date", "last day of the month in which movements took effect"),
        Column(
            "state",
            "varchar",
            "part: its own file is not loaded, only late reports of it, which are no total; known: its own file is "
            "loaded; settled: so are enough later files that little will be added",
        ),
        Column("source", "varchar", "name of its own file; of a part, of the files that report late"),
        Column("extract_id", "varchar", "its own file, a key of meta.extracts; empty for a part"),
        Column("is_of_many_months", "boolean", "whether that file holds many months, to which no later file adds"),
        Column("later_files", "bigint", "loaded files of later single months, which may report of this one", "files"),
        Column("people_own", "bigint", "people whom its own file tells of, every employee counted", "people"),
        Column("people_late", "bigint", "people whom other files tell of", "people"),
        Column("executives_own", "bigint", "SES members whom its own file tells of", "people"),
        Column("executives_late", "bigint", "SES members whom other files tell of", "people"),
        Column(
            "growth", "double", "people of other files as a share of those of its own; empty for many months", "percent"
        ),
    ),
)

ACCESSIONS = _build_movement("accession", "accessions", "transfer_in (from another agency) or new_hire")
