"""Serves the dashboard, or the bare page where something recorded is named, as serve.py does, but sooner forgets."""

import os
import sys
from pathlib import Path
from typing import Any

import streamlit

import serve

FORGETS_AFTER = 5
"""Seconds for which a session is kept for a reader who may come back; two minutes, unless it is measured."""


class Forgetful:
    """An app that is served as asked but for that; Streamlit takes no such setting from the environment here."""

    def __init__(self, app: streamlit.App) -> None:
        self._app = app

    def run(self, config: dict[str, Any]) -> None:
        """Serve until stopped."""
        self._app.run(config={**config, "server.disconnectedSessionTTL": FORGETS_AFTER})


if __name__ == "__main__":
    # Streamlit looks for modules beside what was started, and finds a pages.py here.
    sys.argv[0] = serve.__file__
    bare = Path(__file__).with_name("pages_bare.py")
    serve.app = Forgetful(streamlit.App(bare) if "SES_RECORDED" in os.environ else serve.app)
    serve.main()
