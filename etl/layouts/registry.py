"""Every file layout the loader reads, declared once: how a file is recognised, which columns of theirs are ours."""

from datetime import date

from etl.layouts.analyst_files import ALLOCATIONS, DEMOGRAPHICS, INDICATORS
from etl.layouts.data_opm import FWD_ACCESSIONS, FWD_EMPLOYMENT, FWD_SEPARATIONS, OPM_RAW_EMPLOYMENT
from etl.layouts.fedscope import FEDSCOPE_ACCESSIONS, FEDSCOPE_EMPLOYMENT, FEDSCOPE_SEPARATIONS
from etl.layouts.plum import PLUM_BOOK_2016, PLUM_BOOK_2020, PLUM_EXPORT
from etl.layouts.spec import OPM, WITHHELD_MARKS, Layout, Period, TableLayout

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
        TableLayout(
            "appointment",
            member=r"Status Employment by Appointment Type.*\.txt",
            example="Status Employment by Appointment Type_202503_and_202409.txt",
            columns=MEASURES | {"appointment_code": "TOA"},
            unread=("TOAT",),
        ),
        TableLayout(
            "pay_plan",
            member=r"Status Employment by Pay Plan and Grade.*\.txt",
            example="Status Employment by Pay Plan and Grade_202503_and_202409.txt",
            columns=MEASURES | {"pay_plan": "PAYPLAN", "grade": "GRD"},
        ),
        TableLayout(
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
    unknown=WITHHELD_MARKS,
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
        TableLayout(
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
    unknown=WITHHELD_MARKS,
    note="Departments, agencies and subagencies each add up to the whole: only the agencies are kept. "
    "The file has no date; January 2026 is inferred.",
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
    tables=(TableLayout("listing", columns={name: name for name in FIGURE_COLUMNS}),),
    datasets=("published",),
    period=Period.IN_ROWS,
    companion="sources.csv",
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
        TableLayout(
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
    PLUM_EXPORT,
    PLUM_BOOK_2016,
    PLUM_BOOK_2020,
    ALLOCATIONS,
    INDICATORS,
    DEMOGRAPHICS,
    PUBLISHED_FIGURES,
    PUBLISHED_SOURCES,
)
