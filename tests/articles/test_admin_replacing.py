"""Giving a picture a better file at the desk, by a form and piece by piece."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditLine, User
from images.models import Image, TakenDown, Upload
from tests.articles.desk import words_of
from tests.articles.form import sign_in
from tests.articles.test_admin_uploading import announce, send
from tests.images import files
from tests.images.library import make_file, make_image, opened
from tests.stories import NOW

pytestmark = pytest.mark.usefixtures("media")

BETTER = files.saved(files.scene(size=(1800, 1350)), "JPEG")
WIDER = files.saved(files.scene(size=(1800, 900)), "JPEG")


@pytest.fixture
def picture(reporter: User) -> Image:
    image = make_image(uploaded_by=reporter, focus_x=250)
    make_file(image)
    return image


def address(picture: Image) -> str:
    return reverse("admin:images_image_replace", args=[picture.pk])


def replace(client: Client, picture: Image, content: bytes = BETTER) -> Any:
    return client.post(address(picture), {"file": SimpleUploadedFile("new.jpg", content)})


def said(client: Client, picture: Image) -> str:
    return words_of(client.get(f"/admin/images/image/{picture.pk}/change/").content.decode())


def test_the_sheet_shows_the_file_as_it_is(reporter: User, picture: Image) -> None:
    client = sign_in(reporter)
    assert (
        address(picture) in client.get(f"/admin/images/image/{picture.pk}/change/").content.decode()
    )
    page = client.get(address(picture)).content.decode()
    assert "The file now: 1600 × 1200" in words_of(page)


def test_a_new_file_takes_the_place_of_the_old_one(reporter: User, picture: Image) -> None:
    client, before = sign_in(reporter), picture.file
    old = client.get(reverse("admin:images_image_cards"), {"uuid": picture.uuid}).json()[0]

    assert replace(client, picture)["Location"].endswith(f"/{picture.pk}/change/")

    assert "The file is replaced: 1600 × 1200 before, 1800 × 1350 now." in said(client, picture)
    picture.refresh_from_db()
    assert (picture.file == before, picture.focus_x, picture.headline) == (False, 250, "Harbour")
    assert AuditLine.objects.filter(action="replace_picture").count() == 1
    thumbnail = client.get(old["thumbnail"])  # the old address goes on
    content = b"".join(thumbnail.streaming_content) if thumbnail.streaming else thumbnail.content
    assert opened(content).size == (old["width"], old["height"])


def test_another_shape_is_pointed_out(reporter: User, picture: Image) -> None:
    client = sign_in(reporter)
    replace(client, picture, WIDER)
    assert "another shape" in said(client, picture)


def test_the_same_file_again_changes_nothing(reporter: User, picture: Image) -> None:
    client = sign_in(reporter)
    replace(client, picture)
    said(client, picture)
    replace(client, picture)
    assert "It has this file already." in said(client, picture)
    assert AuditLine.objects.filter(action="replace_picture").count() == 1


def test_a_new_file_comes_in_pieces(reporter: User, picture: Image) -> None:
    client = sign_in(reporter)
    upload = announce(client, len(BETTER)).json()["id"]
    send(client, upload, BETTER, 0)
    done = client.post(f"{address(picture)}{upload}/")

    assert done.status_code == 201
    assert done.json()["image"]["id"] == picture.pk
    assert "1800 × 1350 now" in said(client, picture)
    assert not Upload.objects.exists()
    assert Image.objects.count() == 1


def test_the_file_of_another_picture_is_refused(reporter: User, picture: Image) -> None:
    client = sign_in(reporter)
    page = reverse("admin:images_image_upload")
    client.post(page, {"pictures": [SimpleUploadedFile("other.jpg", BETTER)]})
    answer = replace(client, picture)
    assert answer.status_code == 422
    assert "another picture of the library" in words_of(answer.content.decode())
    assert "Choose the new file." in words_of(client.post(address(picture)).content.decode())


def test_pictures_of_others_are_not_replaced(subeditor: User, picture: Image) -> None:
    client = sign_in(subeditor)
    upload = announce(client, len(BETTER)).json()["id"]
    send(client, upload, BETTER, 0)
    assert client.get(address(picture)).status_code == 403
    assert replace(client, picture).status_code == 403
    assert client.post(f"{address(picture)}{upload}/").status_code == 403
    assert address(picture) not in said(client, picture)
    Image.objects.update(taken_down_at=NOW, taken_down_why=TakenDown.LEGAL)
    assert replace(client, picture).status_code == 404
