"""What pictures say of themselves, compared with what ExifTool reads from the same files."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from images.metadata import Metadata, Rights, as_date, packet, read
from images.opening import open_picture
from images.rendering import render
from images.specs import SPECS, Frame
from tests.images import files
from tests.images.exiftool import fill, needs_exiftool, told

TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
XMP = {
    "headline": "XMP-photoshop:Headline",
    "description": "XMP-dc:Description",
    "alt": "XMP-iptcCore:AltTextAccessibility",
    "creators": "XMP-dc:Creator",
    "credit": "XMP-photoshop:Credit",
    "source": "XMP-photoshop:Source",
    "copyright_notice": "XMP-dc:Rights",
    "usage_terms": "XMP-xmpRights:UsageTerms",
    "web_statement": "XMP-xmpRights:WebStatement",
    "keywords": "XMP-dc:Subject",
    "city": "XMP-photoshop:City",
    "country": "XMP-photoshop:Country",
    "digital_source_type": "XMP-iptcExt:DigitalSourceType",
}
IIM = {
    "headline": "IPTC:Headline",
    "description": "IPTC:Caption-Abstract",
    "creators": "IPTC:By-line",
    "credit": "IPTC:Credit",
    "source": "IPTC:Source",
    "copyright_notice": "IPTC:CopyrightNotice",
    "keywords": "IPTC:Keywords",
    "city": "IPTC:City",
    "country": "IPTC:Country-PrimaryLocationName",
}
EXIF = {
    "description": "IFD0:ImageDescription",
    "creators": "IFD0:Artist",
    "copyright_notice": "IFD0:Copyright",
}
LISTS = ("creators", "keywords")


def assignments(names: dict[str, str], mark: str) -> list[str]:
    """Each field with a text of its own, in several scripts; lists with two items."""
    made = []
    for field, name in names.items():
        if field == "digital_source_type":
            made.append(f"{name}={TRAINED}")
        else:
            made.append(f"{name}={mark} {field} é 写真 صورة")
        if field in LISTS and "IFD0" not in name:
            made.append(f"{name}={mark} {field} the second")
    return made


def expected(file: Path, names: dict[str, str]) -> dict[str, str | list[str]]:
    """What ExifTool reads, by our fields."""
    found = told(file)
    made = {field: found[name] for field, name in names.items()}
    for field in {*LISTS} & {*made}:
        made[field] = made[field] if isinstance(made[field], list) else [made[field]]
    return made


@pytest.fixture(params=["JPEG", "PNG", "WEBP", "AVIF"])
def sent(request, tmp_path) -> Path:
    return saved(tmp_path, request.param)


def saved(folder: Path, kind: str = "JPEG", **how) -> Path:
    file = folder / f"sent.{kind.lower()}"
    file.write_bytes(files.saved(files.scene(size=(640, 480)), kind, **how))
    return file


def said(file: Path) -> dict[str, str | list[str]]:
    with Image.open(file) as image:
        image.load()
        return read(image).to_json()


@needs_exiftool
def test_every_field_in_xmp_equals_what_exiftool_reads(sent):
    fill(
        sent,
        *assignments(XMP, "xmp"),
        "XMP-plus:Licensor={LicensorURL=https://example.org/buy,LicensorName=Ada}",
        "XMP-photoshop:DateCreated=2026:11:22 18:05:00+01:00",
    )
    assert said(sent) == expected(sent, XMP) | {
        "licensor_url": "https://example.org/buy",
        "created_date": "2026-11-22T18:05:00+01:00",
    }
    assert open_picture(sent).metadata == said(sent)


@needs_exiftool
def test_every_field_in_iim_equals_what_exiftool_reads(tmp_path):
    sent = saved(tmp_path)
    times = ("IPTC:DateCreated=2026:11:22", "IPTC:TimeCreated=18:05:00+01:00")
    fill(sent, *assignments(IIM, "iim"), *times, "IPTC:CodedCharacterSet=UTF8")
    assert said(sent) == expected(sent, IIM) | {"created_date": "2026-11-22T18:05:00+01:00"}
    assert open_picture(sent).metadata == said(sent)


@needs_exiftool
def test_every_field_in_exif_equals_what_exiftool_reads(sent):
    times = ("ExifIFD:DateTimeOriginal=2026:11:22 18:05:00", "ExifIFD:OffsetTimeOriginal=+01:00")
    fill(sent, *assignments(EXIF, "exif"), *times)
    assert said(sent) == expected(sent, EXIF) | {"created_date": "2026-11-22T18:05:00+01:00"}


@needs_exiftool
def test_xmp_counts_before_iim_and_iim_before_exif(tmp_path):
    sent = saved(tmp_path)
    everything = [*assignments(IIM, "iim"), *assignments(EXIF, "exif")]
    fill(sent, *everything, "IPTC:CodedCharacterSet=UTF8")
    assert said(sent) == expected(sent, IIM)
    fill(sent, *assignments(XMP, "xmp"))
    assert said(sent) == expected(sent, XMP)


@needs_exiftool
def test_a_title_stands_in_for_a_headline(tmp_path):
    sent = saved(tmp_path)
    fill(sent, "IPTC:ObjectName=harbour-3")
    assert said(sent) == {"headline": "harbour-3"}
    fill(sent, "XMP-dc:Title=The harbour")
    assert said(sent) == {"headline": "The harbour"}
    fill(sent, "IPTC:Headline=Ships at night")
    assert said(sent) == {"headline": "Ships at night"}


@needs_exiftool
def test_the_default_language_counts_of_several(sent):
    name = "XMP-iptcCore:AltTextAccessibility"
    fill(sent, f"{name}-de=Ein Hafen", f"{name}-it=Un porto", f"{name}=A harbour")
    assert said(sent) == {"alt": told(sent)[name]}


@needs_exiftool
def test_the_place_where_it_was_taken_stands_in_for_town_and_country(tmp_path):
    sent = saved(tmp_path)
    fill(sent, "XMP-iptcExt:LocationCreated={City=Palermo,CountryName=Italia}")
    assert said(sent) == {"city": "Palermo", "country": "Italia"}


@needs_exiftool
def test_iim_that_names_no_character_set_is_read_all_the_same(tmp_path):
    sent = saved(tmp_path)
    fill(sent, "IPTC:City=Zürich")  # in UTF-8, undeclared
    assert said(sent) == {"city": "Zürich"}
    sent.write_bytes(sent.read_bytes().replace(b"\x00\x07Z\xc3\xbcrich", b"\x00\x07Z\xfcrich\0"))
    assert said(sent) == {"city": "Zürich"}


@needs_exiftool
@pytest.mark.parametrize("fmt", ["jpg", "webp", "avif"])
def test_10_no_rendition_says_where_and_with_which_camera_but_whose_it_is(tmp_path, fmt):
    thumbnail = files.saved(files.scene(), "JPEG")
    (tmp_path / "thumbnail.jpg").write_bytes(thumbnail)
    sent = saved(tmp_path)
    fill(
        sent, "GPSLatitude=41.9", "GPSLatitudeRef=N", "GPSLongitude=12.5", "GPSLongitudeRef=E",
        "SerialNumber=SECRET1", "LensSerialNumber=SECRET2", "OwnerName=SECRET3", "Make=SECRET4",
        "UserComment=SECRET5", "XMP-aux:SerialNumber=SECRET6", "XMP-exif:GPSLatitude=41.9",
        f"ThumbnailImage<={tmp_path / 'thumbnail.jpg'}", "XMP-photoshop:Credit=Ada",
        "XMP-dc:Creator=Ada", "XMP-dc:Rights=© Ada",
        "XMP-xmpRights:WebStatement=https://example.org/",
    )  # fmt: skip
    assert {"GPS:GPSLatitude", "IFD1:ThumbnailImage"} <= {*told(sent)}
    picture = open_picture(sent)
    assert "SECRET" not in str(picture.metadata)
    assert "41" not in str(picture.metadata)
    rights = Rights(
        tuple(picture.metadata["creators"]),
        *(picture.metadata[name] for name in ("credit", "copyright_notice")),
        web_statement=picture.metadata["web_statement"],
    )
    made = render(picture.master, SPECS["card"], 320, fmt, Frame(), packet(rights))
    (tmp_path / f"made.{fmt}").write_bytes(made)
    found = told(tmp_path / f"made.{fmt}")
    assert {name for name in found if name.startswith("XMP")} == {
        "XMP-dc:Creator", "XMP-photoshop:Credit", "XMP-dc:Rights", "XMP-xmpRights:WebStatement",
    }  # fmt: skip
    assert not [name for name in found if "GPS" in name or "Serial" in name or "Thumb" in name]
    assert b"SECRET" not in made


def test_a_picture_that_says_nothing_is_no_metadata():
    image = Image.open(BytesIO(files.saved(files.scene(), "JPEG")))
    assert read(image) == Metadata()
    assert read(image).to_json() == {}


@pytest.mark.parametrize(
    ("spelt", "date"),
    [
        ("2026", "2026"),
        ("2026-11", "2026-11"),
        ("2026:11:22", "2026-11-22"),
        ("20261122", "2026-11-22"),
        ("20260000", "2026"),
        ("2026-11-22T18:05", "2026-11-22T18:05"),
        ("2026-11-22T18:05:09.25Z", "2026-11-22T18:05:09Z"),
        ("20261122T180509-0330", "2026-11-22T18:05:09-03:30"),
        ("2026:11:22 18:05:09", "2026-11-22T18:05:09"),
        ("2026:13:22 18:05:09", ""),
        ("0000:00:00 00:00:00", ""),
        ("٢٠٢٦", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_dates_are_kept_in_one_spelling(spelt, date):
    assert as_date(spelt) == date
