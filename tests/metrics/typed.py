"""A world of few people, typed by hand: every odd case once, in the shape the loader stages."""

from dataclasses import dataclass, replace

import pandas as pd

from tests.etl.world import Row, World
from tests.metrics.raw import REASONS, Raw

QUARTERS = ("2014-09-30", "2014-12-31", "2015-03-31", "2015-06-30", "2015-09-30", "2016-09-30")
"""Five quarter ends make fiscal 2015 whole; fiscal 2016 has its two ends only. Pay ceilings are cited from 2015 on."""

CODES = {"career": "50", "noncareer": "55", "limited_term": "60", "limited_emergency": "65"}
CAPITAL = ("DC", "MD", "VA")

PLUM_BOOK = """\
agcy_name,org_name,org_name_level,id_number,location,title,name_of_incumbent,type_of_appt,type_of_appt_full,pay_plan,\
pay_plan_full,level_grade_or_pay,tenure,expires
DEPARTMENT OF EDUCATION,,,1,"Washington, DC",Adviser,,NA,Noncareer Appointment,ES,Senior Executive Service,,,
DEPARTMENT OF EDUCATION,,,2,"Washington, DC",Adviser,,NA,Noncareer Appointment,ES,Senior Executive Service,,,
DEPARTMENT OF EDUCATION,,,3,"Washington, DC",Director,Career Incumbent,CA,Career Appointment,ES,\
Senior Executive Service,,,
DEPARTMENT OF EDUCATION,,,4,"Washington, DC",Director,Vacant,,,ES,Senior Executive Service,,,
DEPARTMENT OF EDUCATION,,,5,"Washington, DC",Special Assistant,,SC,Schedule C Excepted Appointment,GS,\
General Schedule,15,,
DEPARTMENT OF THE INTERIOR,,,6,"Denver, CO",Director,Career Incumbent,CA,Career Appointment,ES,\
Senior Executive Service,,,
DEPARTMENT OF THE INTERIOR,,,7,"Denver, CO",Director,Career Incumbent,CA,Career Appointment,ES,\
Senior Executive Service,,,
DEPARTMENT OF THE INTERIOR,,,8,"Denver, CO",Director,VACANT,,,ES,Senior Executive Service,,,
DEPARTMENT OF THE INTERIOR,,,9,"Denver, CO",Director,Vacant,,,ES,Senior Executive Service,,,
DEPARTMENT OF THE INTERIOR,,,10,"Denver, CO",Director,,TA,Limited Term Appointment,ES,Senior Executive Service,,,
"""
"""Education: two noncareer, one career, one vacant, one lower; Interior: two career, one limited, two vacant"""


@dataclass(frozen=True)
class Group:
    """People alike in everything, on board from the quarter `first` up to, not including, the quarter `until`."""

    agency_code: str
    appointment: str
    people: int
    corps: str = "ses"
    salary: float | None = None
    service_years: float | None = 20.0
    service_band: str = "G"
    age_band: str = "H"
    occupation_code: str = "0340"
    duty_state: str = "DC"
    is_abroad: bool = False
    position_type: str = ""
    first: int = 0
    until: int = len(QUARTERS)


PEOPLE = (
    # Exactly a quarter noncareer: at the line, not above it.
    Group("ED", "career", 9, salary=183_300, position_type="career_reserved"),
    Group("ED", "career", 3, salary=150_000, service_years=4.5, service_band="C", age_band="F", duty_state="CO"),
    Group("ED", "noncareer", 4, salary=170_000, service_years=0.5, service_band="A", age_band="E"),
    # Above the line on nine people: too few to rate.
    Group("GS", "career", 6, salary=160_000, occupation_code="1102", position_type="general", duty_state="MD"),
    Group("GS", "noncareer", 3, salary=181_500, occupation_code="0201", position_type="general"),
    # Above it on three: exempt.
    Group("AB", "career", 2, duty_state="", is_abroad=True),
    Group("AB", "noncareer", 1, service_years=None, service_band="Z", age_band="Z", duty_state=""),
    # Defense: a component far above the line inside a department below it.
    Group("DD", "career", 10, salary=185_100),
    Group("DD", "noncareer", 5, salary=185_100),
    Group("AR", "career", 10, duty_state="VA", occupation_code="2210"),
    Group("AR", "noncareer", 1),
    Group("AR", "unspecified", 1),
    Group("NV", "career", 10, duty_state="HI", until=5),
    Group("NV", "career", 2, duty_state="HI", first=5),
    Group("NV", "limited_term", 1, until=5),
    Group("AF", "career", 10, duty_state="PR"),
    Group("AF", "noncareer", 1),
    # Above the line on enough people, from the third quarter on.
    Group("SE", "career", 5, salary=200_000, duty_state="NY", occupation_code="0905"),
    Group("SE", "noncareer", 6, occupation_code="0560", first=2),
    Group("SE", "limited_emergency", 2, first=4),
    # An agency that the file does not name.
    Group("", "career", 1),
    # Experts beside executives, and an agency of experts alone.
    Group("ED", "", 3, corps="sl"),
    Group("AB", "", 1, corps="st"),
    Group("SM", "", 2, corps="sl"),
    Group("ED", "", 2, corps="ex"),
)
OTHERS = (
    ("ED", "other", 3000),
    ("ED", "schedule_c", 7),
    ("AB", "other", 50),
    ("SM", "other", 4000),
    ("AR", "other", 90),
)
"""Everybody else by agency and category, the same at every quarter."""

