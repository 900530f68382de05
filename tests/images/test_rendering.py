from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from images.rendering import render
from images.specs import SPECS, Frame, height_for, offered_widths

PACKET = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><credit>Ada</credit></x:xmpmeta>'
RED, GREEN, BLUE = (200, 30, 30), (30, 160, 30), (30, 30, 200)


def master(width=1800, height=1200, *, kind="JPEG"):
    """Three upright bands: red, green, blue."""
    picture = Image.new("RGB", (width, height), GREEN)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, width // 3, height), fill=RED)
    pen.rectangle((2 * width // 3, 0, width, height), fill=BLUE)
    made = BytesIO()
    picture.save(made, kind, quality=95, subsampling=0)
    return made.getvalue()


def opened(data):
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def near(pixel, colour):
    return all(abs(a - b) < 40 for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize(("fmt", "kind"), [("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")])
@pytest.mark.parametrize("source", ["JPEG", "PNG"])
def test_a_rendition_has_its_size_and_format(fmt, kind, source):
    made = opened(render(master(kind=source), SPECS["lead"], 480, fmt, Frame(), b""))
    assert (made.format, made.size, made.mode) == (kind, (480, 270), "RGB")
    assert near(made.getpixel((40, 135)), RED)
    assert near(made.getpixel((240, 135)), GREEN)
    assert near(made.getpixel((440, 135)), BLUE)


def test_a_rendition_shows_the_subject():
    square = SPECS["square"]
    left = opened(render(master(), square, 320, "jpg", Frame(0, 500), b""))
    right = opened(render(master(), square, 320, "jpg", Frame(1000, 500), b""))
    assert near(left.getpixel((5, 160)), RED)
    assert near(right.getpixel((315, 160)), BLUE)


def test_a_rendition_of_an_own_crop_shows_nothing_else():
    frame = Frame(crop=(700, 100, 250, 800))
    made = opened(render(master(), SPECS["inline"], 320, "jpg", frame, b""))
    assert all(near(made.getpixel((x, 100)), BLUE) for x in (0, 160, 319))


@pytest.mark.parametrize("fmt", ["avif", "webp", "jpg"])
def test_a_rendition_carries_the_rights_and_nothing_else(fmt):
    source = Image.new("RGB", (800, 600), GREEN)
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    data = BytesIO()
    source.save(data, "JPEG", exif=exif, comment=b"secret", dpi=(300, 300))
    made = render(data.getvalue(), SPECS["card"], 320, fmt, Frame(), PACKET)
    assert opened(made).info["xmp"] == PACKET
    assert b"ecret" not in made
    assert not {"exif", "icc_profile", "comment"} & {*opened(made).info}


@pytest.mark.parametrize("fmt", ["avif", "webp", "jpg"])
def test_a_rendition_without_rights_carries_no_metadata(fmt):
    made = opened(render(master(), SPECS["card"], 320, fmt, Frame(), b""))
    assert not {"xmp", "exif", "icc_profile", "comment"} & {*made.info}


def test_a_share_card_of_a_small_picture_has_the_size_that_networks_want():
    made = opened(render(master(700, 500), SPECS["share"], 1200, "jpg", Frame(), b""))
    assert made.size == (1200, 630)


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (4000, 1), (333, 777), (4095, 1363)])
def test_odd_pictures_are_rendered_in_every_spec(size):
    data = master(*size)
    for spec in SPECS.values():
        for width in offered_widths(spec, *size, Frame(999, 1))[:1]:
            made = opened(render(data, spec, width, "jpg", Frame(999, 1), b""))
            assert made.size == (width, height_for(spec, width, *size, Frame(999, 1)))


def test_the_same_master_gives_the_same_bytes():
    assert render(master(), SPECS["card"], 320, "avif", Frame(), PACKET) == render(
        master(), SPECS["card"], 320, "avif", Frame(), PACKET
    )


def test_a_master_that_cannot_be_read_is_an_error_of_the_file_system():
    with pytest.raises(OSError, match="cannot identify"):
        render(b"GIF89a, or nearly", SPECS["card"], 320, "jpg", Frame(), b"")
    with pytest.raises(OSError, match="truncated"):
        render(master()[:5000], SPECS["card"], 320, "jpg", Frame(), b"")
