"""One sentence says where a story stands, for form, list and calendar alike."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from articles import publishing, revisions
from articles.models import Edition, Revision, Story
from articles.status import Status, status, statuses
from tests.stories import NOW, make_section, make_story, publish, published, save, take_down

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DAY = 24 * HOUR


@pytest.fixture(autouse=True)
def in_rome() -> Iterator[None]:
    """NOW is 22 November, 18:05 by the clocks of Rome."""
    with timezone.override(ZoneInfo("Europe/Rome")):
        yield


@pytest.fixture
def draft(administrator: User) -> Story:
    return make_story(administrator, make_section())


def schedule(story: Story, by: User, at: datetime, *, now: datetime = NOW) -> Edition:
    newest = revisions.latest(story)
    return publishing.schedule(story=story, revision=newest, at=at, by=by, now=now)


def said(story: Story, at: datetime = NOW) -> tuple[str, str]:
    story.refresh_from_db()
    found = status(story, at=at)
    return found.key, found.words


def test_a_draft_is_not_published(draft: Story) -> None:
    assert said(draft) == ("draft", "Not published")


def test_an_embargo_is_said(draft: Story, administrator: User) -> None:
    publishing.embargo(story=draft, until=NOW + HOUR, by=administrator, now=NOW)
    assert said(draft) == ("draft", "Not published · not before 19:05 CET")
    assert said(draft, NOW + HOUR) == ("draft", "Not published")


def test_what_is_scheduled_says_when(draft: Story, administrator: User) -> None:
    schedule(draft, administrator, NOW + HOUR)
    assert said(draft) == ("scheduled", "Goes out at 19:05 CET")
    assert said(draft, NOW - DAY) == ("scheduled", "Goes out at 22 Nov 2025, 19:05 CET")
    assert said(draft, NOW + HOUR) == ("live", "Live since 19:05 CET")


def test_a_timed_end_is_said_until_it_comes(draft: Story, administrator: User) -> None:
    publish(draft, administrator)
    publishing.expire_at(story=draft, ends_at=NOW + HOUR, by=administrator, now=NOW)
    assert said(draft) == ("live", "Live since 18:05 CET · ends at 19:05 CET")
    assert said(draft, NOW + HOUR) == ("ended", "Ended at 19:05 CET")
    assert said(draft, NOW + DAY) == ("ended", "Ended at 22 Nov 2025, 19:05 CET")


def test_what_is_ahead_of_readers_is_counted(draft: Story, administrator: User) -> None:
    publish(draft, administrator)
    for number in (1, 2, 3):
        save(draft, administrator, standfirst=f"Version {number}")
    assert said(draft) == ("live-changed", "Live, changes not published (3) · since 18:05 CET")


def test_a_text_that_came_back_to_what_is_live_is_not_ahead(
    draft: Story, administrator: User
) -> None:
    publish(draft, administrator)
    save(draft, administrator, standfirst="Changed")
    save(draft, administrator, standfirst="")
    assert said(draft) == ("live", "Live since 18:05 CET")


def test_what_was_kept_beside_the_working_copy_is_not_ahead(
    draft: Story, administrator: User
) -> None:
    publish(draft, administrator)
    newest = revisions.latest(draft)
    revisions.record(
        draft,
        revisions.document_of(newest),
        by=administrator,
        now=NOW,
        kind="typed",
        base=newest,
        is_aside=True,
    )
    assert said(draft)[0] == "live"


def test_a_scheduled_update_of_a_live_story_is_said(draft: Story, administrator: User) -> None:
    publish(draft, administrator)
    save(draft, administrator, standfirst="More is known")
    schedule(draft, administrator, NOW + DAY)
    assert said(draft) == (
        "live-changed",
        "Live, changes not published (1) · since 18:05 CET · update at 23 Nov 2025, 18:05 CET",
    )


def test_a_story_that_was_taken_down_says_so_and_nothing_of_what_was_scheduled(
    draft: Story, administrator: User
) -> None:
    publish(draft, administrator)
    publishing.expire_at(story=draft, ends_at=NOW + DAY, by=administrator, now=NOW)
    take_down(draft, administrator, now=NOW + HOUR)
    assert said(draft, NOW + HOUR) == ("taken-down", "Taken down")
    publishing.reinstate(story=draft, keeps_date=True, by=administrator, now=NOW + 2 * HOUR)
    assert said(draft, NOW + 2 * HOUR)[0] == "live"


def test_22_times_are_those_of_whoever_looks(draft: Story, administrator: User) -> None:
    schedule(draft, administrator, NOW + HOUR)
    with timezone.override(ZoneInfo("America/New_York")):
        assert said(draft)[1] == "Goes out at 13:05 EST"
    with timezone.override(ZoneInfo("Australia/Lord_Howe")):
        assert said(draft)[1] == "Goes out at 05:05 UTC+11"


def test_the_status_knows_the_editions(draft: Story, administrator: User) -> None:
    edition = publish(draft, administrator)
    save(draft, administrator, standfirst="More")
    update = schedule(draft, administrator, NOW + HOUR)
    found = status(draft, at=NOW)
    assert isinstance(found, Status)
    assert (found.live, found.scheduled, found.saves_ahead) == (edition, update, 1)


def many_versions(edition: Edition, count: int) -> None:
    """Give the story `count` more revisions and past editions, quickly."""
    story = edition.story
    made = Revision.objects.bulk_create(
        Revision(
            story=story,
            number=number,
            document=edition.document,
            digest=f"{number}",
            created_at=NOW + number * MINUTE,
        )
        for number in range(2, count + 2)
    )
    Edition.objects.filter(pk=edition.pk).update(live_until=NOW + 2 * MINUTE)
    columns = {
        field.attname: getattr(edition, field.attname)
        for field in Edition._meta.concrete_fields
        if field.attname not in {"id", "number", "revision_id", "live_from", "live_until"}
    }
    Edition.objects.bulk_create(
        Edition(
            **columns,
            number=revision.number,
            revision=revision,
            live_from=NOW + revision.number * MINUTE,
            live_until=NOW + (revision.number + 1) * MINUTE if revision.number <= count else None,
        )
        for revision in made
    )


def test_a_story_of_a_thousand_versions_asks_no_more_than_one_of_one(administrator: User) -> None:
    small = published(administrator, make_section(), headline="Small")
    large = published(administrator, small.section, headline="Large")
    many_versions(large, 1_000)
    at = NOW + 2_000 * MINUTE
    with CaptureQueriesContext(connection) as queries:
        found = statuses([small.story, large.story], at=at)
    assert len(queries) == 2
    assert not [query for query in queries if '"document"' in query["sql"]]
    assert {found[edition.story_id].key for edition in (small, large)} == {"live"}
    large.refresh_from_db()
    assert found[large.story_id].live.number == 1_001


def test_no_stories_are_no_questions(db: None) -> None:
    assert statuses([], at=NOW) == {}
