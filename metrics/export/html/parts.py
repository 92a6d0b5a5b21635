"""What a page that leaves is made of: one file in the house look, its tables, and facts as pairs; no network needed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape
from typing import Final

import pandas as pd

from metrics.charts.theme import LIGHT
from metrics.export.svg import strokes

LONG: Final = 40
"""Letters; a narrow column would make rows of a few words as high as a hand."""
FAMILY: Final = f"'Source Sans', {strokes.FAMILY}"
STYLE: Final = f"""
:root {{ color-scheme: light; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; background: {LIGHT.page}; color: {LIGHT.ink}; font: 16px/1.5 {FAMILY}; }}
main {{ max-width: 960px; margin: 0 auto; padding: 32px 20px 48px; }}
h1 {{ font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; }}
h2 {{ font-size: 1.2rem; margin: 2.2rem 0 .6rem; }}
p {{ margin: 0 0 .6rem; }}
a {{ color: {LIGHT.career}; }}
.small, figcaption, caption, footer {{ color: {LIGHT.muted}; font-size: .875rem; }}
.said {{ font-size: 1.1rem; }}
.sample {{ border: 1px solid {LIGHT.limit}; color: {LIGHT.limit}; padding: 2px 10px; display: inline-block; }}
figure {{ margin: 1rem 0; }}
figcaption p {{ margin: .3rem 0; }}
.wide {{ overflow-x: auto; }}
table {{ border-collapse: collapse; font-size: .875rem; width: 100%; min-width: 760px; }}
caption {{ text-align: left; padding-bottom: .4rem; }}
th, td {{ text-align: left; vertical-align: top; padding: 5px 12px 5px 0; border-bottom: 1px solid {LIGHT.border}; }}
th {{ color: {LIGHT.muted}; font-weight: 600; border-bottom-color: {LIGHT.muted}; }}
td {{ overflow-wrap: anywhere; min-width: 5rem; }}
td:first-child {{ min-width: 8.5rem; }}
.long {{ min-width: 15rem; }}
.number {{ text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }}
th.number {{ white-space: normal; }}
dl {{ margin: 0; display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .3rem 1.2rem; }}
dt {{ color: {LIGHT.muted}; }}
dd {{ margin: 0; overflow-wrap: anywhere; }}
footer {{ margin-top: 2.4rem; border-top: 1px solid {LIGHT.border}; padding-top: .8rem; overflow-wrap: anywhere; }}
@page {{ size: landscape; margin: 12mm; }}
@media print {{
  body {{ background: none; print-color-adjust: exact; }}
  main {{ padding: 0; }}
  figure, tr, dd {{ break-inside: avoid; }}
  h2 {{ break-after: avoid; }}
  .wide {{ overflow: visible; }}
  table, .long {{ min-width: 0; }}
  thead, tbody tr:first-child {{ break-before: avoid; break-after: avoid; }}
}}
"""


def document(title: str, body: str, style: str = "") -> str:
    """A whole page under that title; `style` is set after that of every page."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def paragraph(words: str, kind: str = "") -> str:
    """A paragraph of words, of which none is markup; what a page of ours sets in bold letters stays bold."""
    parts = escape(words).split("**")
    said = "".join(f"<strong>{part}</strong>" if at % 2 else part for at, part in enumerate(parts))
    return f'<p class="{kind}">{said}</p>' if kind else f"<p>{said}</p>"


def table(rows: pd.DataFrame, caption: str, numbers: Collection[str] = ()) -> str:
    """A table of words; the columns named in `numbers` are set to the right. Wider than the page, it can be moved."""
    kinds = [_kind(rows[column], is_number=column in numbers) for column in rows.columns]
    head = "".join(
        f'<th scope="col"{kind}>{escape(str(column))}</th>' for column, kind in zip(rows.columns, kinds, strict=True)
    )
    body = "\n".join(
        "<tr>" + "".join(f"<td{kind}>{cell(value)}</td>" for value, kind in zip(row, kinds, strict=True)) + "</tr>"
        for row in rows.to_numpy()
    )
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{escape(caption)}"><table>\n'
        f"<caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _kind(column: pd.Series, *, is_number: bool) -> str:
    """How the cells of a column are set: numbers to the right, and long words with room for more than one."""
    if is_number:
        return ' class="number"'
    return ' class="long"' if column.str.len().max() > LONG else ""


def cell(words: str) -> str:
    """The words of a cell; an address can be followed."""
    if words.startswith(("https://", "http://")):
        return f'<a href="{escape(words)}">{escape(words)}</a>'
    return escape(words)


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Pairs of a name and what is said of it."""
    return f"<dl>{''.join(f'<dt>{escape(name)}</dt><dd>{cell(said)}</dd>' for name, said in pairs)}</dl>"
