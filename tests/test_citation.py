"""CITATION.cff is what the format asks for, and agrees with the rest of the repository."""

import yaml

from etl.version import VERSION
from metrics.text.exports import PROJECT
from metrics.text.open_data import AUTHORS
from tests.conftest import ROOT


def test_citation_file_agrees_with_the_program() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert cited.keys() >= {"cff-version", "message", "title", "authors"}
    assert cited["cff-version"] == "1.2.0"
    assert cited["title"] == PROJECT
    assert cited["authors"] == [{"name": AUTHORS}]
    assert cited["version"] == VERSION
    assert (cited["type"], cited["license"]) == ("software", "MIT")
