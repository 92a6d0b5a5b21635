"""The folder staged/: files are staged aside, side by side, then moved in; what an old recipe made is made again."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from etl.errors import EtlError
from etl.files.aside import write_aside
from etl.files.nameless import write_without_names
from etl.files.provenance import Extract, find_damaged_records, read_extracts, read_provenance
from etl.files.raw import (
    INCOMING,
    PROVENANCE,
    Incoming,
    commit,
    has_its_hash,
    hash_file,
    is_kept,
    locate_in_raw,
    set_aside,
)
from etl.files.zip_archive import TruncatedText, is_parquet
from etl.layouts.recognise import recognise
from etl.layouts.registry import LAYOUTS
from etl.paths import Places
from etl.staging.executor import Progress, count_cores, count_processes, open_executor
from etl.staging.fingerprint import compute_recipe
from etl.staging.stage import StagingJob, stage

TEMPORARY = ".tmp"


@dataclass(frozen=True)
class StagingGaps:
    """Files that cannot be staged again, by name.

    `older_files` are built in as an older version of the program staged them; `lost_files` are lost to the build with
    their record.
    """

    older_files: tuple[str, ...] = ()
    lost_files: tuple[str, ...] = ()


NO_STAGING_GAPS = StagingGaps()


def stage_aside(
    places: Places,
    files: Sequence[Incoming],
    scheduler: str | None,
    say: Progress,
    pass_over: Callable[[Incoming, EtlError], bool] | None = None,
) -> list[Extract]:
    """Stage files side by side into a folder of their own each; nothing counts until it is moved in.

    Args:
        places: The folders of the loader.
        files: Files taken in.
        scheduler: The address of a Dask scheduler whose workers stage, instead of processes of this machine.
        say: Told of each file that is staged.
        pass_over: Takes note of a fault of a file and says whether the others go on; without it every fault is raised.

    Returns:
        The extracts, in the order of the files, without those passed over.

    Raises:
        EtlError: A file is at fault; the kind says how.
    """
    processes = count_processes(file.bytes for file in files)
    threads = 1 if scheduler else max(1, count_cores() // processes)
    jobs = [StagingJob(file, places.staged / TEMPORARY / file.extract_id, places.reference, threads) for file in files]
    extracts: list[Extract] = []
    say("Staging", 0, len(jobs))
    with open_executor(processes, scheduler) as executor:
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
    for old in _find_partitions(places, extract) - {places.staged / partition for partition in extract.partitions}:
        old.unlink()
    write_aside(_locate_record(places, extract), extract.to_json())


def take_out(places: Places, extract: Extract) -> None:
    """Take back what was moved in: the record first."""
    _locate_record(places, extract).unlink(missing_ok=True)
    for partition in _find_partitions(places, extract):
        partition.unlink()


def remember(places: Places, extract: Extract) -> dict[Path, bytes]:
    """What there is of an extract that is about to be loaded otherwise: partitions, the copy in raw/, the record."""
    if not _locate_record(places, extract).is_file():
        return {}
    raw_files = (places.raw / extract.provenance.extract_id).glob("*")
    return {
        path: path.read_bytes()
        for path in (*_find_partitions(places, extract), *raw_files, _locate_record(places, extract))
    }


def sweep(places: Places) -> None:
    """Remove what an interrupted run left half staged."""
    shutil.rmtree(places.staged / TEMPORARY, ignore_errors=True)


def find_older(places: Places, extracts: Sequence[Extract]) -> list[Extract]:
    """The extracts that would be staged otherwise today."""
    today = {layout.name: compute_recipe(layout, places.reference) for layout in LAYOUTS}
    return [extract for extract in extracts if extract.recipe != today.get(extract.provenance.layout)]


def find_outdated(places: Places, extracts: Sequence[Extract]) -> list[Extract]:
    """Those of them that can be staged again, for raw/ has their file."""
    return [extract for extract in find_older(places, extracts) if is_kept(extract, places.raw)]


def stage_again(places: Places, scheduler: str | None, say: Progress) -> StagingGaps:
    """Stage once more from raw/ what is outdated, has lost its record or is spoilt, in the same order of loading.

    What cannot be staged again, since raw/ has no file that fits, is not tried another time: it is built in as it was
    staged, or, where that is spoilt too, left out.

    Args:
        places: The folders of the loader.
        scheduler: The address of a Dask scheduler whose workers stage, instead of processes of this machine.
        say: Told of each file that is staged.

    Returns:
        The names of the files that cannot be staged again.
    """
    extracts, lost_files = read_extracts(places.staged), []
    otherwise = {extract.provenance.extract_id for extract in find_older(places, extracts)}
    old = [one for one in extracts if one.provenance.extract_id in otherwise or not _is_whole(places, one)]
    for record in find_damaged_records(places.staged):
        extract = _build_without_account(places, record.stem)
        if extract is not None and has_its_hash(extract, places.raw):
            old.append(extract)
        else:
            lost_files.append(record.stem if extract is None else extract.provenance.name)
            record.replace(record.with_suffix(".damaged"))
    without_file = [extract for extract in old if not has_its_hash(extract, places.raw)]
    for extract in without_file:
        set_aside(extract, places.raw)
        if not _is_whole(places, extract):
            lost_files.append(extract.provenance.name)
            record = _locate_record(places, extract)
            record.replace(record.with_suffix(".damaged"))
    _stage_again(places, [extract for extract in old if extract not in without_file], scheduler, say)
    older_files = [extract.provenance.name for extract in without_file]
    return StagingGaps(tuple(name for name in older_files if name not in lost_files), tuple(lost_files))


def _is_whole(places: Places, extract: Extract) -> bool:
    """Are its partitions those that were staged? Without their hashes first and last bytes have to do."""
    paths = [places.staged / partition for partition in extract.partitions]
    try:
        if extract.partitions_sha256:
            return [hash_file(path) for path in paths] == list(extract.partitions_sha256)
        return all(is_parquet(path) for path in paths)
    except (OSError, TruncatedText):
        return False


def _build_without_account(places: Places, extract_id: str) -> Extract | None:
    """An extract whose record is damaged, as far as the provenance beside its file in raw/ tells of it."""
    provenance = read_provenance(places.raw / extract_id / PROVENANCE)
    layout = next((one for one in LAYOUTS if provenance and one.name == provenance.layout), None)
    return Extract(provenance, layout.subject, layout.source_id, 0, 0, 0, 0) if provenance and layout else None


def _stage_again(places: Places, old: Sequence[Extract], scheduler: str | None, say: Progress) -> None:
    if not old:
        return
    incoming = [_build_incoming(places, extract) for extract in old]
    for before, after, file in zip(old, stage_aside(places, incoming, scheduler, say), incoming, strict=True):
        extract = replace(after, provenance=replace(after.provenance, loaded_at=before.provenance.loaded_at))
        move_in(places, extract)
        if file.path != locate_in_raw(before, places.raw):
            commit(file, extract, places.raw)


def _build_incoming(places: Places, extract: Extract) -> Incoming:
    """A file of raw/, as it was when it was taken in."""
    provenance = extract.provenance
    file = Incoming(
        *(
            locate_in_raw(extract, places.raw),
            provenance.name,
            provenance.origin,
            provenance.found_at,
            provenance.sha256,
            provenance.bytes,
            provenance.mtime_ns,
        ),
        kept_sha256=provenance.kept_sha256,
        left_out=provenance.left_out,
        as_of=date.fromisoformat(provenance.as_of) if provenance.as_of else None,
        month=date.fromisoformat(provenance.period_end) if provenance.period_end else None,
        loaded_on=datetime.fromisoformat(provenance.loaded_at).date(),
        keeps_names=provenance.keeps_names,
    )
    return _drop_names(places, file) if extract.subject == "positions" else file


def _drop_names(places: Places, file: Incoming) -> Incoming:
    """The file, or the copy that takes its place where an older version of the program kept names nobody asked for."""
    if file.kept_sha256 or file.keeps_names:
        return file
    data_file = recognise(file.path)
    if not data_file.layout.personal:
        return file
    with TemporaryDirectory(prefix="ses-") as elsewhere:
        folder = places.raw / INCOMING / file.extract_id
        copy, columns_left_out = write_without_names(data_file, folder, places.reference, Path(elsewhere))
    return replace(file, path=copy, name=copy.name, kept_sha256=hash_file(copy), left_out=columns_left_out)


def _find_partitions(places: Places, extract: Extract) -> set[Path]:
    return set(places.staged.glob(f"*/*_{extract.provenance.extract_id}.parquet"))


def _locate_record(places: Places, extract: Extract) -> Path:
    return places.staged / "extracts" / f"{extract.provenance.extract_id}.json"
