"""What the chooser of pictures offers, the cards of pictures, and the few words asked for there."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditLine, User
from articles.admin.pictures.finding import PAGE
from articles.models import PictureScope
from images.models import Image
from tests.articles.form import sign_in
from tests.images.library import make_file, make_image
from tests.stories import NOW, make_section

LIBRARY = "/admin/images/image/"
DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("clock", "media")


def make_picture(number: int = 0, *, by: User | None = None, **fields: Any) -> Image:
    """A picture with a file; the higher the number, the newer it is."""
    image = make_image(uploaded_at=NOW + timedelta(seconds=number), uploaded_by=by, **fields)
    make_file(image, (48, 32))
    return image


@pytest.fixture
def desk(reporter: User) -> Client:
    return sign_in(reporter)


def offered(client: Client, **asked: str) -> list[str]:
    """The titles of the pictures on a page of the chooser, in order."""
    return [one["title"] for one in client.get(f"{LIBRARY}choose/", asked).json()["cards"]]


def cards(client: Client, *uuids: object) -> list[dict[str, Any]]:
    return client.get(f"{LIBRARY}cards/", {"uuid": [str(one) for one in uuids]}).json()


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("", ["ending", "good"]),
        ("usable", ["ending", "good"]),
        ("ending", ["ending"]),
        ("ended", ["ended"]),
        ("mine", ["ended", "good"]),
        ("retired", ["ending", "good"]),
        ("taken-down", ["ending", "good"]),
        ("no-such", ["ending", "good"]),
    ],
)
def test_it_offers_what_can_be_used_and_never_what_was_retired(
    administrator: User, show: str, found: list[str]
) -> None:
    make_picture(1, headline="good", by=administrator)
    make_picture(2, headline="ending", expires_at=NOW + 14 * DAY)
    make_picture(3, headline="ended", expires_at=NOW, by=administrator)
    make_picture(4, headline="retired", retired_at=NOW, by=administrator)
    make_picture(5, headline="down", taken_down_at=NOW, by=administrator)

    assert offered(sign_in(administrator), show=show) == found


def test_it_leaves_out_what_the_section_of_the_story_may_not_use(
    desk: Client, reporter: User
) -> None:
    world, sport = make_section("World"), make_section("Sport")
    limited = make_picture(1, headline="Match", by=reporter)
    PictureScope.objects.create(image=limited, section=sport)
    PictureScope.objects.create(image=limited, section=make_section("Games"))
    make_picture(2, headline="Harbour")

    assert offered(desk, section=str(world.uuid)) == ["Harbour"]
    assert offered(desk, section=str(sport.uuid)) == ["Harbour", "Match"]
    assert offered(desk, section="no uuid") == offered(desk) == ["Harbour", "Match"]
    assert offered(desk, section=str(world.uuid), show="mine") == ["Match"]


def test_words_and_licence_narrow_it(desk: Client) -> None:
    make_picture(1, headline="Old harbour", licence="own")
    make_picture(2, headline="New harbour", licence="agency")
    make_picture(3, headline="Market", licence="own")

    assert offered(desk, q="harbour") == ["New harbour", "Old harbour"]
    assert offered(desk, q="harbour", licence="own") == ["Old harbour"]
    assert offered(desk, q="a\x00b' OR 1=1 --", licence="none") == []


def test_pages_go_on_by_key(desk: Client) -> None:
    for number in range(PAGE + 2):
        make_picture(number, headline=f"{number}")

    first = desk.get(f"{LIBRARY}choose/").json()
    second = desk.get(f"{LIBRARY}choose/", {"after": first["next"]}).json()

    titles = [one["title"] for one in first["cards"] + second["cards"]]
    assert titles == [str(number) for number in reversed(range(PAGE + 2))]
    assert second["next"] == ""


def test_a_page_and_fifty_cards_take_few_queries(desk: Client) -> None:
    uuids = [make_picture(number).uuid for number in range(PAGE + 1)]

    with CaptureQueriesContext(connection) as for_page:
        desk.get(f"{LIBRARY}choose/", {"q": "a", "show": "usable"})
    with CaptureQueriesContext(connection) as for_cards:
        cards(desk, *uuids)

    assert len(for_page) <= 4
    assert len(for_cards) <= 4
    assert not [one for one in for_page if "COUNT(" in one["sql"] or "OFFSET" in one["sql"]]


def test_cards_come_in_the_order_in_which_they_are_asked_for(desk: Client) -> None:
    first, second = make_picture(1, headline="First"), make_picture(2, headline="Second")

    found = cards(desk, second.uuid, "no uuid", uuid4(), first.uuid, second.uuid)

    assert [one["title"] for one in found] == ["Second", "First"]
    assert (found[0]["file_width"], found[0]["file_height"]) == (48, 32)
    assert desk.get(found[0]["preview"])["Content-Type"] == "image/webp"
    assert cards(desk) == []


def test_no_more_than_fifty_cards_are_made(desk: Client) -> None:
    last = make_picture().uuid

    assert cards(desk, *(uuid4() for _time in range(49)), last) != []
    assert cards(desk, *(uuid4() for _time in range(50)), last) == []


def test_nobody_is_told_of_pictures_that_they_may_not_see(
    desk: Client, reporter: User, subeditor: User, outsider: User
) -> None:
    others = make_picture(1, headline="retired", by=subeditor, retired_at=NOW)
    down = make_picture(2, headline="down", by=reporter, taken_down_at=NOW)
    own = make_picture(3, headline="mine", by=reporter, retired_at=NOW)

    assert [one["title"] for one in cards(desk, others.uuid, down.uuid, own.uuid)] == ["mine"]
    assert offered(desk, q="retired") == offered(desk, q="down") == offered(desk, show="mine") == []
    assert desk.get(f"{LIBRARY}{others.pk}/words/").status_code == 404
    for path in ("choose/", "cards/", f"{own.pk}/words/"):
        assert sign_in(outsider).get(LIBRARY + path).status_code == 302
        assert Client().get(LIBRARY + path).status_code == 302


def test_answers_are_kept_by_nobody_and_only_read(desk: Client) -> None:
    for path in ("choose/", "cards/"):
        assert "no-store" in desk.get(LIBRARY + path)["Cache-Control"]
        assert desk.post(LIBRARY + path).status_code == 405


def test_words_are_saved_by_the_verb_and_the_card_comes_back(desk: Client, reporter: User) -> None:
    image = make_picture(by=reporter, headline="", alt="", credit="")
    address = f"{LIBRARY}{image.pk}/words/"
    words = {"headline": "Harbour", "alt": "Boats at a quay", "credit": "Anna Bianchi"}

    seen = desk.get(address).context["form"]["seen"].value()
    answer = desk.post(address, {"seen": seen, "focus_x": "9", "expires_at": "2025-01-01"} | words)

    image.refresh_from_db()
    assert answer.json()["image"]["credit"] == "Anna Bianchi"
    assert {name: getattr(image, name) for name in words} == words
    assert (image.focus_x, image.expires_at) == (500, None)
    assert AuditLine.objects.get(action="describe_picture").detail["changed"] == words
    again = desk.post(address, words | {"seen": answer.json()["seen"], "alt": "Two boats"})
    assert again.json()["image"]["alt"] == "Two boats"


def test_words_write_over_nobody_and_are_no_longer_than_they_may_be(
    desk: Client, reporter: User
) -> None:
    image = make_picture(by=reporter)
    address = f"{LIBRARY}{image.pk}/words/"
    seen = desk.get(address).context["form"]["seen"].value()

    long = desk.post(address, {"seen": seen, "credit": "x" * 301})
    stale = desk.post(address, {"seen": "other", "credit": "Mine"})

    image.refresh_from_db()
    assert (long.status_code, stale.status_code) == (422, 422)
    assert "Somebody changed this picture" in stale.content.decode()
    assert image.credit == "Anna Bianchi/Agency"


def test_who_may_not_describe_a_picture_gets_no_form(desk: Client, subeditor: User) -> None:
    image = make_picture(by=subeditor)
    address = f"{LIBRARY}{image.pk}/words/"

    assert "<form" not in desk.get(address).content.decode()
    assert desk.post(address, {"credit": "Mine"}).status_code == 403
