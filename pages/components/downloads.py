"""The whole warehouse to be taken away, and how to cite it."""

from collections.abc import Callable
from io import BufferedReader

import streamlit as st

from metrics.export.data import archive
from metrics.export.data.archive import Form
from metrics.open_builds import OPEN_BUILDS
from metrics.text import open_data
from metrics.warehouse import Warehouse
from pages.small_print import small
from pages.state import cache

BUTTONS: dict[Form, str] = {"parquet": open_data.PARQUET, "csv": open_data.CSV}


def whole() -> None:
    """Every table in one archive, made when it is asked for."""
    st.subheader("Take the data with you", anchor=False)
    small(open_data.WHOLE, open_data.ADDRESSES)
    held = cache.warehouse()
    with st.container(horizontal=True):
        for form, label in BUTTONS.items():
            st.download_button(
                label,
                data=_when_asked(held, form),
                file_name=archive.format_name(held, form),
                mime="application/zip",
                icon=":material/download:",
                on_click="ignore",
                key=f"whole {form}",
            )


def _when_asked(held: Warehouse, form: Form) -> Callable[[], BufferedReader]:
    """What gives the archive once its button is clicked; it runs outside the page, so it is told which build.

    It does not hold the build open: a page may stand in a browser for days.
    """
    build, with_sample = held.build_id, held.with_sample
    return lambda: archive.find_archive(OPEN_BUILDS.find(build, with_sample=with_sample), form).open("rb")


def citation() -> None:
    """How to cite the data, to be copied."""
    held = cache.warehouse()
    st.subheader("How to cite", anchor=False)
    st.code(open_data.write_citation(held.build_id, held.built_at), language=None, wrap_lines=True)
    small(open_data.CITE_SOURCES, open_data.LICENCE)
