"""A briefing as a deck: cover, summary, limits, a headline and charts for each theme, peers, method, terms, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

import pandas as pd
from pptx.presentation import Presentation as Deck

from metrics.export.briefing.model import Briefing, Chapter, Told
from metrics.export.pptx import deck_slides, figure, table
from metrics.export.pptx.template import empty

Step = tuple[str, Callable[[Deck], object]]
"""A slide: what it is, and what makes it at the end of the deck."""
ROOM: Final = (870.0, 352.0)
"""How wide and high a table on a slide of its own may be, in points."""
SIZE: Final = 10.0


def make_deck(briefing: Briefing, tell: Told | None = None) -> bytes:
    """The deck as a file; `tell` hears of each slide before it is made."""
    slides = empty()
    steps = [*_steps(briefing)]
    for number, (what, make) in enumerate(steps):
        if tell:
            tell(what, number, len(steps))
        make(slides)
    return figure.save(slides, briefing.title, f"{briefing.whose}, as of {briefing.as_of}", briefing.built_at)


def _steps(briefing: Briefing) -> Iterator[Step]:
    yield "Cover", partial(deck_slides.add_cover, briefing=briefing)
    yield "Summary", partial(deck_slides.add_summary, briefing=briefing)
    if any(each.picture and each.picture.native for each in briefing.limits):
        yield "Limits", partial(deck_slides.add_limits, briefing=briefing)
    for chapter in briefing.chapters:
        # Of a theme without figures the summary says all there is to say.
        if chapter.figures or chapter.exhibits:
            yield from _chapter(briefing, chapter)
    if briefing.standing is not None:
        peers = briefing.standing.drop(columns="Theme", errors="ignore")
        yield from _tables(briefing, f"{briefing.whose} beside the government and its peers", peers)
    yield "Method", partial(deck_slides.add_method, briefing=briefing)
    yield from _tables(briefing, "Definitions", pd.DataFrame(briefing.terms, columns=["Indicator", "Definition"]))
    yield from _tables(briefing, "Sources", deck_slides.format_sources(briefing.sources))


def _chapter(briefing: Briefing, chapter: Chapter) -> Iterator[Step]:
    """A headline with the first chart, then a slide for each further figure."""
    charts = [each for each in chapter.exhibits if each.picture and each.picture.native]
    first = charts[0] if charts else None
    yield chapter.theme, partial(deck_slides.add_headline, briefing=briefing, chapter=chapter, exhibit=first)
    for each in chapter.exhibits:
        if each is not first:
            yield f"{chapter.theme}: {each.title}", partial(figure.add, exhibit=each)


def _tables(briefing: Briefing, title: str, rows: pd.DataFrame) -> Iterator[Step]:
    """A table on as many slides as it needs, its columns alike on all of them."""
    if rows.empty:
        return
    words = table.format_words(rows)
    fit = table.fit_at_size(words, ROOM[0], SIZE)
    pieces = table.split_into_pages(fit, ROOM[1])
    for number, (first, last) in enumerate(pieces, start=1):
        page_title = f"{title}, {number} of {len(pieces)}" if len(pieces) > 1 else title
        part = replace(fit, rows=(fit.rows[0], *fit.rows[1 + first : 1 + last]))
        yield (
            page_title,
            partial(deck_slides.add_table, briefing=briefing, title=page_title, words=words.iloc[first:last], fit=part),
        )
