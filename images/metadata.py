"""What pictures say about themselves, and what our renditions say. It knows nothing of Django.

The fields are those of the IPTC's photo metadata standard (Core and Extension).
"""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from images.plain import plain

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
