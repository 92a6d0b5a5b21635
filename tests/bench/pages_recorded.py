"""What one of our pages drew, taken from what a reader was sent; a bare page draws it again, computing nothing.

Kept are figures, tables, words, numbers, filters and other choices, and where they stand. Links, buttons and the
navigation are left out, and figures are ready too, not only their tables: both favour the bare page, against which ours
is held.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path

import plotly.graph_objects as go
import pyarrow as pa
from streamlit.delta_generator import DeltaGenerator
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

Draw = Callable[[DeltaGenerator], object]


@dataclass
class Part:
    """A part of a page: how it is drawn, or, where it holds others, the block and its parts in order."""

    draw: Draw | None = None
    block: Block = field(default_factory=Block)
    parts: dict[int, Part] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.block.WhichOneof("type") or ""

    def draw_into(self, place: DeltaGenerator) -> None:
        """Draw this part, and all it holds, at a place of the page."""
        if self.draw:
            self.draw(place)
        parts = list(self.parts.values())
        for part, inner in zip(parts, self._places(place, parts), strict=True):
            part.draw_into(inner)

    def _places(self, place: DeltaGenerator, parts: list[Part]) -> Iterable[DeltaGenerator]:
        kinds = {part.kind for part in parts}
        if kinds == {"column"}:
            return place.columns([part.block.column.weight for part in parts])
        if kinds == {"tab"}:
            return place.tabs([part.block.tab.label for part in parts])
        if self.kind == "expandable":
            return [place.expander(self.block.expandable.label)] * len(parts)
        return [place] * len(parts)


def record(messages: list[ForwardMsg], file: Path) -> None:
    """Keep what a page sent."""
    file.write_bytes(pickle.dumps([message.SerializeToString() for message in messages]))


@cache
def recorded(file: Path) -> Part:
    """The page as it is drawn again: read once in the life of a process."""
    page, numbers = Part(), count()
    for raw in pickle.loads(file.read_bytes()):
        message = ForwardMsg.FromString(raw)
        if message.HasField("delta"):
            part, path = page, message.metadata.delta_path
            for step in path:
                part = part.parts.setdefault(step, Part())
            if message.delta.HasField("add_block"):
                part.block = message.delta.add_block
            else:
                part.draw = _drawing(message.delta.new_element, f"{next(numbers)}")
    return page


def _drawing(element: Element, key: str) -> Draw | None:
    match element.WhichOneof("type"):
        case "plotly_chart":
            figure, alt = go.Figure(json.loads(element.plotly_chart.spec)), element.plotly_chart.alt
            return lambda place: place.plotly_chart(figure, theme=None, key=key, alt=alt)
        case "dataframe":
            rows = pa.ipc.open_stream(element.dataframe.arrow_data.data).read_pandas()
            return lambda place: place.dataframe(rows, hide_index=True)
        case "table":
            lines = pa.ipc.open_stream(element.table.arrow_data.data).read_pandas()
            return lambda place: place.table(lines)
        case "markdown":
            return lambda place: place.markdown(element.markdown.body)
        case "heading":
            return lambda place: place.subheader(element.heading.body)
        case "metric":
            number = element.metric
            return lambda place: place.metric(number.label, number.body, number.delta)
        case "selectbox":
            label, options = element.selectbox.label, list(element.selectbox.options)
            return lambda place: place.selectbox(label, options, key=key)
        case "multiselect":
            title, offered = element.multiselect.label, list(element.multiselect.options)
            return lambda place: place.multiselect(title, offered, key=key)
        case "text_input":
            words = element.text_input
            return lambda place: place.text_input(words.label, placeholder=words.placeholder, key=key)
        case "button_group":
            group = element.button_group
            names = [each.content for each in group.options]
            chosen = [names[number] for number in group.default]
            if group.click_mode:
                return lambda place: place.pills(group.label, names, selection_mode="multi", default=chosen, key=key)
            return lambda place: place.pills(group.label, names, selection_mode="single", default=chosen, key=key)
    return None
