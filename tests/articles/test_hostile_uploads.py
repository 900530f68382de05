"""Hostile files on every way into the library: by a form or in pieces, new or in place of one."""

import json
import resource
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from PIL import ImageOps

from accounts.models import User
from images import uploads
from images.models import Image, ImageFile, Upload
from images.opening import MOST_BYTES
from images.taking_in import with_file
from tests.articles.form import sign_in
from tests.images import files
from tests.images.folders import files_in, media
from tests.images.hostile import hostile_files
from tests.images.library import make_file, make_image

__all__ = ["media"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

PICTURE = files.saved(files.scene(), "JPEG")
PNG = files.saved(files.scene(), "PNG")
SECONDS, MEGABYTES = 5, 400
REFUSED = {
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "page.html": b"<!doctype html><script>alert(1)</script>",
    "shell.php": b"<?php system($_GET['c']); ?>",
    "html.png": b"<html><script>alert(1)</script></html>",
    "bomb.png": files.bomb_of_81_megapixels(),
    "cut.jpg": files.saved(Picture.effect_noise((400, 300), 60), "JPEG")[:9000],
    "report.pdf": b"%PDF-1.7",
    "phone.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "empty.jpg": b"",
}
POLYGLOTS = {
    "png-and-html.png": PNG + b"<script>alert(1)</script>",
    "picture.html": PNG,
    "picture.php.jpg": files.with_segments(
        PICTURE, files.segment(0xFE, b"<?php system($_GET['c']); ?>")
    ),
}

Way = Callable[[Client, str, bytes], Any]


def by_form(client: Client, name: str, content: bytes) -> Any:
    sent = SimpleUploadedFile(name, content)
    return client.post(reverse("admin:images_image_upload"), {"pictures": [sent]})


def in_pieces(
    client: Client, name: str, content: bytes, finish: str | None = None, most: int = uploads.PIECE
) -> Any:
    asked = {"name": name, "size": len(content), "fingerprint": name[:100]}
    begun = client.post(
        reverse("admin:images_image_uploads"), json.dumps(asked), "application/json"
    )
    if begun.status_code >= 400:
        return begun
    upload = begun.json()["id"]
    for at in range(0, len(content), most):
        client.post(
            reverse("admin:images_image_upload_piece", args=[upload]),
            content[at : at + most],
            "application/octet-stream",
            headers={"Upload-Offset": str(at)},
        )
    return client.post(
        finish.format(upload)
        if finish
        else reverse("admin:images_image_upload_finish", args=[upload])
    )


def replaced_by_form(client: Client, name: str, content: bytes) -> Any:
    page = reverse("admin:images_image_replace", args=[Image.objects.get().pk])
    return client.post(page, {"file": SimpleUploadedFile(name, content)})


def replaced_in_pieces(client: Client, name: str, content: bytes) -> Any:
    page = reverse("admin:images_image_replace", args=[Image.objects.get().pk])
    return in_pieces(client, name, content, finish=f"{page}{{}}/")


NEW: list[Way] = [by_form, in_pieces]
WAYS: list[Way] = [*NEW, replaced_by_form, replaced_in_pieces]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def picture(reporter: User) -> Image:
    """One that is there already."""
    image = make_image(uploaded_by=reporter)
    make_file(image)
    return image


def is_error(answer: Any) -> bool:
    """Whether the answer refuses with a sentence, as JSON or on the page."""
    if answer.status_code not in {400, 422}:
        return False
    if answer["Content-Type"] == "application/json":
        return str(answer.json()["error"]).endswith(".")
    shown = answer.context.get("unable") or answer.context["results"][0]["error"]
    return shown.endswith(".") and shown.split(".")[0] in answer.content.decode()


@pytest.mark.parametrize("way", WAYS)
def test_09_what_is_no_picture_leaves_nothing_behind(
    way: Way, reporter: User, picture: Image, media: Path, temporary: Path
) -> None:
    client, before = sign_in(reporter), files_in(media)
    for name, content in REFUSED.items():
        assert is_error(way(client, name, content)), name
        assert files_in(media) == before, name
        assert list(temporary.iterdir()) == [], name
    assert not Upload.objects.exists()
    assert ImageFile.objects.get().image == picture


@pytest.mark.parametrize("way", WAYS)
def test_09_a_file_of_sixty_megabytes_leaves_nothing_behind(
    way: Way, reporter: User, picture: Image, media: Path, temporary: Path
) -> None:
    before = files_in(media)
    assert is_error(way(sign_in(reporter), "large.jpg", PICTURE + bytes(60_000_000)))
    assert (files_in(media), list(temporary.iterdir())) == (before, [])
    assert not Upload.objects.exists()


@pytest.mark.parametrize("way", NEW)
def test_09_what_hides_in_a_picture_reaches_nobody(way: Way, reporter: User, media: Path) -> None:
    client = sign_in(reporter)
    for name, content in POLYGLOTS.items():
        assert way(client, name, content).status_code in {200, 201}
    for image in Image.objects.with_file():
        file = image.file
        assert file is not None
        assert b"<" not in (media / "originals" / file.original).name.encode()
        assert (media / "originals" / file.original).suffix in {".png", ".jpg"}
        master = (media / "originals" / file.master).read_bytes()
        assert not [bad for bad in (b"<script", b"<?php") if bad in master]
    assert Image.objects.count() == len(POLYGLOTS)


def photographed() -> bytes:
    """A picture taken by a phone that was turned: it says where, with what, and whose it is."""
    exif = Picture.Exif()
    exif[0x0112] = 6
    exif[0x010F], exif[0x013B] = "Secret maker", "Anna Bianchi"
    exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 38.0, 57.0), 3: "E", 4: (13.0, 46.0, 0.0)})
    exif.get_ifd(0x8769)[0xA431] = "SERIAL-123456"
    return files.saved(files.scene(size=(640, 480)), "JPEG", exif=exif)