LEAVERS = (
    # month, agency, appointment, category, people, corps, sex
    ("2014-10-31", "ED", "career", "SD", 2, "ses", "women"),
    ("2015-03-31", "ED", "career", "SC", 1, "ses", "men"),
    ("2015-09-30", "ED", "career", "SA", 1, "ses", "men"),
    ("2015-01-31", "ED", "noncareer", "SJ", 3, "ses", "women"),
    ("2015-02-28", "DD", "career", "SG", 1, "ses", ""),
    ("2015-02-28", "DD", "career", "SF", 1, "ses", ""),
    ("2015-06-30", "AG", "career", "SC", 1, "ses", ""),  # an agency that has nobody on board
    ("2015-06-30", "SM", "", "SD", 1, "sl", "men"),  # an expert, who is no executive
    ("2015-10-31", "ED", "career", "SE", 2, "ses", ""),
    ("2016-01-31", "DD", "career", "SI", 1, "ses", "men"),
    ("2016-01-31", "DD", "career", "SJ", 1, "ses", "men"),
    ("2016-01-31", "DD", "career", "SK", 1, "ses", "men"),
    ("2016-01-31", "DD", "career", "SL", 1, "ses", "men"),
    ("2016-04-30", "NV", "career", "SB", 1, "ses", ""),
    ("2016-09-30", "SE", "noncareer", "SH", 2, "ses", ""),
)
EDGES = ("2014-10-31", "2016-09-30")


def stage(world: World) -> None:
    """Stage everybody, a file per quarter and one for the departures."""
    for number, quarter in enumerate(QUARTERS):
        counted = [{"period": quarter, "agency_code": a, "category": c, "people": n} for a, c, n in OTHERS]
        present = [group for group in PEOPLE if group.first <= number < group.until]
        world.load(
            f"employment {quarter}.zip",
            "employment",
            [_staged(group) | {"period": quarter} for group in present],
            span=(quarter, quarter),
            counted=counted,
        )
    world.load("separations.zip", "separations", [_departure(*leaver) for leaver in LEAVERS], span=EDGES)


def _staged(group: Group) -> Row:
    region = "abroad" if group.is_abroad else "dc_md_va" if group.duty_state in CAPITAL else "elsewhere_us"
    known = {name: value or None for name, value in vars(group).items() if name not in ("is_abroad", "first", "until")}
    return known | {
        "appointment_code": CODES.get(group.appointment),
        "pay_plan": "ES" if group.corps == "ses" else group.corps.upper(),
        "duty_region": region if group.is_abroad or group.duty_state else None,
    }


def _departure(
    month: str, agency: str, appointment: str, category: str, people: int, corps: str = "ses", sex: str = ""
) -> Row:
    return {
        "effective_month": month,
        "corps": corps,
        "appointment": appointment or None,
        "pay_plan": "ES" if corps == "ses" else corps.upper(),
        "agency_code": agency,
        "separation_category": category,
        "separation_group": REASONS[category],
        "sex": sex or None,
        "people": people,
    }


def as_raw() -> Raw:
    """The same people as frames."""
    others = [replace(Group(agency, "", people), corps=category) for agency, category, people in OTHERS]
    employees = pd.DataFrame(
        {"period": pd.Timestamp(quarter)} | vars(group)
        for number, quarter in enumerate(QUARTERS)
        for group in (*PEOPLE, *others)
        if group.first <= number < group.until
    )
    employees["is_schedule_c"] = employees["corps"] == "schedule_c"
    employees["corps"] = employees["corps"].where(employees["corps"].isin(["ses", "sl", "st", "ex"]), "")
    columns = ["period", "agency_code", "appointment", "separation_category", "people", "corps", "sex"]
    leavers = pd.DataFrame(LEAVERS, columns=columns)
    leavers["period"] = pd.to_datetime(leavers["period"])
    leavers["separation_group"] = leavers["separation_category"].map(REASONS)
    for column in ("agency_subelement_code", "occupation_code", "duty_state", "age_band", "service_band"):
        leavers[column] = ""
    for column in ("agency_subelement_code", "education_code", "supervisory_code"):
        employees[column] = ""
    return Raw(employees=employees, leavers=leavers)
