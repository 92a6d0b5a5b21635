"""Small print in the theme's muted ink: Streamlit's own captions fade the text until it is too pale to read."""

import streamlit as st


def small(text: str) -> None:
    """A line of small, muted text."""
    st.markdown(muted(text))


def muted(text: str) -> str:
    """The text small and muted, for a place that takes Markdown; brackets would end the colour early."""
    return f":small[:gray[{text.replace('[', '(').replace(']', ')')}]]"
