"""The tables indicators may read: what one row is, whether it is a stock or a flow, and how it can be broken down."""

from metrics.model import Mart, Summary

ON_BOARD = Mart(
    name="on_board",
    kind="stock",
    grain="executives and senior professionals on board at a period end, one row per combination of columns",
    breakdowns=(
        "agency_code",
        "agency_subelement_code",
        "appointment",
        "age_band",
        "service_band",
        "occupation_code",
        "duty_state",
        "education_code",
        "supervisory_code",
    ),
    summary=Summary(
        name="on_board_by",
        keys=("agency_code", "corps", "appointment"),
        dimensions=(
            "agency_subelement_code",
            "age_band",
            "service_band",
            "occupation_code",
            "duty_state",
            "duty_region",
            "supervisory_code",
            "education_code",
            "position_type",
            "veteran",
        ),
    ),
    details=("appointment_code", "pay_plan", "service_years", "service_class", "salary", "pay_ceiling"),
)
WORKFORCE = Mart(
    name="workforce",
    kind="stock",
    grain="every civilian employee on board at a period end, counted by agency and group",
    breakdowns=("agency_code",),
)
SEPARATIONS = Mart(
    name="separations",
    kind="flow",
    grain="departures of executives and senior professionals, by effective month",
    breakdowns=(
        "agency_code",
        "agency_subelement_code",
        "appointment",
        "separation_category",
        "separation_group",
        "sex",
        "age_band",
        "service_band",
        "occupation_code",
        "duty_state",
    ),
)
POSITIONS = Mart(
    name="positions",
    kind="stock",
    grain="listed executive positions at a date, by agency and how they are filled",
    breakdowns=("agency_code",),
    has_source=True,
)
DEMOGRAPHICS = Mart(
    name="demographics",
    kind="stock",
    grain="people by sex or race at a period end, by agency and appointment",
    breakdowns=("agency_code", "appointment"),
    has_source=True,
    has_totals=True,
)
