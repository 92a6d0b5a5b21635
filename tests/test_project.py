"""The files that others meet first say what is so: what CI installs, containers, forms and workflows."""

from tests.conftest import ROOT


def test_what_tests_need_of_a_machine_stands_where_no_host_of_the_dashboard_takes_it() -> None:
    """Streamlit Community Cloud installs what a packages.txt in the root names, and would install browsers."""
    assert not (ROOT / "packages.txt").exists()
    assert "chromium" in (ROOT / ".ci/apt.txt").read_text("utf-8").split()
    assert "xargs -a .ci/apt.txt " in (ROOT / ".ci/run").read_text("utf-8")
