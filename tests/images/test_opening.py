"""The door for untrusted picture files: what passes, what is refused, and what is left of it."""

import tempfile
import threading
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from images import decoding, opening
from images.opening import Opened, UnusablePicture, open_picture
from tests.images import files

CORNERS = {(8, 8): "red", (40, 8): "lime", (8, 24): "blue", (40, 24): "white"}
COLOURS = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "white": (255,) * 3}


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files; nothing may stay there."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    return tmp_path / "sent.html"


def opened(sent: Path, content: bytes) -> Opened:
    sent.write_bytes(content)
    return open_picture(sent)


def refusal(sent: Path, content: bytes) -> str:
    with pytest.raises(UnusablePicture) as refused:
        opened(sent, content)
    return str(refused.value)


def master_of(picture: Opened) -> Image.Image:
    master = Image.open(BytesIO(picture.master))
    master.load()
    return master


def looks_like_the_scene(image: Image.Image, most: int = 12) -> bool:
    found = {corner: image.getpixel(corner) for corner in CORNERS}
    return all(
        isinstance(pixel, tuple)
        and max(abs(a - b) for a, b in zip(pixel, COLOURS[CORNERS[at]], strict=True)) <= most
        for at, pixel in found.items()
    )


@pytest.mark.parametrize(
    ("kind", "master"),
    [("JPEG", "JPEG"), ("PNG", "PNG"), ("WEBP", "JPEG"), ("AVIF", "JPEG"), ("GIF", "PNG")],
)
def test_each_kind_opens_whatever_its_name(
    kind: str, master: str, sent: Path, temporary: Path
) -> None:
    picture = opened(sent, files.saved(files.scene(), kind))
    assert (picture.format, picture.width, picture.height) == (kind, 48, 32)
    assert (picture.master_format, picture.master_width, picture.master_height) == (master, 48, 32)
    assert master_of(picture).format == master
    assert looks_like_the_scene(master_of(picture))
    assert not list(temporary.iterdir())


def test_the_double_pictures_of_phones_count_as_jpeg(sent: Path) -> None:
    mpo = files.saved(files.scene(), "MPO", save_all=True, append_images=[files.scene("L")])
    assert opened(sent, mpo).format == "JPEG"


@pytest.mark.parametrize("turn", range(1, 9))
def test_10_all_orientations_look_the_same(turn: int, sent: Path) -> None:
    picture = opened(sent, files.turned(turn))
    assert (picture.width, picture.height) == (48, 32)
    assert looks_like_the_scene(master_of(picture))


def test_10_a_master_holds_pixels_and_nothing_else(sent: Path) -> None:
    profile = files.linear_profile()
    for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
        exif = Image.Exif()
        exif[0x010F] = "Secret camera maker"
        content = files.saved(files.scene(), kind, exif=exif, icc_profile=profile)
        picture = opened(sent, content + b"<script>alert(1)</script>")
        assert not set(master_of(picture).info) & {"exif", "icc_profile", "xmp", "comment"}, kind
        assert b"Secret" not in picture.master
        assert b"<script>" not in picture.master


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "Most Compatible"),
        (b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\xef\xbb\xbf<!DOCTYPE html><script>alert(1)</script>", "web page"),
        (b"<?php system($_GET['c']);", "web page"),
        (b"%PDF-1.7", "PDF"),
        (b"BM" + bytes(60), "cannot show pictures of this kind"),
        (b"II*\0" + bytes(60), "cannot show pictures of this kind"),
        (b"\0\0\0\x18ftypisom\0\0\2\0isommp42", "video"),
        (b"#!/bin/sh", "not a picture"),
    ],
)
def test_09_other_files_are_refused_in_words_of_their_own(
    content: bytes, words: str, tmp_path: Path, temporary: Path
) -> None:
    assert words in refusal(tmp_path / "photo.png", content)
    assert not list(temporary.iterdir())


def test_09_a_file_of_60_megabytes_is_refused(sent: Path) -> None:
    with sent.open("wb") as file:
        file.write(b"\xff\xd8\xff")
        file.truncate(60_000_000)
    with pytest.raises(UnusablePicture, match="40 MB"):
        open_picture(sent)


def test_09_a_small_file_of_81_megapixels_is_refused(sent: Path, temporary: Path) -> None:
    bomb = files.bomb_of_81_megapixels()
    assert len(bomb) < 12_000
    assert "50 megapixels" in refusal(sent, bomb)
    assert not list(temporary.iterdir())


