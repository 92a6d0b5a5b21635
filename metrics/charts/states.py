"""The outlines of the states from the shipped topology, projected as a reader knows the map: Alaska, Hawaii inset."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import cos, hypot, radians, sin, sqrt
from typing import Any, Final

from metrics.program_files import locate

MapPoint = tuple[float, float]
FILE: Final = locate("static/usa_110m.json")
# Specks of a coast that are smaller than this, in units of the map, would only be noise.
LEAST_ISLAND: Final = 0.004


@dataclass(frozen=True)
class Albers:
    """An equal-area projection between two parallels, moved and scaled to its place on the map; degrees."""

    south: float
    north: float
    centre: MapPoint
    scale: float = 1
    moved: MapPoint = (0, 0)

    def place(self, longitude: float, latitude: float) -> MapPoint:
        """Where a point lies on the map; right and up are positive."""
        narrowing = (sin(radians(self.south)) + sin(radians(self.north))) / 2
        base = cos(radians(self.south)) ** 2 + 2 * narrowing * sin(radians(self.south))

        def reach(degrees: float) -> float:
            return sqrt(base - 2 * narrowing * sin(radians(degrees))) / narrowing

        # Islands beyond the date line belong to the west of Alaska.
        turn = narrowing * radians((longitude - self.centre[0] + 180) % 360 - 180)
        right = reach(latitude) * sin(turn)
        up = reach(self.centre[1]) - reach(latitude) * cos(turn)
        # Four digits are finer than a screen, and keep the picture small.
        return round(right * self.scale + self.moved[0], 4), round(up * self.scale + self.moved[1], 4)


MAINLAND: Final = Albers(29.5, 45.5, (-96.6, 38.7))
INSETS: Final = {
    "AK": Albers(55, 65, (-156, 58.5), 0.35, (-0.307, -0.201)),
    "HI": Albers(8, 18, (-160, 19.9), 1, (-0.205, -0.212)),
}


@cache
def load_centres() -> dict[str, MapPoint]:
    """The middle of each state on the map, by postal code."""
    return {
        state["id"]: INSETS.get(state["id"], MAINLAND).place(*state["properties"]["ct"])
        for state in _list_states(_load_topology())
    }


@cache
def load_outlines() -> tuple[tuple[MapPoint, ...], ...]:
    """The closed lines around every state and its larger islands."""
    topology = _load_topology()
    arcs = [_convert_to_degrees(arc, topology["transform"]) for arc in topology["arcs"]]
    lines = []
    for state in _list_states(topology):
        projection = INSETS.get(state["id"], MAINLAND)
        polygons = state["arcs"] if state["type"] == "MultiPolygon" else [state["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            line = tuple(projection.place(*point) for arc in ring for point in _follow_arc(arcs, arc))
            xs, ys = zip(*line, strict=True)
            if hypot(max(xs) - min(xs), max(ys) - min(ys)) > LEAST_ISLAND:
                lines.append(line)
    return tuple(lines)


@cache
def _load_topology() -> dict[str, Any]:
    topology: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return topology


def _list_states(topology: dict[str, Any]) -> list[dict[str, Any]]:
    geometries: list[dict[str, Any]] = topology["objects"]["subunits"]["geometries"]
    return geometries


def _convert_to_degrees(arc: list[list[int]], transform: dict[str, list[float]]) -> list[MapPoint]:
    """An arc's points in degrees: it is kept as whole steps from one point to the next."""
    (right, up), (west, south) = transform["scale"], transform["translate"]
    steps = accumulate(arc, lambda at, step: [at[0] + step[0], at[1] + step[1]])
    return [(x * right + west, y * up + south) for x, y in steps]


def _follow_arc(arcs: list[list[MapPoint]], index: int) -> list[MapPoint]:
    """An arc by its number; the complement of a number is the arc walked backwards."""
    return arcs[index] if index >= 0 else arcs[~index][::-1]
