"""The library of pictures on the desk: its grid, what is found in it, thumbnails."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from articles.admin.pictures.finding import PAGE, Wanted, find
from images.models import Image
from tests.articles.form import sign_in
from tests.images.library import make_file, make_image
from tests.stories import NOW

LIBRARY = "/admin/images/image/"
DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("clock", "media")


def make_picture(number: int = 0, *, by: User | None = None, **fields: Any) -> Image:
    """A picture with a file; the higher the number, the newer it is."""
    fields = {"alt": "", "credit": "", "creators": ""} | fields
    image = make_image(uploaded_at=NOW + timedelta(seconds=number), uploaded_by=by, **fields)
    make_file(image, (48, 32))
    return image


@pytest.fixture
def desk(reporter: User) -> Client:
    return sign_in(reporter)


def titles(client: Client, **asked: str) -> list[str]:
    """The titles on a page of the library, in order."""
    page = client.get(LIBRARY, asked).content.decode()
    return [unescape(one) for one in re.findall(r'"picture-title">([^<]*)<', page)]


def test_the_newest_come_first_with_what_stands_under_them(desk: Client) -> None:
    make_picture(1, headline="Harbour", credit="Agency A", alt="Boats at a quay")
    make_picture(2, headline="Market")

    page = desk.get(LIBRARY).content.decode()

    assert titles(desk) == ["Market", "Harbour"]
    assert "Agency A" in page
    assert 'alt="Boats at a quay"' in page
    assert 'fill="#ff0000"' in page
    assert f'href="{LIBRARY}upload/"' in page


def test_the_library_is_beside_the_stories(desk: Client) -> None:
    nav = desk.get(LIBRARY).content.decode().split('class="desk-nav"')[1].split("</nav>")[0]

    assert re.findall(r'href="([^"]+)"', nav)[:2] == ["/admin/articles/story/", LIBRARY]
    assert re.findall(r'href="([^"]+)" aria-current="(\w+)"', nav) == [(LIBRARY, "page")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("HARBOUR", ["Old harbour"]),
        ("quay boats", ["Old harbour"]),
        ("éCLAIR", ["Bakery"]),
        ("trieste", ["Old harbour", "Bakery"][::-1]),
        ("100%", []),
        ("a\x00b", []),
    ],
)
def test_pictures_are_found_by_all_their_words(desk: Client, words: str, found: list[str]) -> None:
    make_picture(1, headline="Old harbour", description="Boats", keywords="quay", city="Trieste")
    make_picture(2, headline="Bakery", alt="Éclair on a plate", credit="Photo Trieste")

    assert titles(desk, q=words) == found


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("", ["down", "retired", "ended", "ending", "good"]),
        ("usable", ["ending", "good"]),
        ("ending", ["ending"]),
        ("ended", ["ended"]),
        ("taken-down", ["down"]),
        ("retired", ["retired"]),
        ("without-alt", ["retired"]),
        ("without-credit", ["ended"]),
        ("mine", ["good"]),
        ("no-such", ["down", "retired", "ended", "ending", "good"]),
    ],
)
def test_pictures_are_narrowed_by_how_their_rights_stand(
    administrator: User, show: str, found: list[str]
) -> None:
    told = {"alt": "There", "credit": "Agency"}
    make_picture(1, headline="good", by=administrator, expires_at=NOW + 15 * DAY, **told)
    make_picture(2, headline="ending", expires_at=NOW + 14 * DAY, **told)
    make_picture(3, headline="ended", expires_at=NOW, alt="There")
    make_picture(4, headline="retired", retired_at=NOW, credit="Agency")
    make_picture(5, headline="down", taken_down_at=NOW, **told)

    assert titles(sign_in(administrator), show=show) == found


def test_a_licence_narrows_them_too(desk: Client) -> None:
    make_picture(1, headline="Ours", licence="own")
    make_picture(2, headline="Theirs", licence="agency")

    assert titles(desk, licence="own") == ["Ours"]


def test_pages_go_on_by_key_and_lose_nothing(desk: Client, reporter: User) -> None:
    for number in range(PAGE + 3):
        make_picture(number // 5, headline=f"{number}")

    first = find(reporter, Wanted(), NOW)
    second = find(reporter, Wanted(after=first.next), NOW)

    numbers = [str(image) for image in first.images + second.images]
    assert numbers == [str(number) for number in reversed(range(PAGE + 3))]
    assert second.next == ""
    assert titles(desk, after=first.next) == numbers[PAGE:]


@pytest.mark.parametrize("after", ["x", "2025-13-01T00:00:00+00:00~1", "2025-01-01T00:00:00.000~1"])
def test_a_key_that_is_none_is_no_key(desk: Client, after: str) -> None:
    make_picture(headline="Only")

    assert titles(desk, after=after) == ["Only"]


def test_a_page_takes_few_queries_and_counts_nothing(desk: Client) -> None:
    for number in range(PAGE + 1):
        make_picture(number)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        desk.get(LIBRARY, {"q": "a", "show": "usable"})

    assert len(queries) <= 8
    assert not [one for one in queries if "COUNT(" in one["sql"] or "OFFSET" in one["sql"]]


def test_thumbnails_are_for_the_desk_alone(desk: Client, outsider: User) -> None:
    image = make_picture()
    address = f"{LIBRARY}{image.pk}/preview/{image.file.key}/"

    answer = desk.get(address)

    assert answer["Content-Type"] == "image/webp"
    assert answer.content[8:12] == b"WEBP"
    assert answer["Cache-Control"] == "private, max-age=3600"
    assert sign_in(outsider).get(address).status_code == 302
    assert desk.get(f"{address}?size=huge").status_code == 404
    assert desk.get(f"{LIBRARY}{image.pk}/preview/{'0' * 20}/").status_code == 404


def test_nothing_keeps_the_thumbnail_of_what_readers_may_not_see(administrator: User) -> None:
    image = make_picture(taken_down_at=NOW)

    answer = sign_in(administrator).get(f"{LIBRARY}{image.pk}/preview/{image.file.key}/")

    assert answer["Cache-Control"] == "private, no-store"


def test_what_was_taken_down_only_administrators_see(desk: Client) -> None:
    image = make_picture(taken_down_at=NOW)

    assert titles(desk) == []
    assert desk.get(f"{LIBRARY}{image.pk}/preview/{image.file.key}/").status_code == 404


def test_an_outsider_sees_no_library(outsider: User, make_user: Callable[..., User]) -> None:
    make_picture()

    assert sign_in(outsider).get(LIBRARY).status_code == 302
    assert find(outsider, Wanted(), NOW).images == []
