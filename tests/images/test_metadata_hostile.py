"""Blocks of metadata that are broken or meant to do harm: each counts as nothing, and quickly."""

import struct
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from images import iim
from images.metadata import Metadata, read
from images.opening import open_picture
from images.xmp import MOST_BYTES
from tests.images import files

SPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    ' xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"'
    ' xmlns:xmpNote="http://ns.adobe.com/xmp/note/"'
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
)
CREDIT = "<photoshop:Credit>Ada</photoshop:Credit>"


def xmp(properties: str, *, attributes: str = "") -> str:
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {SPACES}>'
        f'<rdf:Description rdf:about="" {attributes}>{properties}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    )


def said(packet: Any = None, **info: Any) -> Metadata:
    image = Image.new("RGB", (1, 1))
    image.info |= info | ({} if packet is None else {"xmp": packet})
    return read(image)


def photoshop(block: bytes) -> dict[int, bytes]:
    return {0x0404: block}


def dataset(record: int, number: int, text: bytes) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(text)) + text


@pytest.mark.parametrize(
    "spelt",
    [
        xmp("<dc:creator><rdf:Seq><rdf:li>Ada</rdf:li><rdf:li>Bo</rdf:li></rdf:Seq></dc:creator>"),
        xmp("<dc:creator><rdf:Bag><rdf:li>Ada</rdf:li><rdf:li>Bo</rdf:li></rdf:Bag></dc:creator>"),
        xmp("<dc:creator>\n <rdf:Seq>\n <rdf:li>Ada </rdf:li>\n<rdf:li> Bo</rdf:li></rdf:Seq>"
            "\n</dc:creator>"),
        xmp('<dc:creator><rdf:Seq><rdf:li rdf:value="Ada"/><rdf:li rdf:parseType="Resource">'
            "<rdf:value>Bo</rdf:value></rdf:li></rdf:Seq></dc:creator>"),
    ],
)  # fmt: skip
def test_a_list_is_read_in_each_of_its_spellings(spelt):
    assert said(spelt.encode()) == Metadata(creators=("Ada", "Bo"))


