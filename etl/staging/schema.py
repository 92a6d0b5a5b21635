"""The staged datasets, column by column with their types: what staging writes and a build may read."""

STAMP = {"evidence": "varchar", "extract_id": "varchar"}

# Who someone is, in every dataset of executives and senior professionals one by one.
PERSON = {
    "corps": "varchar",
    "appointment": "varchar",
    "appointment_code": "varchar",
    "pay_plan": "varchar",
    "agency_code": "varchar",
    "agency_subelement_code": "varchar",
    "age_band": "varchar",
    "service_band": "varchar",
    "service_years": "double",
    "occupation_code": "varchar",
    "duty_state": "varchar",
    "duty_region": "varchar",
    "salary": "double",
    "veteran": "boolean",
    "people": "bigint",
}


def _build_movements(kind: str) -> dict[str, dict[str, str]]:
    category = {f"{kind}_category": "varchar"}
    deferral = {"drp": "boolean"} if kind == "separation" else {}
    return {
        f"{kind}s": STAMP
        | {"effective_month": "date"}
        | PERSON
        | category
        | {f"{kind}_group": "varchar", "sex": "varchar"}
        | deferral,
        f"{kind}s_workforce": STAMP
        | {"effective_month": "date", "agency_code": "varchar", "appointment_code": "varchar"}
        | category
        | {"people": "bigint"},
    }


DATASETS: dict[str, dict[str, str]] = {
    "executives": STAMP
    | {"period": "date"}
    | PERSON
    | {
        "grade": "varchar",
        "duty_code": "varchar",
        "supervisory_code": "varchar",
        "education_code": "varchar",
        "work_schedule_code": "varchar",
        "position_type": "varchar",
    },
    "workforce": STAMP
    | {
        "period": "date",
        "agency_code": "varchar",
        "category": "varchar",
        "feeder_grade": "varchar",
        "is_supervisor": "boolean",
        "is_permanent": "boolean",
        "age_band": "varchar",
        "service_band": "varchar",
        "education_group": "varchar",
        "veteran": "boolean",
        "people": "bigint",
    },
    **_build_movements("separation"),
    **_build_movements("accession"),
    "positions": STAMP
    | {
        "source_id": "varchar",
        "period": "date",
        "agency_code": "varchar",
        "agency": "varchar",
        "pay_plan": "varchar",
        "appointment_type": "varchar",
        "filled_by": "varchar",
        "begin_date": "date",
        "vacate_date": "date",
        "is_current": "boolean",
        "is_duplicate": "boolean",
        "positions": "bigint",
    },
    "demographics": STAMP
    | {
        "period": "date",
        "agency_code": "varchar",
        "appointment": "varchar",
        "attribute": "varchar",
        "group": "varchar",
        "people": "bigint",
        "source": "varchar",
    },
    "published": STAMP
    | {
        "indicator": "varchar",
        "population": "varchar",
        "agency": "varchar",
        "agency_code": "varchar",
        "breakdown": "varchar",
        "as_of": "date",
        "fiscal_year": "integer",
        "horizon_years": "integer",
        "numerator": "double",
        "denominator": "double",
        "value": "double",
        "unit": "varchar",
        "source_id": "varchar",
        "confidence": "varchar",
        "note": "varchar",
    },
    "sources": STAMP
    | {
        "source_id": "varchar",
        "publisher": "varchar",
        "title": "varchar",
        "year": "integer",
        "address": "varchar",
        "note": "varchar",
        "complete": "boolean",
    },
    "labels": STAMP | {"column_name": "varchar", "code": "varchar", "label": "varchar"},
}
