"""The dashboard: page settings, navigation, the filters every page shares, and then the page itself."""

from pathlib import Path

import streamlit as st

from metrics.errors import MetricsError
from pages import CONTENTS
from pages.ui import annotated, filters, link, warehouse

# A named Material symbol would be fetched from a public address: the browser tab has an icon of our own.
ICON = Path(__file__).with_name("static") / "icon.svg"

st.set_page_config(page_title="SES health", page_icon=ICON, layout="wide")

entries = {
    st.Page(
        f"pages/{entry.script}",
        title=entry.title,
        icon=entry.icon,
        help=entry.help,
        url_path=entry.script.split("/")[-1].removesuffix(".py"),
        default=entry.script == "summary/overview.py",
    ): (section, entry)
    for section, listed in CONTENTS.items()
    for entry in listed
}
chosen = st.navigation(
    {section: [page for page, (where, _) in entries.items() if where == section] for section in CONTENTS},
    position="top",
)

try:
    warehouse.take_the_current_build()
    corner = filters.heading(entries[chosen][1])
    if entries[chosen][1].has_trends:
        annotated.choice(corner)
    chosen.run()
    link.copy(corner)
except MetricsError as problem:
    st.info(str(problem), icon=":material/info:")
