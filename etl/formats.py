"""Every file layout the loader reads, declared once: how a file is recognised, which columns of theirs are ours."""

from datetime import date

from etl.layout import Layout, Lookup, Period, Table

OPM = "U.S. Office of Personnel Management"
WITHHELD = ("", "*", "**", "***", "****", "*****", "******", "REDACTED", "10_OR_LESS")
MONTH = r"(?P<month>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
FISCAL_YEARS = r"FY(?P<first>\d{4})(?:\s*[-_]\s*(?:FY)?(?P<last>\d{4}))?"

# What the three FedScope cubes have in common; ours <- theirs.
PERSON = {
    "agency_subelement_code": "AGYSUB",
    "age_band": "AGELVL",
    "service_band": "LOSLVL",
    "occupation_code": "OCC",
    "pay_plan_and_grade": "PPGRD",
    "appointment_code": "TOA",
    "salary": "SALARY",
    "service_years": "LOS",
}
PERSON_IF_THERE = {"duty_code": "LOC", "work_schedule_code": "WORKSCH"}
PERSON_LOOKUPS = (
    Lookup("DTagy.txt", {"agency_code": ("AGY", "AGYT"), "agency_subelement_code": ("AGYSUB", "AGYSUBT")}),
    Lookup("DTagelvl.txt", {"age_band": ("AGELVL", "AGELVLT")}),
    Lookup("DTloslvl.txt", {"service_band": ("LOSLVL", "LOSLVLT")}),
    Lookup("DTocc.txt", {"occupation_code": ("OCC", "OCCT")}),
    Lookup("DTppgrd.txt", {"pay_plan": ("PAYPLAN", "PAYPLANT")}),
    Lookup("DTtoa.txt", {"appointment_code": ("TOA", "TOAT")}),
    Lookup("DTwrksch.txt", {"work_schedule_code": ("WORKSCH", "WORKSCHT")}),
)
PLACES = Lookup("DTloc.txt", {"duty_code": ("LOC", "LOCT")})

FEDSCOPE_EMPLOYMENT = Layout(
    name="fedscope_employment",
    title="FedScope employment cube, 1998-2024",
    subject="employment",
    evidence="records",
    publisher=OPM,
    source_id="fedscope_employment",
    container="zip",
    usual_name=r"FedScope_Employment_(?!Summary).*\.zip",
    tables=(
        Table(
            "fact",
            member=rf"FACTDATA_{MONTH}(?P<year>\d{{4}})\.TXT",
            columns=PERSON
            | {
                "duty_code": "LOC",
                "education_code": "EDLVL",
                "supervisory_code": "SUPERVIS",
                "people": "EMPLOYMENT",
            },
            optional={"work_schedule_code": "WORKSCH", "period_code": "DATECODE"},
            unread=("GSEGRD", "PATCO", "SALLVL", "STEMOCC", "WORKSTAT", "PP"),
        ),
    ),
    datasets=("executives", "workforce"),
    period=Period.MONTH_IN_NAME,
    encoding="latin-1",
    unknown=WITHHELD,
    lookups=(
        *PERSON_LOOKUPS,
        PLACES,
        Lookup("DTedlvl.txt", {"education_code": ("EDLVL", "EDLVLT")}),
        Lookup("DTsuper.txt", {"supervisory_code": ("SUPERVIS", "SUPERVIST")}),
    ),
    note="The PP column of 2017 and later is only a summary; the pay plan comes from PPGRD, before the dash.",
)

FEDSCOPE_SEPARATIONS = Layout(
    name="fedscope_separations",
    title="FedScope separations cube",
    subject="separations",
    evidence="records",
    publisher=OPM,
    source_id="fedscope_separations",
    container="zip",
    usual_name=r"FedScope_Separations_.*\.zip",
    tables=(
        Table(
            "fact",
            member=rf"SEPDATA_{FISCAL_YEARS}\.TXT",
            columns=PERSON | {"event_code": "SEP", "period_code": "EFDATE", "people": "COUNT"},
            optional=PERSON_IF_THERE | {"sex_code": "GENDER"},
            unread=("GSEGRD", "PATCO", "SALLVL", "STEMOCC", "EDLVL", "PP", "WORKSTAT", "SUPERVIS"),
        ),
    ),
    datasets=("separations", "separations_workforce"),
    period=Period.FISCAL_YEARS_IN_NAME,
    encoding="latin-1",
    unknown=WITHHELD,
    lookups=(*PERSON_LOOKUPS, PLACES, Lookup("DTsep.txt", {"separation_category": ("SEP", "SEPT")})),
    note="Later years leave GENDER out.",
)

