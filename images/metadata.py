"""What pictures say about themselves, and what our renditions say. It knows nothing of Django.

The fields are those of the IPTC's photo metadata standard (Core and Extension). Where a camera was
(GPS), its serial number and its owner are never read.
"""

import re
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from PIL import Image

from images import iim
from images.plain import plain
from images.xmp import MOST_BYTES, Packet

# The longest text in a packet, in characters. All of them together, each as its longest entity,
# stay below the 65,502 bytes that a JPEG has room for.
_MOST_CREATORS, _LONGEST_CREATOR, _LONGEST_TERMS, _LONGEST = 30, 100, 2000, 1000


@dataclass(frozen=True)
class Rights:
    """What is embedded into a rendition. Empty means unknown."""

    creators: tuple[str, ...] = ()
    credit: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    web_statement: str = ""
    licensor_url: str = ""


_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about=""'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    ' xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"'
    ' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">'
    "{properties}"
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
    '<?xpacket end="r"?>'
)
_ALTERNATIVES = '<rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>'
_LICENSOR = (
    '<rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<plus:LicensorURL>{}</plus:LicensorURL></rdf:li></rdf:Bag>"
)


def packet(rights: Rights) -> bytes:
    """The rights as an XMP packet in UTF-8, below 64 kB; b"" where none is known.

    The same rights give the same bytes. What is too long is cut.
    """
    names = [plain(name, _LONGEST_CREATOR) for name in rights.creators[:_MOST_CREATORS]]
    items = "".join(f"<rdf:li>{escape(name)}</rdf:li>" for name in names if name)
    said = (
        ("dc:creator", "<rdf:Seq>{}</rdf:Seq>", items),
        ("photoshop:Credit", "{}", _escaped(rights.credit)),
        ("dc:rights", _ALTERNATIVES, _escaped(rights.copyright_notice)),
        ("xmpRights:UsageTerms", _ALTERNATIVES, _escaped(rights.usage_terms, _LONGEST_TERMS)),
        ("xmpRights:WebStatement", "{}", _escaped(rights.web_statement)),
        ("plus:Licensor", _LICENSOR, _escaped(rights.licensor_url)),
    )
    properties = "".join(
        f"<{name}>{form.format(value)}</{name}>" for name, form, value in said if value
    )
    return _PACKET.format(properties=properties).encode() if properties else b""


def _escaped(text: str, most: int = _LONGEST) -> str:
    return escape(plain(text, most))


