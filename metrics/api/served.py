"""The build that the open data answer from: held open for as long as it is the served one."""

from __future__ import annotations

import logging
from functools import lru_cache

from metrics.errors import NoWarehouse
from metrics.warehouse import Warehouse, current, current_build

UNAVAILABLE = (
    "No figures can be served at present: no warehouse has been built here yet, or it is just being renewed; try again "
    "in a minute."
)


def served() -> Warehouse:
    """The served build, open; raises NoWarehouse with a sentence fit for strangers, its reason going to the log."""
    try:
        return _opened(current_build())
    except NoWarehouse as error:
        logging.getLogger("open data").warning("%s", error)
        raise NoWarehouse(UNAVAILABLE) from None


@lru_cache(maxsize=2)
def _opened(build: str) -> Warehouse:
    found = current()
    return found if found.build_id == build else _opened(found.build_id)
