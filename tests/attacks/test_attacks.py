"""The attacks that no other test is, a few of each: what they find wrong would be told."""

from pathlib import Path

import pytest

from tests.attacks import files, kills

pytestmark = pytest.mark.slow


def test_malicious_files_are_refused_in_a_sentence_and_cost_nothing(tmp_path: Path) -> None:
    claims = files.attack(tmp_path, 3)
    assert [claim for claim in claims if not claim.holds] == []
    assert claims[0].figure == "3, 0"


def test_loads_and_builds_that_are_killed_succeed_when_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SES_DATA", str(tmp_path))
    claims = kills.kill(tmp_path, 2)
    assert [claim for claim in claims if not claim.holds] == []
    assert claims[0].figure == "2"


def test_loss_or_a_traceback_is_a_fault() -> None:
    assert files.Outcome("a", 1, "One sentence.", is_as_before=True).fault == ""
    assert "not as it was" in files.Outcome("a", 1, "One sentence.", is_as_before=False).fault
    assert "2 lines" in files.Outcome("a", 1, "One.\nTwo.", is_as_before=True).fault
    assert "traceback" in files.Outcome("a", 1, "Traceback (most recent", is_as_before=True).fault
    assert "status -9" in files.Outcome("a", -9, "", is_as_before=True).fault
