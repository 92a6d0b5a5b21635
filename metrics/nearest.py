"""What someone may have meant: the known words nearest to a mistyped one, whatever its case."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str], cutoff: float = 0.4) -> list[str]:
    """Up to three known words that resemble the word, or numbers beside it, best first; none where nothing does."""
    spelled = {candidate.casefold(): candidate for candidate in known}
    found = [spelled[match] for match in get_close_matches(word.casefold(), spelled, n=3, cutoff=cutoff)]
    if not found and all(each.isdecimal() for each in (word, *spelled)):
        return sorted(spelled, key=lambda each: (abs(int(each) - int(word)), int(each)))[:3]
    return found
