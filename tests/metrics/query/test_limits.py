"""What law binds: the government, an agency, Defense as one; and that nothing holds a part of Defense to a line."""

import json
from typing import Any

import pytest

from metrics.definitions import catalog
from metrics.definitions.metric import DEFENSE, DEFENSE_COMPONENTS
from metrics.errors import UnsoundQuery
from metrics.exhibits.forms import limit
from metrics.exhibits.from_request import exhibit_of
from metrics.exhibits.metadata import metadata
from metrics.export.briefing.compose import compose
from metrics.export.data.text import as_csv, as_json
from metrics.query.limits import find_binding_limits
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse
from tests.metrics.ask import ask

SHARE = catalog.find("noncareer_share")
PARTS = sorted(DEFENSE_COMPONENTS)


def test_the_rule_is_asked_of_the_indicator() -> None:
    assert SHARE.limits_for("agency", "ED")[0].value == 25
    assert SHARE.limits_for("agency", DEFENSE)[0].value == 25
    for code in PARTS:
        assert SHARE.limits_for("agency", code) == ()
        with pytest.raises(UnsoundQuery, match=rf"Defense is one agency: noncareer_share has no line for {code}"):
            SHARE.limit_for("agency", code)
    assert SHARE.limits_for("government", "AR")[0].value == 10


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ({}, 10),
        ({"by": ["agency_code"]}, 25),
        ({"where": {"agency_code": "ED"}}, 25),
        ({"where": {"agency_code": DEFENSE}}, 25),
        ({"where": {"agency_code": "AR"}}, None),
        ({"by": ["agency_code"], "where": {"agency_code": ["AR", "ED"]}}, None),
        ({"where": {"agency_code": ["ED", "IN"]}}, None),  # added together they are no agency
        ({"where": {"occupation_code": "0340"}}, None),
    ],
)
def test_a_line_binds_only_what_law_takes_as_one(asked: dict[str, Any], value: float | None) -> None:
    found = find_binding_limits(SHARE, Selection.of(**asked))
    assert (found[0].value if found else None) == value


@pytest.mark.parametrize("code", PARTS)
def test_whatever_leaves_of_a_part_of_defense_carries_no_line(published: Warehouse, code: str) -> None:
    exhibit = exhibit_of(published, SHARE, Selection.of(where={"agency_code": code}))
    assert exhibit.limits == exhibit.metric.limits == ()
    assert exhibit.picture
    assert exhibit.picture.native
    assert exhibit.picture.native.limit is None
    for text in (as_csv(exhibit), as_json(exhibit), json.dumps(answered(published, code))):
        assert "25% of positions" not in text
        assert "3134(d)" not in text.split("caveats")[0]
    briefing = compose(published, code, ("appointees",))
    assert briefing.limits[0].title == "Noncareer appointees, Department of Defense (all components)"


def answered(warehouse: Warehouse, code: str) -> dict[str, Any]:
    """What the open data say of the answer for one agency."""
    selection = Selection.of(where={"agency_code": code})
    return metadata(warehouse, SHARE, selection, ask(warehouse, SHARE, where={"agency_code": code}).table)


def test_defense_and_any_other_agency_carry_it(published: Warehouse) -> None:
    for code in (DEFENSE, "ED"):
        exhibit = exhibit_of(published, SHARE, Selection.of(where={"agency_code": code}))
        assert [each.value for each in exhibit.limits] == [25]
        # A share of people carries it as what it is, and gives no verdict.
        assert "limit in law: 25% of positions, 5 U.S.C. 3134(d); it counts positions that OPM has" in as_csv(exhibit)
        assert [each["at_most"] for each in answered(published, code)["limits"]] == [25]


def test_a_ranking_that_names_the_parts_holds_none_of_them_to_it(published: Warehouse) -> None:
    result = ask(published, SHARE, by=["agency_code"])
    assert limit(result)
    assert set(PARTS) <= set(result.table["agency_code"])
