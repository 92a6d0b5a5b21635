"""Every file layout the loader reads, declared once: how a file is recognised, which columns of theirs are ours."""

from datetime import date

from etl.formats_cubes import FEDSCOPE_ACCESSIONS, FEDSCOPE_EMPLOYMENT, FEDSCOPE_SEPARATIONS
from etl.formats_months import FWD_ACCESSIONS, FWD_EMPLOYMENT, FWD_SEPARATIONS, OPM_RAW_EMPLOYMENT
from etl.formats_supplied import ALLOCATIONS, DEMOGRAPHICS, INDICATORS
from etl.layout import OPM, WITHHELD, Layout, Period, Table

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
            example="Status Employment by Appointment Type_202503_and_202409.txt",
            columns=MEASURES | {"appointment_code": "TOA"},
            unread=("TOAT",),
        ),
        Table(
            "pay_plan",
            member=r"Status Employment by Pay Plan and Grade.*\.txt",
            example="Status Employment by Pay Plan and Grade_202503_and_202409.txt",
            columns=MEASURES | {"pay_plan": "PAYPLAN", "grade": "GRD"},
        ),
        Table(
            "agency_series",
            member=r"Status Employment by Agency_PayPlan_Grade_Series.*\.txt",
            example="Status Employment by Agency_PayPlan_Grade_Series_202503_and_202409.txt",
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
    beside="sources.csv",
    note="A sources.csv beside it is read with it, and cited.",
)

PUBLISHED_SOURCES = Layout(
    name="published_sources",
    title="The sources of published figures (sources.csv)",
    subject="published",
    evidence="published",
    publisher="named row by row in publisher",
    source_id="published_sources",
    container="text",
    usual_name=r"sources.*\.csv",
    tables=(
        Table(
            "listing",
            columns={name: name for name in ("source_id", "publisher", "title", "year", "address")},
            optional={"note": "note", "complete": "complete"},
            unread=("how_obtained", "licence_note"),
            may_lack=("complete",),
        ),
    ),
    datasets=("sources",),
    period=Period.NONE,
    note="complete: yes where a source lists every agency, so that an agency without a row has none; no where a row "
    "that is missing says nothing. A source without a word there counts as no full listing.",
)

LAYOUTS = (
    FEDSCOPE_EMPLOYMENT,
    FEDSCOPE_SEPARATIONS,
    FEDSCOPE_ACCESSIONS,
    FWD_EMPLOYMENT,
    FWD_SEPARATIONS,
    FWD_ACCESSIONS,
    OPM_RAW_EMPLOYMENT,
    OPM_EMPLOYMENT_SUMMARY,
    OPM_APPOINTMENT_EXPORT,
    PLUM_EXPORT_2025,
    PLUM_BOOK_2016,
    PLUM_BOOK_2020,
    ALLOCATIONS,
    INDICATORS,
    DEMOGRAPHICS,
    PUBLISHED_FIGURES,
    PUBLISHED_SOURCES,
)
