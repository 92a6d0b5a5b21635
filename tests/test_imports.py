"""The direction of imports: what the contracts in pyproject.toml hold, broken once each, and what they cannot see."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

OURS = {"dashboard", "etl", "metrics", "pages", "serve", "web"}
PACKAGES = ("etl", "metrics", "pages", "web")
UPWARD = [
    # module, what it must not import, the contract that says so
    ("metrics/definitions/measure.py", "metrics.query.answer", "Each band of metrics imports only bands below it"),
    ("metrics/analysis/peers.py", "metrics.text.headlines", "Each band of metrics imports only bands below it"),
    ("metrics/export/formats.py", "metrics.cli.console", "Each band of metrics imports only bands below it"),
    ("pages/state/filters.py", "pages.components.figure", "Components of pages stand on state, state on content"),
    ("metrics/warehouse.py", "etl.paths", "Loading and answering know nothing of each other"),
    ("etl/load.py", "plotly", "Loading draws nothing and shows nothing"),
    ("etl/load.py", "requests", "One module of loading speaks to servers"),
    ("metrics/query/answer.py", "duckdb", "Answers know nothing of screens, and only the warehouse reads tables"),
    ("metrics/text/headlines.py", "plotly", "Only charts and exports draw"),
    ("pages/components/cards.py", "duckdb", "Pages lean on answers only"),
    ("pages/state/cache.py", "etl.paths", "Pages lean on answers only"),
    ("web/shell.py", "pandas", "The shell knows nothing of what it serves"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and their contracts, where an import may be added."""
    folder = tmp_path_factory.mktemp("program")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def broken(folder: Path) -> list[str]:
    """The contracts that are broken there."""
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )
    found = re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE)
    assert done.returncode == bool(found), done.stdout + done.stderr
    assert "kept" in done.stdout, done.stdout + done.stderr
    return found


def test_no_import_breaks_a_contract() -> None:
    assert broken(ROOT) == []


@pytest.mark.parametrize(("module", "imported", "contract"), UPWARD)
def test_an_import_that_must_not_be_breaks_its_contract(copy: Path, module: str, imported: str, contract: str) -> None:
    path = copy / module
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text(f"{before}\nimport {imported}\n", encoding="utf-8")
        assert contract in broken(copy)
    finally:
        path.write_text(before, encoding="utf-8")


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


def breaches(paths: Iterator[Path], forbidden: set[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {', '.join(sorted(imports(path) & forbidden))}"
        for path in paths
        if imports(path) & forbidden
    ]


def test_nothing_imports_what_is_run() -> None:
    assert breaches(files(*PACKAGES), {"dashboard", "serve"}) == []


def test_every_address_of_a_publisher_stands_in_one_file() -> None:
    others = (path for path in files("etl") if path.name != "addresses.py")
    hosts = ("data.opm.gov/", "escs.opm.gov", "huggingface.co", "https://data.opm", "https://www.opm")
    assert [(path.name, host) for path in others for host in hosts if host in path.read_text("utf-8")] == []


COMPONENTS = "pages/components"
PAGE_SCRIPTS = ("pages/summary", "pages/health", "pages/reform", "pages/reference")


def test_page_scripts_compose_and_never_compute() -> None:
    assert breaches(files(*PAGE_SCRIPTS), {"duckdb", "plotly", "pandas", "numpy"}) == []
    from_metrics = {
        f"{path.name} imports {node.module}"
        for path in files(*PAGE_SCRIPTS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("metrics")
        if not re.fullmatch(r"metrics\.exhibits\.(numbers|recipes(\.\w+)?)", str(node.module))
    }
    assert from_metrics == set(), "a page takes recipes and numbers from the metrics, and nothing else"


ARITHMETIC = (ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
COMPUTING = (
    *("sum", "mean", "median", "quantile", "cumsum", "diff", "pct_change", "agg", "groupby", "merge", "pivot"),
    *("nlargest", "nsmallest", "rank", "sort_values", "drop_duplicates", "idxmax", "idxmin"),
)


def arithmetic(code: str) -> list[str]:
    """The lines of a module that compute: with a sign between numbers, or with what tables compute by."""
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(code))
        if (isinstance(node, ast.BinOp) and (isinstance(node.op, ARITHMETIC) or _adds_a_number(node)))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in COMPUTING)
    ]


def _adds_a_number(node: ast.BinOp) -> bool:
    return any(
        (isinstance(side, ast.Constant) and isinstance(side.value, int | float))
        or (isinstance(side, ast.Call) and isinstance(side.func, ast.Name) and side.func.id in ("len", "sum", "int"))
        for side in (node.left, node.right)
    )


def test_pages_and_their_components_hold_no_arithmetic() -> None:
    computed = {path.name: arithmetic(path.read_text(encoding="utf-8")) for path in files(*PAGE_SCRIPTS, COMPONENTS)}
    assert {name: lines for name, lines in computed.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    ["change = latest - before", "share = 100 * some / all_of_them", "rows.nlargest(5, 'value')", "count = len(a) + 1"],
)
def test_arithmetic_is_recognized(line: str) -> None:
    assert arithmetic(line)
    assert not arithmetic('words = "a" + name\nrows = [*one, *two]')


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
