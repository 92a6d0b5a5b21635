"""The world of those few people: staged as the loader would have, and again as frames for a second count."""

import pandas as pd

from tests.etl.world import Row, World
from tests.metrics.raw import ORIGINS, REASONS, Raw
from tests.metrics.typed_people import ARRIVALS, EDGES, LEAVERS, OTHERS, PEOPLE, QUARTERS, Group, Mover, Other

CODES = {"career": "50", "noncareer": "55", "limited_term": "60", "limited_emergency": "65"}
CAPITAL = ("DC", "MD", "VA")


def stage(world: World) -> None:
    """Stage everybody, a file per quarter and one for the departures."""
    for number, quarter in enumerate(QUARTERS):
        counted = [{"period": quarter} | _known(other) for other in OTHERS]
        present = [group for group in PEOPLE if group.first <= number < group.until]
        world.load(
            f"employment {quarter}.zip",
            "employment",
            [_staged(group) | {"period": quarter} for group in present],
            span=(quarter, quarter),
            counted=counted,
        )
    world.load(
        "separations.zip", "separations", [_moved(mover, "separation", REASONS) for mover in LEAVERS], span=EDGES
    )
    world.load("accessions.zip", "accessions", [_moved(mover, "accession", ORIGINS) for mover in ARRIVALS], span=EDGES)


def _staged(group: Group) -> Row:
    region = "abroad" if group.is_abroad else "dc_md_va" if group.duty_state in CAPITAL else "elsewhere_us"
    known = {
        name: None if value == "" else value
        for name, value in vars(group).items()
        if name not in ("is_abroad", "first", "until")
    }
    return known | {
        "appointment_code": CODES.get(group.appointment),
        "pay_plan": "ES" if group.corps == "ses" else group.corps.upper(),
        "duty_region": region if group.is_abroad or group.duty_state else None,
    }


def _known(other: Other) -> Row:
    return {name: None if value == "" else value for name, value in vars(other).items()}


def _moved(mover: Mover, kind: str, groups: dict[str, str]) -> Row:
    return {
        "effective_month": mover.month,
        "corps": mover.corps,
        "appointment": mover.appointment or None,
        "pay_plan": "ES" if mover.corps == "ses" else mover.corps.upper(),
        "agency_code": mover.agency_code,
        f"{kind}_category": mover.category,
        f"{kind}_group": groups[mover.category],
        "sex": mover.sex or None,
        "service_years": mover.service_years,
        "people": mover.people,
    }


def as_raw() -> Raw:
    """The same people as frames."""
    plain = vars(Group("", "", 0))
    others = [plain | {"corps": "", "salary": None, "service_years": None} | vars(other) for other in OTHERS]
    employees = pd.DataFrame(
        {"period": pd.Timestamp(quarter)} | row
        for number, quarter in enumerate(QUARTERS)
        for row in (*(vars(group) for group in PEOPLE), *others)
        if row.get("first", 0) <= number < row.get("until", len(QUARTERS))
    )
    employees["is_policy_career"] = employees["category"] == "policy_career"
    employees["is_schedule_c"] = employees["category"] == "schedule_c"
    employees = employees.fillna({"feeder_grade": "", "education_group": "", "is_supervisor": False})
    employees["agency_subelement_code"] = employees["supervisory_code"] = ""
    return Raw(
        employees=employees,
        leavers=_frame(LEAVERS, "separation", REASONS),
        arrivals=_frame(ARRIVALS, "accession", ORIGINS),
    )


def _frame(movers: tuple[Mover, ...], kind: str, groups: dict[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(vars(mover) for mover in movers).rename(
        columns={"month": "period", "category": f"{kind}_category"}
    )
    frame["period"] = pd.to_datetime(frame["period"])
    frame[f"{kind}_group"] = frame[f"{kind}_category"].map(groups)
    for column in ("agency_subelement_code", "occupation_code", "duty_state", "age_band", "service_band"):
        frame[column] = ""
    return frame
