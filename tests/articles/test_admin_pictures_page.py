"""The page of a picture on the desk: describing it, and what is done to it."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditLine, User
from articles import uses
from articles.models import Section, Story
from images.models import Image
from tests.articles.desk import words_of
from tests.articles.form import sign_in
from tests.images.library import make_file, make_image
from tests.stories import NOW, make_section, make_site, make_story, publish, save

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


def using(picture: Image, by: User, headline: str, section: Section) -> Story:
    lead = str(picture.uuid)
    return make_story(by, section, headline=headline, lead_image=lead)


@pytest.fixture
def world(db: None) -> Section:
    make_site()
    return make_section("World")


def test_the_page_says_where_it_is_used(
    administrator: User, reporter: User, picture: Image, world: Section
) -> None:
    live = publish(using(picture, administrator, "Harbour reopens", world), administrator)
    using(picture, reporter, "Harbour plans", world)
    client = sign_in(administrator)

    page = client.get(address(picture)).content.decode()
    words = words_of(page)

    assert "Live in stories 1 Harbour reopens" in words
    assert "In stories on the desk 1 Harbour plans Lead picture · On the desk" in words
    assert "Harbour reopens Lead picture · Live since 17:05 UTC · Page" in words
    assert f'href="{live.path}"' in page
    seen = words_of(sign_in(reporter).get(address(picture)).content.decode())
    assert "Harbour reopens" not in seen
    assert "1 story is not among yours." in seen


def test_the_take_down_sheet_says_what_will_lose_it_and_the_page_what_showed_it(
    administrator: User, picture: Image, world: Section, clock: Any
) -> None:
    publish(using(picture, administrator, "Harbour reopens", world), administrator)
    using(picture, administrator, "Harbour plans", world)
    client = sign_in(administrator)

    sheet = words_of(client.get(address(picture, "take-down")).content.decode())
    assert "Live in stories 1 Harbour reopens" in sheet
    assert "Harbour plans" not in sheet
    clock.shift(3600)
    client.post(address(picture, "take-down"), {"why": "withdrawn", "reason": "A face"})
    clock.shift(3600)

    words = words_of(client.get(address(picture)).content.decode())
    assert "Where it is live, readers see a box" in words
    assert (
        "Stories that showed it, and when 1 Harbour reopens 22 Nov 2025, 17:05 UTC to 18:05 UTC"
        in words
    )


def test_all_uses_have_a_page_of_their_own_that_goes_on_by_key(
    administrator: User, picture: Image, world: Section
) -> None:
    for number in range(uses.PAGE + 2):
        using(picture, administrator, f"Story {number:03}", world)
    client = sign_in(administrator)

    assert f"All {uses.PAGE + 2}" in words_of(client.get(address(picture)).content.decode())
    first = client.get(address(picture, "uses"), {"show": "desk"})
    assert first.content.decode().count("Lead picture") == uses.PAGE
    older = client.get(first.context["used"].more)
    assert re.findall(r"Story \d+", words_of(older.content.decode())) == ["Story 001", "Story 000"]
    odd = {"show": "desk", "before": "9" * 40}
    assert (
        client.get(address(picture, "uses"), odd).context["used"].rows == first.context["used"].rows
    )


def test_what_is_used_is_retired_where_it_would_have_been_deleted(
    administrator: User, reporter: User, picture: Image, world: Section
) -> None:
    story = using(picture, administrator, "Harbour reopens", world)
    save(story, administrator, lead_image="")
    client = sign_in(administrator)
    sheet = address(picture, "delete")

    page = client.get(address(picture)).content.decode()
    assert "/delete/" not in page
    assert "/retire/" in page
    asked = words_of(client.get(sheet).content.decode())
    assert "Stories name it, or old versions of them do. Retire it instead." in asked
    assert "Harbour reopens" in asked
    assert client.post(sheet, {"post": "yes"}).status_code == 409
    assert sign_in(reporter).post(sheet, {"_retire": "1"}).status_code == 403
    client.post(sheet, {"_retire": "1"})
    picture.refresh_from_db()
    assert picture.retired_at is not None


def test_what_nothing_names_is_deleted_after_a_question(
    administrator: User, picture: Image
) -> None:
    client = sign_in(administrator)
    assert "/delete/" in client.get(address(picture)).content.decode()
    assert "no version of one ever did" in client.get(address(picture, "delete")).content.decode()
    assert Image.objects.exists()

    answer = client.post(address(picture, "delete"), follow=True)

    assert "“Harbour” is deleted." in words_of(answer.content.decode())
    assert not Image.objects.exists()


def test_the_sections_in_which_it_may_be_used_are_set_with_the_rest(
    desk: Client, subeditor: User, picture: Image, world: Section
) -> None:
    make_section("Sport", position=2)
    posted = opened(desk, picture)
    desk.post(address(picture), posted | {"sections": [world.pk], "city": "Trieste"})

    assert [scope.section for scope in picture.scopes.all()] == [world]
    shown = words_of(sign_in(subeditor).get(address(picture)).content.decode())
    assert re.search(r"Only in these sections:? World ", shown)
    stale = desk.post(address(picture), posted | {"sections": []})
    assert "Somebody changed this picture" in words_of(stale.content.decode())
    desk.post(address(picture), opened(desk, picture) | {"sections": []})
    assert not picture.scopes.exists()
    actions = AuditLine.objects.order_by("pk").values_list("action", flat=True)
    assert [one for one in actions if one.endswith("_picture")] == [
        "describe_picture",
        "scope_picture",
        "scope_picture",
    ]


def test_the_page_takes_as_many_queries_for_many_uses_as_for_few(
    administrator: User, picture: Image, world: Section
) -> None:
    client, counts = sign_in(administrator), []
    client.get(address(picture))
    for most in (1, 20):
        for number in range(Story.objects.count(), most):
            story = using(picture, administrator, f"Story {number}", world)
            publish(story, administrator)
        with CaptureQueriesContext(connection) as asked:
            client.get(address(picture))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 18