FEDSCOPE_ACCESSIONS = Layout(
    name="fedscope_accessions",
    title="FedScope accessions cube",
    subject="accessions",
    evidence="records",
    publisher=OPM,
    source_id="fedscope_accessions",
    container="zip",
    usual_name=r"FedScope_Accessions_.*\.zip",
    tables=(
        Table(
            "fact",
            member=rf"ACCDATA_{FISCAL_YEARS}\.TXT",
            columns=PERSON | {"event_code": "ACC", "period_code": "EFDATE", "people": "COUNT"},
            optional=PERSON_IF_THERE | {"sex_code": "GENDER"},
            unread=("GSEGRD", "PATCO", "SALLVL", "STEMOCC", "EDLVL", "PP", "WORKSTAT", "SUPERVIS"),
        ),
    ),
    datasets=("accessions", "accessions_workforce"),
    period=Period.FISCAL_YEARS_IN_NAME,
    encoding="latin-1",
    unknown=WITHHELD,
    lookups=(*PERSON_LOOKUPS, PLACES, Lookup("DTacc.txt", {"accession_category": ("ACC", "ACCT")})),
    note="One zip may hold several fact members, one for each span of years.",
)

MEASURES = {"period_code": "DATECODE", "people": "EMPCOUNT", "average_salary": "AVGSAL", "average_service": "AVGLOS"}

OPM_EMPLOYMENT_SUMMARY = Layout(
    name="opm_employment_summary",
    title="OPM employment summary tables, September 2024 and March 2025",
    subject="published",
    evidence="published",
    publisher=OPM,
    source_id="opm_employment_summary_2025",
    container="zip",
    usual_name=r"FedScope_Employment_Summary_.*\.zip",
    tables=(
        Table(
            "appointment",
            member=r"Status Employment by Appointment Type.*\.txt",
            columns=MEASURES | {"appointment_code": "TOA"},
            unread=("TOAT",),
        ),
        Table(
            "pay_plan",
            member=r"Status Employment by Pay Plan and Grade.*\.txt",
            columns=MEASURES | {"pay_plan": "PAYPLAN", "grade": "GRD"},
        ),
        Table(
            "agency_series",
            member=r"Status Employment by Agency_PayPlan_Grade_Series.*\.txt",
            columns=MEASURES | {"agency_code": "AGY", "agency": "AGYT", "pay_plan": "PAYPLAN"},
            unread=("AGYSUB", "AGYSUBT", "OCC", "OCCT", "GRD"),
        ),
    ),
    datasets=("published",),
    period=Period.IN_ROWS,
    delimiter="\t",
    unknown=WITHHELD,
    note="Three of the nine tables are read. 10_OR_LESS hides small cells, so agency sums by pay plan are partial.",
)

OPM_APPOINTMENT_EXPORT = Layout(
    name="opm_appointment_export",
    title="OPM workforce by appointment type, exported 10 March 2026",
    subject="published",
    evidence="published",
    publisher=OPM,
    source_id="opm_appointment_export_2026",
    container="text",
    usual_name=r"OPM-Federal_workforce_by_appointment_type.*\.csv",
    tables=(
        Table(
            "listing",
            columns={
                "category": "Category",
                "agency": "Department/Agency/Subagency",
                "competitive": "Competitive employee count",
                "excepted": "Excepted employee count",
                "ses": "SES employee count",
                "unspecified": "Unknown employee count",
            },
        ),
    ),
    datasets=("published",),
    period=Period.KNOWN,
    known_period=date(2026, 1, 31),
    unknown=WITHHELD,
    note="Departments, agencies and subagencies each add up to the whole: only the agencies are kept. "
    "The file has no date; January 2026 is inferred.",
)

NAMELESS = "Position listing; people's names are never kept."

