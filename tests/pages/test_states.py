"""Every way to be without figures has a sentence of its own, and none is a traceback."""

import re
import shutil
from pathlib import Path

import pytest

from metrics.definitions.catalog import METRICS, find
from metrics.definitions.caveats import Need
from pages import CONTENTS
from pages.small_print import DASH
from pages.state import cache
from tests.pages.conftest import Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

DENALI = "Denali Commission"
HEALTH = [page.script for page in CONTENTS["Health"]]
# Pages whose first figure is published for the whole government.
COUNTED = ["health/strength.py", "health/appointees.py", "health/diversity.py"]


def builds(folder: Path) -> list[Path]:
    return sorted((folder / "warehouse").glob("*.duckdb"))


def test_no_warehouse_is_a_sentence_that_names_the_command(tmp_path: Path, open_page: Open) -> None:
    cache._first_build.cache_clear()
    (tmp_path / "warehouse").write_text("a file stands where the folder should be")
    app = open_page(tmp_path)
    assert not app.exception
    assert "python -m etl build" in app.info[0].value


def test_build_replaced_between_pointer_and_file_asks_to_reload(own_data: Path, open_page: Open) -> None:
    for file in builds(own_data):
        file.unlink()
    app = open_page(own_data)
    assert not app.exception
    assert "The figures are being renewed: reload in a moment." in app.info[0].value


def test_build_deleted_while_it_is_read_is_read_to_the_end(own_data: Path, open_page: Open) -> None:
    app = open_page(own_data)
    for file in builds(own_data):
        file.unlink()
    app.query_params["baseline"] = "September 2018"
    again = app.switch_page("pages/health/appointees.py").run()
    assert [*again.exception, *again.info] == []
    assert "12.7% of executives on board in July 2026" in words(again)


def test_pointer_to_a_build_that_came_meanwhile_is_followed(own_data: Path, open_page: Open) -> None:
    first = open_page(own_data).session_state["build"]
    old = builds(own_data)[0]
    shutil.copy(old, old.with_name("29991231T000000Z-ffff.duckdb"))
    (own_data / "warehouse" / "CURRENT").write_text("29991231T000000Z-ffff")
    old.unlink()
    app = open_page(own_data, "health/strength.py")
    assert not app.exception
    assert (first, app.session_state["build"]) == (old.stem, "29991231T000000Z-ffff")


@pytest.mark.parametrize("script", COUNTED)
def test_agency_without_executives_is_named_as_the_reason(published_folder: Path, script: str, read_page: Open) -> None:
    app = read_page(published_folder, script, agency=DENALI)
    assert not app.exception
    assert f"no figures of the {DENALI} match this selection; there are some of all agencies together." in words(app)


@pytest.mark.parametrize("script", HEALTH)
def test_nothing_stays_unsaid_where_nothing_is_known(published_folder: Path, script: str, read_page: Open) -> None:
    app = read_page(published_folder, script, agency=DENALI, period="September 1998")
    assert [*app.exception, *app.info, *app.error] == []
    assert re.search(r"match this selection|no data yet", words(app))


def test_agency_known_to_one_series_and_not_to_another(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, "health/diversity.py", agency="Department of Education"))
    assert "Women executives: no figures of the Department of Education match this selection" in said
    said = words(read_page(published_folder, "health/appointees.py", agency="Department of Education"))
    assert "At the Department of Education, noncareer appointees were 27.6%" in said


def test_period_before_a_series_is_named_as_the_reason(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, "health/strength.py", period="September 1998"))
    assert "Executives per 1,000 employees: no figures up to September 1998 match this selection" in said


def test_indicator_that_needs_a_file_names_it_whatever_is_selected(published_folder: Path, read_page: Open) -> None:
    title, need = find("pay_at_ceiling_share").title, find("pay_at_ceiling_share").need.value
    assert f"{title}: no data yet. {need}" in words(read_page(published_folder, "health/strength.py"))
    assert f"{title}: no data yet. {need}" in words(read_page(published_folder, "health/strength.py", agency=DENALI))


def test_reader_who_chose_nothing_is_not_told_of_a_selection(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, "health/diversity.py"))
    assert "match this selection" not in said
    assert f"no data on this yet. {Need.EMPLOYMENT.value}" in said


def test_every_need_names_a_command() -> None:
    assert [metric.name for metric in METRICS if "python -m etl" not in metric.need.value] == []


def test_what_opm_serves_is_asked_of_the_command_that_brings_it() -> None:
    # A newcomer has no cube to load; what only they or another publisher have is loaded by hand.
    elsewhere = {Need.ALLOCATIONS, Need.SUPPLIED, Need.DEMOGRAPHICS, Need.PLUM, Need.POSITIONS, Need.PUBLISHED}
    assert [need.name for need in Need if need not in elsewhere and "python -m etl refresh" not in need.value] == []


def test_no_table_writes_none_where_a_cell_is_empty(published_folder: Path, read_page: Open) -> None:
    table = read_page(published_folder, "summary/agency.py").dataframe[0]
    assert table.value["Average length of service"].isna().any()
    assert table.proto.placeholder == DASH
