"""Every address files are fetched from, and how it is formed.

SES_OPM puts another host (a local server, a proxy) in the place of OPM's; SES_MIRROR is what `mirror` means instead of
the public one.
"""

import os
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from etl.version import VERSION

OPM_HOST = "https://data.opm.gov"
API_LIST = "/api/v1/files/{subject}?current=true"
API_FILE = "/api/v1/files/{subject}/{year}/{mm}/{version}/download"
TEXT_FILES = ("/data/blob/download/chunked/{filename}.txt", "/api/blob/download/chunked/{filename}.txt")
"""The same months as text, 25 times as large: the newer address and the older one."""

MIRROR_HOST = "https://huggingface.co"
MIRROR_DATASET = "impactproject/opm-ehri-data"
MIRROR_LIST = "/api/datasets/{dataset}/tree/main/{subject}"
MIRROR_FILE = "/datasets/{dataset}/resolve/main/{path}"

CUBES_HOST = "https://www.opm.gov"
CUBES_DOOR = "/data/"
"""The page a visitor must have seen before the cubes are handed out."""

PLUM_HOST = "https://escs.opm.gov"
PLUM_FILE = "/escs-net/api/pbpub/download-data"

FOLDER_PATTERNS = tuple(
    f"{folder}{{subject}}_{{month}}_{version}{suffix}"
    for suffix in (".parquet", ".txt")
    for folder in ("{subject}/", "")
    for version in ("v{version}", "{version}")
)
"""How a server that is given by its address alone may call its files."""

BY_HAND = "download the files in a browser and take them in by `python -m etl load FOLDER`"
"""What to do where a publisher refuses, whatever its door: the last of the other ways that end every refusal."""

PROGRAM = f"ses-health/{VERSION} (public dashboard of OPM's own figures)"
AS_BROWSER = f"Mozilla/5.0 (compatible; {PROGRAM})"
"""The cubes' server turns away what does not begin so; who asks is still said."""


def choose_host(host: str, environment: Mapping[str, str] = os.environ) -> str:
    """A host of OPM, or the one that stands in its place."""
    return environment.get("SES_OPM", "").rstrip("/") or host


def fill(pattern: str, subject: str, month: date) -> str:
    """A pattern with subject and month in place: {month} is 202607, {year} 2026, {mm} 07; {version} stays."""
    for name, value in {
        "subject": subject,
        "month": f"{month:%Y%m}",
        "year": f"{month:%Y}",
        "mm": f"{month:%m}",
        "filename": f"{subject}_{month:%Y%m}_{{version}}",
    }.items():
        pattern = pattern.replace(f"{{{name}}}", value)
    return pattern


def find_host(address: str) -> str:
    """Scheme and host of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
