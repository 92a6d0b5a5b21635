"""The map places every state rightly, keeps its discs in proportion, and tells who is not on it."""

from math import hypot
from pathlib import Path

import pandas as pd
import pytest

from metrics import charts
from metrics.charts.map import AT_SEA
from metrics.charts.states import load_centres, load_outlines
from metrics.charts.theme import LIGHT
from metrics.definitions.catalog import find
from metrics.text import empty_states
from tests.metrics.charts.pictures import notes
from tests.pages.conftest import Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

PEOPLE = {"DC": 3600, "VA": 900, "CA": 400, "TX": 100, "WY": 1, "PR": 17}


def counted(evidence: str = "records") -> pd.DataFrame:
    table = pd.DataFrame({"duty_state": list(PEOPLE), "value": [float(count) for count in PEOPLE.values()]})
    return table.assign(period=pd.Timestamp("2025-09-30"), evidence=evidence, source="OPM", flag="")


def drawn(evidence: str = "records") -> charts.Picture:
    return charts.draw_map(find("on_board"), counted(evidence), LIGHT, by="duty_state", names={"CA": "California"})


def test_map_has_fifty_states_and_the_capital() -> None:
    assert len(load_centres()) == 51
    assert len(load_outlines()) >= 51


@pytest.mark.parametrize(
    ("west", "east"), [("WA", "ME"), ("CA", "NV"), ("TX", "LA"), ("OH", "PA"), ("AK", "TX"), ("HI", "FL")]
)
def test_west_is_left(west: str, east: str) -> None:
    assert load_centres()[west][0] < load_centres()[east][0]


@pytest.mark.parametrize(("south", "north"), [("TX", "ND"), ("FL", "GA"), ("AZ", "UT"), ("AK", "CA"), ("HI", "NV")])
def test_south_is_below_and_the_insets_are_too(south: str, north: str) -> None:
    assert load_centres()[south][1] < load_centres()[north][1]


def test_every_outline_is_closed_and_on_the_map() -> None:
    for line in load_outlines():
        assert hypot(line[0][0] - line[-1][0], line[0][1] - line[-1][1]) < 0.001
        assert all(abs(x) < 0.5 and abs(y) < 0.35 for x, y in line)


def test_area_of_a_disc_is_the_number_of_people() -> None:
    sizes = dict(zip([code for code in PEOPLE if code != "PR"], drawn().plot.data[2].marker.size, strict=True))
    assert sizes["DC"] / sizes["VA"] == pytest.approx(2)
    assert sizes["DC"] / sizes["CA"] == pytest.approx(3)
    assert sizes["WY"] >= 4


def test_capital_region_is_drawn_out_to_sea_and_named() -> None:
    picture = drawn()
    places = set(zip(picture.plot.data[2].x, picture.plot.data[2].y, strict=True))
    assert {AT_SEA["DC"], AT_SEA["VA"]} <= places
    assert AT_SEA["MD"] not in places
    assert {"DC <b>3,600</b>", "VA <b>900</b>", "CA <b>400</b>"} <= set(notes(picture))


def test_picture_needs_nothing_from_another_address() -> None:
    assert {trace.type for trace in drawn().plot.data} == {"scatter"}


def test_words_name_the_places_with_most() -> None:
    alt = drawn().alt
    assert "Executives on board in 4 states and the District of Columbia, September 2025" in alt
    assert "most in DC 3,600, VA 900, California 400 and TX 100" in alt


def test_sample_is_hollow_and_marked() -> None:
    assert "synthetic sample" in notes(drawn("sample"))
    assert drawn("sample").plot.data[2].marker.color == LIGHT.page
    assert drawn().plot.data[2].marker.color != LIGHT.page


def test_who_is_off_the_map_is_told() -> None:
    said = empty_states.describe_off_map([("Puerto Rico", 17), ("", 190), ("Guam", 0)])
    assert said == "Not on the map: Puerto Rico 17 and 190 abroad or unknown."
    assert empty_states.describe_off_map([]) == ""


def test_map_stands_on_the_page_with_the_sample_and_says_what_fills_it_without(
    sample_folder: Path, published_folder: Path, read_page: Open
) -> None:
    with_sample = read_page(sample_folder, "health/strength.py")
    assert "abroad or unknown" in words(with_sample)
    stations = [table.value for table in with_sample.dataframe if "Duty station" in table.value]
    assert "District of Columbia" in set(stations[0]["Duty station"])
    said = words(read_page(published_folder, "health/strength.py"))
    assert "No duty station is known: only record files name them. It needs OPM's employment files" in said
