"""The page of a picture on the desk: describing it, and what is done to it."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditLine, User
from images.models import Image
from tests.articles.desk import words_of
from tests.articles.form import sign_in
from tests.images.library import make_file, make_image
from tests.stories import NOW

pytestmark = pytest.mark.usefixtures("clock", "media")


@pytest.fixture
def desk(reporter: User) -> Client:
    return sign_in(reporter)


@pytest.fixture
def picture(reporter: User) -> Image:
    image = make_image(uploaded_by=reporter)
    make_file(image, metadata={"headline": "Said by the file", "keywords": ["one", "two"]})
    return image


def address(picture: Image, deed: str = "change") -> str:
    return f"/admin/images/image/{picture.pk}/{deed}/"


def opened(client: Client, picture: Image) -> dict[str, Any]:
    """What the form holds, as its browser would post it."""
    form = client.get(address(picture)).context["adminform"].form
    values = {field.name: field.value() for field in form}
    return {name: "" if value is None else value for name, value in values.items()}


def test_the_page_shows_the_picture_and_what_its_file_says(desk: Client, picture: Image) -> None:
    page = desk.get(address(picture)).content.decode()
    words = words_of(page)

    assert picture.file is not None
    assert f"/preview/{picture.file.key}/?size=large" in page
    assert picture.file.sha256 in words
    assert "JPEG, 1600 × 1200" in words
    assert "Said by the file" in words
    assert "one, two" in words


def test_saving_describes_it_by_one_verb(desk: Client, picture: Image) -> None:
    changed = {"headline": "Old harbour", "focus_x": "250", "expires_at": "2025-12-24T18:00"}

    answer = desk.post(address(picture), opened(desk, picture) | changed)

    picture.refresh_from_db()
    assert answer.status_code == 302
    assert (picture.headline, picture.focus_x) == ("Old harbour", 250)
    assert picture.expires_at is not None
    line = AuditLine.objects.get(action="describe_picture")
    assert set(line.detail["changed"]) == {"headline", "focus_x", "expires_at"}


def test_a_stale_form_writes_over_nobody(desk: Client, picture: Image) -> None:
    posted = opened(desk, picture)
    Image.objects.filter(pk=picture.pk).update(credit="Somebody else's")

    answer = desk.post(address(picture), posted | {"headline": "Mine"})

    picture.refresh_from_db()
    assert "Somebody changed this picture" in words_of(answer.content.decode())
    assert (picture.headline, picture.credit) == ("Harbour", "Somebody else's")


def test_a_focal_point_outside_is_refused(desk: Client, picture: Image) -> None:
    answer = desk.post(address(picture), opened(desk, picture) | {"focus_x": "1001"})

    picture.refresh_from_db()
    assert answer.status_code == 200
    assert picture.focus_x == 500


def test_others_pictures_are_seen_and_not_changed(subeditor: User, picture: Image) -> None:
    client = sign_in(subeditor)

    page = client.get(address(picture)).content.decode()

    assert "data-focus " not in page
    assert 'name="headline"' not in page
    assert client.post(address(picture), {"headline": "No"}).status_code == 403
    assert client.post(address(picture, "retire")).status_code == 403
    assert client.get(address(picture, "take-down")).status_code == 403


def test_it_is_retired_and_brought_back(administrator: User, picture: Image) -> None:
    client = sign_in(administrator)

    client.post(address(picture, "retire"))
    picture.refresh_from_db()
    assert picture.retired_at == NOW
    assert "/unretire/" in client.get(address(picture)).content.decode()

    client.post(address(picture, "unretire"))
    picture.refresh_from_db()
    assert picture.retired_at is None


def test_it_is_taken_down_with_a_reason_and_put_back(administrator: User, picture: Image) -> None:
    client = sign_in(administrator)
    sheet = address(picture, "take-down")

    assert "Say why" in words_of(client.post(sheet, {"reason": "x"}).content.decode())
    client.post(sheet, {"why": "legal", "reason": "Court of Trieste"})
    picture.refresh_from_db()
    assert (picture.taken_down_at, picture.taken_down_why) == (NOW, "legal")
    shown = words_of(client.get(address(picture)).content.decode())
    assert re.search("Taken down: Court of Trieste", shown)

    client.post(address(picture, "put-back"))
    picture.refresh_from_db()
    assert picture.taken_down_at is None


def test_deeds_are_never_done_by_a_link(administrator: User, picture: Image) -> None:
    client = sign_in(administrator)

    for deed in ("retire", "unretire", "put-back"):
        assert client.get(address(picture, deed)).status_code == 405
