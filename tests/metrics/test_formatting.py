"""How a number, a time or a name is written, in one way everywhere."""

import pytest

from metrics.formatting import add_article, begin_at
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("agency", "named"),
    [
        ("Department of Education", "the Department of Education"),
        ("the rest of the government", "the rest of the government"),
        ("Theater Command", "the Theater Command"),
    ],
)
def test_an_agency_has_one_article(agency: str, named: str) -> None:
    assert add_article(agency) == named
    assert begin_at(agency) == f"At {named}, "


def test_articles_are_put_in_one_place() -> None:
    """Two of them mended in a finished sentence would be mended where a source has them, too."""
    twice = 'replace("the ' + "the "
    files = [path for folder in ("metrics", "pages") for path in (ROOT / folder).rglob("*.py")]
    assert [path.name for path in files if twice in path.read_text("utf-8")] == []
