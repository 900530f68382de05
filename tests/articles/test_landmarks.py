"""Versions by what they mean."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from articles import presence, revisions, workflow
from articles.landmarks import LANDMARKS, NoSuchVersion, version_at
from articles.models import Revision, Story
from tests.stories import make_section, make_site, make_story, publish, save

MINUTE = timedelta(minutes=1)


@pytest.fixture
def story(administrator: User) -> Story:
    make_site()
    return make_story(administrator, make_section())


def number_at(story: Story, landmark: str, by: User, now: datetime) -> int:
    return version_at(story, landmark, by=by, now=now).number


def newest(story: Story) -> Revision:
    found = revisions.latest(story)
    assert found is not None
    return found


def test_what_is_on_the_desk_live_and_scheduled(
    story: Story, administrator: User, now: datetime
) -> None:
    publish(story, administrator, now=now)
    save(story, administrator, headline="Scheduled")
    publish(story, administrator, now=now + MINUTE, verb="schedule", at=now + 60 * MINUTE)
    save(story, administrator, headline="Newest")

    def numbers(at: datetime) -> list[int]:
        return [number_at(story, name, administrator, at) for name in ("live", "working")]

    assert number_at(story, "scheduled", administrator, now + 2 * MINUTE) == 2
    assert numbers(now + 2 * MINUTE) == [1, 3]
    assert numbers(now + 60 * MINUTE) == [2, 3]


def test_what_was_sent_to_the_desk_last(story: Story, administrator: User, now: datetime) -> None:
    workflow.submit(story=story, revision=newest(story), by=administrator, now=now)
    save(story, administrator, headline="Later")

    assert number_at(story, "sent", administrator, now) == 1


def test_what_somebody_saw_in_the_session_before(
    story: Story, administrator: User, now: datetime
) -> None:
    def open_form(seen: Revision) -> None:
        presence.beat(
            session=uuid4(),
            story=story,
            by=administrator,
            part=None,
            has_typed=False,
            seen=seen,
            now=now,
        )

    open_form(newest(story))
    with pytest.raises(NoSuchVersion, match="not looked at this story before"):
        version_at(story, "seen", by=administrator, now=now)
    save(story, administrator, headline="Later")
    open_form(newest(story))

    assert number_at(story, "seen", administrator, now) == 1


@pytest.mark.parametrize("landmark", sorted(set(LANDMARKS) - {"working"}))
def test_where_there_is_none_a_sentence_says_so(
    landmark: str, story: Story, administrator: User, now: datetime
) -> None:
    with pytest.raises(NoSuchVersion, match=r"\.$"):
        version_at(story, landmark, by=administrator, now=now)


@pytest.mark.parametrize("text", ["", "2", "-1", "1e1", "９", "9" * 30, "0x1", "live "])
def test_a_number_that_is_none_of_the_story_is_no_version(
    text: str, story: Story, administrator: User, now: datetime
) -> None:
    make_story(administrator, headline="Another")

    with pytest.raises(NoSuchVersion):
        version_at(story, text, by=administrator, now=now)


def test_a_number_is_that_version(story: Story, administrator: User, now: datetime) -> None:
    save(story, administrator, headline="Later")

    assert number_at(story, "1", administrator, now) == 1
