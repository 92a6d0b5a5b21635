"""A really started server on the published figures, attacked over loopback."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.strangers import BlackHole
from tests.browser.server import Server, running


@pytest.fixture(scope="package")
def black_hole() -> Iterator[BlackHole]:
    """Where every call out of the house would end, and is counted."""
    proxy = BlackHole()
    yield proxy
    proxy.end()


@pytest.fixture(scope="package")
def server(shipped_data: Path, black_hole: BlackHole, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard on the published figures; its calls out of the house would go to the black hole."""
    away: dict[str, Any] = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), black_hole.address)
    with running(shipped_data, tmp_path_factory.mktemp("server"), **away) as started:
        yield started
