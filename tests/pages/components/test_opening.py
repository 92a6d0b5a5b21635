"""The opening of a page names an agency once, however many sentences speak of it."""

from pathlib import Path

import pytest

from tests.pages.conftest import Open

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("page", ["summary/agency.py", "health/strength.py"])
def test_agency_is_named_once(sample_folder: Path, read_page: Open, page: str) -> None:
    app = read_page(sample_folder, page, agency="ED")
    said = next(each.value for each in app.markdown if each.value.startswith("**At the Department of Education, "))
    assert said.count("At the Department of Education") == 1
    assert "** There, " in said
