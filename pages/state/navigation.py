"""The navigation: every page of the contents, and the one that the reader has open."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from functools import cache

import streamlit as st

from pages import CONTENTS, Page


def opened() -> tuple[st.Page, Page]:
    """Draw the navigation; the open page, ready to run, and its entry in the contents."""
    # A page can be run by one reader at a time, so each run has its own; but to make one, its file is looked for.
    own = {section: {copy(page): entry for page, entry in made.items()} for section, made in _made().items()}
    page = st.navigation({section: list(made) for section, made in own.items()}, position="top")
    return page, next(made[page] for made in own.values() if page in made)


@cache
def _made() -> Mapping[str, Mapping[st.Page, Page]]:
    return {
        section: {
            st.Page(
                f"pages/{entry.script}",
                title=entry.title,
                icon=entry.icon,
                help=entry.help,
                url_path=entry.script.split("/")[-1].removesuffix(".py"),
                default=entry.script == "summary/overview.py",
            ): entry
            for entry in listed
        }
        for section, listed in CONTENTS.items()
    }
