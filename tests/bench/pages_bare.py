"""The bare Streamlit page against which ours are held: what was recorded of the page that the address names."""

import os
from pathlib import Path

import streamlit as st

from tests.bench.pages_recorded import recorded

st.set_page_config(layout="wide")
recorded(Path(os.environ["SES_RECORDED"]) / st.query_params["page"]).draw_into(st.container())
