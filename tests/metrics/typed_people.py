"""Few people, typed by hand: every odd case once. Who was on board, who worked beside them, who left and came."""

from dataclasses import dataclass

QUARTERS = ("2014-09-30", "2014-12-31", "2015-03-31", "2015-06-30", "2015-09-30", "2016-09-30")
"""Five quarter ends make fiscal 2015 whole; fiscal 2016 has its two ends only. Pay ceilings are cited from 2015 on."""

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
    education_code: str = ""
    veteran: bool | None = None
    first: int = 0
    until: int = len(QUARTERS)


PEOPLE = (
    # Exactly a quarter noncareer: at the line, not above it.
    Group("ED", "career", 9, salary=183_300, position_type="career_reserved", education_code="17", veteran=True),
    Group(
        "ED",
        "career",
        3,
        salary=150_000,
        service_years=4.5,
        service_band="C",
        age_band="F",
        duty_state="CO",
        veteran=False,
    ),
    Group("ED", "noncareer", 4, salary=170_000, service_years=0.5, service_band="A", age_band="E", education_code="13"),
    # Above the line on nine people: too few to rate.
    Group("GS", "career", 6, salary=160_000, occupation_code="1102", position_type="general", duty_state="MD"),
    Group("GS", "noncareer", 3, salary=181_500, occupation_code="0201", position_type="general"),
    # Above it on three: exempt.
    Group("AB", "career", 2, duty_state="", is_abroad=True),
    Group("AB", "noncareer", 1, service_years=None, service_band="Z", age_band="Z", duty_state=""),
    # Defense: a component far above the line inside a department below it.
    Group("DD", "career", 10, salary=185_100),
    Group("DD", "noncareer", 5, salary=185_100),
    Group("AR", "career", 10, duty_state="VA", occupation_code="2210", education_code="22", veteran=True),
    Group("AR", "noncareer", 1),
    Group("AR", "unspecified", 1),
    Group("NV", "career", 10, duty_state="HI", until=5),
    Group("NV", "career", 2, duty_state="HI", first=5),
    Group("NV", "limited_term", 1, until=5),
    Group("AF", "career", 10, duty_state="PR", education_code="14", veteran=False, age_band="K"),
    Group("AF", "noncareer", 1),
    # Above the line on enough people, from the third quarter on.
    Group("SE", "career", 5, salary=200_000, duty_state="NY", occupation_code="0905"),
    Group("SE", "noncareer", 6, occupation_code="0560", service_years=1.5, service_band="B", first=2),
    Group("SE", "limited_emergency", 2, first=4),
    # An agency that the file does not name.
    Group("", "career", 1),
    # Experts beside executives, and an agency of experts alone.
    Group("ED", "", 3, corps="sl"),
    Group("AB", "", 1, corps="st"),
    Group("SM", "", 2, corps="sl"),
    Group("ED", "", 2, corps="ex"),
)


@dataclass(frozen=True)
class Other:
    """Employees who are no executives, alike in everything, the same at every quarter."""

    agency_code: str
    category: str
    people: int
    feeder_grade: str = ""
    is_supervisor: bool = False
    age_band: str = ""
    service_band: str = ""
    education_group: str = ""
    veteran: bool | None = None


OTHERS = (
    Other("ED", "other", 2994),
    Other("ED", "policy_career", 6),
    Other("ED", "schedule_c", 7),
    Other("AB", "other", 50),
    Other("SM", "other", 4000),
    Other("AR", "other", 90),
    # The feeder pool: leaders and others, of two grades, some of unknown age, education or service in war.
    Other("ED", "other", 30, "15", True, "F", "F", "advanced", veteran=False),
    Other("ED", "other", 10, "15", False, "H", "G", "other", veteran=True),
    Other("ED", "other", 5, "15", False, "Z", "Z"),
    Other("ED", "other", 60, "14", True, "E", "E", "other", veteran=False),
    Other("AR", "other", 12, "15", True, "E", "D", "advanced", veteran=True),
    Other("NV", "other", 8, "15", False, "J", "J", "other", veteran=True),
    Other("SM", "schedule_c", 2, "15", True, "D", "A", "other", veteran=False),
)


@dataclass(frozen=True)
class Mover:
    """People alike who left, or came, in one month."""

    month: str
    agency_code: str
    appointment: str
    category: str
    people: int
    corps: str = "ses"
    sex: str = ""
    service_years: float | None = None


LEAVERS = (
    Mover("2014-10-31", "ED", "career", "SD", 2, sex="women", service_years=31.5),
    Mover("2015-03-31", "ED", "career", "SC", 1, sex="men", service_years=4.5),
    Mover("2015-09-30", "ED", "career", "SA", 1, sex="men", service_years=0.9),  # a transfer: no early departure
    Mover("2015-01-31", "ED", "noncareer", "SJ", 3, sex="women", service_years=0.4),
    Mover("2015-02-28", "DD", "career", "SG", 1),
    Mover("2015-02-28", "DD", "career", "SF", 1),
    Mover("2015-06-30", "AG", "career", "SC", 1, service_years=1.0),  # an agency that has nobody on board
    Mover("2015-06-30", "SM", "", "SD", 1, "sl", "men"),  # an expert, who is no executive
    Mover("2015-07-31", "SE", "noncareer", "SC", 1, service_years=1.2),
    Mover("2015-10-31", "ED", "career", "SE", 2),
    Mover("2016-01-31", "DD", "career", "SI", 1, sex="men"),
    Mover("2016-01-31", "DD", "career", "SJ", 1, sex="men"),
    Mover("2016-01-31", "DD", "career", "SK", 1, sex="men"),
    Mover("2016-01-31", "DD", "career", "SL", 1, sex="men"),
    Mover("2016-04-30", "NV", "career", "SB", 1),
    Mover("2016-09-30", "SE", "noncareer", "SH", 2, service_years=1.9),
)
ARRIVALS = (
    Mover("2014-11-30", "ED", "career", "AE", 1),
    Mover("2015-05-31", "ED", "career", "AA", 1),
    Mover("2015-09-30", "ED", "noncareer", "AD", 2),
    Mover("2015-03-31", "SE", "noncareer", "AE", 5),
    Mover("2015-03-31", "SE", "noncareer", "AB", 1),
    Mover("2015-04-30", "AG", "career", "AC", 1),  # came and left within the year
    Mover("2015-04-30", "TR", "career", "AE", 1),  # an agency that has nobody on board and whom nobody left
    Mover("2015-04-30", "ED", "", "AC", 1, "sl"),  # an expert, who is no executive
    Mover("2015-12-31", "ED", "career", "AE", 3),  # more than the two entries that are estimated
    Mover("2016-03-31", "NV", "career", "AE", 1),  # where the estimate is negative
)
EDGES = ("2014-10-31", "2016-09-30")
