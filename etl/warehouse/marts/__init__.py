"""Every table of the warehouse, declared once, column by column: type, unit, meaning. meta.columns comes from here."""

from etl.warehouse.marts.lists import COVERAGE, DEMOGRAPHICS, EXPLANATION, POSITIONS, PUBLISHED, RECOUNT, SOURCES
from etl.warehouse.marts.meta import META
from etl.warehouse.marts.movements import ACCESSIONS, KNOWN_MONTHS, SEPARATIONS
from etl.warehouse.marts.people import (
    ELIGIBILITY,
    ELIGIBLE_BY,
    FEEDER_SUMS,
    ON_BOARD,
    ON_BOARD_BY,
    PARTIAL_MONTHS,
    SUMS,
    WORKFORCE,
    WORKFORCE_BY,
)
from etl.warehouse.marts.registers import AGENCY, AGENCY_MEMBER, EVENT, LABEL, SUCCESSION
from etl.warehouse.marts.table import ENUM

__all__ = ["ELIGIBILITY", "ENUM_COLUMNS", "FEEDER_SUMS", "MARTS", "META", "SUMS"]

# In the order they are filled: on_board takes the pay ceiling from published, agency_member reads agency, coverage
# reads known_months, partial_months the workforce and the successions.
MARTS = (
    PUBLISHED,
    AGENCY,
    AGENCY_MEMBER,
    ELIGIBILITY,
    ON_BOARD,
    ON_BOARD_BY,
    WORKFORCE,
    WORKFORCE_BY,
    ELIGIBLE_BY,
    SEPARATIONS,
    ACCESSIONS,
    POSITIONS,
    DEMOGRAPHICS,
    KNOWN_MONTHS,
    COVERAGE,
    LABEL,
    SOURCES,
    EVENT,
    SUCCESSION,
    PARTIAL_MONTHS,
    EXPLANATION,
    RECOUNT,
)

ENUM_COLUMNS = sorted({column.name for mart in MARTS for column in mart.columns if column.type == ENUM})
