"""What every test may lean on: the repository root and the real files kept beside the project."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's top folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real OPM and Plum Book files beside the project; a test that needs it skips elsewhere."""
    folder = ROOT.parent / "shared"
    if not (folder / "extracts").is_dir():
        pytest.skip("the real extracts are kept beside the project (../shared), not in it")
    return folder
