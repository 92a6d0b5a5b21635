"""The layouts of OPM's FedScope cubes, 1998-2024: one zip per period, a fact member and its code lists."""

from etl.layouts.spec import OPM, WITHHELD_MARKS, Layout, Lookup, MonthList, Period, TableLayout

MONTH = r"(?P<month>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
YEAR = r"\d{4}"  # of any: one that no cube is of is refused by name
FISCAL_YEARS = rf"FY(?P<first>{YEAR})(?:\s*[-_]\s*(?:FY)?(?P<last>{YEAR}))?"
ENDINGS = r"\.(?:TXT|CSV)"

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
EFFECTIVE_MONTHS = MonthList("DTefdate.txt", "EFDATE")

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
        TableLayout(
            "fact",
            member=rf"FACTDATA(?:_{MONTH}(?P<year>{YEAR}))?{ENDINGS}",
            example="FACTDATA_SEP2024.TXT",
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
    unknown=WITHHELD_MARKS,
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
        TableLayout(
            "fact",
            member=rf"SEPDATA_{FISCAL_YEARS}{ENDINGS}",
            example="SEPDATA_FY2009.TXT",
            columns=PERSON | {"event_code": "SEP", "period_code": "EFDATE", "people": "COUNT"},
            optional=PERSON_IF_THERE | {"sex_code": "GENDER"},
            unread=("GSEGRD", "PATCO", "SALLVL", "STEMOCC", "EDLVL", "PP", "WORKSTAT", "SUPERVIS"),
        ),
    ),
    datasets=("separations", "separations_workforce"),
    period=Period.FISCAL_YEARS_IN_NAME,
    encoding="latin-1",
    unknown=WITHHELD_MARKS,
    lookups=(*PERSON_LOOKUPS, PLACES, Lookup("DTsep.txt", {"separation_category": ("SEP", "SEPT")})),
    month_list=EFFECTIVE_MONTHS,
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
        TableLayout(
            "fact",
            member=rf"ACCDATA_{FISCAL_YEARS}{ENDINGS}",
            example="ACCDATA_FY2005-2009.TXT",
            columns=PERSON | {"event_code": "ACC", "period_code": "EFDATE", "people": "COUNT"},
            optional=PERSON_IF_THERE | {"sex_code": "GENDER"},
            unread=("GSEGRD", "PATCO", "SALLVL", "STEMOCC", "EDLVL", "PP", "WORKSTAT", "SUPERVIS"),
        ),
    ),
    datasets=("accessions", "accessions_workforce"),
    period=Period.FISCAL_YEARS_IN_NAME,
    encoding="latin-1",
    unknown=WITHHELD_MARKS,
    lookups=(*PERSON_LOOKUPS, PLACES, Lookup("DTacc.txt", {"accession_category": ("ACC", "ACCT")})),
    month_list=EFFECTIVE_MONTHS,
    note="One zip may hold several fact members, one for each span of years.",
)
