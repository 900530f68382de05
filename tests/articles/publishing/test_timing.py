"""Schedules, timed ends, embargoes: what time alone does, and who may change it."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts import audit
from accounts.models import User
from articles import publishing, revisions
from articles.models import Edition, Revision, Story
from articles.models.interval import MICROSECOND
from articles.publishing import Keep, Pending, Telling, UnableToChangeTime, UnableToPublish
from tests.stories import make_section, make_story, make_topic, publish, published, save, text

HOUR = timedelta(hours=1)
TWO = (text("<p>The harbour is open.</p>"), text("<p>Pilots wait.</p>"))


def live(story: Story, at: datetime) -> Edition | None:
    return Edition.objects.filter(story=story).live(at=at).first()


def newest(story: Story) -> Revision:
    revision = revisions.latest(story)
    assert revision is not None
    return revision


def schedule(story: Story, by: User, *, now: datetime, at: datetime, **more: object) -> Edition:
    story.refresh_from_db()
    return publishing.schedule(story=story, revision=newest(story), at=at, by=by, now=now, **more)


def test_a_scheduled_story_is_there_on_the_instant(administrator: User, now: datetime) -> None:
    topic = make_topic()
    story = make_story(administrator, make_section(), topics=(topic.uuid,))

    edition = schedule(story, administrator, now=now, at=now + HOUR)

    assert live(story, now + HOUR - MICROSECOND) is None
    assert live(story, now + HOUR) == edition
    assert edition.first_published_at == edition.updated_at == now + HOUR
    assert (edition.change, edition.made_at, edition.made_from) == ("first", now, None)
    assert edition.topic_rows.get().live_from == now + HOUR


def test_a_scheduled_update_takes_over_and_knows_what_it_was_made_from(
    administrator: User, now: datetime
) -> None:
    first = published(administrator, make_section(), now=now)
    save(first.story, administrator, headline="Harbour closes")

    second = schedule(first.story, administrator, now=now + HOUR, at=now + 2 * HOUR)

    first.refresh_from_db()
    assert first.live_until == second.live_from == now + 2 * HOUR
    assert second.made_from == first
    assert second.first_published_at == now


def test_a_schedule_says_what_it_will_tell_readers(administrator: User, now: datetime) -> None:
    first = published(administrator, make_section(), now=now)
    save(first.story, administrator, headline="Harbour closes")
    telling = Telling(change="correction", note="It was the other harbour.")

    with pytest.raises(UnableToPublish, match="note"):
        schedule(
            first.story,
            administrator,
            now=now + HOUR,
            at=now + 2 * HOUR,
            telling=Telling(change="correction", note=" "),
        )
    second = schedule(
        first.story, administrator, now=now + HOUR, at=now + 2 * HOUR, telling=telling
    )

    assert (second.change, second.note) == ("correction", "It was the other harbour.")


def test_a_time_that_has_passed_is_refused(administrator: User, now: datetime) -> None:
    story = make_story(administrator, make_section())

    for at in (now - HOUR, now):
        with pytest.raises(UnableToPublish, match="has passed"):
            schedule(story, administrator, now=now, at=at)

    assert not Edition.objects.exists()


def test_a_story_waits_for_one_instant_only(administrator: User, now: datetime) -> None:
    story = make_story(administrator, make_section())
    schedule(story, administrator, now=now, at=now + HOUR)
    save(story, administrator, headline="Harbour closes")

    with pytest.raises(UnableToPublish, match=r"scheduled for .* already"):
        schedule(story, administrator, now=now, at=now + 2 * HOUR)


def test_what_is_scheduled_can_be_moved(administrator: User, now: datetime) -> None:
    first = published(administrator, make_section(), now=now)
    save(first.story, administrator, headline="Harbour closes")
    schedule(first.story, administrator, now=now + HOUR, at=now + 2 * HOUR)

    moved = publishing.move_scheduled(
        story=first.story, at=now + 5 * HOUR, by=administrator, now=now + HOUR
    )

    first.refresh_from_db()
    assert first.live_until == moved.live_from == now + 5 * HOUR
    assert (moved.headline, moved.made_from) == ("Harbour closes", first)
    assert live(first.story, now + 3 * HOUR) == first


def test_what_is_scheduled_can_be_cancelled_and_leaves_no_trace(
    administrator: User, now: datetime
) -> None:
    first = published(administrator, make_section(), now=now)
    save(first.story, administrator, headline="Harbour closes")
    waiting = schedule(first.story, administrator, now=now + HOUR, at=now + 2 * HOUR)

    publishing.cancel_scheduled(story=first.story, by=administrator, now=now + HOUR)

    first.refresh_from_db()
    assert first.live_until is None
    assert not Edition.objects.filter(pk=waiting.pk).exists()
    line = audit.lines_about(first.story).get(action="cancel_scheduled")
    assert line.detail["revision"] == 2


def test_what_went_out_cannot_be_moved_or_cancelled(administrator: User, now: datetime) -> None:
    story = make_story(administrator, make_section())
    schedule(story, administrator, now=now, at=now + HOUR)

    with pytest.raises(UnableToPublish, match="Nothing is scheduled"):
        publishing.cancel_scheduled(story=story, by=administrator, now=now + HOUR)
    with pytest.raises(UnableToPublish, match="Nothing is scheduled"):
        publishing.move_scheduled(story=story, at=now + 3 * HOUR, by=administrator, now=now + HOUR)


def test_publishing_under_a_scheduled_update_asks_first(administrator: User, now: datetime) -> None:
    first = published(administrator, make_section(), parts=TWO, now=now)
    story = first.story
    save(story, administrator, headline="Harbour closes")
    schedule(story, administrator, now=now + HOUR, at=now + 5 * HOUR)
    save(story, administrator, headline="Harbour reopens", standfirst="Typo mended.")
    fixed = newest(story)

    with pytest.raises(UnableToPublish, match=r"scheduled for .* without this change"):
        publish(story, administrator, now=now + 2 * HOUR, verb="minor")
    edition = publish(story, administrator, now=now + 2 * HOUR, verb="minor", pending=Pending.MERGE)

    waiting = publishing.scheduled_edition(story, now + 2 * HOUR)
    assert waiting is not None
    assert edition.revision == fixed
    assert (waiting.live_from, waiting.made_from) == (now + 5 * HOUR, edition)
    assert (waiting.headline, waiting.standfirst) == ("Harbour closes", "Typo mended.")
    assert waiting.revision.is_aside
    assert newest(story) == fixed


def test_publishing_can_cancel_the_scheduled_update(administrator: User, now: datetime) -> None:
    first = published(administrator, make_section(), now=now)
    story = first.story
    save(story, administrator, headline="Harbour closes")
    schedule(story, administrator, now=now + HOUR, at=now + 5 * HOUR)
    save(story, administrator, headline="Harbour half open")

    edition = publish(story, administrator, now=now + 2 * HOUR, pending=Pending.CANCEL)

    assert edition.live_until is None
    assert publishing.scheduled_edition(story, now + 2 * HOUR) is None


def test_a_change_of_the_same_words_is_not_put_into_the_scheduled_update(
    administrator: User, now: datetime
) -> None:
    first = published(administrator, make_section(), now=now)
    story = first.story
    save(story, administrator, headline="Harbour closes")
    schedule(story, administrator, now=now + HOUR, at=now + 5 * HOUR)
    save(story, administrator, headline="Harbour burns")

    with pytest.raises(UnableToPublish, match="same words"):
        publish(story, administrator, now=now + 2 * HOUR, pending=Pending.MERGE)


def test_a_timed_end_ends_it_and_an_update_keeps_it(administrator: User, now: datetime) -> None:
    first = published(administrator, make_section(), now=now)
    story = first.story
    publishing.expire_at(story=story, ends_at=now + 3 * HOUR, by=administrator, now=now + HOUR)
    save(story, administrator, headline="Harbour closes")

    second = publish(story, administrator, now=now + 2 * HOUR)

    assert live(story, now + 3 * HOUR - MICROSECOND) == second
    assert live(story, now + 3 * HOUR) is None


def test_an_update_can_change_or_drop_the_end(administrator: User, now: datetime) -> None:
    first = published(administrator, make_section(), now=now)
    story = first.story
    publishing.expire_at(story=story, ends_at=now + 3 * HOUR, by=administrator, now=now + HOUR)
    save(story, administrator, headline="Harbour closes")

    second = publish(story, administrator, now=now + 2 * HOUR, ends_at=None)

    story.refresh_from_db()
    assert (second.live_until, story.ends_at) == (None, None)


def test_an_end_that_has_passed_stays_and_publishing_again_drops_it(
    administrator: User, now: datetime
) -> None:
    first = published(administrator, make_section(), now=now)
    story = first.story
    publishing.expire_at(story=story, ends_at=now + 2 * HOUR, by=administrator, now=now + HOUR)
    publishing.expire_at(story=story, ends_at=None, by=administrator, now=now + 3 * HOUR)
    assert live(story, now + 3 * HOUR) is None
    save(story, administrator, headline="Harbour, again")

    again = publish(story, administrator, now=now + 4 * HOUR)

    assert again.live_until is None
    assert live(story, now + 3 * HOUR) is None


@pytest.mark.parametrize("ends_at", [-1, 0])
def test_an_end_in_the_past_is_refused(administrator: User, now: datetime, ends_at: int) -> None:
    story = published(administrator, make_section(), now=now).story

    with pytest.raises(UnableToChangeTime, match="take it down"):
        publishing.expire_at(
            story=story, ends_at=now + ends_at * HOUR, by=administrator, now=now + MICROSECOND
        )


def test_a_story_cannot_end_before_what_is_scheduled(administrator: User, now: datetime) -> None:
    story = make_story(administrator, make_section())
    schedule(story, administrator, now=now, at=now + 2 * HOUR)

    with pytest.raises(UnableToChangeTime, match="after this end"):
        publishing.expire_at(story=story, ends_at=now + HOUR, by=administrator, now=now)
    with pytest.raises(UnableToPublish, match="end before it begins"):
        other = make_story(administrator, make_section("Defence"))
        schedule(other, administrator, now=now, at=now + 2 * HOUR, ends_at=now + HOUR)


def test_what_is_scheduled_cannot_be_moved_past_the_end(administrator: User, now: datetime) -> None:
    story = make_story(administrator, make_section())
    schedule(story, administrator, now=now, at=now + HOUR, ends_at=now + 2 * HOUR)

    with pytest.raises(UnableToPublish, match="end before it begins"):
        publishing.move_scheduled(story=story, at=now + 2 * HOUR, by=administrator, now=now)


def test_an_embargo_refuses_whoever_tries_and_however(administrator: User, now: datetime) -> None:
    story = make_story(administrator, make_section())
    publishing.embargo(story=story, until=now + 2 * HOUR, by=administrator, now=now)

    for at in (now, now + 2 * HOUR - MICROSECOND):
        with pytest.raises(UnableToPublish, match="embargo"):
            publish(story, administrator, now=at)
    with pytest.raises(UnableToPublish, match="embargo"):
        schedule(story, administrator, now=now, at=now + HOUR)
    edition = schedule(story, administrator, now=now, at=now + 2 * HOUR)
    with pytest.raises(UnableToPublish, match="embargo"):
        publishing.move_scheduled(story=story, at=now + HOUR, by=administrator, now=now)

    assert live(story, now + 2 * HOUR - MICROSECOND) is None
    assert live(story, now + 2 * HOUR) == edition


def test_an_embargo_cannot_come_after_the_fact(administrator: User, now: datetime) -> None:
    story = published(administrator, make_section(), now=now).story
    other = make_story(administrator, make_section("Defence"))
    schedule(other, administrator, now=now, at=now + HOUR)

    with pytest.raises(UnableToChangeTime, match="already"):
        publishing.embargo(story=story, until=now + HOUR, by=administrator, now=now + MICROSECOND)
    with pytest.raises(UnableToChangeTime, match="before this time"):
        publishing.embargo(story=other, until=now + 2 * HOUR, by=administrator, now=now)


def test_23_a_date_that_is_cleared_or_has_passed_publishes_nothing(
    administrator: User, now: datetime
) -> None:
    story = make_story(administrator, make_section())
    publishing.embargo(story=story, until=now + HOUR, by=administrator, now=now)
    publishing.embargo(story=story, until=None, by=administrator, now=now)
    publishing.embargo(story=story, until=now - HOUR, by=administrator, now=now)
    publishing.expire_at(story=story, ends_at=now + HOUR, by=administrator, now=now)
    publishing.expire_at(story=story, ends_at=None, by=administrator, now=now)

    assert not Edition.objects.exists()


def test_21_what_was_scheduled_is_there_though_nothing_ran(
    administrator: User, now: datetime
) -> None:
    story = make_story(administrator, make_section())
    edition = schedule(story, administrator, now=now, at=now + HOUR, ends_at=now + 2 * HOUR)

    found = [live(story, now + minutes * timedelta(minutes=1)) for minutes in (59, 60, 119, 120)]

    assert found == [None, edition, edition, None]


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("move_scheduled", {"at": 2}),
        ("cancel_scheduled", {}),
        ("expire_at", {"ends_at": 3}),
        ("embargo", {"until": 3}),
    ],
)
def test_a_reporter_changes_no_times(
    administrator: User, reporter: User, now: datetime, verb: str, arguments: dict[str, int]
) -> None:
    story = make_story(administrator, make_section())
    schedule(story, administrator, now=now, at=now + HOUR)
    instants = {name: now + hours * HOUR for name, hours in arguments.items()}

    with pytest.raises(PermissionDenied):
        getattr(publishing, verb)(story=story, by=reporter, now=now, **instants)

    assert live(story, now + HOUR) is not None
    assert Keep.END is Keep("keep")
