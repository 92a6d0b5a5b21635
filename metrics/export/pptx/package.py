"""The file of a deck, whose parts are counted as they come: the library looks through all of them for each number."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from pptx.opc.packuri import PackURI
from pptx.package import Package
from pptx.presentation import Presentation as Deck


class Counted(Package):
    """A file that knows how many parts of each kind it has; none is ever taken from it."""

    def __init__(self, pkg_file: str | IO[bytes]) -> None:
        super().__init__(pkg_file)
        self._last: dict[str, int] = {}

    def next_partname(self, tmpl: str) -> PackURI:
        """The name of the next part of a kind."""
        last = self._last.get(tmpl)
        self._last[tmpl] = last + 1 if last else super().next_partname(tmpl).idx or 1
        return PackURI(tmpl % self._last[tmpl])


def open_deck(template: bytes) -> Deck:
    """A deck as its template has it."""
    presentation: Deck = Counted.open(BytesIO(template)).main_document_part.presentation
    return presentation
