"""Small print in the theme's muted ink: Streamlit's own captions fade the text until it is too pale to read."""

import streamlit as st

DASH = "–"
"""What stands in a table where a cell is empty: Streamlit would write None, which readers take for a value."""


def small(*texts: str) -> None:
    """Small, muted text, a paragraph each, empty ones left out: one piece of the page, since every piece costs time."""
    if told := [muted(text) for text in texts if text]:
        st.markdown("\n\n".join(told))


def muted(text: str) -> str:
    """The text small and muted, for a place that takes Markdown; brackets would end the colour early."""
    return f":small[:gray[{text.replace('[', '(').replace(']', ')')}]]"
