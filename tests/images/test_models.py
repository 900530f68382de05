"""Pictures: which may be shown, and when."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from images.models import Image

NOW = datetime(2025, 11, 22, 17, 5, tzinfo=UTC)
MakeImage = Callable[..., Image]

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_image() -> MakeImage:
    def make(**values: object) -> Image:
        return Image.objects.create(uploaded_at=NOW, **values)

    return make


def test_a_picture_may_be_shown_until_its_rights_end(make_image: MakeImage) -> None:
    image = make_image(expires_at=NOW)
    before = NOW - timedelta(microseconds=1)
    assert image.is_available(before)
    assert not image.is_available(NOW)
    assert list(Image.objects.usable(at=before)) == [image]
    assert list(Image.objects.usable(at=NOW)) == []


def test_a_picture_without_an_end_may_be_shown_for_ever(make_image: MakeImage) -> None:
    image = make_image()
    for at in (NOW, NOW + timedelta(days=36_500)):
        assert image.is_available(at)
        assert list(Image.objects.usable(at=at)) == [image]


def test_what_was_taken_down_is_shown_at_no_instant(make_image: MakeImage) -> None:
    image = make_image(taken_down_at=NOW, taken_down_why="withdrawn")
    for at in (NOW - timedelta(days=1), NOW, NOW + timedelta(days=1)):
        assert not image.is_available(at)
        assert list(Image.objects.usable(at=at)) == []


def test_choosers_show_neither_retired_pictures_nor_those_taken_down(
    make_image: MakeImage,
) -> None:
    offered = make_image(headline="Harbour")
    make_image(retired_at=NOW)
    make_image(taken_down_at=NOW)
    assert list(Image.objects.offered()) == [offered]


def test_a_picture_is_called_by_its_title_or_the_first_words_of_its_caption(
    make_image: MakeImage,
) -> None:
    assert str(make_image(headline="Harbour", description="At dawn.")) == "Harbour"
    assert str(make_image(description="At dawn. " * 20)) == ("At dawn. " * 20)[:80]
    assert str(make_image()) == "Untitled picture"


def test_lines_are_made_canonical(make_image: MakeImage) -> None:
    image = make_image(credit="Anna\n Bianchi\u202e")
    image.refresh_from_db()
    assert image.credit == "Anna Bianchi"


def test_a_focal_point_lies_in_the_picture(make_image: MakeImage) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_image(focus_x=1001)
