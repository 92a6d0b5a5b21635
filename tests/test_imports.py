"""The direction of imports: dashboard to pages to metrics, and etl alone; they meet only in the warehouse file."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

OURS = {"dashboard", "etl", "metrics", "pages", "serve", "tuning", "web"}


def imports(path: Path) -> set[str]:
    """Top-level names that a file imports, at any depth of its code."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def breaches(paths: Iterator[Path], forbidden: set[str], exempt: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {', '.join(sorted(imports(path) & forbidden))}"
        for path in paths
        if imports(path) & forbidden and not str(path.relative_to(ROOT)).startswith(exempt or ("\0",))
    ]


def test_etl_stands_alone() -> None:
    assert breaches(files("etl"), {"streamlit", "plotly"} | OURS - {"etl"}) == []


def test_only_download_speaks_to_servers() -> None:
    assert breaches(files("etl"), {"requests", "urllib3"}, ("etl/publishers/download.py",)) == []


def test_every_address_of_a_publisher_stands_in_one_file() -> None:
    others = (path for path in files("etl") if path.name != "addresses.py")
    hosts = ("data.opm.gov/", "escs.opm.gov", "huggingface.co", "https://data.opm", "https://www.opm")
    assert [(path.name, host) for path in others for host in hosts if host in path.read_text("utf-8")] == []


def test_metrics_know_nothing_of_screens_or_loading() -> None:
    assert breaches(files("metrics"), {"streamlit"} | OURS - {"metrics"}) == []


def test_only_query_and_warehouse_touch_duckdb_in_metrics() -> None:
    assert breaches(files("metrics"), {"duckdb"}, ("metrics/query/answer.py", "metrics/warehouse.py")) == []


def test_only_charts_touch_plotly_in_metrics() -> None:
    assert breaches(files("metrics"), {"plotly"}, ("metrics/charts", "metrics/export/")) == []


def test_pages_lean_on_metrics_only() -> None:
    assert breaches(files("pages"), {"duckdb"} | OURS - {"pages", "metrics"}) == []


def test_the_shell_knows_nothing_of_what_it_serves() -> None:
    assert breaches(files("web"), {"streamlit", "duckdb", "pandas"} | OURS - {"web"}) == []


def test_page_scripts_compose_and_never_compute() -> None:
    computing = {"duckdb", "plotly", "pandas", "numpy", "metrics"}
    assert breaches(files("pages/summary", "pages/health", "pages/reform", "pages/reference"), computing) == []


def test_the_entry_leans_on_pages_and_metrics() -> None:
    assert imports(ROOT / "dashboard.py") & OURS <= {"metrics", "pages"}


def test_answers_read_only_marts_and_meta() -> None:
    forbidden = {"staged", "raw", "reference", "used", "main"}
    found = [
        f"{path.relative_to(ROOT)} reads {', '.join(sorted(read))}"
        for path in files("metrics", "pages")
        if (read := forbidden & set(re.findall(r"\b(?:from|join) (\w+)\.\w", path.read_text(encoding="utf-8"))))
    ]
    assert not found, "\n".join(found)
