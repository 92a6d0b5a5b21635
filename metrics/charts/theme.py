"""The look as data: one accent per meaning, light and dark, and the settings every chart starts from."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

# Quoted: a browser drops the whole list when an unquoted family name holds a digit.
FONT = "'Source Sans', sans-serif"


@dataclass(frozen=True)
class Palette:
    """Colours of one scheme, as CSS hex; each accent keeps a contrast of 4.5 or more on page and panel."""

    page: str
    panel: str
    border: str
    ink: str
    muted: str
    grid: str
    career: str
    noncareer: str
    limited: str
    eligible: str
    limit: str


LIGHT = Palette(
    page="#FCFBF8",
    panel="#F3F1EB",
    border="#DDD9CF",
    ink="#1C2733",
    muted="#626D79",
    grid="#E7E3DA",
    career="#1F4E79",
    noncareer="#9E5A0A",
    limited="#17766C",
    eligible="#6B4FB3",
    limit="#B3261E",
)
DARK = Palette(
    page="#12171D",
    panel="#1A222B",
    border="#2C3843",
    ink="#E8EDF2",
    muted="#94A3B3",
    grid="#263240",
    career="#7FB2E5",
    noncareer="#F0A63C",
    limited="#4FC1B5",
    eligible="#B79CF0",
    limit="#F0736A",
)
PALETTES: Mapping[str, Palette] = MappingProxyType({"light": LIGHT, "dark": DARK})

# The accent of a meaning or of an indicator about it, wherever it is drawn; whatever is not named here is in ink.
ACCENTS: Mapping[str, str] = MappingProxyType(
    {
        "career": "career",
        "noncareer": "noncareer",
        "limited": "limited",
        "limited_term": "limited",
        "limited_emergency": "limited",
        "unspecified": "muted",
        "retirement": "eligible",
        "quit": "noncareer",
        "transfer_out": "career",
        "other_reasons": "muted",
        "women": "eligible",
        "men": "muted",
        "noncareer_share": "noncareer",
        "noncareer_share_title_5": "noncareer",
        "limited_share_title_5": "limited",
        "noncareer_share_of_known_positions": "noncareer",
        "noncareer_headroom": "noncareer",
        "quarter_standing": "noncareer",
        "agencies_over_quarter": "noncareer",
        "political_layer": "noncareer",
        "mission_support_noncareer_share": "noncareer",
        "general_positions_noncareer_share": "noncareer",
        "limited_share": "limited",
        "retirement_share_of_separations": "eligible",
        "retirement_eligible": "eligible",
        "retirement_eligible_share": "eligible",
        "sixty_and_over_share": "eligible",
        "thirty_years_share": "eligible",
        "retirement_rate": "eligible",
        "eligible_leaving_share": "eligible",
        "feeder_retirement_eligible_share": "eligible",
    }
)


def name_accent(meaning: str) -> str:
    """What the colour of a meaning is called in every scheme."""
    return ACCENTS.get(meaning, "ink")


def pick_accent(palette: Palette, meaning: str) -> str:
    """The colour of a meaning in a scheme."""
    colour: str = getattr(palette, name_accent(meaning))
    return colour


def mix(ground: str, colour: str, part: float) -> str:
    """So much of a colour over a ground, as a colour of its own: transparent fills would darken where they meet."""
    pairs = [(int(ground[at : at + 2], 16), int(colour[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(under + (over - under) * part):02X}" for under, over in pairs)


def build_layout(palette: Palette) -> dict[str, Any]:
    """The house template's layout: no frame, no zoom, hairline grid, words in ink and muted ink."""
    axis = {
        "gridcolor": palette.grid,
        "linecolor": palette.border,
        "zeroline": False,
        "tickfont": {"color": palette.muted, "size": 12},
        "tickcolor": palette.border,
        "fixedrange": True,
        "automargin": True,
    }
    return {
        "font": {"family": FONT, "size": 13, "color": palette.ink},
        "paper_bgcolor": palette.page,
        "plot_bgcolor": palette.page,
        "margin": {"l": 0, "r": 0, "t": 8, "b": 0, "pad": 4},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": palette.panel,
            "bordercolor": palette.border,
            "font": {"family": FONT, "size": 13, "color": palette.ink},
            "align": "left",
        },
        "colorway": [palette.career, palette.noncareer, palette.limited, palette.eligible, palette.muted],
        "separators": ".,",
        "modebar": {"color": palette.ink, "activecolor": palette.career, "bgcolor": palette.page},
        "xaxis": axis | {"showgrid": False, "ticks": "outside", "ticklen": 4},
        "yaxis": axis | {"showline": False, "ticks": ""},
    }
