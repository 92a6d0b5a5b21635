"""What someone may have meant: the known words nearest to a mistyped one, whatever its case."""

from collections.abc import Iterable
from difflib import get_close_matches


def find_nearest(word: str, words: Iterable[str], cutoff: float = 0.4) -> list[str]:
    """Up to three known words that resemble the word, or numbers beside it, best first; none where nothing does."""
    by_spelling = {candidate.casefold(): candidate for candidate in words}
    matches = [by_spelling[match] for match in get_close_matches(word.casefold(), by_spelling, n=3, cutoff=cutoff)]
    if not matches and all(each.isdecimal() for each in (word, *by_spelling)):
        return sorted(by_spelling, key=lambda each: (abs(int(each) - int(word)), int(each)))[:3]
    return matches
