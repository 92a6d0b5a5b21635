"""The words of an address: which are known, and none said twice that can be said once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.errors import MetricsError
from metrics.nearest import find_nearest
from metrics.query.request import Question, parse_question

MANY = ("by", "where")
ONCE = ("from", "to", "window", "sources", "baseline")
SAMPLE = "sample"
WORDS = (*MANY, *ONCE, SAMPLE)
"""What may be said of an indicator; the same as at the command line."""

LONGEST = 200
MOST = 200


class UnknownWord(MetricsError):
    """An address says what means nothing here, or says it once too often."""


@dataclass(frozen=True)
class QueryParams:
    """The words of an address in the order given, each with its value."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, str]], vocabulary: Sequence[str] = ()) -> QueryParams:
        """The words, if every one is known; raises UnknownWord with the nearest and all of them."""
        if len(pairs) > MOST:
            raise UnknownWord(f"an address may say {MOST} words at most, and this one says {len(pairs):,}")
        for word, value in pairs:
            if max(len(word), len(value)) > LONGEST:
                raise UnknownWord(f"{word[:LONGEST]}: no word or value may be longer than {LONGEST} characters")
            if word not in vocabulary:
                near = find_nearest(word, vocabulary)
                suggestion = f"; nearest: {', '.join(near)}" if near else ""
                has = f"known here: {', '.join(vocabulary)}" if vocabulary else "nothing may be said here"
                raise UnknownWord(f"unknown word '{word}'{suggestion}; {has}")
        return cls(tuple(pairs))

    def all(self, word: str) -> list[str]:
        """Every value of a word that may be repeated."""
        return [value for key, value in self.pairs if key == word]

    def one(self, word: str) -> str | None:
        """The value of a word that is said once, or None."""
        values = self.all(word)
        if len(values) > 1:
            raise UnknownWord(f"{word} is said {len(values)} times; say it once")
        return values[0] if values else None

    @property
    def with_sample(self) -> bool:
        """Whether the demonstration is asked, with its synthetic sample; nobody is shown that unasked."""
        value = self.one(SAMPLE) or "no"
        if value not in ("yes", "no"):
            raise UnknownWord(f"{SAMPLE}: '{value}' is neither yes nor no")
        return value == "yes"

    @property
    def question(self) -> Question:
        """What is asked of an indicator; raises UnreadableWord for what is not written as it must be."""
        start, end, window, sources, baseline = (self.one(word) for word in ONCE)
        return parse_question(self.all("by"), self.all("where"), start, end, window, sources, baseline)
