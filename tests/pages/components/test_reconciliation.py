"""Sources says how figures from different places compare, in words and in a table fit to be read."""

from pathlib import Path

import pandas as pd
import pytest

from tests.pages.conftest import Open

pytestmark = pytest.mark.slow


def compared(folder: Path, read_page: Open) -> pd.DataFrame:
    frames = [frame.value for frame in read_page(folder, "reference/sources.py").dataframe]
    return next(frame for frame in frames if "Ours" in frame)


def test_the_sentence_counts_what_the_table_shows(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, "reference/sources.py")
    table = compared(published_folder, read_page)
    agree = int((table["Result"] == "agrees").sum())
    said = "\n".join(str(part.value) for part in app.markdown)
    assert f"{agree} of {len(table)} comparisons agree within 0.5%" in said
    assert "0 unexplained" in said


def test_differences_come_first_and_say_why(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, "reference/sources.py")
    table = compared(published_folder, read_page)
    differs = table["Result"] == "differs, explained"
    assert differs.iloc[: differs.sum()].all()
    assert (table.loc[~differs, "Why"] == "").all()
    told = "\n".join(str(part.value) for part in app.markdown)
    for reason in set(table.loc[differs, "Why"]):
        assert f"- **{reason[:1].upper()}{reason[1:]}**: " in told


def test_comparisons_are_told_in_readers_words(published_folder: Path, read_page: Open) -> None:
    table = compared(published_folder, read_page)
    june = table[(table["Period"] == "June 2015") & (table["Indicator"] == "Executives on board")]
    assert {"7,898", "736"} <= set(june["Ours"])
    assert {"Governmentwide", "Career", "Limited term"} <= set(june["Population"])
    assert not table["Population"].str.contains("=|_").any()
    assert set(june["Published in"]) == {"FedScope employment cube, June 2015 (SES)"}


def test_the_sample_is_not_among_them(sample_folder: Path, read_page: Open) -> None:
    assert set(compared(sample_folder, read_page)["Result"]) <= {"agrees", "differs, explained", "differs, unexplained"}
