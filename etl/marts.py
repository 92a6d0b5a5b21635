"""Every table of the warehouse, declared once, column by column: type, unit, meaning. meta.columns comes from here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One warehouse column; unit is '' for text, codes and dates. What is `computed` from others takes no room."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    computed: str = ""

    @property
    def definition(self) -> str:
        """The column as the create statement of its table says it."""
        return f'"{self.name}" {self.type}' + (
            f" generated always as ({self.computed}) virtual" if self.computed else ""
        )


@dataclass(frozen=True)
class Table:
    """One warehouse table; a mart is filled by the statement etl/sql/<name>.sql."""

    schema: str
    name: str
    columns: tuple[Column, ...]

    @property
    def definition(self) -> str:
        """The create statement of this table."""
        columns = ", ".join(column.definition for column in self.columns)
        return f"create table {self.schema}.{self.name} ({columns})"


EVIDENCE = Column("evidence", "varchar", "where the number comes from: records, published or sample")
PERIOD = Column("period", "date", "month end the count speaks for")
CORPS = Column("corps", "varchar", "ses, sl, st (senior professionals) or ex (Executive Schedule)")
APPOINTMENT = Column(
    "appointment",
    "varchar",
    "kind of SES appointment: career, noncareer, limited_term, limited_emergency or unspecified; empty outside the SES",
)
APPOINTMENT_CODE = Column("appointment_code", "varchar", "OPM's type of appointment code")
PAY_PLAN = Column("pay_plan", "varchar", "OPM's pay plan code")
AGENCY_CODE = Column("agency_code", "varchar", "OPM's two-letter agency code; empty where the name has no code")
SUBELEMENT = Column("agency_subelement_code", "varchar", "OPM's four-character agency subelement code")
AGE_BAND = Column("age_band", "varchar", "OPM's five-year age band, A (under 20) to K (65 or more), Z unspecified")
SERVICE_BAND = Column(
    "service_band", "varchar", "OPM's band of years of service, A (under 1) to J (35 or more), Z unspecified"
)
SERVICE_YEARS = Column("service_years", "double", "length of federal service, leave-creditable", "years")
OCCUPATION = Column("occupation_code", "varchar", "OPM's four-digit occupational series")
DUTY_STATE = Column("duty_state", "varchar", "postal code of the duty state or territory; empty abroad or unknown")
DUTY_REGION = Column("duty_region", "varchar", "dc_md_va, elsewhere_us or abroad; empty if unknown")
SERVICE_CLASS = Column(
    "service_class",
    "smallint",
    "kind of service that the retirement rules tell apart, with period and age_band a key of marts.eligibility; empty "
    "if unknown",
)
HORIZON_YEARS = Column("horizon_years", "smallint", "how long after the period", "years")
SALARY = Column("salary", "double", "adjusted basic pay; empty if blank, zero or redacted", "dollars")
VETERAN = Column("veteran", "boolean", "whether a veteran; empty where the file does not say")
PEOPLE = Column("people", "bigint", "employees counted by this row; the one column to sum", "people")
SEX = Column("sex", "varchar", "women or men, where the file says it")
SOURCE = Column("source", "varchar", "source of the figure, a key of marts.source")
EXTRACT_ID = Column("extract_id", "varchar", "first twelve characters of the file's sha256")


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


PUBLISHED = Table(
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
        Column("scope", "varchar", "government, agency, or unit (a named unit that has no code)"),
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
        Column("confidence", "varchar", "high or medium"),
        Column("note", "varchar", "short caveat of the figure"),
        Column("is_derived", "boolean", "arithmetic on counts of that source, here or by who compiled it"),
    ),
)

AGENCY = Table(
    "marts",
    "agency",
    (
        Column("agency_code", "varchar", "OPM's two-letter agency code; DD* is all of Defense"),
        Column("name", "varchar", "official name"),
        Column("short_name", "varchar", "name for charts"),
        Column("size_group", "varchar", "OPM's agency type: cabinet, large, medium or small"),
        Column("department_code", "varchar", "DD* for the components of Defense, else the agency's own code"),
    ),
)

AGENCY_MEMBER = Table(
    "marts",
    "agency_member",
    (
        Column("agency_code", "varchar", "code found in the counts"),
        Column("shown_as", "varchar", "code it may be shown under: itself, or DD* for the components of Defense"),
    ),
)


def _trait(name: str, meaning: str, condition: str) -> Column:
    return Column(
        name, "integer", f"1 for a person {meaning}, else 0", "people", f"coalesce(({condition})::integer, 0)"
    )


TRAITS = (
    _trait("age_known", "whose age band is known", "age_band between 'A' and 'K'"),
    _trait("under_45", "under 45 years old", "age_band between 'A' and 'F'"),
    _trait("sixty_and_over", "60 or more years old", "age_band in ('J', 'K')"),
    _trait("service_known", "whose years of service are known", "service_years is not null"),
    _trait("under_1_year", "with less than one year of service", "service_years < 1"),
    _trait("under_2_years", "with less than two years of service", "service_years < 2"),
    _trait("under_3_years", "with less than three years of service", "service_years < 3"),
    _trait("service_band_known", "whose band of service is known", "service_band between 'A' and 'J'"),
    _trait("thirty_years", "with 30 or more years of service", "service_band in ('I', 'J')"),
    _trait("education_known", "whose education is known", "education_code is not null"),
    _trait(
        "advanced_degree", "with a master's, professional or doctoral degree", "education_code between '15' and '22'"
    ),
    _trait("veteran_known", "of whom it is known whether a veteran", "veteran is not null"),
    _trait("is_veteran", "who is a veteran", "veteran"),
    _trait("position_known", "whose type of position is known", "position_type in ('general', 'career_reserved')"),
    _trait("career_reserved", "in a career reserved position", "position_type = 'career_reserved'"),
    _trait("station_known", "whose duty station is known", "duty_region is not null"),
    _trait("in_field", "outside DC, Maryland and Virginia", "duty_region in ('elsewhere_us', 'abroad')"),
)
SUMMED = [*(trait.name for trait in TRAITS), "service_years", "people"]
ELIGIBLE_SPLIT_BY = {
    *("appointment", "agency_code", "agency_subelement_code", "age_band", "service_band", "occupation_code"),
    "duty_state",
}
SUMMED = [*(trait.name for trait in TRAITS), "service_years", "people"]

ELIGIBILITY = Table(
    "marts",
    "eligibility",
    (
        PERIOD,
        HORIZON_YEARS,
        Column("age_band", "varchar", "OPM's five-year age band, A to K (65 or more taken as 65 to 69)"),
        Column("service_class", "smallint", "2 x interval of service + (before 1984), or 100 + the place of the band"),
        Column("low", "smallint", "60 if the youngest of the band can retire by then, else 0", "months"),
        Column("central", "smallint", "months of age, of the band's sixty, at which one can retire by then", "months"),
        Column("high", "smallint", "60 if the oldest of the band can retire by then, else 0", "months"),
    ),
)

ON_BOARD = Table(
    "marts",
    "on_board",
    (
        EVIDENCE,
        PERIOD,
        CORPS,
        APPOINTMENT,
        AGENCY_CODE,
        SUBELEMENT,
        AGE_BAND,
        SERVICE_BAND,
        SERVICE_YEARS,
        SERVICE_CLASS,
        OCCUPATION,
        DUTY_STATE,
        DUTY_REGION,
        Column("supervisory_code", "varchar", "OPM's supervisory status; 2 is supervisor or manager"),
        Column("education_code", "varchar", "OPM's education level; 15 to 22 are advanced degrees"),
        Column("position_type", "varchar", "general or career_reserved; empty if the file does not say"),
        SALARY,
        VETERAN,
        Column(
            "pay_ceiling",
            "double",
            "highest SES rate under a certified appraisal system in the period's calendar year; empty if not cited",
            "dollars",
        ),
        *TRAITS,
        PEOPLE,
    ),
)

ON_BOARD_BY = Table(
    "marts",
    "on_board_by",
    (
        Column("scope", "varchar", "government, whose rows have no agency, or agency"),
        Column(
            "dimension",
            "varchar",
            "the one column beyond agency, corps and appointment that splits these rows, or none",
        ),
        Column("code", "varchar", "value of that column; empty if unknown"),
        *(EVIDENCE, PERIOD, AGENCY_CODE, CORPS, APPOINTMENT),
        *(Column(trait.name, "integer", "how many people of that trait of on_board", "people") for trait in TRAITS),
        Column("service_years", "double", "their years of service added up", "years"),
        PEOPLE,
    ),
)

ELIGIBLE_BY = Table(
    "marts",
    "eligible_by",
    (
        Column("pool", "varchar", "executives (SES members) or feeders (GS-15 and equivalents, without appointment)"),
        Column("dimension", "varchar", "the one column beyond appointment that splits these rows, or none"),
        EVIDENCE,
        PERIOD,
        HORIZON_YEARS,
        *(column for column in ON_BOARD.columns if column.name in ELIGIBLE_SPLIT_BY),
        Column("known", "bigint", "people whose age and service are known", "people"),
        Column("left_out", "bigint", "people whose age or service is unknown", "people"),
        Column("low", "bigint", "people times months of the lookup; divided by sixty, those able to retire", "months"),
        Column("central", "bigint", "the same of the central estimate", "months"),
        Column("high", "bigint", "the same of the highest estimate", "months"),
    ),
)

WORKFORCE = Table(
    "marts",
    "workforce",
    (
        EVIDENCE,
        PERIOD,
        AGENCY_CODE,
        Column("category", "varchar", "executive, senior_professional, executive_schedule, schedule_c or other"),
        APPOINTMENT,
        Column("feeder_grade", "varchar", "15 or 14: that General Schedule grade or its equivalent; empty otherwise"),
        Column("is_supervisor", "boolean", "supervisory status 2"),
        Column("is_permanent", "boolean", "on a permanent type of appointment"),
        Column("age_band", "varchar", "OPM's age band, only where feeder_grade is given"),
        Column("service_band", "varchar", "OPM's length-of-service band, only where feeder_grade is given"),
        SERVICE_CLASS,
        Column("education_group", "varchar", "advanced or other, only where feeder_grade is given; empty if unknown"),
        Column("veteran", "boolean", "whether a veteran, only where feeder_grade is given; empty if unknown"),
        PEOPLE,
    ),
)

WORKFORCE_BY = Table(
    "marts",
    "workforce_by",
    (
        Column("dimension", "varchar", "the one column beyond the plain ones that splits these rows, or none"),
        *(column for column in WORKFORCE.columns if column is not SERVICE_CLASS),
    ),
)

SEPARATIONS = _movement(
    "separation",
    "separations",
    "transfer_out, quit, retirement, disability, rif, removal, termination, death or other",
    Column("drp", "boolean", "whether under the deferred resignation programme; empty where the file does not say"),
)
ACCESSIONS = _movement("accession", "accessions", "transfer_in (from another agency) or new_hire")

POSITIONS = Table(
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

DEMOGRAPHICS = Table(
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

COVERAGE = Table(
    "marts",
    "coverage",
    (
        Column("mart", "varchar", "table of this schema"),
        EVIDENCE,
        Column("month", "date", "month end a loaded file speaks for, even where it has no row"),
        Column("source", "varchar", "name of the file"),
        Column("year_source", "varchar", "names of the files, where they cover all twelve months that end here"),
        EXTRACT_ID,
    ),
)

LABEL = Table(
    "marts",
    "label",
    (
        Column("column_name", "varchar", "column the code belongs to"),
        Column("code", "varchar", "code as published"),
        Column("label", "varchar", "words for the code"),
    ),
)

SOURCES = Table(
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

EVENT = Table(
    "marts",
    "event",
    (
        Column("id", "varchar", "name of the event"),
        Column("kind", "varchar", "administration, event, or break (the series before and after are not alike)"),
        Column("start", "date", "day it took place, or the first day"),
        Column("end", "date", "last day; empty for a moment, or while it goes on"),
        Column("title", "varchar", "short name for a chart, at most 28 characters"),
        Column("words", "varchar", "what happened, in one sentence"),
        Column("scope", "varchar", "all, or the themes, indicators and tables (marts.…) it bears on, separated by |"),
        Column("citation", "varchar", "law, order, memorandum or publication"),
    ),
)

SUCCESSION = Table(
    "marts",
    "succession",
    (
        Column("date", "date", "day it took effect, or the lookup that shows it first"),
        Column("kind", "varchar", "renamed, merged, split, moved, created or abolished"),
        Column("predecessor_code", "varchar", "OPM's agency or subelement code; empty if new, or gone before 2009"),
        Column("predecessor_agency_code", "varchar", "agency of the predecessor"),
        Column("successor_code", "varchar", "OPM's agency or subelement code; empty if nothing took its place"),
        Column("successor_agency_code", "varchar", "agency of the successor"),
        Column("words", "varchar", "what happened, in one sentence"),
        Column("source", "varchar", "law, order or notice, and the OPM lookups that show it"),
    ),
)

EXPLANATION = Table(
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

RECOUNT = Table(
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

# In the order they are filled: on_board takes the pay ceiling from published, agency_member reads agency.
MARTS = (
    PUBLISHED,
    AGENCY,
    AGENCY_MEMBER,
    ELIGIBILITY,
    ON_BOARD,
    ON_BOARD_BY,
    WORKFORCE,
    WORKFORCE_BY,
    ELIGIBLE_BY,
    SEPARATIONS,
    ACCESSIONS,
    POSITIONS,
    DEMOGRAPHICS,
    COVERAGE,
    LABEL,
    SOURCES,
    EVENT,
    SUCCESSION,
    EXPLANATION,
    RECOUNT,
)

BUILD = Table(
    "meta",
    "build",
    (
        Column("build_id", "varchar", "name of this build and of its file"),
        Column("built_at", "timestamp", "when it was built, UTC"),
        Column("schema_version", "integer", "version of these tables"),
        Column("program_version", "varchar", "version of the program that built it"),
    ),
)

EXTRACTS = Table(
    "meta",
    "extracts",
    (
        EXTRACT_ID,
        Column("name", "varchar", "name of the file"),
        Column("layout", "varchar", "name of the layout it was read with"),
        Column("subject", "varchar", "employment, separations, accessions, demographics, positions or published"),
        Column("publisher", "varchar", "who published it"),
        Column("source_id", "varchar", "its key in marts.source, where it has one"),
        EVIDENCE,
        Column("origin", "varchar", "path or address it came from"),
        Column("sha256", "varchar", "checksum of its bytes"),
        Column("bytes", "bigint", "size of the file", "bytes"),
        Column("loaded_at", "timestamp", "when it was loaded, UTC"),
        Column("period_start", "date", "first period it speaks for"),
        Column("period_end", "date", "last period it speaks for"),
        Column("version", "varchar", "the publisher's version"),
        Column("rows_read", "bigint", "rows in the file", "rows"),
        Column("rows_kept", "bigint", "rows kept record by record", "rows"),
        Column("rows_counted", "bigint", "rows kept as counts", "rows"),
        Column("rows_rejected", "bigint", "rows that could not be used", "rows"),
        Column("is_used", "boolean", "whether anything of it is in this build"),
        Column("note", "varchar", "why it is left out, wholly or in part"),
    ),
)

FINDINGS = Table(
    "meta",
    "findings",
    (
        EXTRACT_ID,
        Column("kind", "varchar", "unreadable_value, unknown_column, missing_lookup, duplicate_code, …"),
        Column("item", "varchar", "column, code or member it is about"),
        Column("occurrences", "bigint", "how often", "rows"),
        Column("example", "varchar", "one value"),
    ),
)

CHECKS = Table(
    "meta",
    "checks",
    (
        Column("name", "varchar", "name of the check"),
        Column("description", "varchar", "what must be true"),
        Column("severity", "varchar", "error stops the build, warning is shown"),
        Column("passed", "boolean", "whether no row breaks it"),
        Column("offending_rows", "bigint", "rows that break it", "rows"),
        Column("example", "varchar", "the first of them, three at most"),
    ),
)

COLUMNS = Table(
    "meta",
    "columns",
    (
        Column("schema_name", "varchar", "marts or meta"),
        Column("table_name", "varchar", "table"),
        Column("column_name", "varchar", "column"),
        Column("type", "varchar", "SQL type"),
        Column("unit", "varchar", "unit of a number; an empty text for text, codes and dates"),
        Column("meaning", "varchar", "what the column holds"),
    ),
)

REVISIONS = Table(
    "meta",
    "revisions",
    (
        Column("subject", "varchar", "employment, separations or accessions"),
        Column("period", "date", "month end whose real files are not those of the build served before"),
        Column("before", "bigint", "SES members counted before; empty if nothing was loaded", "people"),
        Column("after", "bigint", "SES members counted now; empty if nothing is loaded any more", "people"),
        Column("version_before", "varchar", "the publisher's version counted before"),
        Column("version_after", "varchar", "the publisher's version counted now"),
        Column("extract_before", "varchar", "file counted before, a key of the earlier build's meta.extracts"),
        Column("extract_after", "varchar", "file counted now, a key of meta.extracts"),
        Column("previous_build", "varchar", "the build compared with"),
    ),
)

META = (BUILD, EXTRACTS, FINDINGS, CHECKS, COLUMNS, REVISIONS)
