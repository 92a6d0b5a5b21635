"""The errors a question can cause, each one sentence: what, where, and what to do next."""

import re

STEP = r"[^\s\"'();,:\\/]+"
PATHS = (
    re.compile(r"(?<=[\"'])(?:[A-Za-z]:)?[\\/](?:[^\"'\\/]+[\\/])*([^\"'\\/]+)[\\/]?(?=[\"'])"),
    re.compile(rf"(?<![\w.:/\"'-])(?:[A-Za-z]:)?[\\/](?:{STEP}[\\/])*({STEP})[\\/]?"),
)
"""Where a file lies on a machine, in quotation marks with blanks perhaps or without both; and its last step."""


class MetricsError(Exception):
    """Base of every error whose message is meant for the person who asked."""

    @property
    def for_readers(self) -> str:
        """The sentence as strangers may read it: of a file on this machine only the name."""
        sentence = str(self)
        for path in PATHS:
            sentence = path.sub(r"\1", sentence)
        return sentence


class UnknownIndicator(MetricsError):
    """No indicator has the name asked for; `near` are those that resemble it."""

    def __init__(self, sentence: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.near = near


class UnknownBreakdown(MetricsError):
    """The indicator cannot be broken down or filtered by that column."""


class UnknownValue(MetricsError):
    """A filter names a value that the column does not have."""


class UnsoundQuery(MetricsError):
    """The question has no honest answer: a stock summed over time, a ratio averaged, a limit out of its scope."""


class TooManyRows(MetricsError):
    """The answer is longer than may be given at once."""


class CannotWrite(MetricsError):
    """The file, or its folder, does not let itself be written."""


class NoWarehouse(MetricsError):
    """No build has been published yet, or the published one cannot be read."""


class DamagedBuild(NoWarehouse):
    """The build is there and opens, and some of its rows cannot be read: the disk has spoilt them."""


class NoDemonstration(NoWarehouse):
    """The build with the synthetic sample has not been made yet, or not since the real build was made anew."""


class SampleIsOff(MetricsError):
    """A synthetic row came up in a build that is not the demonstration."""
