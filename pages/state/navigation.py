"""The navigation: every page of the contents, and the one that the reader has open."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from copy import copy
from functools import cache

import streamlit as st

from pages import CONTENTS, Page

FRONT = "summary/overview.py"
"""The page that has no name in its address."""


def declare() -> None:
    """Tell Streamlit, before there is any reader, that the app navigates by itself.

    Until a navigation has been drawn once, it takes a folder called pages/ for its old kind of app, and answers a first
    visit by deep link with "Page not found".
    """
    # It warns that nobody is there to see this one.
    logging.disable()
    try:
        st.navigation([st.Page(declare)])
    finally:
        logging.disable(logging.NOTSET)


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
                url_path=_last_step(entry),
                default=entry.script == FRONT,
            ): entry
            for entry in listed
        }
        for section, listed in CONTENTS.items()
    }


def addresses() -> Mapping[str, str]:
    """The address of a page below the root by every word that the navigation has for it.

    A section's word, where no page has the same, is the address of its first page.

    Returns:
        Addresses by word.
    """
    entries = [entry for listed in CONTENTS.values() for entry in listed]
    own = {entry: "" if entry.script == FRONT else _last_step(entry) for entry in entries}
    words = {section: own[listed[0]] for section, listed in CONTENTS.items()}
    words |= {entry.heading: address for entry, address in own.items()}
    return words | {word: address for entry, address in own.items() for word in (entry.title, _last_step(entry))}


def _last_step(entry: Page) -> str:
    return entry.script.split("/")[-1].removesuffix(".py")
