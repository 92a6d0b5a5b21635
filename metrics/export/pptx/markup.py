"""Pieces of the file format as elements: lxml makes them and escapes what they hold, so that none is written as text.

The library's own parser wraps each element in a class of its own as it is made, which takes several times as long;
elements made here are wrapped once somebody asks for them in the tree that they were put into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from functools import cache, lru_cache, wraps
from typing import Any, Final, ParamSpec, TypeAlias

from lxml import etree

Element: TypeAlias = Any
"""An element of lxml, which has no types of its own."""
Children: TypeAlias = "Element | Iterable[Element] | None"
"""An element, several, or none where a piece is left out."""
Given = ParamSpec("Given")
MOST: Final = 128
"""So many pieces of a kind are kept to be copied; a deck has fewer."""
NAMESPACES: Final = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "cdr": "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


def element(tag: str, *children: Children, text: str | int = "", **attributes: str | int) -> Element:
    """An element with what stands in it.

    Args:
        tag: its name with the prefix of its namespace, such as a:ln.
        *children: what stands in it, in order.
        text: the words in it, as they are read, or a number.
        **attributes: its attributes; True and False as 1 and 0.

    Returns:
        The element, in no tree yet. It declares its namespace by itself, until it is put into one that does.
    """
    made = etree.Element(name(tag))
    for each, value in attributes.items():
        made.set(each, value if isinstance(value, str) else f"{value:d}")
    if text:
        made.text = f"{text}"
    _fill(made, children)
    return made


def root(tag: str, prefixes: str, *children: Children) -> Element:
    """The outermost element of a file, which declares the namespaces of those prefixes for all that is in it."""
    made = etree.Element(name(tag), nsmap={each: NAMESPACES[each] for each in prefixes.split()})
    _fill(made, children)
    return made


def file(whole: Element) -> bytes:
    """A whole file of that outermost element."""
    written: bytes = etree.tostring(whole, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def stamp(make: Callable[Given, Element]) -> Callable[Given, Element]:
    """Have what a function makes of the same values made once, and copied for each who asks: copies are cheap."""
    made: Callable[..., Element] = lru_cache(MOST)(make)

    @wraps(make)
    def copied(*args: Given.args, **kwargs: Given.kwargs) -> Element:
        return deepcopy(made(*args, **kwargs))

    return copied


@cache
def name(tag: str) -> str:
    """The name of an element, or of an attribute, with the namespace that its prefix stands for."""
    prefix, _, local = tag.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _fill(made: Element, children: Iterable[Children]) -> None:
    for child in children:
        if child is not None:
            made.append(child) if etree.iselement(child) else made.extend(child)
