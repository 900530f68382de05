"""The desk's fronts without a browser: kept at once, refused, published, put back; and Where."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from articles.admin.fronts.admin import VIEWS
from articles.fronts.comparison import differences, names_in
from articles.fronts.document import to_json
from articles.fronts.places import Place, place_of
from articles.fronts.standing import draft_of, front_of
from articles.fronts.verbs import arrange
from articles.models import Edition, Front, FrontEdition, Story
from tests.articles.desk import publish_now, shown, words_of
from tests.articles.form import address, sign_in
from tests.articles.fronts.arranged import block, front, make_front, slot
from tests.stories import NOW, make_section, make_site, make_story, publish

pytestmark = pytest.mark.usefixtures("clock")
HOUR = timedelta(hours=1)


@pytest.fixture
def desk(administrator: User) -> Client:
    administrator.time_zone = "Europe/Rome"
    administrator.save()
    return sign_in(administrator)


@pytest.fixture
def stories(administrator: User) -> list[Story]:
    """Three live stories of a section, the newest first."""
    make_site()
    section = make_section()
    made = [make_story(administrator, section, headline=f"Story {n}") for n in (1, 2, 3)]
    for hours, story in enumerate(made, 1):
        publish(story, administrator, now=NOW - hours * HOUR)
    return made


def page(front: Front, name: str) -> str:
    return reverse(f"admin:articles_front_{name}", args=[front.pk])


def keep(client: Client, front: Front, document: Any, *, version: int | None = None) -> Any:
    """Post an arrangement as the editor's script does; returns status and answer."""
    data = document if isinstance(document, str) else json.dumps(document)
    number = front.version if version is None else version
    response = client.post(page(front, "keep"), {"document": data, "version": number})
    return response.status_code, response.json()


def test_a_change_is_kept_and_answered_with_the_page(desk: Client, stories: list[Story]) -> None:
    home = front_of("en", None)
    wanted = to_json(front(block("grid", slot(stories[2]), size=2), block("opinion", size=4)))
    wanted["blocks"][0]["slots"][0] |= {"begins_at": "2025-11-22T20:00", "headline": "Mine"}

    status, answer = keep(desk, home, wanted)

    assert status == 200
    assert answer["version"] == 1
    assert answer["blocks"][0]["places"][0]["note"] == "From 20:00 CET. Until then: “Story 1”"
    assert [p["name"] for p in answer["blocks"][1]["places"]] == [""]  # room for a first one
    kept = draft_of(Front.objects.get(pk=home.pk), NOW).blocks[0].slots[0]
    assert kept.begins_at is not None
    assert kept.begins_at.isoformat() == "2025-11-22T19:00:00+00:00"
    assert answer["times"] == {str(kept.uid): ["2025-11-22T20:00", ""]}
    ahead = desk.get(page(home, "state"), {"version": "", "at": "2025-11-23T07:00"}).json()
    assert [p["shown"] for p in ahead["blocks"][0]["places"]] == ["Mine", "Story 1"]


@pytest.mark.parametrize(
    "bad", ["", "{", "[]", "null", '{"version": 1, "blocks": [1]}', "[" * 5000, '{"blocks": {}}']
)
def test_what_is_no_arrangement_is_refused_with_a_sentence(
    desk: Client, stories: list[Story], bad: str
) -> None:
    status, answer = keep(desk, front_of("en", None), bad)

    assert status == 422
    assert answer["reasons"]
    assert front_of("en", None).draft is None


def test_times_that_cannot_be_are_refused(desk: Client, stories: list[Story]) -> None:
    wanted = to_json(front(block("grid", slot(stories[2]), size=2)))
    one = wanted["blocks"][0]["slots"][0]
    one |= {"begins_at": "2025-11-22T20:00", "ends_at": "2025-11-22T19:00"}
    assert keep(desk, front_of("en", None), wanted)[0] == 422
    one |= {"begins_at": "2026-03-29T02:30", "ends_at": None}  # clocks leave it out
    status, answer = keep(desk, front_of("en", None), wanted)
    assert status == 422
    assert "does not exist" in answer["reasons"][0]


def test_a_stale_change_says_who_changed_what_and_writes_nothing(
    desk: Client, stories: list[Story], subeditor: User, administrator: User
) -> None:
    home = front_of("en", None)
    theirs = to_json(front(block("list", slot(stories[0]), size=3)))
    assert keep(desk, home, theirs)[0] == 200

    status, answer = keep(desk, home, to_json(front(block("grid", size=2))), version=0)

    assert status == 409
    assert answer["conflict"]["theirs"] == theirs
    assert "Grid: removed" in answer["conflict"]["differences"]
    assert to_json(draft_of(front_of("en", None), NOW)) == theirs


