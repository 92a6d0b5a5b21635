"""The opening of a page: its answer in sentences written from the data, the first in bold, an agency named once."""

from collections.abc import Iterable

import streamlit as st

from metrics.text.briefing import drop_repetitions
from pages.state import filters


def opening(said: Iterable[str]) -> None:
    """Draw the sentences as one paragraph; there is one at least."""
    first, *others = drop_repetitions(said, filters.view().agency)
    st.markdown(" ".join([f"**{first}**", *others]))
