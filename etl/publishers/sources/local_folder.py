"""A folder as a source: months and cubes that someone has downloaded already, taken from where they lie."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from etl.layouts.registry import LAYOUTS
from etl.layouts.spec import Layout, Period
from etl.publishers.sources.listing import Ask, Item, Listing, select_newest


@dataclass(frozen=True)
class LocalFolder:
    """A folder of this machine, with its folders."""

    folder: Path
    name: str = "folder"
    other_ways: str = "name one with `python -m etl load FILE` to learn more of it"
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The folder."""
        return str(self.folder)

    def list_files(self, ask: Ask) -> Listing:
        """Every file under a name its publisher gives such files; the others are passed over, and said so."""
        paths = sorted(
            path
            for path in self.folder.rglob("*")
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(self.folder).parts)
        )
        items, others = [], []
        for number, path in enumerate(paths, 1):
            ask.progress(f"Looking at {path.name}", number, len(paths))
            layout = next((one for one in LAYOUTS if one.has_usual_name(path.name)), None)
            if layout is None:
                others.append(path.name)
            elif layout.subject in ask.subjects:
                items.append(_build_item(layout, path))
        return Listing(select_newest(items), strangers=tuple(others))


def _build_item(layout: Layout, path: Path) -> Item:
    # The name of a cube says no month, and one of several parts is not the whole of its month.
    span = layout.parse_name(path.name) if layout.period is Period.MONTH_IN_FILE_NAME else None
    version = (span.version or "1").split(" ")[0] if span else "1"
    return Item(
        subject=layout.subject,
        period=f"{span.last:%Y-%m}" if span else path.name,
        version=int(version),
        addresses=(str(path),),
        name=path.name,
        bytes=path.stat().st_size,
        is_local=True,
    )
