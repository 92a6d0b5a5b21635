"""Takes files in, stages them and builds: all of them or none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING

from etl.errors import EtlError
from etl.files.nameless import write_without_names
from etl.files.provenance import Extract, format_iso, read_extracts
from etl.files.raw import INCOMING, Incoming, commit, has_its_hash, is_kept, take_in, take_in_copy
from etl.files.zip_archive import DiskFull, EmptyFile
from etl.layouts.recognise import require_all_parts
from etl.layouts.registry import LAYOUTS
from etl.layouts.spec import Period
from etl.locks import lock_folder
from etl.paths import Places
from etl.staging.executor import Progress
from etl.staging.intake import FoundFile, Intake, look_through, summarize
from etl.staging.store import move_in, remember, stage_again, stage_aside, sweep, take_out
from etl.status import is_behind
from etl.warehouse.publish import withdraw

if TYPE_CHECKING:
    from etl.warehouse.build import BuildResult

OF_ONE_MONTH = ("employment", "separations", "accessions")


class OtherMonth(EtlError):
    """A file of another month than the one it is said to be of."""


class DayOfMany(EtlError):
    """A day given for files it cannot be the day of."""


@dataclass
class LoadResult:
    """What a load did: files staged now, there already, passed over and why, and the build, if one was made."""

    extracts: list[Extract] = field(default_factory=list)
    repeats: list[tuple[Path, Extract]] = field(default_factory=list)
    strangers: dict[Path, str] = field(default_factory=dict)
    build: BuildResult | None = None

    @property
    def samples(self) -> list[Extract]:
        """The synthetic ones of the files staged, which take part in the demonstration only."""
        return [extract for extract in self.extracts if extract.is_sample]


def load(
    places: Places,
    paths: Sequence[Path],
    progress: Progress | None = None,
    origins: Mapping[Path, str] | None = None,
    scheduler: str | None = None,
    *,
    keep_names: bool = False,
    as_of: date | None = None,
    month: date | None = None,
    builds: bool = True,
) -> LoadResult:
    """Load files and folders; a bad file's error leaves nothing of this load and the served build untouched.

    Synthetic files are staged and change no real build: the demonstration that shows them is made when asked for.

    Args:
        places: The folders of the loader.
        paths: Files and folders.
        progress: Told of each step.
        origins: The addresses of downloaded files, to be recorded instead of their paths.
        scheduler: The address of a Dask scheduler whose workers stage, instead of processes of this machine.
        keep_names: Keep a listing of positions in raw/ with the people in it.
        as_of: The day of the one export among the files.
        month: The month of records that do not tell theirs.
        builds: Build afterwards; otherwise the files are staged only.

    Returns:
        Files staged now, files loaded before, strangers with the reason why each is one, and the build, if any.

    Raises:
        EtlError: A file is at fault, another load is running, or the build failed; the kind says how.
    """
    say = progress or _silent
    with _only_loader(places):
        before = read_extracts(places.staged)
        # A file that is gone from raw/ is not known: loading it again puts it back. Nor is one to be kept otherwise.
        earlier = [one for one in before if is_kept(one, places.raw) and _is_as_wanted(one, keep_names, as_of)]
        with TemporaryDirectory(prefix="ses-") as elsewhere:
            intake = look_through(places, paths, earlier, Path(elsewhere))
            _refuse_missing_parts(intake, before)
            _refuse_day_of_none(intake, as_of)
            incoming_files = _take_in(
                places, intake, origins or {}, earlier, paths, Path(elsewhere), keep_names, as_of, say
            )
        if month:
            incoming_files = {
                extract_id: replace(incoming, month=month) for extract_id, incoming in incoming_files.items()
            }
        strangers = _Strangers(intake)
        Thread(target=_import_build).start()
        extracts = stage_aside(places, list(incoming_files.values()), scheduler, say, strangers.pass_over)
        if strangers.faults and not extracts and not intake.repeats:
            raise strangers.faults[0]
        _refuse_other_months(extracts, month)
        result = LoadResult(extracts, intake.repeats, intake.strangers)
        with _undo_on_error(places, extracts):
            for extract in extracts:
                commit(incoming_files[extract.provenance.extract_id], extract, places.raw)
                move_in(places, extract)
            if result.samples:
                withdraw(places.demonstration.warehouse)
            if builds and (len(extracts) > len(result.samples) or is_behind(places)):
                result.build = _build(places, scheduler, say)
    return result


def rebuild(places: Places, progress: Progress | None = None, scheduler: str | None = None) -> BuildResult:
    """Build again from everything loaded, after staging again what another version of the program staged."""
    with _only_loader(places):
        return _build(places, scheduler, progress or _silent)


def _build(places: Places, scheduler: str | None, say: Progress) -> BuildResult:
    from etl.warehouse.build import build

    staging_gaps = stage_again(places, scheduler, say)
    return build(places, lambda sentence: say(sentence, 0, 0), staging_gaps=staging_gaps)


def _import_build() -> None:
    """Import what a build needs, beside the staging: NumPy alone takes a tenth of a second."""
    import etl.warehouse.build  # noqa: F401


def _take_in(
    places: Places,
    intake: Intake,
    origins: Mapping[Path, str],
    earlier: Sequence[Extract],
    paths: Sequence[Path],
    elsewhere: Path,
    keep_names: bool,
    as_of: date | None,
    say: Progress,
) -> dict[str, Incoming]:
    """Files that are new, by extract id; bytes known already are noted.

    Twins of one load are taken once, under the name that tells most.
    """
    earlier_by_id = {extract.provenance.extract_id: extract for extract in earlier}
    incoming_files: dict[str, Incoming] = {}
    telling_first = sorted(intake.files, key=lambda file: (not file.is_asked_for, file.data_file.span is None))
    for number, file in enumerate(telling_first):
        say(f"Taking in {file.path.name}", 0, 0)
        origin, folder = origins.get(file.at, str(file.at)), places.raw / INCOMING / str(number)
        if file.data_file.layout.personal and not keep_names:
            try:
                copy, columns_left_out = write_without_names(file.data_file, folder, places.reference, elsewhere)
            except EmptyFile as error:
                if file.at in paths:
                    raise
                intake.strangers[file.at] = summarize(error)
                continue
            incoming = take_in_copy(file.path, origin, copy, columns_left_out, file.at)
        else:
            incoming = take_in(file.path, origin, folder, file.at, is_made_here=_is_made_here(places, file))
        if file.data_file.layout.period is Period.OF_EXPORT:
            incoming = replace(incoming, as_of=as_of)
        if file.data_file.layout.personal:
            incoming = replace(incoming, keeps_names=keep_names)
        twin = earlier_by_id.get(incoming.extract_id)
        # These bytes are here for the second time anyway: if what raw/ has of them is spoilt, they mend it.
        if twin is not None and has_its_hash(twin, places.raw):
            intake.repeats.append((file.at, twin))
        else:
            incoming_files.setdefault(incoming.extract_id, incoming)
    return incoming_files


def _is_made_here(places: Places, file: FoundFile) -> bool:
    """Was the file downloaded or unpacked by this program, so that nobody else has a hand on it?"""
    return file.path != file.at or places.downloads.resolve() in file.path.resolve().parents


class _Strangers:
    """Files in a folder that looked like files of ours until they were read; they stop nothing even then."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.at = {str(file.at.resolve()): file.at for file in intake.files if not file.is_asked_for}
        self.faults: list[EtlError] = []

    def pass_over(self, incoming: Incoming, error: EtlError) -> bool:
        """Take note of a fault, unless it is one to stop for."""
        if incoming.found_at not in self.at or isinstance(error, DiskFull):
            return False
        self.intake.strangers[self.at[incoming.found_at]] = summarize(error)
        self.faults.append(error)
        return True