def test_who_may_not_arrange_finds_no_page_of_it(
    stories: list[Story], reporter: User, administrator: User
) -> None:
    home, client = front_of("en", None), sign_in(reporter)
    for name in VIEWS:
        url = page(home, name)
        assert {client.get(url).status_code, client.post(url).status_code} <= {403, 405}, name
    assert client.get(page(home, "change")).status_code == 403
    assert client.get("/admin/articles/front/open/en/").status_code == 403
    assert "Fronts" not in words_of(client.get("/admin/").content.decode())


def test_stories_are_found_live_and_scheduled(desk: Client, stories: list[Story]) -> None:
    home = front_of("en", None)
    found = desk.get(page(home, "stories"), {"q": "story 2"}).json()["stories"]
    assert [one["headline"] for one in found] == ["Story 2"]
    italian = desk.get(page(front_of("it", None), "stories")).json()["stories"]
    assert italian == []


def test_a_front_is_published_compared_and_put_back_in_one_click(
    desk: Client, stories: list[Story], administrator: User
) -> None:
    first = make_front(front(block("grid", slot(stories[0]), size=2)), administrator, now=NOW)
    home = front_of("en", None)
    keep(desk, home, to_json(front(block("grid", slot(stories[1]), size=2))))
    home.refresh_from_db()
    sheet = words_of(desk.get(page(home, "publish")).content.decode())
    assert "“Story 2”: put at place 1 of Grid" in sheet

    stale = desk.post(page(home, "publish"), {"when": "now", "version": 0})
    assert "changed this front in the meantime" in words_of(stale.content.decode())
    later = {"when": "at", "at": "2025-11-22T07:00", "version": home.version}
    assert "This time has passed" in words_of(
        desk.post(page(home, "publish"), later).content.decode()
    )
    now = {"when": "now", "version": home.version, "note": "For the evening"}
    assert desk.post(page(home, "publish"), now).status_code == 302
    assert FrontEdition.objects.count() == 2

    told = desk.get(page(home, "versions"), {"from": 1, "to": 2}).content.decode()
    assert "For the evening" in told
    assert "“Story 1”: taken from Grid" in words_of(told)
    assert desk.get(page(home, "versions"), {"from": "x", "to": 2}).status_code == 404
    desk.post(page(home, "restore"), {"edition": first.number})
    live = FrontEdition.objects.get(live_until=None)
    assert live.document == first.document


def test_only_what_moved_is_said_to_have_moved(stories: list[Story]) -> None:
    slots = [slot(story) for story in stories]
    grid = block("grid", *slots)
    moved = front(block("grid", slots[2], slots[0], slots[1]))
    moved = type(moved)(
        (type(grid)(uid=grid.uid, kind="grid", size=3, slots=moved.blocks[0].slots),)
    )

    said = differences(front(grid), moved, names_in("en", front(grid)))

    assert said == ["“Story 3”: moved to place 1 of Grid"]


def test_the_publish_sheet_asks_where_and_names_what_it_displaces(
    desk: Client, stories: list[Story], administrator: User
) -> None:
    new = make_story(administrator, stories[0].section, headline="Fresh")
    sheet = shown(desk, new, "publish")
    assert "At the top of the home page “Story 1” moves down" in sheet

    places = desk.get(address(new, "places"), {"at": "2025-11-22T20:00"}).json()
    assert places["top-of-home"] == "At 20:00 CET: “Story 1” moves down."

    publish_now(desk, new, where="top-of-home")

    assert place_of(new, NOW + HOUR) is Place.TOP_OF_HOME
    assert FrontEdition.objects.get(front=front_of("en", None)).is_live(NOW + HOUR)


def test_a_scheduled_story_is_kept_off_fronts_from_the_start(
    desk: Client, stories: list[Story], administrator: User
) -> None:
    new = make_story(administrator, stories[0].section, headline="Quiet")
    publish_now(desk, new, when="at", at="2025-11-22T20:00", where="off-fronts")
    assert Edition.objects.get(story=new).is_off_fronts
    assert publish_now(desk, new, when="at", at="2025-11-22T21:00", where=str(uuid4())) != ""
    assert place_of(new, NOW + HOUR) is Place.OFF_FRONTS


def test_what_readers_see_already_is_no_draft(
    desk: Client, stories: list[Story], administrator: User
) -> None:
    live = make_front(front(block("grid", slot(stories[0]), size=2)), administrator, now=NOW)
    home = front_of("en", None)
    keep(desk, home, to_json(front(block("list", size=2))))
    home.refresh_from_db()

    status, answer = keep(desk, home, live.document)

    assert (status, answer["has_changes"]) == (200, False)
    assert front_of("en", None).draft is None


def test_a_front_with_more_on_it_asks_no_more(
    desk: Client, stories: list[Story], administrator: User
) -> None:
    home, counts = front_of("en", None), []
    for shown_stories in (stories[:1], stories):
        document = front(
            block("grid", *[slot(one) for one in shown_stories]), block("list", size=4)
        )
        arrange(front=home, document=document, version=home.version, by=administrator, now=NOW)
        home.refresh_from_db()
        with CaptureQueriesContext(connection) as queries:
            desk.get(page(home, "state"), {"version": ""})
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 24
