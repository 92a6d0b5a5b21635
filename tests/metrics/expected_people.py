"""What the indicators of who people are, and of who may follow them, should say."""

import pandas as pd

from tests.metrics.expected_base import (
    By,
    Expectation,
    Part,
    both,
    career,
    count,
    divided,
    group,
    ses,
    share,
    tally,
    under,
    where,
    with_defense,
)
from tests.metrics.expected_retirement import estimates
from tests.metrics.raw import ADVANCED, Raw

YOUNG = tuple("ABCDEF")
BANDS = tuple("ABCDEFGHIJK")
young, of_known_age = where("age_band", *YOUNG), where("age_band", *BANDS)
feeders = where("feeder_grade", "15")
supervising = where("is_supervisor", True)


def known(column: str) -> Part:
    return lambda rows: rows[rows[column].notna() & (rows[column] != "")]


def veterans(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[[mark is True for mark in rows["veteran"]]]


def known_veterans(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[[mark is not None and mark == mark for mark in rows["veteran"]]]


def age_mix(raw: Raw, by: By) -> pd.DataFrame:
    """Every band in every group that has anybody of known age, zero where it has nobody of the band."""
    others = tuple(column for column in by if column != "age_band")
    rows = of_known_age(ses(raw.employees))
    rows = with_defense(rows) if "agency_code" in by else rows
    wide = tally(rows, (*others, "age_band")).unstack("age_band").fillna(0)
    whole = wide.sum(axis=1)
    parts = wide.stack()
    denominators = whole.reindex(pd.MultiIndex.from_tuples([*parts.index]).droplevel(-1)).to_numpy()
    return pd.DataFrame({"value": 100 * parts / denominators, "numerator": parts, "denominator": denominators})


def representation(raw: Raw, by: By) -> pd.DataFrame:
    """Shares among executives over shares in the feeder pool, as far as record files tell."""
    others = tuple(column for column in by if column != "trait")
    traits = {
        "under_45": (
            share(both(ses, young), both(ses, of_known_age)),
            share(both(feeders, young), both(feeders, of_known_age)),
        ),
        "advanced_degree": (
            share(both(ses, where("education_code", *ADVANCED)), both(ses, known("education_code"))),
            share(both(feeders, where("education_group", "advanced")), both(feeders, known("education_group"))),
        ),
        "veteran": (
            share(both(ses, veterans), both(ses, known_veterans)),
            share(both(feeders, veterans), both(feeders, known_veterans)),
        ),
    }
    found = {}
    for trait, (here, there) in traits.items():
        top, bottom = here.count(raw, others)["value"], there.count(raw, others)["value"]
        found[trait] = divided(top, bottom, 1).loc[top.index.intersection(bottom.index)]
    together = pd.concat(found, names=["trait"])
    return together.reorder_levels(["period", *others, "trait"])


def successors(raw: Raw, by: By) -> pd.DataFrame:
    """Supervisors of the feeder pool over the career executives able to retire within five years."""
    above, below = both(ses, career)(raw.employees), both(feeders, supervising)(raw.employees)
    if "agency_code" in by:
        above, below = with_defense(above), with_defense(below)
    leaving = estimates(above, by, has_years=True)["value"].xs(5, level="horizon_years")
    return divided(tally(below, by), leaving, 1)


PEOPLE = {
    "women_share": share(
        both(group("sex"), where("group", "women")),
        both(group("sex"), where("group", "women", "men")),
        table="demographics",
    ),
    "people_of_color_share": share(group("race", "white", "unknown"), group("race", "unknown"), table="demographics"),
    "under_45_share": share(both(ses, young), both(ses, of_known_age)),
    "age_mix": Expectation(age_mix),
    "advanced_degree_share": share(both(ses, where("education_code", *ADVANCED)), both(ses, known("education_code"))),
    "veteran_share": share(both(ses, veterans), both(ses, known_veterans)),
    "representation_ratio": Expectation(representation),
    "new_to_government_share": share(both(ses, under(1)), both(ses, known("service_years"))),
    "new_to_government_share_3_years": share(both(ses, under(3)), both(ses, known("service_years"))),
    "feeder_pool": count("employees", feeders),
    "feeder_pool_gs14_15": count("employees", where("feeder_grade", "14", "15")),
    "feeder_pool_supervisors": count("employees", both(feeders, supervising)),
    "bench_strength": share(feeders, career, 1),
    "successors_per_expected_vacancy": Expectation(successors),
}
