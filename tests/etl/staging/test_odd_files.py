"""Files of every layout with odd cells, columns, quotes and bytes: read and accounted for, or refused by name."""

import contextlib
import io
import random
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from etl.errors import EtlError
from etl.layouts.registry import LAYOUTS
from etl.layouts.spec import Layout, TableLayout
from etl.load import load
from etl.paths import find_places
from tests.etl.staged import Staged
from tests.etl.strange import LEAVER, MONTH_EXECUTIVE
from tests.properties import examples

pytestmark = pytest.mark.slow

NAMES = {
    "fwd_employment": "employment_202603_2.txt",
    "fwd_separations": "separations_202603_1.txt",
    "fwd_accessions": "accessions_202603_1.txt",
    "opm_raw_employment": "March_2025_Employment_2.txt",
}
PERIODS = {"fedscope_employment": "202409", "fedscope_separations": "200909", "opm_raw_employment": "202503"}
FITTING = (
    LEAVER
    | MONTH_EXECUTIVE
    | {"as_of": "2024-09-30", "begin_date": "2024-09-30", "fiscal_year": "2024", "horizon_years": "1"}
    | {"value": "12", "positions": "12", "numerator": "3", "denominator": "4", "unit": "people", "book_order": "1"}
    | {"competitive": "5", "excepted": "4", "ses": "3", "unspecified": "0", "category": "Agency"}
    | {"average_salary": "180000", "average_service": "18.5", "agency": "DEPARTMENT OF EDUCATION"}
    | {"indicator": "headcount", "population": "ses", "attribute": "sex", "group": "women", "appointment": "career"}
    | {"appointment_type": "NA", "status": "Filled", "source_id": "gao_plum_2026"}
)
ODD = (
    *("", "*", "**", "REDACTED", "10_OR_LESS", '"', '""', "'", "\\", "\\N", "NaN", "-1", "1e400", "0x1"),
    *("  ", "\t", "é", "\x80", "\ufeff", "名", "#", "=1+1", "3024-13-45", "\x1a", "null", "9" * 14, "a" * 3_000),
)
anything = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=6)  # type: ignore[arg-type]
cells = st.one_of(st.sampled_from(ODD), anything)


@dataclass(frozen=True)
class Oddity:
    """How a file departs from its layout: a share of its cells is odd, which ones is up to `chance`."""

    chance: random.Random
    values: list[str]
    share: float
    rows: int
    encoding: str
    line_end: str
    is_quoted: bool
    has_mark: bool
    damage: list[tuple[float, int]]
    keeps_columns: bool


oddities = st.builds(
    Oddity,
    chance=st.integers(0, 2**32).map(random.Random),
    values=st.lists(cells, min_size=1, max_size=40),
    share=st.sampled_from([0, 0.02, 0.1, 0.5]),
    rows=st.one_of(st.just(0), st.integers(1, 30), st.integers(1, 30), st.integers(1, 30)),
    encoding=st.sampled_from(["utf-8"] * 5 + ["latin-1"] * 2 + ["utf-16"]),
    line_end=st.sampled_from(["\r\n", "\n", "\r"]),
    is_quoted=st.booleans(),
    has_mark=st.booleans(),
    damage=st.one_of(st.just([]), st.just([]), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=3)),
    keeps_columns=st.sampled_from([True] * 4 + [False]),
)


def some(names: Iterable[str], chance: random.Random) -> list[str]:
    names = list(names)
    return chance.sample(names, chance.randint(0, len(names)))


def text_of(table: TableLayout, layout: Layout, odd: Oddity) -> bytes:
    """A table whose header is ours to a degree, in any order, over rows of which some cells are odd."""
    ours = {theirs: ours for ours, theirs in (*table.columns.items(), *table.optional.items())}
    header = [*table.columns.values(), *some(table.optional.values(), odd.chance)]
    if not odd.keeps_columns:
        header = [*some(header, odd.chance), "A new column"]
    odd.chance.shuffle(header)
    fitting = FITTING | {"period_code": PERIODS.get(layout.name, "202603")}
    lines = [header] + [
        [
            odd.chance.choice(odd.values) if odd.chance.random() < odd.share else fitting.get(ours.get(name, ""), "")
            for name in header
        ]
        for _ in range(odd.rows)
    ]
    if odd.is_quoted and layout.quote:
        lines = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line] for line in lines]
    text = "".join(layout.delimiter.join(line) + odd.line_end for line in lines)
    content = bytearray((b"\xef\xbb\xbf" if odd.has_mark else b"") + text.encode(odd.encoding, errors="replace"))
    for place, byte in odd.damage:
        if content:
            content[int(place * (len(content) - 1))] = byte
    return bytes(content)


def odd_file(folder: Path, layout: Layout, odd: Oddity) -> Path:
    path = folder / NAMES.get(layout.name, f"{layout.name}.{'zip' if layout.container == 'zip' else 'csv'}")
    if layout.container == "text":
        path.write_bytes(text_of(layout.tables[0], layout, odd))
        return path
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in layout.tables:
            archive.writestr(table.example, text_of(table, layout, odd))
        for lookup in layout.lookups:
            columns = {name: name for pair in lookup.labels.values() for name in pair}
            archive.writestr(lookup.member, text_of(TableLayout("lookup", columns=columns), layout, odd))
    path.write_bytes(packed.getvalue())
    return path


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@examples(12)
@given(odd=oddities)
def test_an_odd_file_is_accounted_for_or_refused_by_name(
    layout: Layout, odd: Oddity, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("odd")
    path = odd_file(folder, layout, odd)
    try:
        account, refusal = Staged(path, folder).extract, None
    except EtlError as error:
        account, refusal = None, str(error)
    if account is None:
        assert path.name in str(refusal)
        assert "\n" not in str(refusal)
    else:
        assert account.provenance.layout == layout.name
        assert account.rows_read == account.rows_kept + account.rows_counted + account.rows_rejected > 0


@examples(6)
@given(data=st.data())
def test_what_staging_accepts_the_build_accepts(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("all")
    monkeypatch.setenv("SES_DATA", str(folder / "data"))
    readable = []
    for layout in LAYOUTS:
        path = odd_file(folder, layout, data.draw(oddities))
        with contextlib.suppress(EtlError):
            Staged(path, folder / layout.name)
            readable.append(path)
    whole = [path for path in readable if "March_2025" not in path.name]
    assume(whole)
    assert load(find_places(), whole).build is not None
