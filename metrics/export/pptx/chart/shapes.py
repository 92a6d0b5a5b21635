"""Lines and words drawn inside a native chart: they move and grow with it, and stay where its scale puts them.

Bars have no line of their own across them in any program, and no chart has a mark at a day without a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part, XmlPart
from pptx.oxml import parse_xml

from metrics.export.pptx.template import NAMESPACES, paint

Box = tuple[float, float, float, float]
"""From x, y to x, y, as parts of the chart's width and height."""
SPACES: Final = (
    f'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" {NAMESPACES} '
    'xmlns:cdr="http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"'
)
POINT: Final = 12700
NOWHERE: Final = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm>'
NUMBER: Final = "NUMBER"
"""Stands for the number of a shape, which is known when all are put together."""


def line(box: Box, name: str, colour: str, width: float, dash: str = "solid") -> str:
    """A straight line; `name` is what it is called in a list of shapes and read out."""
    return _anchored(
        box,
        f'<cdr:cxnSp macro=""><cdr:nvCxnSpPr><cdr:cNvPr id="{NUMBER}" name={quoteattr(name)} descr={quoteattr(name)}/>'
        f'<cdr:cNvCxnSpPr/></cdr:nvCxnSpPr><cdr:spPr>{NOWHERE}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="{width * POINT:.0f}">{paint(colour)}<a:prstDash val="{dash}"/></a:ln></cdr:spPr></cdr:cxnSp>',
    )


def text(box: Box, words: str, colour: str, size: float, align: str) -> str:
    """Words on one line; `align` is l, r or ctr."""
    return _anchored(
        box,
        f'<cdr:sp macro="" textlink=""><cdr:nvSpPr><cdr:cNvPr id="{NUMBER}" name="Words"/><cdr:cNvSpPr txBox="1"/>'
        f'</cdr:nvSpPr><cdr:spPr>{NOWHERE}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></cdr:spPr>'
        '<cdr:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"/><a:lstStyle/><a:p>'
        f'<a:pPr algn="{align}"/><a:r><a:rPr lang="en-US" sz="{size * 100:.0f}">{paint(colour)}'
        f'<a:latin typeface="+mn-lt"/></a:rPr><a:t>{escape(words)}</a:t></a:r></a:p></cdr:txBody></cdr:sp>',
    )


def add(chart: XmlPart, shapes: Sequence[str]) -> None:
    """Put the shapes into the chart."""
    drawn = "".join(shape.replace(NUMBER, f"{number}") for number, shape in enumerate(shapes, start=2))
    name = chart.package.next_partname("/ppt/drawings/drawing%d.xml")
    blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:userShapes {SPACES}>{drawn}</c:userShapes>'
    part = Part(name, CT.DML_CHARTSHAPES, chart.package, blob.encode("utf-8"))
    by_id = chart.relate_to(part, RT.CHART_USER_SHAPES)
    chart._element.append(parse_xml(f'<c:userShapes {SPACES} r:id="{by_id}"/>'))


def _anchored(box: Box, shape: str) -> str:
    x, y, to_x, to_y = (f"{each:.5f}" for each in box)
    return (
        f"<cdr:relSizeAnchor><cdr:from><cdr:x>{x}</cdr:x><cdr:y>{y}</cdr:y></cdr:from><cdr:to><cdr:x>{to_x}</cdr:x>"
        f"<cdr:y>{to_y}</cdr:y></cdr:to>{shape}</cdr:relSizeAnchor>"
    )
