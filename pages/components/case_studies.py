"""Case studies, the rating scale that one of them used, and the links between them and the health pages."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from metrics import formatting
from metrics.definitions import catalog
from metrics.definitions.catalog import find
from pages import CONTENTS
from pages.content import loader
from pages.content.models import Story
from pages.small_print import small
from pages.state import url_state
from pages.state.replay import drawn_once

CASE_STUDIES = "pages/reform/case_studies.py"
ALL_THEMES = "All themes"


def ways_to(indicators: Iterable[str]) -> None:
    """A link for each health page that shows one of the indicators; none for a theme that has no page."""
    health = {page.title: page for page in CONTENTS["Health"]}
    themes = dict.fromkeys(find(name).theme for name in indicators)
    pages = [health[theme] for theme in themes if theme in health]
    if pages:
        with st.container(horizontal=True):
            for page in pages:
                st.page_link(f"pages/{page.script}", icon=page.icon)


@drawn_once
def cases_about(theme: str) -> None:
    """The case studies on a theme, by title, with the way to them; nothing where there is none."""
    told = [story.title for story in loader.case_studies() if theme in story.themes]
    if told:
        st.subheader("What agencies have tried", anchor=False)
        small(" · ".join(told))
        label = "Read the case study" if len(told) == 1 else f"Read the {len(told)} case studies"
        st.page_link(CASE_STUDIES, label=label, icon=":material/menu_book:", query_params={"theme": theme})


def case_studies() -> None:
    """How many are told, the choice of a theme, and the stories on it."""
    told = loader.case_studies()
    named = {name for story in told for name in story.indicators}
    st.markdown(
        f"**{len(told)} case studies bear on {len(named)} of the {len(catalog.METRICS)} indicators.** Each is retold "
        "from one document: an account of what was tried, not a proof that it works."
    )
    themes = [theme for theme in dict.fromkeys(metric.theme for metric in catalog.METRICS) if _about(theme, told)]
    theme = url_state.one("theme", "Theme", {ALL_THEMES: "", **{name: name for name in themes}}, is_row=True)
    url_state.say_what_was_passed_over()
    for story in _about(theme, told) if theme else told:
        with st.container(border=True):
            _story(story)


def _about(theme: str, told: Iterable[Story]) -> list[Story]:
    return [story for story in told if theme in story.themes]


@drawn_once
def _story(story: Story) -> None:
    st.subheader(story.title, anchor=False)
    small(f"{story.office} · {story.when}")
    before, after = st.columns(2, gap="medium")
    before.markdown(f"**Problem.** {story.problem}\n\n**What was done.** {story.done}")
    note = f"\n\n**Note.** {story.note}" if story.note else ""
    after.markdown(f"**Result.** {story.result}\n\n**Lesson.** {story.lesson}{note}")
    titles = formatting.join_names(find(name).title for name in story.indicators)
    small(f"Bears on: {titles}.")
    ways_to(story.indicators)
    small(f"Source: {story.source}.")


@drawn_once
def rating_scale() -> None:
    """The scale by which answers in the behavior-based interview were rated, as a table."""
    scale = loader.rating_scale()
    st.subheader("How answers in the behavior-based interview were rated", anchor=False)
    rows = [
        {
            "Level": f"{level.number} {level.name}",
            "What it means": level.meaning,
            "Answers of that level, for example": f"{'; '.join(level.examples)}.",
        }
        for level in scale.level
    ]
    st.table(rows, hide_index=True, border="horizontal", alt="The five levels of the rating scale, highest first")
    small(f"Source: {scale.source}.")
