"""The hosted entry: serves the dashboard on one address, as `make run` does."""

import argparse
import logging
import sys
from pathlib import Path

import streamlit
from streamlit.runtime.pages_manager import PagesManager

from metrics.api.routes import ROUTES
from tuning import tune

# Streamlit takes a folder called pages/ for its old kind of app until the navigation has run once,
# and answers a first visit by deep link with "Page not found". This says beforehand that it is not.
PagesManager.uses_pages_directory = False

tune()


def apologise(problem: Exception) -> bool:
    """Put one sentence where a page failed, and the reason into the log."""
    logging.getLogger("dashboard").error("A page could not be drawn.", exc_info=problem)
    streamlit.error("This page could not be drawn. Reload it to try again; the reason is in the server's log.")
    return True


app = streamlit.App(Path(__file__).with_name("dashboard.py"), routes=ROUTES, on_script_error=apologise)


def main() -> None:
    """Read the address from the command line and serve until stopped."""
    parser = argparse.ArgumentParser(prog="serve.py", description=__doc__)
    parser.add_argument("--port", type=int, default=8501, help="port to listen on (default 8501)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 serves a whole network")
    parser.add_argument("--open", action="store_true", help="open the dashboard in a browser")
    wanted = parser.parse_args()
    sys.argv = sys.argv[:1]
    app.run(
        config={
            "server.port": wanted.port,
            "server.address": wanted.host,
            "server.headless": not wanted.open,
            "browser.serverAddress": wanted.host,
        }
    )


if __name__ == "__main__":
    main()
