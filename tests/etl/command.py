"""The loader's command line run inside a test: what it prints, what it complains of, and its exit status."""

from pathlib import Path

from typer.testing import CliRunner, Result

from etl.__main__ import app


def run_etl(data: Path, *words: str, **settings: str) -> Result:
    """Run a command on a data folder, with more settings of the environment if a test has some."""
    environment = {"SES_DATA": str(data)} | settings
    return CliRunner().invoke(app, words, env=environment, catch_exceptions=False)
