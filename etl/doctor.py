"""Holds what is loaded against figures counted from the same records: what agrees, what differs, and why."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import duckdb

from etl.errors import EtlError
from etl.paths import Places
from etl.warehouse.publish import SCHEMA_VERSION, find_current_path

AGREES_WITHIN = 0.5
"""Percent: of one definition nothing else than a fault makes a larger difference."""

GROWS_WITHIN, FEWEST_MORE = 25, 5
"""Percent, and people, by which late reports may change a count of movements that is not settled."""

SAME = ("check figure", "record_file", "record_cube")
"""Kinds of figures that are counts of the very records; of others the definition is their publisher's own."""

Verdict = Literal["differs", "explained", "other definition", "agrees"]


class DamagedBuild(EtlError):
    """The build being served has rows that cannot be read."""


class AnotherVersion(EtlError):
    """The build being served is one that this program cannot read."""


@dataclass(frozen=True)
class Comparison:
    """One figure beside the same count of the loaded records; `version` is the publisher's, of file and figure."""

    verdict: Verdict
    measure: str
    appointment: str
    first_month: date
    last_month: date
    loaded: float
    figure: float
    difference_percent: float | None
    figure_source: str
    loaded_source: str
    why: str

    def to_json(self) -> dict[str, Any]:
        """One object of `doctor --json`."""
        return asdict(self) | {name: getattr(self, name).isoformat() for name in ("first_month", "last_month")}


@dataclass(frozen=True)
class Diagnosis:
    """Every comparison that could be made, those that differ first; how many check figures wait for their months."""

    findings: tuple[Comparison, ...]
    waiting: int

    @property
    def is_sound(self) -> bool:
        """Does no count differ from a figure of the same definition without a known reason?"""
        return not any(finding.verdict == "differs" for finding in self.findings)

    @property
    def words(self) -> str:
        """What came of it, in a sentence or two."""
        waiting = f" {self.waiting} check figures wait for months that are not loaded." if self.waiting else ""
        if not self.findings:
            return (
                "Nothing is loaded that a check figure could be compared with; `python -m etl refresh` brings OPM's "
                f"records.{waiting}"
            )
        counts = Counter(finding.verdict for finding in self.findings)
        incomplete = sum(finding.verdict == "differs" and finding.why != "" for finding in self.findings)
        unexplained_count = counts["differs"] - incomplete
        parts = [
            f"{counts['agrees']} of {len(self.findings)} figures agree within {AGREES_WITHIN:g}%",
            f"{counts['explained']} differ for a known reason" if counts["explained"] else "",
            f"{counts['other definition']} are of another definition" if counts["other definition"] else "",
            f"{incomplete} differ, as agencies are missing from the file" if incomplete else "",
            f"{unexplained_count} differ and nobody can say why" if unexplained_count else "",
        ]
        return f"{'; '.join(filter(None, parts))}.{waiting}"


def diagnose(places: Places) -> Diagnosis:
    """Compare the records of the served build with the check figures that ship and the published totals in it."""
    path = find_current_path(places.warehouse)
    with (places.reference / "check_figures.csv").open(encoding="utf-8", newline="") as register:
        figure_count = len(list(csv.DictReader(register)))
    if path is None:
        return Diagnosis((), figure_count)
    try:
        rows = _compare(places, path)
    except duckdb.IOException:
        raise DamagedBuild("The build being served is damaged; run `python -m etl build`.") from None
    with (places.reference / "explanations.csv").open(encoding="utf-8", newline="") as register:
        reasons = list(csv.DictReader(register))
    findings = [_judge(row, reasons) for row in rows]
    order = ("differs", "explained", "other definition", "agrees")
    findings.sort(key=lambda finding: order.index(finding.verdict))
    return Diagnosis(tuple(findings), figure_count - sum(row["kind"] == "check figure" for row in rows))


def _compare(places: Places, path: Path) -> list[dict[str, Any]]:
    """Each count of a build beside the figure that it is held against."""
    with duckdb.connect(str(path), read_only=True) as connection:
        if connection.execute("select schema_version from meta.build").fetchone() != (SCHEMA_VERSION,):
            raise AnotherVersion(
                "The build being served was made by another version of this program; run `python -m etl build`."
            )
        connection.execute(
            "create temporary table check_figures as from read_csv(?, all_varchar = true, header = true)",
            [str(places.reference / "check_figures.csv")],
        )
        cursor = connection.execute(files("etl").joinpath("sql", "doctor.sql").read_text(encoding="utf-8"))
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _judge(row: dict[str, Any], reasons: Sequence[dict[str, str]]) -> Comparison:
    gap = row["loaded"] - row["figure"]
    verdict, why = _decide(row, abs(gap), reasons)
    return Comparison(
        verdict,
        row["measure"],
        row["appointment"],
        row["first_day"],
        row["last_day"],
        row["loaded"],
        row["figure"],
        100 * gap / row["figure"] if row["figure"] else None,
        row["source"],
        row["loaded_source"],
        why,
    )


def _decide(row: dict[str, Any], gap: float, reasons: Sequence[dict[str, str]]) -> tuple[Verdict, str]:
    """What a difference comes to, and the reason in a sentence where there is one."""
    figure = abs(row["figure"])
    if gap <= AGREES_WITHIN / 100 * figure:
        return "agrees", ""
    if row["version"] and row["loaded_version"] and row["version"] != row["loaded_version"]:
        return "explained", (
            f"The figure is of version {row['version']} of OPM's file, and version {row['loaded_version']} is loaded."
        )
    if not row["is_settled"] and gap <= max(FEWEST_MORE, GROWS_WITHIN / 100 * figure):
        return "explained", "Late reports of these months are still to come, or their files are not loaded."
    # A check figure is there to be met: that somebody else tabulated it is no excuse.
    for reason in reasons if row["kind"] != "check figure" else ():
        is_meant = reason["source"] == row["source"] and reason["other"] in ("", "records")
        is_meant = is_meant and reason["indicator"] in ("", "on_board", row["measure"])
        if is_meant and gap <= max(1, float(reason["within_percent"]) / 100 * figure):
            return "explained", reason["words"]
    if row["kind"] not in SAME:
        return "other definition", "Its publisher counts otherwise."
    lacks = str(row["lacks"] or "")
    return "differs", f"The month is incomplete: {lacks}; get the file again." if lacks else ""