PLUM_EXPORT_2025 = Layout(
    name="plum_export_2025",
    title="PLUM export, mid-2025",
    subject="positions",
    evidence="published",
    publisher=OPM,
    source_id="plum_export_2025",
    container="text",
    usual_name=r"plum_export.*\.csv",
    tables=(
        Table(
            "listing",
            columns={
                "agency": "AgencyName",
                "status": "PositionStatus",
                "appointment_type": "AppointmentTypeDescription",
                "pay_plan": "PaymentPlanDescription",
                "begin_date": "IncumbentBeginDate",
                "vacate_date": "IncumbentVacateDate",
            },
            optional={
                "organization": "OrganizationName",
                "position": "PositionTitle",
                "expiration": "ExpirationDate",
                "level": "LevelGradePay",
                "place": "Location",
                "first_name": "IncumbentFirstName",
                "last_name": "IncumbentLastName",
                "tenure": "Tenure",
            },
        ),
    ),
    datasets=("positions",),
    period=Period.KNOWN,
    known_period=date(2025, 7, 31),
    has_repeats=True,
    note="A row with a vacate date is a past incumbent. Exact duplicates are marked. " + NAMELESS,
)

PLUM_BOOK_2016 = Layout(
    name="plum_book_2016",
    title="Plum Book, 2016",
    subject="positions",
    evidence="published",
    publisher="U.S. Government Publishing Office",
    source_id="plum_book_2016",
    container="text",
    usual_name=r"plum_book_2016.*\.csv",
    tables=(
        Table(
            "listing",
            columns={
                "agency": "agcy_name",
                "status": "name_of_incumbent",
                "appointment_type": "type_of_appt",
                "pay_plan": "pay_plan",
                "book_order": "pb_order",
            },
            unread=(
                *("title", "expires", "branch", "org_name", "pborg_seq", "pborg_managed_by"),
                *("org_order", "tenure", "pay", "location", "id"),
            ),
        ),
    ),
    datasets=("positions",),
    period=Period.KNOWN,
    known_period=date(2016, 6, 30),
    note=NAMELESS,
)

PLUM_BOOK_2020 = Layout(
    name="plum_book_2020",
    title="Plum Book, 2020",
    subject="positions",
    evidence="published",
    publisher="U.S. Government Publishing Office",
    source_id="plum_book_2020",
    container="text",
    usual_name=r"plum_book_2020.*\.csv",
    tables=(
        Table(
            "listing",
            columns={
                "agency": "agcy_name",
                "status": "name_of_incumbent",
                "appointment_type": "type_of_appt",
                "pay_plan": "pay_plan",
                "pay_plan_name": "pay_plan_full",
            },
            unread=(
                *("org_name", "org_name_level", "id_number", "location", "title"),
                *("type_of_appt_full", "level_grade_or_pay", "tenure", "expires"),
            ),
        ),
    ),
    datasets=("positions",),
    period=Period.KNOWN,
    known_period=date(2020, 6, 30),
    note=NAMELESS,
)

DEMOGRAPHICS = Layout(
    name="demographics",
    title="Counts by sex and race, supplied by the analyst (demographics.csv)",
    subject="demographics",
    evidence="published",
    publisher="the analyst who supplied the file",
    source_id="demographics",
    container="text",
    usual_name=r"demographics.*\.csv",
    tables=(
        Table(
            "listing",
            columns={
                name: name for name in ("as_of", "agency_code", "appointment", "attribute", "group", "people", "source")
            },
        ),
    ),
    datasets=("demographics",),
    period=Period.IN_ROWS,
    note="Blank agency_code means the whole government; attribute is sex or race.",
)

FIGURE_COLUMNS = (
    *("indicator", "population", "agency", "agency_code", "breakdown", "as_of", "fiscal_year"),
    *("horizon_years", "value", "unit", "source_id", "confidence", "note"),
)

PUBLISHED_FIGURES = Layout(
    name="published_figures",
    title="Published figures (figures.csv)",
    subject="published",
    evidence="published",
    publisher="named row by row in source_id",
    source_id="published_figures",
    container="text",
    usual_name=r"figures.*\.csv",
    tables=(Table("listing", columns={name: name for name in FIGURE_COLUMNS}),),
    datasets=("published",),
    period=Period.IN_ROWS,
)

LAYOUTS = (
    FEDSCOPE_EMPLOYMENT,
    FEDSCOPE_SEPARATIONS,
    FEDSCOPE_ACCESSIONS,
    OPM_EMPLOYMENT_SUMMARY,
    OPM_APPOINTMENT_EXPORT,
    PLUM_EXPORT_2025,
    PLUM_BOOK_2016,
    PLUM_BOOK_2020,
    DEMOGRAPHICS,
    PUBLISHED_FIGURES,
)
