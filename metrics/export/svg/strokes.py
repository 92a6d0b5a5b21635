"""The strokes of a drawing: pieces of SVG in the house style, text set as what it is and never as markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final, NamedTuple

from metrics.charts.marks import MarkShape
from metrics.charts.theme import LIGHT, mix
from metrics.export import text_metrics

Point = tuple[float, float]

FAMILY: Final = "Arial, 'Liberation Sans', Helvetica, sans-serif"
PAPER: Final = "#FFFFFF"
SMALL: Final = 11
SIZE: Final = 12
HATCH: Final = 6
DASHES: Final = {"records": "", "published": "1 3", "sample": "6 4"}
PALE: Final = 0.45
PALEST: Final = 450


def draw_sheet(pieces: Iterable[str], wide: float, tall: float, alt: str) -> str:
    """A whole drawing of that size in pixels, with the words that stand for it where it is not seen."""
    words = escape(alt, quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {tall:.0f}" width="{wide:.0f}" '
        f'height="{tall:.0f}" style="max-width:100%;height:auto" role="img" '
        f'aria-label="{words}" font-family="{FAMILY}">{"".join(pieces)}</svg>'
    )


def move(pieces: Iterable[str], across: float, down: float) -> str:
    """Pieces in another place."""
    return f'<g transform="translate({across:.1f} {down:.1f})">{"".join(pieces)}</g>'


def draw_text(
    words: str, x: float, y: float, colour: str, size: float = SIZE, *, anchor: str = "start", is_bold: bool = False
) -> str:
    """One line of text on its base line; `anchor` is start, middle or end."""
    weight = ' font-weight="bold"' if is_bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"{weight}>'
        f"{escape(words)}</text>"
    )


def choose_readable(colour: str) -> str:
    """A colour in which words can be read: muted ink for one too pale."""
    return LIGHT.muted if sum(bytes.fromhex(colour[1:])) > PALEST else colour


def draw_line(points: Sequence[Point], colour: str, width: float = 1, dash: str = "") -> str:
    """A line through points."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dash_attribute = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dash_attribute}/>'


def draw_area(points: Sequence[Point], colour: str) -> str:
    """A pale area without an edge, as between the bounds of an estimate."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polygon points="{path}" fill="{mix(PAPER, colour, PALE / 3)}"/>'


def draw_dot(at: Point, colour: str, shape: MarkShape, *, is_hollow: bool) -> str:
    """A value on a line: full of records, hollow of published figures."""
    (x, y), half = at, 3.0 if is_hollow else 2.2
    look = f'fill="{PAPER if is_hollow else colour}" stroke="{colour}" stroke-width="1.3"'
    match shape:
        case "square":
            return f'<rect x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half:g}" height="{2 * half:g}" {look}/>'
        case "triangle":
            path = f"{x - half - 1:.1f},{y + half:.1f} {x:.1f},{y - half - 1:.1f} {x + half + 1:.1f},{y + half:.1f}"
            return f'<polygon points="{path}" {look}/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half:g}" {look}/>'


def draw_diamond(at: Point, colour: str, *, is_hollow: bool) -> str:
    """A net over stacked columns."""
    x, y = at
    path = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 6:.1f},{y:.1f}"
    return f'<polygon points="{path}" fill="{PAPER if is_hollow else colour}" stroke="{colour}" stroke-width="1.5"/>'


def draw_bar(x: float, y: float, wide: float, tall: float, colour: str, evidence: str, *, is_pale: bool = False) -> str:
    """A bar or column in the grammar of evidence: records full, published hollow, the sample hatched."""
    full = mix(PAPER, colour, PALE) if is_pale else colour
    fill = full if evidence == "records" else PAPER
    frame = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="{fill}" stroke="{colour}" '
        'stroke-width="1.3"/>'
    )
    return frame + (_hatch(x, y, wide, tall, colour) if evidence == "sample" else "")


def _hatch(x: float, y: float, wide: float, tall: float, colour: str) -> str:
    """Slanting lines cut at the edges: a pattern would need a name, and drawings of one page would share it."""
    strokes = []
    for step in range(1, int((wide + tall) / HATCH) + 1):
        far = step * HATCH
        if far >= wide + tall:
            break
        start = (x + max(0.0, far - tall), y + min(far, tall))
        end = (x + min(far, wide), y + max(0.0, far - wide))
        strokes.append(f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}")
    return f'<path d="{"".join(strokes)}" stroke="{colour}" stroke-width="0.8" fill="none"/>'


def draw_watermark(wide: float, tall: float) -> str:
    """That a drawing shows the synthetic sample, across it and so pale that numbers stay readable."""
    size = max(13.0, min(34.0, wide / 14))
    place = f"translate({wide / 2:.1f} {tall / 2:.1f}) rotate(-10)"
    words = draw_text("synthetic sample", 0, size / 3, mix(PAPER, LIGHT.limit, PALE), size, anchor="middle")
    return f'<g transform="{place}" opacity="0.7" aria-hidden="true">{words}</g>'


class Key(NamedTuple):
    """A name, and the colour and evidence of the bars, or of the marks over bars, that it stands for."""

    name: str
    colour: str
    evidence: str
    is_point: bool = False


def draw_keys(names: Iterable[Key], room: float) -> tuple[list[str], float]:
    """Names beside samples of what they stand for, in as many lines as they need, and how high they stand."""
    pieces, x, y = list[str](), 0.0, 12.0
    for key in names:
        wide = 18 + text_metrics.width(key.name, SMALL) + 16
        if x and x + wide > room:
            x, y = 0.0, y + 18
        if key.is_point:
            pieces.append(draw_diamond((x + 6, y - 4), key.colour, is_hollow=key.evidence != "records"))
        else:
            pieces.append(draw_bar(x + 1, y - 9, 10, 10, key.colour, key.evidence))
        pieces.append(draw_text(key.name, x + 18, y, LIGHT.ink, SMALL))
        x += wide
    return pieces, y + 10 if pieces else 0.0
