"""The recommendations of the joint policy agenda, each with what shows movement on it or what data is missing."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from metrics import charts
from metrics.charts import Picture
from metrics.charts.theme import Palette
from metrics.definitions.catalog import find
from metrics.definitions.metric import Unit
from metrics.query.answer import select_drawn
from metrics.query.selection import Selection
from metrics.text import agenda as sentences_agenda
from metrics.text.agenda import Sighting
from pages.components import case_studies, figure
from pages.content import loader
from pages.content.models import Recommendation, Sign
from pages.small_print import muted, small
from pages.state import cache, filters
from pages.state.replay import drawn_once

SHAPE = 180
"""Pixels that a spark line keeps; below 150 the browser would cut its end, the latest value."""


@drawn_once
def agenda() -> None:
    """The state of the agenda in a sentence or two, and then its recommendations by area, in their order."""
    listed = loader.agenda()
    seen = [[_sighting(sign) for sign in each.indicators] for each in listed]
    view = filters.view()
    st.markdown(
        f"**{sentences_agenda.write_lead(seen, view.baseline, view.agency)}** {sentences_agenda.describe_rest(seen)}"
    )
    small(f"Asked for by: {loader.agenda_source()}. The directions are those that it asks for, in our own words.")
    numbered = enumerate(zip(listed, seen, strict=True), 1)
    for area, entries in groupby(numbered, key=lambda entry: entry[1][0].area):
        st.subheader(area, anchor=False)
        for number, (recommendation, sightings) in entries:
            with st.container(border=True):
                _recommendation(number, recommendation, sightings)


def _recommendation(number: int, asked: Recommendation, sightings: list[Sighting]) -> None:
    words, signs = st.columns([2, 3], gap="medium")
    with words:
        st.markdown(f"**{number}. {asked.title}**\n\n{asked.asks}\n\n{muted(f'Addressed to: {asked.asked_of}.')}")
    with signs:
        for sign, sighting in zip(asked.indicators, sightings, strict=True):
            _sign(sign, sighting)
        said = {"What has been done": asked.happened, "Missing": asked.missing}
        if told := [muted(f"**{title}.** {words}") for title, words in said.items() if words]:
            st.markdown("\n\n".join(told))
        case_studies.ways_to(sign.name for sign in asked.indicators)


def _selection(sign: Sign) -> Selection:
    asked = filters.view().selection(where=sign.where)
    # A count of agencies is about all of them, whichever one the reader looks at.
    return asked.without("agency_code") if find(sign.name).unit is Unit.AGENCIES else asked


def _sighting(sign: Sign) -> Sighting:
    found = cache.headline(sign.name, _selection(sign), filters.view().baseline)
    return Sighting(find(sign.name), found, sign.wanted)


def _sign(sign: Sign, sighting: Sighting) -> None:
    metric, found = sighting.metric, sighting.found
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container():
            st.markdown(sentences_agenda.write_title(metric, sign.where), help=metric.definition)
            if found is None:
                figure.empty(cache.answer(sign.name, _selection(sign)))
                return
            values, direction = (
                sentences_agenda.format_values(metric, found),
                sentences_agenda.describe_direction(sighting),
            )
            st.markdown(f"{values}  \n{direction}\n\n{muted(sentences_agenda.describe_evidence(found))}")
        if sighting.state == "compared":
            with st.container(width=SHAPE):
                picture = cache.made(_spark, sign.name, _selection(sign), figure.palette())
                figure.chart(picture, key=f"agenda {sign}")


def _spark(name: str, selection: Selection, colours: Palette) -> Picture:
    rows = select_drawn(cache.answer(name, selection)).dropna(subset="value")
    return charts.draw_spark(find(name), rows, colours)
