"""Where files come from: the source a user means by a word, an address, a pattern of addresses or a folder."""

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from etl.publishers.sources import addresses
from etl.publishers.sources.file_api import FileApi, TextFiles
from etl.publishers.sources.listing import FileSource, UnknownSource, is_path
from etl.publishers.sources.local_folder import LocalFolder
from etl.publishers.sources.mirror import Mirror
from etl.publishers.sources.plum import Plum
from etl.publishers.sources.probing import MIRROR_GAP, Pattern, read_cubes

SUBJECTS = ("employment", "accessions", "separations")
DATASET_ADDRESS = r"(https?://[^/]+)/datasets/([^/]+/[^/]+?)/?"


def choose_source(text: str, reference: Path, environment: Mapping[str, str] = os.environ) -> FileSource:
    """The source meant by opm, mirror, text, cubes, plum, an address, a pattern of addresses or a folder."""
    if text in ("opm", "text", "cubes", "plum"):
        _check_host(environment.get("SES_OPM", ""))
    if text == "opm":
        return FileApi(addresses.choose_host(addresses.OPM_HOST, environment))
    if text == "text":
        return TextFiles(addresses.choose_host(addresses.OPM_HOST, environment))
    if text == "cubes":
        return read_cubes(reference, addresses.choose_host(addresses.CUBES_HOST, environment))
    if text == "plum":
        return Plum(addresses.choose_host(addresses.PLUM_HOST, environment), date.today())
    if text == "mirror":
        text = environment.get("SES_MIRROR", "")
        if not text:
            return Mirror(addresses.MIRROR_HOST, addresses.MIRROR_DATASET)
    if is_path(text):
        return LocalFolder(Path(text).expanduser())
    if not re.match(r"https?://[^/]", text):
        raise UnknownSource(
            f"{text} is no source; give opm, mirror, text, cubes, a folder that is there, or an address that begins "
            "with https://."
        )
    if "{" in text:
        host = addresses.find_host(text)
        return Pattern(host, host, (_check_pattern(text),), MIRROR_GAP)
    if dataset := re.fullmatch(DATASET_ADDRESS, text):
        return Mirror(dataset[1], dataset[2])
    base = text.rstrip("/")
    return Pattern(base, base, tuple(f"{base}/{pattern}" for pattern in addresses.FOLDER_PATTERNS), MIRROR_GAP)


def _check_host(override: str) -> None:
    if override and ("{" in override or not urlsplit(override).netloc):
        raise UnknownSource(
            f"SES_OPM is {override}, which is no host like http://127.0.0.1:8000; give a pattern of addresses after "
            "--source instead."
        )


def _check_pattern(pattern: str) -> str:
    names = set(re.findall(r"\{([^{}]*)\}", pattern))
    if unknown := names - {"subject", "year", "mm", "month", "version"}:
        raise UnknownSource(
            f"{pattern} names {{{sorted(unknown)[0]}}}; a pattern of addresses may hold {{subject}}, {{year}}, {{mm}}, "
            "{month} and {version}."
        )
    if "subject" not in names or not ("month" in names or {"year", "mm"} <= names):
        raise UnknownSource(
            f"{pattern} names no {{subject}} and {{month}} (or {{year}} and {{mm}}); a pattern of addresses needs them."
        )
    return pattern
