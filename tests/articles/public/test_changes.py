"""Changes since a cursor: each once, at its instant, and no words of what is gone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.models import User
from articles import announcing, pictures, publishing, redactions
from articles.models import Announcement, Edition, Section, Story
from articles.public import cachetags
from images.models import TakenDown
from tests.articles.public.pages import change
from tests.articles.public.test_pictures import made
from tests.stories import (
    NOW,
    make_section,
    make_site,
    make_story,
    publish,
    published,
    save,
    take_down,
    text,
)

pytestmark = [pytest.mark.usefixtures("clock", "media")]
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
PATH = "/api/v1/changes"


@pytest.fixture
def world(db: None) -> Section:
    make_site()
    return make_section("World", it="Mondo")


class Partner:
    """Somebody who follows the changes and keeps the cursor."""

    def __init__(self) -> None:
        self.cursor = ""
        self.heard: list[str] = []

    def hear(self, limit: int = 3) -> list[dict[str, Any]]:
        """What is new, page by page; no cursor ever comes twice."""
        found: list[dict[str, Any]] = []
        is_more = True
        while is_more:
            since = f"&since={self.cursor}" if self.cursor else ""
            answer = Client().get(f"{PATH}?limit={limit}{since}")
            assert answer.status_code == 200
            page = answer.json()
            found += page["changes"]
            self.cursor, is_more = page["cursor"], page["more"]
            assert page["next"] == f"http://testserver{PATH}?since={self.cursor}&limit={limit}"
        cursors = [one["cursor"] for one in found]
        assert not set(cursors) & set(self.heard) and len(set(cursors)) == len(cursors)
        self.heard += cursors
        return found

    def types(self) -> list[tuple[str, str]]:
        return [(one["type"], one["url"] or "") for one in self.hear()]


def here(path: str) -> str:
    return f"http://testserver{path}"


def test_every_verb_that_changes_stories_is_announced() -> None:
    stories = {verb for verb, drops in cachetags.DROPS.items() if drops is cachetags._story}
    told = announcing.LAID_OUT | announcing.REWRITTEN.keys()
    assert stories - {"pair", "place"} == told
    changing = {verb for verb, drops in cachetags.DROPS.items() if drops is cachetags._picture}
    assert changing - {"delete_picture"} == announcing.PICTURES


def test_a_first_publication_says_where_the_story_is(
    administrator: User, world: Section, now: datetime
) -> None:
    partner = Partner()
    assert partner.hear() == [] and partner.cursor == "0.0"
    edition = published(administrator, world, slug="harbour", now=now)
    story = edition.story
    (first,) = partner.hear()
    assert first == {
        "cursor": partner.cursor,
        "type": "publish",
        "at": "2025-11-22T17:05:00Z",
        "uuid": str(story.uuid),
        "uri": story.uuid.urn,
        "language": "en",
        "status": "usable",
        "version": 1,
        "change": "first",
        "reason": None,
        "url": here("/world/harbour/"),
        "previous_url": None,
        "story_url": here(f"/api/v1/stories/{story.uuid}"),
        "ninjs_url": here(f"/api/v1/stories/{story.uuid}/ninjs"),
    }
    assert Client().get(first["story_url"]).status_code == 200


def test_a_story_from_its_publication_to_its_return(
    administrator: User, world: Section, now: datetime, clock: Any
) -> None:
    partner = Partner()
    edition = published(administrator, world, slug="harbour", now=now)
    story = edition.story
    assert len(partner.hear()) == 1
    clock.shift(SECOND)
    change(edition, administrator, now + SECOND / 2, verb="minor")
    change(edition, administrator, now + SECOND, "It was Monday.")
    clock.shift(SECOND)
    sport = make_section("Sport", position=2)
    save(story, administrator, section=sport.uuid)
    publish(story, administrator, verb="update", now=now + 2 * SECOND)
    minor, corrected, moved = partner.hear()
    assert (minor["type"], minor["change"]) == ("update", "minor")
    assert (corrected["type"], corrected["version"]) == ("correct", 3)
    assert (moved["type"], moved["url"], moved["previous_url"]) == (
        "move",
        here("/sport/harbour/"),
        here("/world/harbour/"),
    )
    take_down(story, administrator, now=now + 2 * SECOND, why="withdrawn")
    clock.shift(SECOND)
    (down,) = partner.hear()
    assert (down["type"], down["status"], down["reason"]) == ("take_down", "canceled", "withdrawn")
    assert down["story_url"] is down["ninjs_url"] is None
    publishing.reinstate(story=story, keeps_date=True, by=administrator, now=now + 3 * SECOND)
    assert partner.types() == [("restore", here("/sport/harbour/"))]
    assert partner.hear() == []


def test_what_time_alone_does_is_told_at_its_instant(
    administrator: User, world: Section, now: datetime, clock: Any
) -> None:
    partner, instant = Partner(), now + HOUR
    waiting = make_story(administrator, world, headline="Walrus", slug="walrus")
    revision = save(waiting, administrator, standfirst="Soon.")
    publishing.embargo(story=waiting, until=instant, by=administrator, now=now)
    assert revision
    publishing.schedule(story=waiting, revision=revision, at=instant, by=administrator, now=now)
    ending = published(administrator, world, slug="heron", now=now).story
    publishing.expire_at(story=ending, ends_at=instant + HOUR, by=administrator, now=now)
    publishing.expire_at(story=ending, ends_at=instant, by=administrator, now=now)
    assert partner.types() == [("publish", here("/world/heron/"))]
    clock.move_to(instant - SECOND)
    answer = Client().get(PATH)
    assert "walrus" not in answer.content.decode() and partner.hear() == []
    clock.move_to(instant)
    assert sorted(partner.types()) == [
        ("publish", here("/world/walrus/")),
        ("take_down", here("/world/heron/")),
    ]
    last = Client().get(PATH).json()["changes"][1:]
    assert {one["at"] for one in last} == {"2025-11-22T18:05:00Z"}
    assert {one["status"] for one in last} == {"usable", "withheld"}
    later = make_story(administrator, world, headline="Lynx", slug="lynx")
    revision = save(later, administrator, standfirst="Never.")
    assert revision
    publishing.schedule(
        story=later, revision=revision, at=instant + HOUR, by=administrator, now=instant
    )
    publishing.cancel_scheduled(story=later, by=administrator, now=instant)
    clock.shift(2 * HOUR)
    assert partner.hear() == []


def test_19_a_legal_removal_leaves_an_identity_and_a_status(
    administrator: User, world: Section, now: datetime, clock: Any
) -> None:
    body = (text("<p>The walrus is Smith.</p>"),)
    removed = published(administrator, world, headline="Other", parts=body, now=now - HOUR).story
    redactions.remove_words(
        story=removed, passages=["Smith"], reason="Ordered.", by=administrator, now=now
    )
    legal = published(administrator, world, headline="A walrus", now=now - HOUR).story
    mistake = published(administrator, world, headline="Walrus too", now=now - HOUR).story
    page = published(administrator, None, headline="Walrus page", format="page", now=now - HOUR)
    take_down(legal, administrator, why="legal", now=now)
    take_down(mistake, administrator, why="mistake", now=now)
    clock.shift(SECOND)
    answer = Client().get(PATH)
    assert "alrus" not in answer.content.decode() and "Smith" not in answer.content.decode()
    found = answer.json()["changes"]
    assert page.path not in str(found)
    assert [(one["type"], one["reason"]) for one in found if one["uuid"] != str(removed.uuid)] == [
        ("publish", None),
        ("publish", None),
        ("take_down", "legal"),
        ("take_down", "mistake"),
    ]
    mine = [one for one in found if one["uuid"] == str(removed.uuid)]
    assert [one["type"] for one in mine] == ["publish", "redact"]
    assert {one["url"] for one in mine} == {here("/world/other/")}


def test_a_picture_that_is_taken_down_changes_its_stories(
    administrator: User, world: Section, now: datetime
) -> None:
    partner, image = Partner(), made()
    edition = published(administrator, world, lead_image=str(image.uuid), now=now)
    published(administrator, world, headline="Another", now=now)
    assert len(partner.hear()) == 2
    pictures.take_down_picture(
        picture=image, why=TakenDown.LEGAL, reason="Ordered.", by=administrator, now=now
    )
    assert partner.types() == [("update", here(edition.path))]


def test_a_story_that_was_told_and_is_not_is_taken_back(
    administrator: User, world: Section, now: datetime, clock: Any
) -> None:
    """A verb decided a second before an instant, and was written down a second after it."""
    partner, instant = Partner(), now + HOUR
    late = make_story(administrator, world, headline="Lynx", slug="lynx")
    revision = save(late, administrator, standfirst="Never.")
    assert revision
    publishing.schedule(story=late, revision=revision, at=instant, by=administrator, now=now)
    ending = published(administrator, world, slug="heron", now=now).story
    publishing.expire_at(story=ending, ends_at=instant, by=administrator, now=now)
    clock.move_to(instant + SECOND)
    assert len(partner.hear()) == 3
    publishing.cancel_scheduled(story=late, by=administrator, now=instant - SECOND)
    publishing.expire_at(story=ending, ends_at=None, by=administrator, now=instant - SECOND)
    assert [(one["type"], one["uuid"]) for one in partner.hear()] == [
        ("take_down", str(late.uuid)),
        ("update", str(ending.uuid)),
    ]


def test_a_page_of_changes_costs_three_queries(
    administrator: User, world: Section, now: datetime, django_assert_max_num_queries: Any
) -> None:
    stories = [published(administrator, world, headline=f"Story {n}", now=now) for n in range(4)]
    for edition in stories:
        take_down(edition.story, administrator, now=now)
    for limit in (2, 100):
        with django_assert_max_num_queries(3):
            answer = Client().get(f"{PATH}?limit={limit}")
    assert {"site", "stories", "pictures"} == set(answer.headers["Cache-Tag"].split(","))
    again = Client().get(f"{PATH}?limit=100", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    for wrong in ("since=yesterday", "since=1.2.3", "limit=0", "limit=101", "language=en"):
        assert Client().get(f"{PATH}?{wrong}").status_code == 400


def slowly(story: Story, by: User, is_written: Event, may_end: Event) -> None:
    """Publish a story in a transaction that does not end before it may."""
    with transaction.atomic():
        publish(story, by, now=NOW)
        is_written.set()
        may_end.wait(20)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_skipped_where_transactions_end_in_another_order(
    administrator: User, now: datetime, clock: Any
) -> None:
    """One verb is written down first and committed last: whoever asks meanwhile hears of neither
    of what came later, or waits."""
    make_site()
    world = make_section("World")
    partner = Partner()
    published(administrator, world, headline="Before", slug="before", now=now)
    first = make_story(administrator, world, headline="First", slug="first")
    assert partner.types() == [("publish", here("/world/before/"))]
    is_written, may_end = Event(), Event()
    thread = in_thread(lambda: slowly(first, administrator, is_written, may_end))
    heard: list[tuple[str, str]] = []
    assert is_written.wait(20)
    clock.shift(SECOND)
    if connection.vendor == "postgresql":  # nobody waits for anybody
        published(administrator, world, headline="Second", slug="second", now=now + SECOND)
        assert partner.hear() == []
        may_end.set()
    else:
        reader = in_thread(lambda: heard.extend(partner.types()))
        reader.join(0.2)
        assert reader.is_alive() and not heard
        may_end.set()
        reader.join(20)
        assert heard == [("publish", here("/world/first/"))]
        published(administrator, world, headline="Second", slug="second", now=now + SECOND)
    thread.join(20)
    clock.shift(SECOND)
    heard += partner.types()
    assert sorted(heard) == [
        ("publish", here("/world/first/")),
        ("publish", here("/world/second/")),
    ]
    assert Announcement.objects.count() == Edition.objects.count() == 3


def in_thread(run: Callable[[], None]) -> Thread:
    """Run something beside the test, with a connection of its own."""

    def whole() -> None:
        try:
            run()
        finally:
            connection.close()

    thread = Thread(target=whole)
    thread.start()
    return thread
