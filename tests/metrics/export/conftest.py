"""Figures and a briefing as they leave the page, made once for all tests of what is written from them."""

import pytest

from metrics.definitions.catalog import find
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.forms import Wanted
from metrics.exhibits.from_request import exhibit_of
from metrics.export.briefing.compose import compose
from metrics.export.briefing.model import Briefing
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse


@pytest.fixture(scope="session")
def share(published: Warehouse) -> Exhibit:
    """A line of published figures under its limit."""
    return exhibit_of(published, find("noncareer_share"), Selection())


@pytest.fixture(scope="session")
def ranking(published: Warehouse) -> Exhibit:
    """Agencies against the 25 percent line, published."""
    return exhibit_of(published, find("noncareer_share"), Selection.of(by=("agency_code",)))


@pytest.fixture(scope="session")
def sampled(loaded: Warehouse) -> Exhibit:
    """Why executives leave, of the synthetic sample."""
    return exhibit_of(loaded, find("separations"), Selection.of(by=("separation_category",)))


@pytest.fixture(scope="session")
def tabled(loaded: Warehouse) -> Exhibit:
    """The same without a picture."""
    return exhibit_of(loaded, find("separations"), Selection.of(by=("separation_category",)), Wanted.TABLE)


@pytest.fixture(scope="session")
def briefing(loaded: Warehouse) -> Briefing:
    """The briefing of the Department of Education, on published figures and the sample."""
    return compose(loaded, "ED")