@pytest.mark.parametrize(
    "spelt",
    [
        xmp(CREDIT),
        xmp("", attributes='photoshop:Credit="Ada"'),
        xmp("<photoshop:Credit><![CDATA[Ada]]></photoshop:Credit>"),
        xmp('<photoshop:Credit rdf:parseType="Resource"><rdf:value>Ada</rdf:value>'
            "</photoshop:Credit>"),
        xmp("<photoshop:Credit><rdf:Description><rdf:value>Ada</rdf:value></rdf:Description>"
            "</photoshop:Credit>"),
        f"<rdf:RDF {SPACES}><rdf:Description/><rdf:Description>{CREDIT}</rdf:Description>"
        "</rdf:RDF>",
        '<?xml version="1.0" encoding="UTF-16"?>' + xmp(CREDIT),
        "\ufeff" + xmp(CREDIT) + "\n" * 2000 + "\0",
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_value_is_read_in_each_of_its_spellings(spelt, encoding):
    assert said(spelt.encode(encoding)) == Metadata(credit="Ada")


@pytest.mark.parametrize(
    "licensor",
    [
        "<rdf:Bag><rdf:li><rdf:Description><plus:LicensorURL>{}</plus:LicensorURL>"
        "</rdf:Description></rdf:li></rdf:Bag>",
        '<rdf:Bag><rdf:li plus:LicensorURL="{}" plus:LicensorName="Ada"/></rdf:Bag>',
        '<rdf:Seq><rdf:li rdf:parseType="Resource"><plus:LicensorName>Ada</plus:LicensorName>'
        '</rdf:li><rdf:li rdf:parseType="Resource"><plus:LicensorURL rdf:resource="{}"/></rdf:li>'
        "</rdf:Seq>",
    ],
)
def test_the_licensor_is_read_in_each_of_its_spellings(licensor):
    spelt = licensor.format("https://example.org/")
    found = said(xmp(f"<plus:Licensor>{spelt}</plus:Licensor>").encode())
    assert found == Metadata(licensor_url="https://example.org/")


def test_one_language_counts_where_none_is_the_default():
    items = '<rdf:li xml:lang="de">Hafen</rdf:li><rdf:li xml:lang="it">Porto</rdf:li>'
    packet = xmp(f"<dc:description><rdf:Alt>{items}</rdf:Alt></dc:description>")
    assert said(packet.encode()) == Metadata(description="Hafen")


def test_text_is_in_one_line_composed_and_without_what_cannot_be_seen():
    packet = xmp(
        "<photoshop:Headline> Cafe\u0301\n\t\u202egnp.exe\u2066 \ufeff</photoshop:Headline>"
    )
    assert said(packet.encode()) == Metadata(headline="Caf\u00e9 gnp.exe")


def extended(properties: str, guid: str = "A" * 32) -> bytes:
    """A JPEG with a packet that names another, which stands in two pieces, the second first."""
    rest = xmp(properties).encode()
    main = xmp(CREDIT, attributes=f'xmpNote:HasExtendedXMP="{"A" * 32}"').encode()
    pieces = [
        files.segment(
            0xE1,
            b"http://ns.adobe.com/xmp/extension/\0" + guid.encode()
            + struct.pack(">II", len(rest), at) + rest[at : at + 300],
        )
        for at in reversed(range(0, len(rest), 300))
    ]  # fmt: skip
    head = files.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + main)
    return files.with_segments(files.saved(files.scene(), "JPEG"), head, *pieces)


@pytest.mark.parametrize(("guid", "headline"), [("A" * 32, "Ships"), ("B" * 32, None)])
def test_the_rest_of_a_long_packet_is_read_as_well(tmp_path, guid, headline):
    (tmp_path / "sent").write_bytes(
        extended("<photoshop:Headline>Ships</photoshop:Headline>", guid)
    )
    found = open_picture(tmp_path / "sent").metadata
    assert found == {"credit": "Ada"} | ({"headline": headline} if headline else {})


LAUGHS = "".join(f"<!ENTITY a{n} '" + 10 * f"&a{n - 1};" + "'>" for n in range(1, 12))
HOSTILE = {
    "laughs": f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>'
    + xmp("<photoshop:Credit>&a11;</photoshop:Credit>"),
    "file": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    + xmp("<photoshop:Credit>&a;</photoshop:Credit>"),
    "address": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + xmp(CREDIT),
    "deep": xmp("<dc:creator>" * 200_000),
    "deep and closed": xmp("<rdf:Description>" * 200 + CREDIT + "</rdf:Description>" * 200),
    "wide": xmp("<a/>" * 900_000),
    "attributes": "<a " + " ".join(f"a{n}=''" for n in range(200_000)) + "/>",
    "too long": xmp(CREDIT + " " * MOST_BYTES),
    "of other types": xmp(
        "<dc:creator/><photoshop:Credit><rdf:Seq/></photoshop:Credit><plus:Licensor>x"
        "</plus:Licensor><photoshop:DateCreated><rdf:Bag><rdf:li/></rdf:Bag>"
        "</photoshop:DateCreated><Iptc4xmpExt:LocationShown/>"
    ),
    "cut": xmp(CREDIT)[:-5],
    "empty": "",
    "no XML": "Ada",
    "no RDF": "<html><body>Ada</body></html>",
}


@pytest.mark.parametrize("packet", HOSTILE.values(), ids=HOSTILE)
def test_37_a_hostile_packet_is_nothing_and_costs_little(packet):
    before = time.process_time()
    assert said(packet.encode()) == Metadata()
    assert time.process_time() - before < 2


@pytest.mark.parametrize("packet", [b"\xff\xff\xff", b"<\xe9/>", b"\0", "text", 7, None, [b"a"]])
def test_what_is_no_text_is_nothing(packet):
    assert said(None, xmp=packet, photoshop=packet) == Metadata()


def test_a_text_of_a_megabyte_is_cut():
    found = said(xmp(f"<photoshop:Headline>{'word ' * 200_000}</photoshop:Headline>").encode())
    assert found.headline.startswith("word word")
    assert len(found.headline) <= 5000


def test_lists_are_cut():
    items = "".join(f"<rdf:li>{n}</rdf:li>" for n in range(10_000))
    found = said(xmp(f"<dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>").encode())
    assert found.keywords == tuple(map(str, range(200)))


def test_a_broken_packet_leaves_what_others_say():
    block = dataset(2, 110, b"Ada")
    assert said(b"<broken", photoshop=photoshop(block)) == Metadata(credit="Ada")


def test_what_comes_before_something_broken_counts():
    block = dataset(2, 110, b"Ada") + b"\x1c\x02\x50\xff\xff\xff\xff"
    assert said(photoshop=photoshop(block)) == Metadata(credit="Ada")


def test_a_dataset_may_say_how_long_its_length_is():
    block = b"\x1c\x02\x6e\x80\x04\0\0\0\x03Ada"
    assert said(photoshop=photoshop(block)) == Metadata(credit="Ada")


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_may_stand_where_xmp_is_expected(packet):
    assert isinstance(said(packet).to_json(), dict)


@given(st.text(), st.binary())
def test_any_text_may_stand_in_a_packet(text, tail):
    packet = xmp(f"<photoshop:Credit>{text}</photoshop:Credit>").encode("utf-8", "replace") + tail
    assert len(said(packet).credit) <= 5000


keys = st.sampled_from([(1, 90), (2, 5), (2, 25), (2, 55), (2, 60), (2, 80), (2, 105), (2, 120)])


@settings(deadline=None)
@given(st.lists(st.tuples(keys, st.binary(max_size=40))), st.binary())
def test_any_bytes_may_stand_where_iim_is_expected(sets, tail):
    block = b"".join(dataset(*key, text) for key, text in sets) + tail
    assert isinstance(said(photoshop=photoshop(block)).to_json(), dict)
    assert isinstance(iim.datasets(tail), dict)
    assert isinstance(said(photoshop=photoshop(tail)).to_json(), dict)