def _refuse_other_months(extracts: Sequence[Extract], month: date | None) -> None:
    """A month that is asked for and not the one that a file tells of itself is a slip."""
    for provenance in (extract.provenance for extract in extracts if extract.subject in OF_ONE_MONTH and month):
        if provenance.period_end != format_iso(month):
            raise OtherMonth(
                f"{provenance.name} is of {str(provenance.period_end)[:7]}, as its name or its rows tell, and not of "
                f"{month:%Y-%m}; load it without --month."
            )


def _is_as_wanted(extract: Extract, keep_names: bool, as_of: date | None) -> bool:
    """Is a file that is loaded kept as this load would keep it? Another day or the names take it in once more."""
    provenance = extract.provenance
    is_export = any(one.name == provenance.layout and one.period is Period.OF_EXPORT for one in LAYOUTS)
    return not (keep_names and provenance.left_out) and not (
        as_of and is_export and format_iso(as_of) != provenance.as_of
    )


def _refuse_day_of_none(intake: Intake, as_of: date | None) -> None:
    """A day given for no export would be lost without a word, and for several be wrong of all but one."""
    exports = [file.at.name for file in intake.files if file.data_file.layout.period is Period.OF_EXPORT]
    if as_of is not None and len(exports) > 1:
        raise DayOfMany(f"--as-of is the day of one export, and there are {len(exports)}: load each with its own.")
    if as_of is not None and not exports and intake.files:
        raise DayOfMany(
            "--as-of dates an export of positions (PLUM), and none of these files is one; every other file says itself "
            "of which day it is."
        )


def _refuse_missing_parts(intake: Intake, before: Sequence[Extract]) -> None:
    earlier_parts = [(extract.provenance.layout, extract.provenance.part) for extract in before]
    spans = [(file.data_file.layout.name, file.data_file.span) for file in intake.files]
    require_all_parts(earlier_parts + [(name, span.part) for name, span in spans if span])


@contextmanager
def _only_loader(places: Places) -> Iterator[None]:
    """Hold the folder, and remove what an interrupted load left behind before and after."""

    def sweep_all() -> None:
        shutil.rmtree(places.raw / INCOMING, ignore_errors=True)
        sweep(places)

    with lock_folder(places.staged):
        sweep_all()
        try:
            yield
        finally:
            sweep_all()


@contextmanager
def _undo_on_error(places: Places, extracts: Sequence[Extract]) -> Iterator[None]:
    """Take back what was committed if the rest of the load fails, and put back what it took the place of."""
    contents = {extract.provenance.extract_id: remember(places, extract) for extract in extracts}
    try:
        yield
    except BaseException:
        for extract in extracts:
            extract_id = extract.provenance.extract_id
            take_out(places, extract)
            shutil.rmtree(places.raw / extract_id, ignore_errors=True)
            for path, content in contents[extract_id].items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        raise


def _silent(_what: str, _steps: int, _total: int) -> None:
    """Progress that nobody follows."""