@pytest.mark.parametrize("way", WAYS)
def test_10_what_a_phone_says_is_served_to_nobody_but_whose_it_is(
    way: Way, reporter: User, picture: Image
) -> None:
    client = sign_in(reporter)
    assert way(client, "phone.jpg", photographed()).status_code in {200, 201, 302}
    image = Image.objects.get(files__original_name="phone.jpg")
    Image.objects.filter(pk=image.pk).update(creators="Anna Bianchi", credit="Anna/Agency")

    card = client.get(reverse("admin:images_image_cards"), {"uuid": image.uuid}).json()
    cards = card["cards"] if isinstance(card, dict) else card
    preview = reverse("admin:images_image_preview", args=[image.pk, image.files.latest("pk").key])
    for address in (cards[0]["thumbnail"], preview):
        served = client.get(address)
        content = b"".join(served.streaming_content) if served.streaming else served.content
        shown = Picture.open(BytesIO(content))
        assert shown.height > shown.width
        assert not [word for word in (b"Secret", b"SERIAL", b"GPS", b"45/1") if word in content]
        assert not set(ImageOps.exif_transpose(shown).getexif()) & {0x8825, 0x010F}
        assert (b"Anna/Agency" in content) is (address != preview)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "name",
    [
        "../../x.jpg",
        "..\\..\\x.jpg",
        "CON.jpg",
        "x" * 300,
        "a\u202egpj.exe",
        "/etc/passwd",
        "<b>.jpg",
    ],
)
def test_11_files_are_stored_under_names_of_our_own(
    way: Way, name: str, reporter: User, picture: Image, media: Path
) -> None:
    before = set(files_in(media))
    client = sign_in(reporter)
    assert way(client, name, PICTURE).status_code in {200, 201, 302}
    for stored in set(files_in(media / "originals")) - before:
        stem, _dot, ending = stored.partition(".")
        assert len(stem.removesuffix("-master")) == 32
        assert set(stem.removesuffix("-master")) <= set("0123456789abcdef")
        assert ending == "jpg"
    file = ImageFile.objects.latest("pk")
    assert not set(file.original_name) & {"/", "\\", "\u202e"}
    page = client.get(reverse("admin:images_image_change", args=[file.image_id])).content
    assert b"<b>.jpg" not in page


@pytest.fixture(scope="module")
def corpus() -> dict[str, bytes]:
    return hostile_files()


@pytest.mark.parametrize("batch", range(5))
def test_09_hostile_files_take_little_and_leave_nothing(
    batch: int, corpus: dict[str, bytes], reporter: User, media: Path, temporary: Path
) -> None:
    client = sign_in(reporter)
    for name in sorted(corpus)[batch::5]:
        content, before = corpus[name], files_in(media)
        began, peak = time.monotonic(), _peak()
        answer = by_form(client, "sent.jpg", content)
        assert time.monotonic() - began < 3 * SECONDS, name  # with many others beside it
        assert answer.status_code in {200, 400}, name
        assert _peak() in {peak, *range(MEGABYTES)}, name
        assert list(temporary.iterdir()) == [], name
        if answer.status_code == 400:
            assert is_error(answer), name
            assert files_in(media) == before, name
    assert not Upload.objects.exists()
    assert all(with_file(file.sha256) for file in ImageFile.objects.all())


def _peak() -> int:
    """Of all children until now, in megabytes."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def test_09_pieces_of_a_file_that_is_too_large_are_refused(reporter: User, media: Path) -> None:
    client = sign_in(reporter)
    assert is_error(in_pieces(client, "x.jpg", bytes(MOST_BYTES + 1)))
    assert is_error(in_pieces(client, "x.jpg", PICTURE[:-9]))
    assert files_in(media) == []


def test_09_no_other_page_takes_files() -> None:
    """Whoever adds one tries it above too; choosers send theirs in pieces."""
    root = Path(settings.BASE_DIR)
    forms = {
        path.name for path in (root / "templates").rglob("*.html") if 'type="file"' in read(path)
    }
    views = {
        path.name for path in (root / "articles").rglob("*.py") if "request.FILES" in read(path)
    }
    assert forms == {"upload.html", "replace.html", "chooser.html"}
    assert views == {"uploading.py", "replacing.py"}


def read(path: Path) -> str:
    return path.read_text("utf-8")
