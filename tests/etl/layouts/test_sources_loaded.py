"""A sources.csv beside a loaded figures.csv: cited with its figures, and heard on which sources list every agency."""

from pathlib import Path

import duckdb
import pytest

from etl.layouts.registry import PUBLISHED_FIGURES, PUBLISHED_SOURCES
from etl.load import LoadResult, load
from etl.paths import find_places
from tests.etl.staged import Staged
from tests.etl.strange import text_file

pytestmark = pytest.mark.slow

SOURCE = {
    "source_id": "letter_2026",
    "publisher": "Office of Made-up Letters",
    "title": "A letter of executives by agency",
    "year": "2026",
    "address": "https://example.invalid/letter",
}


def figure(agency_code: str, population: str, value: str) -> dict[str, str]:
    return {
        "indicator": "headcount",
        "population": population,
        "agency": agency_code and f"Agency {agency_code}",
        "agency_code": agency_code,
        "as_of": "2026-03-31",
        "value": value,
        "unit": "people",
        "source_id": "letter_2026",
        "confidence": "high",
    }


FIGURES = [figure("ED", "career", "60"), figure("ED", "noncareer", "10"), figure("DN", "career", "400")]


def loaded(folder: Path, monkeypatch: pytest.MonkeyPatch, source: dict[str, str], what: str) -> LoadResult:
    """Write both files and load one of them, or the folder."""
    monkeypatch.setenv("SES_DATA", str(folder / "data"))
    text_file(folder / "figures.csv", PUBLISHED_FIGURES, FIGURES)
    text_file(folder / "sources.csv", PUBLISHED_SOURCES, [source])
    return load(find_places(), [folder / what])


def query(result: LoadResult, sql: str) -> list[tuple[object, ...]]:
    assert result.build is not None
    with duckdb.connect(str(result.build.path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("what", ["figures.csv", ""])
def test_sources_beside_figures_are_loaded_with_them_and_cited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    result = loaded(tmp_path, monkeypatch, SOURCE, what)
    assert sorted(extract.provenance.name for extract in result.extracts) == ["figures.csv", "sources.csv"]
    assert {extract.provenance.sha256 for extract in result.extracts} == {
        str(sha) for (sha,) in query(result, "select sha256 from meta.extracts where origin like '/%'")
    }
    cited = query(result, "select publisher, title, address from marts.source where source = 'letter_2026'")
    assert cited == [(SOURCE["publisher"], SOURCE["title"], SOURCE["address"])]


@pytest.mark.parametrize(("word", "noncareer"), [("yes", 0.0), ("YES", 0.0), ("no", None), ("", None)])
def test_only_a_complete_source_says_zero_of_an_agency_without_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str, noncareer: float | None
) -> None:
    result = loaded(tmp_path, monkeypatch, SOURCE | {"complete": word}, "figures.csv")
    found = query(
        result,
        "select value from marts.published where source = 'letter_2026' and agency_code = 'DN' "
        "and appointment = 'noncareer'",
    )
    assert found == ([] if noncareer is None else [(noncareer,)])


def test_a_loaded_word_on_completeness_overrules_the_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def zeros(result: LoadResult) -> int:
        note = "derived: absent from a listing that names every agency"
        return len(query(result, f"select 1 from marts.published where source = 'fwd_2025_11' and note = '{note}'"))

    first = loaded(tmp_path, monkeypatch, SOURCE, "figures.csv")
    (tmp_path / "again").mkdir()
    register = SOURCE | {"source_id": "fwd_2025_11", "complete": "no"}
    text_file(tmp_path / "again" / "sources.csv", PUBLISHED_SOURCES, [register])
    assert zeros(first) > 0
    assert zeros(load(find_places(), [tmp_path / "again"])) == 0


def test_a_stranger_called_sources_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SES_DATA", str(tmp_path / "data"))
    path = text_file(tmp_path / "figures.csv", PUBLISHED_FIGURES, FIGURES)
    (tmp_path / "sources.csv").write_text("river,length\nNile,6650\n")
    result = load(find_places(), [path])
    assert [extract.provenance.name for extract in result.extracts] == ["figures.csv"]
    assert list(result.strangers) == [tmp_path / "sources.csv"]


def test_what_a_sources_file_says_unreadably_is_told(tmp_path: Path) -> None:
    rows = [SOURCE | {"year": "soon"}, SOURCE | {"complete": "perhaps"}, SOURCE | {"source_id": ""}]
    staged = Staged(text_file(tmp_path / "sources.csv", PUBLISHED_SOURCES, rows), tmp_path)
    assert staged.found("unreadable_value") == [("source_id", 1), ("year", 1), ("complete", 1)]
    assert staged.found("duplicate_row") == [("source_id", 1)]
    assert (staged.extract.rows_kept, staged.extract.rows_rejected) == (2, 1)
    assert staged.extract.provenance.period_end is None
