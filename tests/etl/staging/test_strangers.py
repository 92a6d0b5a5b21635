"""A folder as people have it: what is ours is loaded, strangers are named in one line each and stop nothing."""

import gzip
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.layouts.data_opm import FWD_EMPLOYMENT
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from etl.load import LoadResult, load
from etl.staging.intake import NothingToLoad
from tests.etl.command import run_etl
from tests.etl.strange import EXECUTIVE, MONTH_EXECUTIVE, as_parquet, cube, table_text, text_file
from tests.etl.world import World

pytestmark = pytest.mark.slow

GOOD = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE] * 3)
ON_BOARD = "select sum(people)::int from marts.on_board where evidence = 'records'"


def a_cube(folder: Path) -> Path:
    return cube(folder / "FedScope_Employment_September_2024.zip", "FACTDATA_SEP2024.TXT", GOOD)


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def written(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def a_month(folder: Path, people: int = 1) -> Path:
    return text_file(folder / "employment_202603_1.txt", FWD_EMPLOYMENT, [MONTH_EXECUTIVE] * people)


def damaged_parquet(folder: Path, name: str) -> Path:
    """Parquet with a sound beginning and end, and nonsense for its rows."""
    path = as_parquet(a_month(folder.parent / "aside", 400), FWD_EMPLOYMENT)
    content = bytearray(path.read_bytes())
    content[4:1_500] = bytes(len(content[4:1_500]))
    return written(folder / name, bytes(content))


def locked(folder: Path) -> Path:
    path = zipped(folder / "payslip.zip", {"photo.jpg": b"x" * 99})
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return written(path, bytes(content))


def cut(folder: Path, name: str = "holiday.zip") -> Path:
    path = zipped(folder / name, {"photo.jpg": os.urandom(3_000)})
    return written(path, path.read_bytes()[:1_500])


STRANGERS: list[tuple[Callable[[Path], Path], str]] = [
    (locked, "payslip.zip is locked with a password"),
    (cut, "holiday.zip is not a whole zip file"),
    (lambda folder: cut(folder, "FedScope_Employment_June_2024.zip.crdownload"), "is a download that has not ended"),
    (lambda folder: cut(folder, "abc.part"), "abc.part is a download that has not ended"),
    (lambda folder: zipped(folder / "tool.zip", {"/abs/x.txt": b"x"}), "tool.zip holds the path '/abs/x.txt'"),
    (lambda folder: zipped(folder / "vm.zip", {"disk.img": bytes(80 * 2**20)}), "vm.zip would unpack disk.img"),
    (lambda folder: zipped(folder / "app.jar", {"a/B.class": b"\xca\xfe"}), "app.jar matches no known layout"),
    (lambda folder: zipped(folder / "all.zip", {"a.txt": b"a,b\n", "b.csv": b"c,d\n"}), "all.zip matches no known"),
    (
        lambda folder: written(folder / "mine.parquet", b"PAR1" + bytes(100)),
        "mine.parquet is a Parquet file without",
    ),
    (lambda folder: written(folder / "tiny.dat", b"PAR1"), "tiny.dat cannot be read as Parquet"),
    (lambda folder: damaged_parquet(folder, "mine.parquet"), "mine.parquet cannot be read as fwd_employment"),
    (lambda folder: written(folder / "figures.csv", b"a,b\n1,2\n"), "figures.csv matches no known layout"),
    (lambda folder: written(folder / "indicators (2).csv", b""), "indicators (2).csv is empty"),
    (lambda folder: written(folder / "plum_export_notes.csv", b"a;b\n1;2\n"), "plum_export_notes.csv matches no known"),
    (lambda folder: written(folder / "picture.raw", b"\x89\0\0\0"), "picture.raw holds NUL bytes"),
    (lambda folder: written(folder / "page.html", b"<html><body>"), "page.html is a web page"),
    (lambda folder: written(folder / "DTagy.txt", b"AGY,AGYT\n"), "DTagy.txt is the inside of a zip"),
    (lambda folder: written(folder / "x.gz", gzip.compress(b"a,b\n")), "x matches no known layout"),
    (lambda folder: written(folder / "letter.pdf", b"%PDF-1.7\0"), "letter.pdf is a PDF document"),
]


def test_strangers_beside_a_cube_are_named_a_line_each_and_stop_nothing(built: World, tmp_path: Path) -> None:
    folders = [tmp_path / str(number) / "files" for number in range(len(STRANGERS))]
    for folder, (stranger, _) in zip(folders, STRANGERS, strict=True):
        stranger(folder)
    a_cube(folders[0])
    result = run_etl(built.places.raw.parent, "load", *map(str, folders))
    assert result.exit_code == 0, result.stderr
    lines = [line for line in result.stdout.splitlines() if line.startswith("Passed over: ")]
    assert len(lines) == len(STRANGERS)
    assert [words for _, words in STRANGERS if not any(words in line for line in lines)] == []
    assert built.value(ON_BOARD) == 3


@pytest.mark.parametrize(("stranger", "words"), STRANGERS, ids=[words for _, words in STRANGERS])
def test_a_stranger_alone_stops_no_cube_beside_it(
    stranger: Callable[[Path], Path], words: str, world: World, tmp_path: Path
) -> None:
    a_cube(tmp_path / "files")
    stranger(tmp_path / "files")
    ((_, reason),) = load(world.places, [tmp_path / "files"], builds=False).strangers.items()
    assert words in reason
    assert world.staged() == [("2024-09-30", 3)]


@pytest.mark.parametrize(("stranger", "words"), STRANGERS[:12], ids=[words for _, words in STRANGERS[:12]])
def test_the_same_stranger_named_is_refused_with_its_reason(
    stranger: Callable[[Path], Path], words: str, built: World, tmp_path: Path
) -> None:
    path = stranger(tmp_path / "files")
    result = run_etl(built.places.raw.parent, "load", str(path))
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert words in result.stderr
    assert list(built.places.raw.glob("*")) == []


@pytest.mark.parametrize(
    "damaged",
    [
        lambda folder: cut(folder, "FedScope_Employment_June_2024.zip"),
        lambda folder: damaged_parquet(folder, "employment_202603_1.parquet"),
        lambda folder: written(folder / "separations_202603_1.txt", b""),
        lambda folder: written(folder / "employment_202603.txt.gz", gzip.compress(b"a" * 999)[:-9]),
        lambda folder: written(folder / "employment_202603_1.txt", b"<!DOCTYPE html><html>"),
    ],
)
def test_a_damaged_file_that_is_ours_by_name_stops_the_folder(
    damaged: Callable[[Path], Path], built: World, tmp_path: Path
) -> None:
    a_cube(tmp_path / "files")
    path = damaged(tmp_path / "files")
    result = run_etl(built.places.raw.parent, "load", str(tmp_path / "files"))
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert path.name.removesuffix(".gz") in result.stderr
    assert list(built.places.raw.glob("*")) == []


def test_a_folder_of_strangers_alone_says_why_of_one(built: World, tmp_path: Path) -> None:
    written(tmp_path / "notes.txt", b"remember the milk\n")
    written(tmp_path / "cube.7z", b"7z\xbc\xaf\x27\x1c" + bytes(30))
    with pytest.raises(NothingToLoad, match=r"No file of a known layout in .*: cube.7z is a 7-Zip archive; unpack it"):
        load(built.places, [tmp_path])


def three_staged(world: World, path: Path, *, builds: bool = False) -> LoadResult:
    """The load of a file with three executives."""
    result = load(world.places, [path], builds=builds)
    assert [people for _, people in world.staged()] == [3]
    return result


def in_zip(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


MAC = {
    "__MACOSX/._x.txt": b"\0\5\x16\7",
    "months/._employment_202603_1.txt": b"\0\5\x16\7",
    "months/.DS_Store": b"\0\0",
}


@pytest.mark.parametrize(
    "wrap", ["zip", "zip in zip", "gzip", "gzip in zip", "parquet in zip", "mac", "nameless in zip"]
)
def test_a_file_is_loaded_out_of_whatever_wraps_it_and_known_again(wrap: str, world: World, tmp_path: Path) -> None:
    month = a_month(tmp_path / "aside", 3)
    content, name = month.read_bytes(), month.name
    if wrap == "gzip":
        path = written(tmp_path / "files" / f"{name}.gz", gzip.compress(content))
    else:
        members = {
            "zip": {name: content},
            "zip in zip": {f"opm/{name}.zip": in_zip(name, content)},
            "gzip in zip": {f"{name}.gz": gzip.compress(content)},
            "parquet in zip": {"employment_202603_1.parquet": as_parquet(month, FWD_EMPLOYMENT).read_bytes()},
            "mac": {f"months/{name}": content} | MAC,
            "nameless in zip": {"download.csv": content, "read me.txt": b"hello\n", "a.jpg": b"\xff\xd8\0"},
        }[wrap]
        path = zipped(tmp_path / "files" / "opm.zip", members)
    builds = wrap == "zip in zip"  # what it came in is no matter to a build: one is enough
    result = three_staged(world, path, builds=builds)
    assert [one.provenance.period_end for one in result.extracts] == ["2026-03-31"]
    assert not builds or world.value(ON_BOARD) == 3
    again = three_staged(world, path, builds=builds)
    assert (again.extracts, len(again.repeats), again.build) == ([], 1, None)


def test_a_cube_in_a_zip_of_zips_is_loaded(world: World, tmp_path: Path) -> None:
    packed = a_cube(tmp_path / "aside")
    three_staged(world, zipped(tmp_path / "opm.zip", {packed.name: packed.read_bytes(), "letter.pdf": b"%PDF-"}))


def test_zips_in_zips_end_somewhere(built: World, tmp_path: Path) -> None:
    content = a_month(tmp_path / "aside").read_bytes()
    for depth in range(5):
        content = in_zip(f"{depth}.zip" if depth else "employment_202603_1.txt", content)
    path = written(tmp_path / "deep.zip", content)
    result = run_etl(built.places.raw.parent, "load", str(path))
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_a_gzip_that_grows_beyond_reason_is_not_unpacked(built: World, tmp_path: Path) -> None:
    path = written(tmp_path / "employment_202603_1.txt.gz", gzip.compress(bytes(80 * 2**20)))
    result = run_etl(built.places.raw.parent, "load", str(path))
    assert (result.exit_code, "unpacks to more than any OPM file" in result.stderr) == (1, True)
