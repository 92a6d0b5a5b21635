"""OPM's doors on the tests' server: the file API, the public mirror and the register of positions, with real files."""

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qs

import duckdb
import pandas as pd

from etl.layouts.registry import LAYOUTS
from tests.etl.fetching import VALUES
from tests.etl.server import File, Publisher, Request

MIRROR = "/datasets/impactproject/opm-ehri-data"
PLUM_ADDRESS = "/escs-net/api/pbpub/download-data"
EXECUTIVES = {"50", "55", "60", "65"}

Row = dict[str, str]


def parquet(subject: str, rows: Sequence[Row], more: Sequence[str] = ()) -> bytes:
    """A month as OPM serves it: Parquet, zstd, every column of its newest release and `more`, each of them text."""
    layout = next(layout for layout in LAYOUTS if layout.name == f"fwd_{subject}")
    table = layout.tables[0]
    columns = sorted({*table.columns.values(), *table.optional.values(), *table.unread, *more})
    frame = pd.DataFrame([{name: row.get(name, "") for name in columns} for row in rows], columns=columns, dtype=str)
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder, "month.parquet")
        connection.register("frame", frame)
        typed = ", ".join(f'"{name}"::varchar as "{name}"' for name in columns)
        connection.execute(f"copy (select {typed} from frame) to '{path}' (format parquet, compression zstd)")
        return path.read_bytes()


def person(yyyymm: str, agency: str = "ED", appointment: str = "50", **more: str) -> Row:
    """One executive of a month, or one who came or left."""
    dated = {"snapshot_yyyymm": yyyymm, "personnel_action_effective_date_yyyymm": yyyymm}
    place = {"agency_code": agency, "agency_subelement_code": f"{agency}00", "appointment_type_code": appointment}
    return VALUES | dated | place | more


def clerk(yyyymm: str, agency: str = "ED") -> Row:
    """One employee who is no executive."""
    return person(yyyymm, agency, "10", pay_plan_code="GS", grade="07")


def people(yyyymm: str, career: int, noncareer: int = 0, agency: str = "ED") -> list[Row]:
    """Executives of one agency, and a clerk."""
    return [
        *[person(yyyymm, agency)] * career,
        *[person(yyyymm, agency, "55")] * noncareer,
        clerk(yyyymm, agency),
    ]


@dataclass
class Published:
    """One file of the API's list."""

    subject: str
    yyyymm: str
    version: int
    publish_date: str
    current: bool = True

    def entry(self) -> dict[str, object]:
        """As the list says it."""
        return {
            "filename": f"{self.subject}_{self.yyyymm}_{self.version}",
            "publishDate": self.publish_date,
            "version": self.version,
            "current": self.current,
            "month": self.yyyymm[4:],
            "year": self.yyyymm[:4],
        }


@dataclass
class Opm:
    """The API at a server: `publish` adds a month, or a new version of it; `rows` keeps what was served."""

    server: Publisher
    published: list[Published] = field(default_factory=list)
    rows: dict[tuple[str, str], Sequence[Row]] = field(default_factory=dict)
    page_size: int = 3

    def __post_init__(self) -> None:
        for subject in ("employment", "accessions", "separations"):
            self.server.made[f"/api/v1/files/{subject}"] = self._list(subject)
            self.server.made[f"/api{MIRROR}/tree/main/{subject}"] = self._tree(subject)

    def publish(
        self,
        subject: str,
        yyyymm: str,
        rows: Sequence[Row],
        version: int = 1,
        publish_date: str = "2026-08-06T16:41:47.880Z",
        more: Sequence[str] = (),
        **treated: Any,
    ) -> File:
        """Publish a version of a month, with `more` columns; treated: how the server treats its file."""
        for one in self.published:
            if (one.subject, one.yyyymm) == (subject, yyyymm):
                one.current = one.current and one.version > version
        self.published = [
            one for one in self.published if (one.subject, one.yyyymm, one.version) != (subject, yyyymm, version)
        ]
        is_current = not any(one.current for one in self.published if (one.subject, one.yyyymm) == (subject, yyyymm))
        self.published.append(Published(subject, yyyymm, version, publish_date, is_current))
        body = parquet(subject, rows, more)
        file = File(body, etag=f'"{hash(body)}"', **treated)
        self.server.files[address(subject, yyyymm, version)] = file
        self.server.files[f"{MIRROR}/resolve/main/{subject}/{subject}_{yyyymm}_v{version}.parquet"] = file
        self.rows[subject, yyyymm] = rows
        return file

    def _list(self, subject: str) -> Callable[[Request], File]:
        def made(request: Request) -> File:
            only_current = parse_qs(request.query).get("current") == ["true"]
            listed = [
                one.entry() for one in self.published if one.subject == subject and (one.current or not only_current)
            ]
            return File(json.dumps(listed).encode(), kind="application/json")

        return made

    def _tree(self, subject: str) -> Callable[[Request], File]:
        """The mirror's list in pages, each naming the next in its Link header."""

        def made(request: Request) -> File:
            start = int(parse_qs(request.query).get("cursor", ["0"])[0])
            listed: list[dict[str, object]] = [{"type": "file", "path": f"{subject}/README.md", "size": 12}]
            for one in self.published:
                if one.subject == subject:
                    path = f"{subject}/{subject}_{one.yyyymm}_v{one.version}.parquet"
                    size = len(self.server.files[address(subject, one.yyyymm, one.version)].body)
                    listed.append({"type": "file", "path": path, "size": size})
            page = File(json.dumps(listed[start : start + self.page_size]).encode(), kind="application/json")
            if start + self.page_size < len(listed):
                following = f"{self.server.address}{request.path}?cursor={start + self.page_size}"
                page.link = f'<{following}>; rel="next"'
            return page

        return made


def address(subject: str, yyyymm: str, version: int) -> str:
    """Where the API serves a file."""
    return f"/api/v1/files/{subject}/{yyyymm[:4]}/{yyyymm[4:]}/{version}/download"


def served_frame(opm: Opm, subject: str) -> pd.DataFrame:
    """The executives of everything served of a subject, read back from the Parquet by pandas alone."""
    frames = []
    for one in opm.published:
        if one.subject == subject and one.current:
            body = opm.server.files[address(subject, one.yyyymm, one.version)].body
            frames.append(pd.read_parquet(io.BytesIO(body)))
    frame = pd.concat(frames)
    return frame[(frame["pay_plan_code"] == "ES") | frame["appointment_type_code"].isin(EXECUTIVES)]
