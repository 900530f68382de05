"""Sending pictures at the desk: the protocol of its script, and the form without one."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditLine, User
from images import uploads
from images.models import Image, Upload
from images.opening import MOST_BYTES
from tests.articles.form import sign_in
from tests.images import files
from tests.images.folders import files_in, media
from tests.images.library import NOW, make_file, make_image

__all__ = ["media"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
PICTURE = files.saved(files.scene(), "JPEG")


def announce(client: Client, size: int = len(PICTURE), **more: Any) -> Any:
    asked = {"name": "harbour.jpg", "size": size, "fingerprint": "harbour"} | more
    return client.post(reverse("admin:images_image_uploads"), json.dumps(asked), "application/json")


def send(client: Client, upload: str, piece: bytes, at: object) -> Any:
    return client.post(
        reverse("admin:images_image_upload_piece", args=[upload]),
        piece,
        "application/octet-stream",
        headers={"Upload-Offset": str(at)},
    )


def finish(client: Client, upload: str) -> Any:
    return client.post(reverse("admin:images_image_upload_finish", args=[upload]))


def test_a_file_in_pieces_becomes_a_picture(reporter: User, media: Path) -> None:
    client = sign_in(reporter)
    begun = announce(client)
    assert begun.status_code == 201
    assert begun.json() | {"id": ""} == {"id": "", "offset": 0, "chunk": uploads.PIECE}
    upload = begun.json()["id"]

    assert send(client, upload, PICTURE[:100], 0).json() == {"offset": 100}
    late = send(client, upload, PICTURE[:100], 0)
    assert (late.status_code, late.json()) == (409, {"offset": 100})
    assert finish(client, upload).status_code == 409
    again = announce(client)
    assert (again.status_code, again.json()["offset"], again.json()["id"]) == (200, 100, upload)
    send(client, upload, PICTURE[100:], 100)
    done = finish(client, upload)

    assert done.status_code == 201
    image = Image.objects.get()
    found = done.json()["image"]
    assert (found["uuid"], found["width"], found["status"]) == (str(image.uuid), 48, "")
    assert client.get(found["change"]).status_code == 200
    assert not Upload.objects.exists()
    assert len(files_in(media / "originals")) == 2
    assert finish(client, upload).status_code == 404


def test_the_same_file_again_is_known(reporter: User, subeditor: User) -> None:
    for person, status in ((reporter, 201), (subeditor, 200)):
        client = sign_in(person)
        upload = announce(client).json()["id"]
        send(client, upload, PICTURE, 0)
        done = finish(client, upload)
        assert done.status_code == status
    assert done.json()["known"] is True
    assert Image.objects.count() == 1


def test_09_what_is_no_picture_is_refused_in_a_sentence(reporter: User, media: Path) -> None:
    client = sign_in(reporter)
    for content in (b"<svg onload=alert(1)>", b"<?php 1 ?>", files.bomb_of_81_megapixels()):
        upload = announce(client, len(content)).json()["id"]
        send(client, upload, content, 0)
        done = finish(client, upload)
        assert done.status_code == 400
        assert done.json()["error"].endswith(".")
    assert announce(client, MOST_BYTES + 1).status_code == 400
    assert files_in(media) == []
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"name": 1, "size": 1, "fingerprint": ""}',
        b'{"name": "", "size": true, "fingerprint": ""}',
        b'{"name": "", "size": 1e999, "fingerprint": ""}',
        b'{"name": "", "size": ' + b"9" * 5000 + b', "fingerprint": ""}',
        b'{"name": "", "size": 1, "fingerprint": "' + b"x" * 201 + b'"}',
    ],
)
def test_odd_announcements_are_refused(reporter: User, body: bytes) -> None:
    client = sign_in(reporter)
    answer = client.post(reverse("admin:images_image_uploads"), body, "application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_what_begins_like_no_picture_is_refused_before_it_is_sent(reporter: User) -> None:
    client = sign_in(reporter)
    refused = announce(client, MOST_BYTES * 100, head=b64encode(b"\x1aE\xdf\xa3").decode())
    assert "This is a video" in refused.json()["error"]
    assert announce(client, head=b64encode(PICTURE[:1024]).decode()).status_code == 201
    for odd in ("%", 7, ["x"], "\u0663", None):
        assert announce(client, head=odd).status_code == 400, odd


def test_odd_names_do_no_harm(reporter: User) -> None:
    name = "\0\ud800\u202e../../x" * 100
    assert announce(sign_in(reporter), name=name, fingerprint="\0\ud800").status_code == 201


@pytest.mark.parametrize("at", ["", "-1", "x", "1.0", "٣", "9" * 16])
def test_odd_offsets_are_refused(reporter: User, at: str) -> None:
    client = sign_in(reporter)
    upload = announce(client).json()["id"]
    at = at.encode().decode("latin-1")
    assert send(client, upload, b"x", at).status_code == 400


def test_uploads_of_others_are_not_there(reporter: User, subeditor: User) -> None:
    upload = announce(sign_in(reporter)).json()["id"]
    other = sign_in(subeditor)

    assert send(other, upload, b"x", 0).status_code == 404
    assert finish(other, upload).status_code == 404
    piece = reverse("admin:images_image_upload_piece", args=[upload])
    assert other.delete(piece).status_code == 404
    assert Upload.objects.count() == 1
    assert sign_in(reporter).delete(piece).status_code == 204
    assert not Upload.objects.exists()


def test_nobody_sends_without_the_desk_or_a_token(outsider: User, reporter: User) -> None:
    assert announce(Client()).status_code == 302
    assert announce(sign_in(outsider)).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reporter)
    assert announce(strict).status_code == 403
    assert not Upload.objects.exists()


def test_the_form_says_what_became_of_each_file(reporter: User, media: Path) -> None:
    client, page = sign_in(reporter), reverse("admin:images_image_upload")
    assert "multiple" in client.get(page).content.decode()
    sent = [
        SimpleUploadedFile("harbour.jpg", PICTURE),
        SimpleUploadedFile("<script>.png", b"<!doctype html>"),
    ]
    answer = client.post(page, {"pictures": sent})

    assert answer.status_code == 400
    words = answer.content.decode()
    assert "It is in the library." in words
    assert "&lt;script&gt;.png" in words
    assert "This is a web page" in words
    assert Image.objects.count() == 1
    assert len(files_in(media / "originals")) == 2
    assert "Choose at least one" in client.post(page, {}).content.decode()


def test_the_form_of_a_picture_changes_only_ones_own(reporter: User, subeditor: User) -> None:
    page = reverse("admin:images_image_upload")
    sign_in(reporter).post(page, {"pictures": [SimpleUploadedFile("x.jpg", PICTURE)]})
    image = Image.objects.get()
    change = reverse("admin:images_image_change", args=[image.pk])
    seen = sign_in(reporter).get(change).context["adminform"].form.initial["seen"]
    posted = {"seen": seen, "alt": "Boats", "focus_x": "400", "focus_y": "500", "licence": ""}

    assert sign_in(subeditor).post(change, posted).status_code == 403
    assert sign_in(reporter).post(change, posted).status_code == 302

    image.refresh_from_db()
    assert (image.alt, image.focus_x, image.uploaded_by) == ("Boats", 400, reporter)


def described(client: Client, image: Image, **fields: str) -> Any:
    """Post the short form of a picture with what it holds, but for these fields."""
    page = reverse("admin:images_image_describe", args=[image.pk])
    form = client.get(page).context["form"]
    return client.post(page, {field.name: field.value() or "" for field in form} | fields)


def test_what_was_sent_is_described_beside_it(reporter: User) -> None:
    image = make_image(uploaded_by=reporter, headline="Said by it", credit="Agency")
    make_file(image, metadata={"headline": "Said by it", "credit": "Another"})
    client = sign_in(reporter)

    fields = client.get(reverse("admin:images_image_describe", args=[image.pk])).context["form"]
    assert fields["headline"].help_text == "Read from the file."
    assert fields["credit"].help_text != "Read from the file."
    answer = described(client, image, alt=" Two\nboats ", licence="own")

    image.refresh_from_db()
    assert (image.alt, image.licence, image.headline) == ("Two boats", "own", "Said by it")
    assert answer.json()["title"] == "Said by it"
    changed = AuditLine.objects.get(action="describe_picture").detail["changed"]
    assert set(changed) == {"alt", "licence"}


def test_describing_goes_on_from_what_was_saved_and_over_nobody(reporter: User) -> None:
    image = make_image(uploaded_by=reporter)
    client, page = sign_in(reporter), reverse("admin:images_image_describe", args=[image.pk])
    seen = described(client, image, alt="One").json()["seen"]
    posted = {"headline": "Harbour", "credit": "Agency", "seen": seen, "licence": ""}

    assert client.post(page, posted | {"alt": "Two"}).status_code == 200
    late = client.post(page, posted | {"alt": "Three"})

    image.refresh_from_db()
    assert late.status_code == 422
    assert "Somebody changed" in late.json()["errors"]["__all__"][0]
    assert image.alt == "Two"


def test_odd_descriptions_are_refused_by_field(reporter: User) -> None:
    image = make_image(uploaded_by=reporter)
    answer = described(sign_in(reporter), image, licence="stolen", alt="x" * 501, focus_x="9")

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"licence", "alt"}
    image.refresh_from_db()
    assert (image.licence, image.focus_x) == ("", 500)


def test_pictures_of_others_are_not_described(reporter: User, subeditor: User) -> None:
    image = make_image(uploaded_by=subeditor)
    page = reverse("admin:images_image_describe", args=[image.pk])
    assert sign_in(reporter).get(page).status_code == 403
    assert sign_in(reporter).post(page, {"alt": "Mine"}).status_code == 403
    Image.objects.update(taken_down_at=NOW, taken_down_why="legal")
    assert sign_in(reporter).get(page).status_code == 404


def test_of_a_known_picture_it_is_said_whose_it_is(reporter: User, subeditor: User) -> None:
    page = reverse("admin:images_image_upload")

    def sent(person: User) -> dict[str, Any]:
        files_sent = {"pictures": [SimpleUploadedFile("x.jpg", PICTURE)]}
        return sign_in(person).post(page, files_sent).context["results"][0]

    assert sent(reporter)["said"] == "It is in the library."
    known = sent(subeditor)
    assert "already, added" in known["said"]
    assert str(reporter) in known["said"]
    assert (bool(known["link"]), known["describe"]) == (True, "")
    Image.objects.update(retired_at=NOW)
    known = sent(subeditor)
    assert ("retired" in known["said"], known["link"]) == (True, "")
