"""What publishers and analysts say in figures and lists, and where every number comes from."""

from etl.warehouse.marts.columns import AGENCY_CODE, EVIDENCE, EXTRACT_ID, PEOPLE, PERIOD, SOURCE
from etl.warehouse.marts.table import Column, MartTable

PUBLISHED = MartTable(
    "marts",
    "published",
    (
        SOURCE,
        Column("precedence", "integer", "rank of the source where several give one figure; 1 is best"),
        Column("indicator", "varchar", "what is measured, in this project's words"),
        Column("population", "varchar", "who or what is counted: ses, sl, st, ex, schedule_c, workforce, permanent, …"),
        Column(
            "appointment",
            "varchar",
            "all, career, noncareer, limited_term, limited_emergency, limited or unspecified; empty unless ses",
        ),
        Column(
            "scope",
            "varchar",
            "government, agency, subelement (a part of the agency whose code its own begins with, already counted "
            "there), or unit (a named unit that has no code)",
        ),
        Column("agency_code", "varchar", "OPM's code, DD* for all of Defense; empty for government and units"),
        Column("agency", "varchar", "agency or unit as named; empty for government"),
        Column("breakdown", "varchar", "one key=value, or an empty text for the whole"),
        Column("period", "date", "month end of a stock, last day of a flow"),
        Column("fiscal_year", "integer", "for flows and policy lines tied to a fiscal year"),
        Column("months", "integer", "length of a flow: 12 for a fiscal year; empty for a stock", "months"),
        Column("horizon_years", "integer", "for retirement eligibility: years after the period", "years"),
        Column("numerator", "double", "what was counted, where a supplied figure gives it", "as in the figure's words"),
        Column(
            "denominator", "double", "out of how many, where a supplied figure gives it", "as in the figure's words"
        ),
        Column("value", "double", "the figure, percentages as 0 to 100", "as in unit"),
        Column("unit", "varchar", "people, positions, percent, years, dollars or days"),
        Column(
            "confidence",
            "varchar",
            "high, medium, or rounded: a count in round numbers, which is listed and no point of a series",
        ),
        Column("note", "varchar", "short caveat of the figure"),
        Column("is_derived", "boolean", "arithmetic on counts of that source, here or by who compiled it"),
        Column(
            "is_settled",
            "boolean",
            "of movements counted from OPM's monthly files: whether so many later files are counted, too, that little "
            "will be added; empty for all else",
        ),
        Column(
            "counted_from",
            "varchar",
            "the monthly file of OPM's records that the source counted, which several sources may have in common; else "
            "the source itself",
        ),
        Column(
            "names_every_agency",
            "boolean",
            "whether the listing that the figure is of names every agency that has any, so that one without a row has "
            "none; empty for the government",
        ),
    ),
)

POSITIONS = MartTable(
    "marts",
    "positions",
    (
        EVIDENCE,
        SOURCE,
        PERIOD,
        AGENCY_CODE,
        Column("agency", "varchar", "agency or unit as listed"),
        Column("pay_plan", "varchar", "pay plan of the position; ES is the SES"),
        Column("position_type", "varchar", "general for SES positions in these listings; empty for other pay plans"),
        Column("filled_by", "varchar", "career, noncareer, limited, other or vacant"),
        Column("lists_vacancies", "boolean", "whether the listing names vacant positions at all"),
        Column("positions", "bigint", "positions counted by this row", "positions"),
    ),
)

DEMOGRAPHICS = MartTable(
    "marts",
    "demographics",
    (
        EVIDENCE,
        PERIOD,
        Column("agency_code", "varchar", "OPM's two-letter agency code; empty for the government"),
        Column("appointment", "varchar", "all or a kind of SES appointment"),
        Column("attribute", "varchar", "sex or race"),
        Column("group", "varchar", "women, men, or a race or ethnicity"),
        PEOPLE,
        Column("source", "varchar", "source as the supplied file names it"),
    ),
)

COVERAGE = MartTable(
    "marts",
    "coverage",
    (
        Column("mart", "varchar", "table of this schema"),
        EVIDENCE,
        Column("month", "date", "month end a loaded file speaks for, even where it has no row"),
        Column("source", "varchar", "name of the file"),
        Column("year_source", "varchar", "names of the files, where they cover all twelve months that end here"),
        Column("is_settled", "boolean", "of movements: whether later files will add little to the month"),
        Column("is_year_settled", "boolean", "whether that is so of all twelve months that end here"),
        EXTRACT_ID,
    ),
)

SOURCES = MartTable(
    "marts",
    "source",
    (
        Column("source", "varchar", "source id, or the name of a loaded file"),
        Column("publisher", "varchar", "who published it"),
        Column("title", "varchar", "what it is"),
        Column("year", "integer", "year of publication"),
        Column("address", "varchar", "where it was found, or the path a file was loaded from"),
        Column("precedence", "integer", "rank where several sources give one figure; 1 is best"),
        Column("kind", "varchar", "kind of source"),
        Column("confidence", "varchar", "high, or medium where the file repeats rows or says too little of itself"),
        Column("note", "varchar", "what to know before using it"),
    ),
)

EXPLANATION = MartTable(
    "marts",
    "explanation",
    (
        Column("rank", "integer", "reasons are tried in this order; 1 first"),
        Column("reason", "varchar", "name of the reason"),
        Column("indicator", "varchar", "indicator it is about; empty for any"),
        Column("source", "varchar", "source on one side, a key of marts.source"),
        Column("other", "varchar", "source on the other side, or records for any file of records; empty for any"),
        Column("within_percent", "double", "largest difference the reason can account for", "percent"),
        Column("words", "varchar", "the reason in one sentence"),
    ),
)

RECOUNT = MartTable(
    "marts",
    "recount",
    (
        SOURCE,
        Column("file", "varchar", "name of the loaded file"),
        Column("indicator", "varchar", "what is measured, in this project's words"),
        Column("population", "varchar", "who or what is counted, in the words of the figures that ship"),
        AGENCY_CODE,
        Column("agency", "varchar", "agency or unit as named; empty for the government"),
        Column("breakdown", "varchar", "one key=value, or an empty text for the whole"),
        PERIOD,
        Column("fiscal_year", "integer", "for flows and policy lines tied to a fiscal year"),
        Column("horizon_years", "integer", "for retirement eligibility: years after the period", "years"),
        Column("unit", "varchar", "people, positions, percent, years or dollars"),
        Column("loaded", "double", "the figure in the loaded publication, or counted from its rows", "as in unit"),
        Column("shipped", "double", "the same figure as it ships with the program", "as in unit"),
    ),
)
