"""Two at once: on PostgreSQL with real connections, as in production."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from accounts.models import AuditLine, User
from articles import publishing, revisions
from articles.models import Edition, Revision, Story
from articles.publishing import UnableToPublish
from tests.stories import NOW, make_section, make_story

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite lets one transaction write at a time; there is nothing to race",
    ),
]


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """What `work` returned or raised in `count` threads that start together."""
    start = Barrier(count)

    def run(number: int) -> Any:
        try:
            start.wait()
            return work(number)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_29_twenty_stories_of_one_headline_get_twenty_addresses(administrator: User) -> None:
    section = make_section()

    made = at_once(20, lambda _n: make_story(administrator, section, headline="Same words"))

    slugs = {story.slug for story in made}
    assert len(slugs) == 20
    assert "same-words" in slugs


def test_24_a_concurrent_publish_makes_one_edition(administrator: User) -> None:
    story = make_story(administrator, make_section())
    revision = revisions.latest(story)
    assert revision is not None

    results = at_once(
        8,
        lambda _n: publishing.publish(story=story, revision=revision, by=administrator, now=NOW),
    )

    assert sum(isinstance(result, Edition) for result in results) == 1
    assert sum(isinstance(result, UnableToPublish) for result in results) == 7
    assert Edition.objects.count() == 1
    assert AuditLine.objects.filter(action="publish").count() == 1


def test_concurrent_saves_number_their_revisions_one_by_one(administrator: User) -> None:
    story = make_story(administrator)

    def write(number: int) -> Revision | None:
        mine = Story.objects.get(pk=story.pk)
        Story.objects.filter(pk=story.pk).update(kicker=f"Kicker {number}")
        return revisions.save(story=mine, by=administrator, now=NOW)

    results = at_once(6, write)

    assert not [result for result in results if isinstance(result, Exception)]
    numbers = sorted(Revision.objects.filter(story=story).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
