"""The hosted entry: serves the dashboard and the open data on one address, as `make run` does."""

import argparse
import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit
from streamlit import file_util

from metrics.api.routes import ROUTES
from metrics.export.briefing.workshop import WORKSHOP
from pages.state import navigation, rehearsal
from pages.state.placeless import Placeless
from web.run import run
from web.settings import Settings, UnreadableSetting
from web.shell import Shell

WORKSHOP_AFTER = 10.0
"""Seconds after the start at which the process that makes briefings is opened."""


def apologise(problem: Exception) -> bool:
    """Put one sentence where a page failed, and the reason into the log."""
    logging.getLogger("dashboard").error("A page could not be drawn.", exc_info=problem)
    streamlit.error("This page could not be drawn. Reload it to try again; the reason is in the server's log.")
    return True


try:
    settings = Settings.read()
except UnreadableSetting as problem:
    sys.exit(str(problem))

navigation.declare()


def build_shell(dashboard: streamlit.App) -> Shell:
    """All that is served, around a dashboard."""
    static = Path(file_util.get_static_dir())
    return Shell(Placeless(dashboard), ROUTES, settings, static, navigation.addresses())


async def open_workshop() -> None:
    """Have the process that makes briefings stand ready, once the first readers have been served."""
    await asyncio.sleep(WORKSHOP_AFTER)
    await asyncio.to_thread(WORKSHOP.keep_ready)


@asynccontextmanager
async def keep_ready(dashboard: streamlit.App) -> AsyncIterator[None]:
    """Make every new build ready for readers, and the workshop for briefings, while the server runs."""
    tasks = [asyncio.create_task(each) for each in (rehearsal.keep_ready(dashboard), open_workshop())]
    yield
    for task in tasks:
        task.cancel()
    WORKSHOP.close()


app = build_shell(
    streamlit.App(Path(__file__).with_name("dashboard.py"), on_script_error=apologise, lifespan=keep_ready)
)


def main() -> None:
    """Read the address from the command line and serve until stopped."""
    parser = argparse.ArgumentParser(prog="serve.py", description=__doc__)
    parser.add_argument("--port", type=int, default=8501, help="port to listen on (default 8501)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 serves a whole network")
    parser.add_argument("--open", action="store_true", help="open the dashboard in a browser")
    wanted = parser.parse_args()
    sys.argv = sys.argv[:1]
    run(app, wanted.host, wanted.port, settings.base_path, opens_browser=wanted.open)


if __name__ == "__main__":
    main()
