"""The layouts of Plum data: OPM's export of the register of positions, and the Plum Books before it."""

from datetime import date

from etl.layouts.spec import COPY, OPM, Layout, Period, TableLayout

NAMELESS = "Position listing; people's names are never kept."

PLUM_EXPORT = Layout(
    name="plum_export",
    title="PLUM export, the law's own register of positions, 2025 to now",
    subject="positions",
    evidence="published",
    publisher=OPM,
    source_id="plum_export",
    container="text",
    usual_name=r"plum(?![-_ ]*book)(?:[-_ ]?(?:export|archive|data|positions))?(?:[-_ (\d].*)?\.(?:csv|xlsx)",
    example_name="PLUM-20260804.csv",
    tables=(
        TableLayout(
            "listing",
            columns={
                "agency": "Agency",
                "status": "Position Status",
                "appointment_type": "Appointment Type",
                "pay_plan": "Pay Plan",
                "begin_date": "Begin Date",
                "vacate_date": "Vacate Date",
            },
            optional={
                "organization": "Organization",
                "position": "Position Title",
                "expiration": "Expiration Date",
                "level": "Level, Grade, or Pay",
                "place": "Duty Location",
                "tenure": "Tenure",
                "first_name": "First Name",
                "last_name": "Last Name",
                "person_id": "Individual Unique ID",
                "copy": COPY,
            },
            other_spellings={
                "AgencyName": "Agency",
                "OrganizationName": "Organization",
                "AppointmentTypeDescription": "Appointment Type",
                "PaymentPlanDescription": "Pay Plan",
                "IncumbentBeginDate": "Begin Date",
                "IncumbentVacateDate": "Vacate Date",
                "LevelGradePay": "Level, Grade, or Pay",
                "Location": "Duty Location",
                "IncumbentFirstName": "First Name",
                "IncumbentLastName": "Last Name",
            },
            may_lack=("First Name", "Last Name", "Individual Unique ID", COPY),
        ),
    ),
    datasets=("positions",),
    period=Period.OF_EXPORT,
    has_repeats=True,
    personal=("first_name", "last_name", "person_id"),
    statuses=("Filled", "Vacant", "Historical"),
    note="Positions, general ones only. A row with a vacate date, or of status Historical, is a past incumbent. Exact "
    "duplicates are marked. Exports of several dates stand side by side. Names and person ids are left out of the copy "
    "in raw/ unless --keep-names is given, and of everything made from it.",
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
        TableLayout(
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
                *("org_order", "tenure", "pay", "Location", "id"),
            ),
        ),
    ),
    datasets=("positions",),
    period=Period.KNOWN,
    known_period=date(2016, 6, 30),
    personal=("status",),
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
        TableLayout(
            "listing",
            columns={
                "agency": "agcy_name",
                "status": "name_of_incumbent",
                "appointment_type": "type_of_appt",
                "pay_plan": "pay_plan",
                "pay_plan_name": "pay_plan_full",
            },
            unread=(
                *("org_name", "org_name_level", "id_number", "Location", "title"),
                *("type_of_appt_full", "level_grade_or_pay", "tenure", "expires"),
            ),
        ),
    ),
    datasets=("positions",),
    period=Period.KNOWN,
    known_period=date(2020, 6, 30),
    personal=("status",),
    note=NAMELESS,
)
