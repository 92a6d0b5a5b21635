"""Lines and words drawn inside a native chart: they move and grow with it, and stay where its scale puts them.

Bars have no line of their own across them in any program, and no chart has a mark at a day without a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part, XmlPart

from metrics.export.pptx.chart.series import val
from metrics.export.pptx.markup import Element, element, file, name, root, stamp
from metrics.export.pptx.template import paint

Box = tuple[float, float, float, float]
"""From x, y to x, y, as parts of the chart's width and height."""
POINT: Final = 12700


def line(box: Box, called: str, colour: str, width: float, dash: str = "solid") -> Element:
    """A straight line; `called` is what it is named in a list of shapes and read out."""
    look = element("a:ln", paint(colour), val("a:prstDash", dash), w=f"{width * POINT:.0f}")
    known = element("cdr:cNvPr", id=0, name=called, descr=called)
    return _anchor(
        box,
        element(
            "cdr:cxnSp",
            element("cdr:nvCxnSpPr", known, element("cdr:cNvCxnSpPr")),
            element("cdr:spPr", _form("line"), look),
            macro="",
        ),
    )


def text(box: Box, words: str, colour: str, size: float, align: str) -> Element:
    """Words on one line; `align` is l, r or ctr."""
    look = element("a:rPr", paint(colour), element("a:latin", typeface="+mn-lt"), lang="en-US", sz=f"{size * 100:.0f}")
    run = element("a:r", look, element("a:t", text=words))
    known = element("cdr:cNvPr", id=0, name="Words")
    return _anchor(
        box,
        element(
            "cdr:sp",
            element("cdr:nvSpPr", known, element("cdr:cNvSpPr", txBox=True)),
            element("cdr:spPr", _form("rect"), element("a:noFill")),
            element(
                "cdr:txBody",
                element("a:bodyPr", wrap="none", lIns=0, tIns=0, rIns=0, bIns=0, anchor="t"),
                element("a:lstStyle"),
                element("a:p", element("a:pPr", algn=align), run),
            ),
            macro="",
            textlink="",
        ),
    )


def add(chart: XmlPart, shapes: Sequence[Element]) -> None:
    """Put the shapes into the chart, numbered as they come."""
    for number, shape in enumerate(shapes, start=2):
        next(shape.iter(name("cdr:cNvPr"))).set("id", f"{number}")
    part_name = chart.package.next_partname("/ppt/drawings/drawing%d.xml")
    blob = file(root("c:userShapes", "c a p r cdr", shapes))
    part = Part(part_name, CT.DML_CHARTSHAPES, chart.package, blob)
    reference = element("c:userShapes")
    reference.set(name("r:id"), chart.relate_to(part, RT.CHART_USER_SHAPES))
    chart._element.append(reference)


@stamp
def _form(preset: str) -> list[Element]:
    """The form of a shape, which its anchors place."""
    nowhere = element("a:xfrm", element("a:off", x=0, y=0), element("a:ext", cx=0, cy=0))
    return [nowhere, element("a:prstGeom", element("a:avLst"), prst=preset)]


def _anchor(box: Box, shape: Element) -> Element:
    x, y, to_x, to_y = (f"{each:.5f}" for each in box)
    return element(
        "cdr:relSizeAnchor",
        element("cdr:from", element("cdr:x", text=x), element("cdr:y", text=y)),
        element("cdr:to", element("cdr:x", text=to_x), element("cdr:y", text=to_y)),
        shape,
    )
