"""The packet of rights that every rendition carries."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from images.metadata import Rights, packet
from images.rendering import render
from images.specs import SPECS, Frame
from tests.images import files
from tests.images.exiftool import needs_exiftool, told

ALL = Rights(
    creators=("Ada Lovelace", "佐藤 花子"),
    credit="Ada <b> & Sons",
    copyright_notice='© 2026 "Ada", all rights reserved',
    usage_terms="Nur für redaktionelle Zwecke ]]> <!-- {braces}",
    web_statement="https://example.org/rights?a=1&b=2",
    licensor_url="https://example.org/buy",
)


@needs_exiftool
@pytest.mark.parametrize("fmt", ["jpg", "webp", "avif"])
def test_a_rendition_says_whose_it_is_and_nothing_else(fmt, tmp_path):
    master = files.saved(files.scene(size=(640, 480)), "JPEG")
    made = render(master, SPECS["card"], 320, fmt, Frame(), packet(ALL))
    (tmp_path / f"made.{fmt}").write_bytes(made)
    said = told(tmp_path / f"made.{fmt}")
    assert {name: value for name, value in said.items() if name.startswith("XMP")} == {
        "XMP-dc:Creator": list(ALL.creators),
        "XMP-photoshop:Credit": ALL.credit,
        "XMP-dc:Rights": ALL.copyright_notice,
        "XMP-xmpRights:UsageTerms": ALL.usage_terms,
        "XMP-xmpRights:WebStatement": ALL.web_statement,
        "XMP-plus:Licensor": [{"LicensorURL": ALL.licensor_url}],
    }
    groups = {name.split(":")[0] for name in said}
    assert not groups & {"IFD0", "IFD1", "ExifIFD", "GPS", "IPTC", "Photoshop", "ICC_Profile"}
    assert Image.open(BytesIO(made)).info["xmp"] == packet(ALL)


def test_nothing_known_is_no_packet():
    assert packet(Rights()) == b""
    assert packet(Rights(creators=("", " "), credit="\0\u202e")) == b""


def test_what_is_not_known_is_not_mentioned():
    made = packet(Rights(credit="Ada"))
    assert b"photoshop:Credit" in made
    assert b"dc:rights" not in made
    assert b"plus:Licensor>" not in made


@given(st.builds(Rights, st.lists(st.text()).map(tuple), *[st.text()] * 5))
def test_any_text_gives_a_well_formed_packet(rights):
    made = packet(rights)
    assert made == b"" or ElementTree.fromstring(made.decode())


@pytest.mark.parametrize("letter", ["&", "😀", "x "])
def test_a_packet_fits_into_a_jpeg_whatever_is_said(letter):
    long = letter * 100_000
    made = packet(Rights((long,) * 1000, long, long, long, long, long))
    assert len(made) < 65_000
    master = files.saved(files.scene(), "JPEG")
    assert made in render(master, SPECS["card"], 48, "jpg", Frame(), made)