@dataclass(frozen=True)
class Metadata:
    """What a picture says of itself, as text in one line. Empty means unknown.

    `created_date` is as in 2026, 2026-11, 2026-11-22, 2026-11-22T18:05 or
    2026-11-22T18:05:00+01:00. Addresses are as they stood there: nobody has looked at them.
    """

    headline: str = ""
    description: str = ""
    alt: str = ""
    creators: tuple[str, ...] = ()
    credit: str = ""
    source: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    web_statement: str = ""
    licensor_url: str = ""
    keywords: tuple[str, ...] = ()
    created_date: str = ""
    city: str = ""
    country: str = ""
    digital_source_type: str = ""

    def to_json(self) -> dict[str, str | list[str]]:
        """What is known, by field, in types of JSON."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value
        }


_LONGEST, _LONGEST_ITEM, _MOST_ITEMS = 5000, 200, 200  # of what is read
_XMP = {
    "headline": "photoshop:Headline",
    "title": "dc:title",
    "description": "dc:description",
    "alt": "Iptc4xmpCore:AltTextAccessibility",
    "creators": "dc:creator",
    "credit": "photoshop:Credit",
    "source": "photoshop:Source",
    "copyright_notice": "dc:rights",
    "usage_terms": "xmpRights:UsageTerms",
    "web_statement": "xmpRights:WebStatement",
    "keywords": "dc:subject",
    "created_date": "photoshop:DateCreated",
    "city": "photoshop:City",
    "country": "photoshop:Country",
    "digital_source_type": "Iptc4xmpExt:DigitalSourceType",
}
_PLACES = ("Iptc4xmpExt:LocationShown", "Iptc4xmpExt:LocationCreated")
_IN_PLACES = {"town": "Iptc4xmpExt:City", "state": "Iptc4xmpExt:CountryName"}
# What counts where nothing else is said.
_INSTEAD = {"headline": "title", "city": "town", "country": "state"}
_IIM = {
    "headline": (2, 105),
    "title": (2, 5),
    "description": (2, 120),
    "creators": (2, 80),
    "credit": (2, 110),
    "source": (2, 115),
    "copyright_notice": (2, 116),
    "keywords": (2, 25),
    "city": (2, 90),
    "country": (2, 101),
}
_LINES = (
    "headline", "description", "alt", "credit", "source", "copyright_notice", "usage_terms",
    "web_statement", "licensor_url", "city", "country", "digital_source_type",
)  # fmt: skip
_DATE = re.compile(
    r"(\d{4})(?:[-:]?(\d\d))?(?:[-:]?(\d\d))?"
    r"(?:[T ](\d\d):?(\d\d)(?::?([0-5]\d)(?:\.\d+)?)?\s*(Z|z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?",
    re.ASCII,
)
_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"


# Texts as they stand in the file, by field of Metadata or by what counts instead.
_Said = dict[str, list[str]]


def read(image: Image.Image) -> Metadata:
    """What the picture says of itself in XMP, else in IIM, else in Exif, field by field.

    Never raises: what is broken or too large counts as nothing. A picture without a headline gives
    its title instead, one without a town that of the place where it was taken.
    """
    said = [_attempt(reader, image) for reader in (_xmp, _iim, _exif)]
    found: dict[str, Any] = {name: _line(said, name) for name in _LINES}
    found |= {name: _items(said, name) for name in ("creators", "keywords")}
    found |= {name: found[name] or _line(said, other) for name, other in _INSTEAD.items()}
    dates = (as_date(text) for texts in _all(said, "created_date") for text in texts[:9])
    return Metadata(**found, created_date=next(filter(None, dates), ""))


def _attempt(reader: Callable[[Image.Image], _Said], image: Image.Image) -> _Said:
    try:
        return reader(image)
    except Exception:  # noqa: BLE001 - hostile blocks raise anything, and are worth nothing
        return {}


def _all(said: list[_Said], name: str) -> list[list[str]]:
    return [texts for found in said if (texts := found.get(name))]


def _line(said: list[_Said], name: str) -> str:
    """The first text that says something."""
    lines = (plain(texts[0], _LONGEST) for texts in _all(said, name))
    return next(filter(None, lines), "")


def _items(said: list[_Said], name: str) -> tuple[str, ...]:
    """The first list that says something, each item once."""
    for texts in _all(said, name):
        items = (plain(text, _LONGEST_ITEM) for text in texts[:_MOST_ITEMS])
        if found := tuple(dict.fromkeys(filter(None, items))):
            return found
    return ()


def _xmp(image: Image.Image) -> _Said:
    main = Packet(image.info["xmp"])
    packets = [main]
    if name := main.text("xmpNote:HasExtendedXMP"):
        packets += _extension(image, name)
    said: _Said = {}
    for found in packets:
        for field, name in _XMP.items():
            said.setdefault(field, []).extend(found.texts(name))
        said.setdefault("licensor_url", []).append(
            found.within("plus:Licensor", "plus:LicensorURL")
        )
        for place in _PLACES:
            for field, name in _IN_PLACES.items():
                said.setdefault(field, []).append(found.within(place, name))
    return {field: list(filter(str.strip, texts)) for field, texts in said.items()}


def _extension(image: Image.Image, name: str) -> list[Packet]:
    """The rest of a packet that a JPEG's segment was too small for; nothing where it is broken."""
    whole = bytearray()
    for marker, segment in getattr(image, "applist", []):
        head, piece = segment[: len(_EXTENSION) + 40], segment[len(_EXTENSION) + 40 :]
        if marker == "APP1" and head.startswith(_EXTENSION + name.encode()):
            size, at = struct.unpack(">II", head[-8:])
            if size > MOST_BYTES or at + len(piece) > size:
                return []
            whole = whole or bytearray(size)
            whole[at : at + len(piece)] = piece
    try:
        return [Packet(bytes(whole))]
    except (ValueError, SyntaxError):
        return []


def _iim(image: Image.Image) -> _Said:
    found = iim.datasets(image.info["photoshop"][0x0404])
    day, time = (found.get(key, [""])[0] for key in ((2, 55), (2, 60)))
    said = {field: found[key] for field, key in _IIM.items() if key in found}
    return said | {"created_date": [f"{day}T{time}", day]}


def _exif(image: Image.Image) -> _Said:
    exif = image.getexif()
    within = exif.get_ifd(0x8769)
    time, zone = _exif_text(within.get(0x9003)), _exif_text(within.get(0x9011))
    return {
        "description": [_exif_text(exif.get(0x010E))],
        "creators": _exif_text(exif.get(0x013B)).split(";"),
        # The photographer's, then after a NUL the editor's.
        "copyright_notice": [_exif_text(exif.get(0x8298)).replace("\0", " ")],
        "created_date": [f"{time}{zone}", time],
    }


def _exif_text(value: object) -> str:
    """The text that Pillow took for Latin-1; in UTF-8 where it can be that."""
    if not isinstance(value, str):
        return ""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


def as_date(text: str) -> str:
    """The date or time as Metadata has it, however XMP, IIM or Exif spell it; "" for others."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return ""
    year, month, day, hour, minute, second, zone = found.groups()
    month, day = ("" if part == "00" else part for part in (month, day))  # zeros: not known
    made = "-".join(filter(None, (year, month, month and day)))
    try:
        datetime(int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0))
    except ValueError:
        return ""
    if not (day and hour):
        return made
    if zone:
        zone = "Z" if zone in "Zz" else f"{zone[:3]}:{zone[-2:]}"
    return made + ":".join(filter(None, (f"T{hour}", minute, second))) + (zone or "")
