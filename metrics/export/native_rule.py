"""A limit in law over bars: a thin red line with its law, drawn inside the chart so that it moves and grows with it.

Bars have no line of their own across them in any program: the line is a shape of the chart, placed by its scale.
"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part, XmlPart
from pptx.oxml import parse_xml

from metrics.export.slide_master import NAMESPACES, paint
from metrics.theme import LIGHT

Box = tuple[float, float, float, float]
SPACES: Final = (
    f'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" {NAMESPACES} '
    'xmlns:cdr="http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"'
)
BOX: Final = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm>'


def add_rule(chart: XmlPart, words: str, ends: Box, room: Box, align: str) -> None:
    """Draw the line from x, y to x, y and its words in a box, all as parts of the chart's width and height."""
    line = (
        f'<cdr:cxnSp macro=""><cdr:nvCxnSpPr><cdr:cNvPr id="2" name="Limit" descr="{escape(words)}"/><cdr:cNvCxnSpPr/>'
        f'</cdr:nvCxnSpPr><cdr:spPr>{BOX}<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="15875">'
        f"{paint(LIGHT.limit)}</a:ln></cdr:spPr></cdr:cxnSp>"
    )
    text = (
        '<cdr:sp macro="" textlink=""><cdr:nvSpPr><cdr:cNvPr id="3" name="Law"/><cdr:cNvSpPr txBox="1"/></cdr:nvSpPr>'
        f'<cdr:spPr>{BOX}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></cdr:spPr><cdr:txBody>'
        '<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"/><a:lstStyle/>'
        f'<a:p><a:pPr algn="{align}"/><a:r><a:rPr lang="en-US" sz="1000">{paint(LIGHT.limit)}'
        f'<a:latin typeface="+mn-lt"/></a:rPr><a:t>{escape(words)}</a:t></a:r></a:p></cdr:txBody></cdr:sp>'
    )
    drawn = "".join(_anchored(box, shape) for box, shape in ((ends, line), (room, text)))
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
