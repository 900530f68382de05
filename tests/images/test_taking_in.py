"""Taking in files: all of a picture is there, or nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from images import taking_in
from images.models import Image, ImageFile
from images.opening import UnusablePicture
from images.taking_in import Kept, replace_file, take_in
from tests.articles.test_concurrency import at_once
from tests.conftest import NOW
from tests.images import files
from tests.images.folders import files_in, media

__all__ = ["media"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def sent(tmp_path: Path, content: bytes, name: str = "sent") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def jpeg(size: tuple[int, int] = files.SIZE) -> bytes:
    return files.saved(files.scene(size=size), "JPEG")


def test_a_file_is_kept_untouched_and_its_master_beside_it(
    tmp_path: Path, media: Path, reporter: User
) -> None:
    content = files.turned(6)
    taken = take_in(sent(tmp_path, content), name="harbour.jpg", by=reporter, now=NOW)

    assert taken.is_new
    assert taken.image.uploaded_by == reporter
    file = ImageFile.objects.get()
    assert taken.image.file == file
    assert file.image == taken.image
    assert (file.original_name, file.format, file.created_by) == ("harbour.jpg", "JPEG", reporter)
    assert (file.width, file.height) == (file.original_width, file.original_height) == files.SIZE
    assert file.key == file.sha256[:20]
    assert (media / "originals" / file.original).read_bytes() == content
    assert files_in(media / "originals") == sorted([file.original, file.master])
    for name in (file.original, file.master):
        assert (media / "originals" / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "name", ["../../x.jpg", "C:\\x\\CON.jpg", "a" * 300 + ".jpg", "x\u202egpj.exe", "\0\ud800"]
)
def test_11_no_name_leads_anywhere(tmp_path: Path, media: Path, name: str) -> None:
    file = take_in(sent(tmp_path, jpeg()), name=name, by=None, now=NOW).image.file

    assert file is not None
    file.refresh_from_db()
    assert not {"/", "\\", "\u202e", "\0"} & set(file.original_name)
    assert len(file.original_name) <= 255
    assert len(file.original) == len(f"{'0' * 32}.jpg")
    assert files_in(tmp_path / "media" / "originals") == sorted([file.original, file.master])


def test_the_same_file_again_is_the_same_picture(tmp_path: Path, media: Path) -> None:
    path = sent(tmp_path, jpeg())
    first = take_in(path, name="one.jpg", by=None, now=NOW)
    Image.objects.update(retired_at=NOW)
    stored = files_in(media / "originals")

    again = take_in(path, name="two.jpg", by=None, now=NOW)

    assert (again.image, again.is_new) == (first.image, False)
    assert again.image.retired_at == NOW
    assert files_in(media / "originals") == stored


HOSTILE = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html named .png": b"<!doctype html><script>alert(1)</script>",
    "php": b"<?php system($_GET['c']); ?>",
    "bomb": files.bomb_of_81_megapixels(),
    "cut off": jpeg((400, 300))[:2000],
    "nothing": b"",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_09_a_refused_file_leaves_nothing(tmp_path: Path, media: Path, kind: str) -> None:
    with pytest.raises(UnusablePicture) as refused:
        take_in(sent(tmp_path, HOSTILE[kind]), name="x.png", by=None, now=NOW)

    assert str(refused.value).endswith(".")
    assert files_in(media / "originals") == []
    assert not Image.objects.exists()


def test_what_fails_in_the_transaction_leaves_nothing(tmp_path: Path, media: Path) -> None:
    def write(*, kept: Kept, **who: Any) -> Image:
        taking_in.add(kept=kept, **who)
        assert len(files_in(media / "originals")) == 2
        raise LookupError

    with pytest.raises(LookupError):
        take_in(sent(tmp_path, jpeg()), name="x.jpg", by=None, now=NOW, write=write)

    assert files_in(media / "originals") == []
    assert not Image.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_does_not_run_in_a_transaction_that_could_be_undone(tmp_path: Path, media: Path) -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        take_in(sent(tmp_path, jpeg()), name="x.jpg", by=None, now=NOW)

    assert files_in(media / "originals") == []


def replaced(image: Image, path: Path) -> bool:
    def write(*, kept: Kept, **who: Any) -> Image:
        return taking_in.move(image, kept=kept, **who)

    return replace_file(image, path, name="x.jpg", by=None, now=NOW, write=write).is_new


def test_a_replaced_file_stays_beside_the_new_one(tmp_path: Path, media: Path) -> None:
    image = take_in(sent(tmp_path, jpeg()), name="x.jpg", by=None, now=NOW).image
    old = image.file

    assert replaced(image, sent(tmp_path, jpeg((96, 64)), "better"))

    image.refresh_from_db()
    assert image.file != old
    assert image.file is not None
    assert image.file.width == 96
    assert image.files.count() == 2
    assert len(files_in(media / "originals")) == 4
    assert not replaced(image, tmp_path / "better")
    with pytest.raises(UnusablePicture, match="before"):
        replaced(image, tmp_path / "sent")


def test_a_file_of_another_picture_replaces_none(tmp_path: Path, media: Path) -> None:
    image = take_in(sent(tmp_path, jpeg()), name="x.jpg", by=None, now=NOW).image
    take_in(sent(tmp_path, jpeg((96, 64)), "other"), name="y.jpg", by=None, now=NOW)

    with pytest.raises(UnusablePicture, match="another picture"):
        replaced(image, tmp_path / "other")

    assert len(files_in(media / "originals")) == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time"
)
def test_one_file_sent_by_many_at_once_is_one_picture(tmp_path: Path, media: Path) -> None:
    path = sent(tmp_path, jpeg())

    taken = at_once(6, lambda _n: take_in(path, name="x.jpg", by=None, now=NOW))

    assert len({one.image.pk for one in taken}) == 1
    assert sum(one.is_new for one in taken) == 1
    assert Image.objects.count() == 1
    assert len(files_in(media / "originals")) == 2


def test_the_common_renditions_are_there_at_once(tmp_path: Path, media: Path) -> None:
    taken = take_in(sent(tmp_path, jpeg((900, 600))), name="x.jpg", by=None, now=NOW)

    assert taken.image.file is not None
    made = media / "renditions" / "pictures" / taken.image.file.key
    assert any(name.startswith("thumbnail-") for name in files_in(made))


def test_what_the_file_says_of_itself_is_prefilled(tmp_path: Path) -> None:
    exif = files.Image.Exif()
    exif[0x010E], exif[0x013B] = "Boats in the harbour", "Anna Bianchi"
    content = files.saved(files.scene(), "JPEG", exif=exif)

    image = take_in(sent(tmp_path, content), name="x.jpg", by=None, now=NOW).image

    image.refresh_from_db()
    assert (image.description, image.creators) == ("Boats in the harbour", "Anna Bianchi")


def test_fields_that_are_filled_stay(tmp_path: Path) -> None:
    exif = files.Image.Exif()
    exif[0x010E] = "Boats"
    path = sent(tmp_path, files.saved(files.scene(), "JPEG", exif=exif))

    def write(**how: Any) -> Image:
        return taking_in.add(image=Image(description="Ours"), **how)

    taken = take_in(path, name="x.jpg", by=None, now=NOW, write=write)
    assert taken.image.description == "Ours"