def test_09_a_truncated_picture_is_refused(sent: Path, temporary: Path) -> None:
    noise = Image.effect_noise((200, 200), 90)
    for kind in ("JPEG", "PNG", "WEBP", "AVIF", "GIF"):
        whole = files.saved(noise, kind)
        assert refusal(sent, whole[: len(whole) // 2]), kind
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("tail", [b"<html><script>", b"<?php ?>", b"PK\3\4" + bytes(40), b"*/=1;"])
def test_09_what_hides_behind_a_picture_is_gone(tail: bytes, sent: Path) -> None:
    for kind in ("JPEG", "PNG", "GIF"):
        assert tail not in opened(sent, files.saved(files.scene(), kind) + tail).master


def test_transparency_is_flattened_on_white(sent: Path) -> None:
    clear = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    half = Image.new("RGBA", (20, 20), (0, 0, 0, 128))
    grey = Image.new("LA", (20, 20), (0, 0))
    palette = Image.new("P", (20, 20), 0)
    for content, expected in (
        (files.saved(clear, "PNG"), 255),
        (files.saved(half, "PNG"), 127),
        (files.saved(clear, "WEBP", lossless=True), 255),
        (files.saved(grey, "PNG"), 255),
        (files.saved(palette, "PNG", transparency=0), 255),
        (files.saved(palette, "GIF", transparency=0), 255),
    ):
        assert master_of(opened(sent, content)).getpixel((9, 9)) == (expected,) * 3


def test_sixteen_bits_and_grey_become_eight_bits_of_colour(sent: Path) -> None:
    for mode in ("I;16", "L"):
        grey = Image.new(mode, (9, 9), 128 if mode == "L" else 128 * 256)
        master = master_of(opened(sent, files.saved(grey, "PNG")))
        assert (master.mode, master.getpixel((4, 4))) == ("RGB", (128,) * 3)


def test_print_colours_become_those_of_screens(sent: Path) -> None:
    picture = opened(sent, files.saved(files.scene("CMYK"), "JPEG", quality=95, subsampling=0))
    assert looks_like_the_scene(master_of(picture), 20)


def test_a_colour_profile_is_applied_and_a_broken_one_ignored(sent: Path) -> None:
    red = Image.new("RGB", (9, 9), "red")
    swapped = master_of(opened(sent, files.saved(red, "PNG", icc_profile=files.swapped_profile())))
    broken = master_of(opened(sent, files.saved(red, "PNG", icc_profile=b"garbage" * 99)))
    r, g, b = swapped.getpixel((4, 4))  # type: ignore[misc]
    assert b > 240 > 20 > max(r, g)
    assert broken.getpixel((4, 4)) == (255, 0, 0)


def test_a_large_picture_gets_a_smaller_master_without_seams(sent: Path) -> None:
    ramp = Image.linear_gradient("L").resize((3000, 5000), Image.Resampling.BILINEAR)
    picture = opened(sent, files.saved(ramp.convert("RGB"), "PNG", compress_level=1))
    assert (picture.width, picture.height) == (3000, 5000)
    assert (picture.master_width, picture.master_height) == (2458, 4096)
    whole = ramp.resize((2458, 4096), Image.Resampling.LANCZOS)
    master = master_of(picture).convert("L")
    column = [(master.getpixel((9, y)), whole.getpixel((9, y))) for y in range(4096)]
    assert all(abs(a - b) <= 1 for a, b in column)  # type: ignore[operator]


def test_the_dominant_colour_is_that_of_the_largest_part(sent: Path) -> None:
    image = Image.new("RGB", (90, 90), "#204080")
    image.paste("#ff0000", (0, 0, 90, 30))
    assert opened(sent, files.saved(image, "PNG")).colour == "#204080"


def test_a_child_that_crashes_is_a_sentence(
    sent: Path, temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_ROOT", child(tmp_path, "import os; os.abort()"))
    assert "damaged" in refusal(sent, files.saved(files.scene(), "PNG"))
    assert not list(temporary.iterdir())


def test_a_child_that_never_ends_is_ended(
    sent: Path, temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_ROOT", child(tmp_path, "while True: pass"))
    monkeypatch.setattr(opening, "SECONDS", 0.3)
    assert "too long" in refusal(sent, files.saved(files.scene(), "PNG"))
    assert not list(temporary.iterdir())


def child(tmp_path: Path, code: str) -> Path:
    """A folder with another program in the decoder's place."""
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "decoding.py").write_text(code)
    return tmp_path


def test_whoever_finds_all_places_taken_is_asked_to_try_again(
    sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(opening, "SECONDS_TO_WAIT", 0.05)
    content = files.saved(files.scene(), "PNG")
    with opening._places:
        assert "Try again" in refusal(sent, content)
    assert opened(sent, content).format == "PNG"


def test_more_pixels_than_a_decoder_has_memory_for_are_refused(tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    for kind in ("WEBP", "AVIF"):
        with pytest.raises(decoding.RefusedPicture, match="memory"):
            decoding._check_size(kind, 7000, 7000)
    sent.write_bytes(files.dubious_files()["WEBP of 16383"])
    with pytest.raises(UnusablePicture):
        open_picture(sent)
