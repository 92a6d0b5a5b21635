"""The dashboard: page settings, navigation, the filters every page shares, and then the page itself."""

import logging
from pathlib import Path

import streamlit as st

from metrics.errors import MetricsError, NoWarehouse
from pages.state import cache, demonstration, event_marks, filters, navigation, renewal, share_link

# A named Material symbol would be fetched from a public address: the browser tab has an icon of our own.
ICON = Path(__file__).with_name("static") / "icon.svg"

st.set_page_config(page_title="SES health", page_icon=ICON, layout="wide")

page, entry = navigation.opened()

try:
    with cache.current_build():
        demonstration.banner()
        corner = filters.heading(entry)
        demonstration.switch(corner)
        if entry.has_trends:
            event_marks.choice(corner)
        page.run()
        share_link.copy(corner)
        renewal.note(page.url_path)
except MetricsError as problem:
    if isinstance(problem, NoWarehouse):
        logging.getLogger("dashboard").warning("%s", problem)
    st.info(problem.for_readers, icon=":material/info:")
