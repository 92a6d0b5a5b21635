"""Serves the dashboard, or the bare page where something recorded is named, as serve.py does, but sooner forgets."""

import os
from pathlib import Path

import streamlit
from streamlit import config

import serve

FORGETS_AFTER = 5
"""Seconds for which a session is kept for a reader who may come back; two minutes, unless it is measured."""

if __name__ == "__main__":
    config.set_option("server.disconnectedSessionTTL", FORGETS_AFTER)
    if "SES_RECORDED" in os.environ:
        serve.app = serve.build_shell(streamlit.App(Path(__file__).with_name("pages_bare.py")))
    serve.main()
