"""The reading of XMP: RDF in XML, in every way to spell it. No Django here."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder

from defusedxml.ElementTree import XMLParser

MOST_BYTES = 4 << 20  # of a packet
_MOST_ELEMENTS, _MOST_ATTRIBUTES, _DEEPEST, _MOST_ITEMS = 20_000, 50_000, 60, 500
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ARRAYS = (f"{_RDF}Alt", f"{_RDF}Seq", f"{_RDF}Bag")
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}


class _BoundedTree(TreeBuilder):
    """A tree that stays small, whatever is read. Raises ValueError where it would not."""

    def __init__(self) -> None:
        super().__init__()
        self._elements = self._depth = 0

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self._elements += 1
        self._depth += 1
        if self._elements > _MOST_ELEMENTS or self._depth > _DEEPEST:
            raise ValueError("This packet is too large to be true.")
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Element:
        self._depth -= 1
        return super().end(tag)


class Packet:
    """What one packet says. Properties are named `dc:creator`; what is not there is empty.

    Raises ValueError or SyntaxError where the packet cannot be read.
    """

    def __init__(self, packet: bytes) -> None:
        self._properties: dict[str, Element] = {}
        for name, value in _properties_of(_tree(packet)):
            self._properties.setdefault(name, value)

    def texts(self, name: str) -> list[str]:
        """The items of a list, or the one value; of a text in several languages the default one."""
        value = self._properties.get(_expanded(name))
        return [] if value is None else _texts(value)

    def text(self, name: str) -> str:
        """The value, or the first of several."""
        return next(iter(self.texts(name)), "")

    def within(self, name: str, field: str) -> str:
        """The first value of a field of a structure, or of the structures in a list."""
        value = self._properties.get(_expanded(name))
        for item in [] if value is None else _items(value):
            for inner, found in _properties_of(item):
                if inner == _expanded(field) and (texts := _texts(found)):
                    return texts[0]
        return ""


def _expanded(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _tree(packet: bytes) -> Element:
    if len(packet) > MOST_BYTES or packet.count(b"=") > _MOST_ATTRIBUTES:
        raise ValueError("This packet is too long.")
    if b"\0" in packet[:2]:
        packet = packet.decode("utf-16-le" if packet[1] == 0 else "utf-16-be").encode()
    elif packet[:2] in (b"\xff\xfe", b"\xfe\xff"):
        packet = packet.decode("utf-16").encode()
    parser = XMLParser(target=_BoundedTree(), encoding="utf-8", forbid_dtd=True)
    parser.feed(packet.removeprefix(b"\xef\xbb\xbf").strip(b"\0\t\n\r "))
    return parser.close()


def _properties_of(element: Element) -> Iterator[tuple[str, Element]]:
    """Name and value of everything that is said in or at an element, in order.

    A property may be an attribute or an element; a description around them may be there or not.
    """
    for name, text in element.attrib.items():
        if not name.startswith((_RDF, "{http://www.w3.org/XML/")):
            yield name, _simple(text)
    for inner in element:
        if inner.tag in (f"{_RDF}Description", f"{_RDF}RDF") or "xmpmeta" in str(inner.tag):
            yield from _properties_of(inner)
        else:
            yield str(inner.tag), inner


def _simple(text: str) -> Element:
    made = Element("value")
    made.text = text
    return made


def _items(value: Element) -> list[Element]:
    """The items of a list, those in the default language first; or the value alone."""
    array = next((inner for inner in value if inner.tag in _ARRAYS), None)
    if array is None:
        return [value]
    items = array.findall(f"{_RDF}li")[:_MOST_ITEMS]
    if array.tag != f"{_RDF}Alt":
        return items
    return sorted(items, key=lambda item: item.get(_LANGUAGE, "").lower() != "x-default")[:1]


def _texts(value: Element) -> list[str]:
    texts = (_text(item) for item in _items(value))
    return [text for text in texts if re.search(r"\S", text)]


def _text(item: Element) -> str:
    """The text of a value, which may be an address (rdf:resource) or be qualified (rdf:value)."""
    for name in ("resource", "value"):
        if text := item.get(f"{_RDF}{name}"):
            return text
    for inner in (item, *item.findall(f"{_RDF}Description")):
        if text := inner.get(f"{_RDF}value") or inner.findtext(f"{_RDF}value"):
            return text
    return item.text or ""
