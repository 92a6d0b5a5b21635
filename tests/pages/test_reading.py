"""A page that tests only read is opened once for all of them, and none of them can run it on."""

from pathlib import Path

import pytest

from tests.pages.conftest import Open, ReadOnly

pytestmark = pytest.mark.slow

SCRIPT = "reform/primer.py"


def test_a_page_is_opened_once_for_each_folder_and_query(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, SCRIPT, part="office")
    assert read_page(published_folder, SCRIPT, part="office") is app
    assert read_page(published_folder, SCRIPT, part="limits") is not app


def test_a_page_that_others_read_cannot_be_run_again(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, SCRIPT, part="office")
    with pytest.raises(ReadOnly, match="open one of your own with open_page"):
        app.run()


def test_a_page_of_ones_own_can(published_folder: Path, open_page: Open) -> None:
    app = open_page(published_folder, SCRIPT, part="office")
    assert not app.run().exception
    assert open_page(published_folder, SCRIPT, part="office") is not app
