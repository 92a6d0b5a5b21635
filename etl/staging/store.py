"""The folder staged/: files are staged aside, side by side, then moved in; what an old recipe made is made again."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from etl.errors import EtlError
from etl.files.nameless import write_without_names
from etl.files.provenance import Extract, damaged_records, read_provenance, staged_extracts, write_aside
from etl.files.raw import (
    INCOMING,
    PROVENANCE,
    Incoming,
    commit,
    fits_its_hash,
    hash_of,
    is_kept,
    path_in_raw,
    set_aside,
)
from etl.files.zip_archive import TruncatedText, is_parquet
from etl.layouts.recognise import recognise
from etl.layouts.registry import LAYOUTS
from etl.paths import Places
from etl.staging.executor import Progress, cores, executor_of, processes_for
from etl.staging.fingerprint import recipe
from etl.staging.stage import Job, stage

TEMPORARY = ".tmp"


@dataclass(frozen=True)
class Unmended:
    """Files that cannot be staged again, by name.

    They are built in as an `older` version of the program staged them, or `lost` to the build with their record.
    """

    older: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


NOTHING_UNMENDED = Unmended()


def stage_aside(
    places: Places,
    files: Sequence[Incoming],
    scheduler: str | None,
    say: Progress,
    pass_over: Callable[[Incoming, EtlError], bool] | None = None,
) -> list[Extract]:
    """Stage files side by side into a folder of their own each; nothing counts until it is moved in.

    A fault of a file is raised, unless `pass_over` takes note of it and says that the others go on.
    """
    processes = processes_for(file.bytes for file in files)
    threads = 1 if scheduler else max(1, cores() // processes)
    jobs = [Job(file, places.staged / TEMPORARY / file.extract_id, places.reference, threads) for file in files]
    extracts: list[Extract] = []
    say("Staging", 0, len(jobs))
    with executor_of(processes, scheduler) as executor:
        staging = [executor.submit(stage, job) for job in jobs]
        for number, (job, one) in enumerate(zip(jobs, staging, strict=True), start=1):
            try:
                extracts.append(one.result())
            except EtlError as error:
                if pass_over is None or not pass_over(job.incoming, error):
                    raise
            say(f"Staged {job.incoming.name}", number, len(jobs))
    return extracts


def move_in(places: Places, extract: Extract) -> None:
    """Put partitions in place of those the file had before; the record goes last, for it makes the extract count."""
    aside = places.staged / TEMPORARY / extract.provenance.extract_id
    for partition in extract.partitions:
        target = places.staged / partition
        target.parent.mkdir(parents=True, exist_ok=True)
        (aside / partition).replace(target)
    for old in _partitions(places, extract) - {places.staged / partition for partition in extract.partitions}:
        old.unlink()
    write_aside(_record(places, extract), extract.to_json())


def take_out(places: Places, extract: Extract) -> None:
    """Take back what was moved in: the record first."""
    _record(places, extract).unlink(missing_ok=True)
    for partition in _partitions(places, extract):
        partition.unlink()


def remember(places: Places, extract: Extract) -> dict[Path, bytes]:
    """What there is of an extract that is about to be loaded otherwise: partitions, the copy in raw/, the record."""
    if not _record(places, extract).is_file():
        return {}
    kept = (places.raw / extract.provenance.extract_id).glob("*")
    return {path: path.read_bytes() for path in (*_partitions(places, extract), *kept, _record(places, extract))}


def sweep(places: Places) -> None:
    """Remove what an interrupted run left half staged."""
    shutil.rmtree(places.staged / TEMPORARY, ignore_errors=True)


def older(places: Places, extracts: Sequence[Extract]) -> list[Extract]:
    """The extracts that would be staged otherwise today."""
    today = {layout.name: recipe(layout, places.reference) for layout in LAYOUTS}
    return [extract for extract in extracts if extract.recipe != today.get(extract.provenance.layout)]


def outdated(places: Places, extracts: Sequence[Extract]) -> list[Extract]:
    """Those of them that can be staged again, for raw/ has their file."""
    return [extract for extract in older(places, extracts) if is_kept(extract, places.raw)]


def stage_again(places: Places, scheduler: str | None, say: Progress) -> Unmended:
    """Stage once more from raw/ what is outdated, or has lost its record or is spoilt, in the same order of loading.

    What cannot be staged again, since raw/ has no file that fits, is named and not tried another time: it is built in
    as it was staged, or, where that is spoilt too, left out.
    """
    extracts, lost = staged_extracts(places.staged), []
    otherwise = {extract.provenance.extract_id for extract in older(places, extracts)}
    old = [one for one in extracts if one.provenance.extract_id in otherwise or not _is_whole(places, one)]
    for record in damaged_records(places.staged):
        extract = _without_account(places, record.stem)
        if extract is not None and fits_its_hash(extract, places.raw):
            old.append(extract)
        else:
            lost.append(record.stem if extract is None else extract.provenance.name)
            record.replace(record.with_suffix(".damaged"))
    without_file = [extract for extract in old if not fits_its_hash(extract, places.raw)]
    for extract in without_file:
        set_aside(extract, places.raw)
        if not _is_whole(places, extract):
            lost.append(extract.provenance.name)
            record = _record(places, extract)
            record.replace(record.with_suffix(".damaged"))
    _stage_again(places, [extract for extract in old if extract not in without_file], scheduler, say)
    older_files = [extract.provenance.name for extract in without_file]
    return Unmended(tuple(name for name in older_files if name not in lost), tuple(lost))


def _is_whole(places: Places, extract: Extract) -> bool:
    """Are its partitions those that were staged? Without their hashes first and last bytes have to do."""
    paths = [places.staged / partition for partition in extract.partitions]
    try:
        if extract.partitions_sha256:
            return [hash_of(path) for path in paths] == list(extract.partitions_sha256)
        return all(is_parquet(path) for path in paths)
    except (OSError, TruncatedText):
        return False


def _without_account(places: Places, extract_id: str) -> Extract | None:
    """An extract whose record is damaged, as far as the provenance beside its file in raw/ tells of it."""
    known = read_provenance(places.raw / extract_id / PROVENANCE)
    layout = next((one for one in LAYOUTS if known and one.name == known.layout), None)
    return Extract(known, layout.subject, layout.source_id, 0, 0, 0, 0) if known and layout else None


def _stage_again(places: Places, old: Sequence[Extract], scheduler: str | None, say: Progress) -> None:
    if not old:
        return
    kept = [_kept(places, extract) for extract in old]
    for before, after, file in zip(old, stage_aside(places, kept, scheduler, say), kept, strict=True):
        dated = replace(after, provenance=replace(after.provenance, loaded_at=before.provenance.loaded_at))
        move_in(places, dated)
        if file.path != path_in_raw(before, places.raw):
            commit(file, dated, places.raw)


def _kept(places: Places, extract: Extract) -> Incoming:
    """A file of raw/, as it was when it was taken in."""
    known = extract.provenance
    file = Incoming(
        *(
            path_in_raw(extract, places.raw),
            known.name,
            known.origin,
            known.found_at,
            known.sha256,
            known.bytes,
            known.mtime_ns,
        ),
        kept_sha256=known.kept_sha256,
        left_out=known.left_out,
        as_of=date.fromisoformat(known.as_of) if known.as_of else None,
        month=date.fromisoformat(known.period_end) if known.period_end else None,
        loaded_on=datetime.fromisoformat(known.loaded_at).date(),
        keeps_names=known.keeps_names,
    )
    return _without_names(places, file) if extract.subject == "positions" else file


def _without_names(places: Places, file: Incoming) -> Incoming:
    """The file, or the copy that takes its place where an older version of the program kept names nobody asked for."""
    if file.kept_sha256 or file.keeps_names:
        return file
    recognised = recognise(file.path)
    if not recognised.layout.personal:
        return file
    with TemporaryDirectory(prefix="ses-") as elsewhere:
        folder = places.raw / INCOMING / file.extract_id
        copy, left_out = write_without_names(recognised, folder, places.reference, Path(elsewhere))
    return replace(file, path=copy, name=copy.name, kept_sha256=hash_of(copy), left_out=left_out)


def _partitions(places: Places, extract: Extract) -> set[Path]:
    return set(places.staged.glob(f"*/*_{extract.provenance.extract_id}.parquet"))


def _record(places: Places, extract: Extract) -> Path:
    return places.staged / "extracts" / f"{extract.provenance.extract_id}.json"
