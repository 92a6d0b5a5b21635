"""Columns that several tables share, with one meaning each."""

from etl.warehouse.marts.table import Column

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
