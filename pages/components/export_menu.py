"""The menu by which a figure leaves the page: slide, workbook, tables, page, picture, link and citation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from metrics import formatting
from metrics.exhibits.exhibit import Exhibit
from metrics.export import formats
from metrics.export.briefing.turns import Turns
from metrics.export.image import framed
from pages.small_print import small

LABEL = "Export"
TURNS = Turns(100)
"""Files of figures are made one at a time, of half a second each at most, while readers open pages beside them."""
SHARP = 2
"""Pixels of a PNG for each pixel of the screen."""
ICONS = {
    "pptx": ":material/slideshow:",
    "xlsx": ":material/table_view:",
    "csv": ":material/csv:",
    "html": ":material/language:",
    "pdf": ":material/picture_as_pdf:",
}
FILES = ("pptx", "xlsx", "csv", "html")
"""The formats in which a figure is carried away, beside its picture."""


def menu(key: str, make: Callable[[], Exhibit]) -> None:
    """The menu of the figure of that key, closed at first; only when it is opened the figure is made ready to leave."""
    # Not a popover, which stands at the end of the document: the tab key would come to it after all else on the page.
    # Nor a compact fold, whose words are too pale to read.
    place = st.expander(LABEL, icon=":material/download:", key=f"export {key}", on_change="rerun")
    if place.open:
        with place:
            _ways(make(), key)


def _ways(exhibit: Exhibit, key: str) -> None:
    with st.container(horizontal=True):
        for ending in FILES:
            kind = formats.find(ending)
            st.download_button(
                kind.label,
                partial(_write, exhibit, ending),
                f"{exhibit.stem}.{ending}",
                kind.mime,
                icon=ICONS[ending],
                help=formatting.capitalize_first(kind.holds),
                key=f"{ending} {key}",
                on_click="ignore",
            )
        if exhibit.picture and st.button("Picture", icon=":material/image:", key=f"picture {key}"):
            _picture(exhibit)
    small("Link to this view, with the build of its figures")
    st.code(exhibit.link, language=None, wrap_lines=True)
    small("Citation")
    st.code(exhibit.citation, language=None, wrap_lines=True)


def _write(exhibit: Exhibit, ending: str) -> bytes:
    """The file, made when those before it are."""
    with TURNS.take(lambda _before: None):
        return formats.write(exhibit, ending)


@st.dialog("Picture", width="large")
def _picture(exhibit: Exhibit) -> None:
    """The picture as it will arrive, with the browser's own way to save it."""
    kind = st.segmented_control("Format", ["PNG", "SVG"], default="PNG", required=True)
    plot = framed.frame(exhibit)
    wide, high = plot.layout.width, plot.layout.height
    small(
        f"The camera at its top right saves the picture, {wide} × {high} pixels. In a narrow window, move it sideways "
        "to see the whole and to reach the camera."
    )
    size = {"width": wide, "height": high, "scale": SHARP if kind == "PNG" else 1}
    # Moved about in a narrow window, since Streamlit would squeeze the chart there and cut the words around it.
    st.grid(1, min_column_width=wide, wrap=False).plotly_chart(
        plot,
        theme=None,
        width=wide,
        key="picture to save",
        alt=exhibit.picture.alt if exhibit.picture else "",
        config={
            "displayModeBar": True,
            "displaylogo": False,
            "modeBarButtons": [["toImage"]],
            "toImageButtonOptions": {"format": kind.lower(), "filename": exhibit.stem, **size},
        },
    )
