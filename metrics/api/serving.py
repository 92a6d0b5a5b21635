"""The build that the open data answer from: held open for as long as it is the served one."""

from __future__ import annotations

import logging

from metrics import demonstration
from metrics.errors import NoDemonstration, NoWarehouse
from metrics.open_builds import OPEN_BUILDS
from metrics.warehouse import Warehouse, read_current_build

UNAVAILABLE = (
    "No figures can be served at present: no warehouse has been built here yet, or it is just being renewed; try again "
    "in a minute."
)
NO_DEMONSTRATION = "No demonstration with the synthetic sample can be served at present; leave sample=yes out."


def find_warehouse(*, with_sample: bool = False) -> Warehouse:
    """The served build, open, or the demonstration, made first where it is not ready.

    Args:
        with_sample: Whether the demonstration is meant.

    Returns:
        The warehouse, open; it stays open, so it is not to be closed.

    Raises:
        NoWarehouse: There is none; the sentence is fit for strangers, and its reason goes to the log.
    """
    try:
        if with_sample:
            demonstration.make_ready()
        return OPEN_BUILDS.find(read_current_build(with_sample=with_sample), with_sample=with_sample)
    except NoDemonstration as error:
        logging.getLogger("open data").warning("%s", error)
        raise NoWarehouse(NO_DEMONSTRATION) from None
    except NoWarehouse as error:
        logging.getLogger("open data").warning("%s", error)
        raise NoWarehouse(UNAVAILABLE) from None
