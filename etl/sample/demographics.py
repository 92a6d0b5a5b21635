"""Synthetic sex and race counts of executives, which no employment cube has: the template demographics.csv."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from etl.sample.calibration import APPOINTMENTS, Calibration, allot

COLUMNS = ("as_of", "agency_code", "appointment", "attribute", "group", "people", "source")
ATTRIBUTES = {"sex": ("women_share", "women", "men"), "race": ("people_of_color_share", "people_of_color", "white")}
"""Per attribute: the published share, the group it is the share of, and everyone else."""
Row = tuple[str, str, str, str, str, int, str]


def draw_demographics(
    calibration: Calibration, periods: tuple[date, ...], draw: np.random.Generator, source: str
) -> Iterator[Row]:
    """Counts by sex and by race of each period, agency and appointment.

    The government is their sum, so no row of its own could count it twice. Agencies differ by a lasting tilt of their
    own; governmentwide the published share of the appointment type holds.

    Args:
        calibration: The published shares, and the executives of each agency.
        periods: The period ends.
        draw: What the tilts are drawn with.
        source: What the column `source` says.

    Yields:
        A row in the order of `COLUMNS`.
    """
    tilt = np.clip(draw.normal(1.0, 0.15, len(calibration.agency_codes)), 0.6, 1.4)
    for period in periods:
        for appointment in APPOINTMENTS:
            on_board = allot(calibration.on_board(appointment, period), calibration.executive_shares(appointment))
            population = "limited_term" if appointment == "limited_emergency" else appointment
            for attribute, (indicator, group, others) in ATTRIBUTES.items():
                if (indicator, population, "") not in calibration.series:
                    continue
                share = calibration.at(indicator, population, period) / 100
                weights = on_board * tilt
                counts = np.minimum(allot(round(share * int(on_board.sum())), weights), on_board)
                for code, total, people in zip(
                    calibration.agency_codes, on_board.tolist(), counts.tolist(), strict=True
                ):
                    if total:
                        yield period.isoformat(), code, appointment, attribute, group, people, source
                        yield period.isoformat(), code, appointment, attribute, others, total - people, source
