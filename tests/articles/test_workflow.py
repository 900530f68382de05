"""Sent to the desk, approved, sent back; and what an edit or a publication makes of that."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditLine, User
from articles import revisions, workflow
from articles.models import Revision, Stage, Story
from articles.workflow import UnableToHandOn
from tests.stories import make_section, make_site, make_story, publish, save

HOUR = timedelta(hours=1)


@pytest.fixture
def story(reporter: User) -> Story:
    make_site()
    return make_story(reporter, make_section())


def newest(story: Story) -> Revision:
    found = revisions.latest(story)
    assert found is not None
    return found


def submit(story: Story, by: User, now: datetime) -> None:
    workflow.submit(story=story, revision=newest(story), by=by, now=now)
    story.refresh_from_db()


def approve(story: Story, by: User, now: datetime) -> None:
    workflow.approve(story=story, revision=newest(story), by=by, now=now)
    story.refresh_from_db()


def test_a_story_goes_to_the_desk_and_is_approved(
    story: Story, reporter: User, administrator: User, now: datetime
) -> None:
    submit(story, reporter, now)
    assert story.stage == Stage.SUBMITTED
    assert workflow.submitted_by(story) == reporter

    approve(story, administrator, now)

    assert story.stage == Stage.APPROVED
    assert workflow.submitted_by(story) is None
    lines = AuditLine.objects.filter(action__in=["submit", "approve"]).order_by("pk")
    assert [(line.action, line.actor, line.detail) for line in lines] == [
        ("submit", reporter, {"revision": 1}),
        ("approve", administrator, {"revision": 1}),
    ]


def test_a_story_is_sent_back_with_a_reason_until_it_comes_again(
    story: Story, reporter: User, administrator: User, now: datetime
) -> None:
    submit(story, reporter, now)
    workflow.send_back(
        story=story, revision=newest(story), reason=" Who said so? ", by=administrator, now=now
    )
    story.refresh_from_db()

    told = workflow.sent_back(story)
    assert story.stage == Stage.CHANGES_REQUESTED
    assert told is not None
    assert (told.by, told.at, told.reason) == (administrator, now, "Who said so?")

    submit(story, reporter, now + HOUR)
    assert story.stage == Stage.SUBMITTED
    assert workflow.sent_back(story) is None


def test_sending_back_needs_a_reason(
    story: Story, reporter: User, administrator: User, now: datetime
) -> None:
    submit(story, reporter, now)
    with pytest.raises(UnableToHandOn, match="Say what should be changed"):
        workflow.send_back(
            story=story, revision=newest(story), reason=" ", by=administrator, now=now
        )


def test_nobody_approves_what_was_not_sent_or_what_they_have_not_seen(
    story: Story, reporter: User, administrator: User, now: datetime
) -> None:
    with pytest.raises(UnableToHandOn, match="not with the desk"):
        approve(story, administrator, now)

    submit(story, reporter, now)
    seen = newest(story)
    save(story, reporter, headline="Another headline")
    with pytest.raises(UnableToHandOn, match="saved meanwhile"):
        workflow.approve(story=story, revision=seen, by=administrator, now=now)
    with pytest.raises(UnableToHandOn, match="with the desk already"):
        submit(story, reporter, now)


def test_14_a_reporter_approves_nothing(story: Story, reporter: User, now: datetime) -> None:
    submit(story, reporter, now)
    with pytest.raises(PermissionDenied):
        approve(story, reporter, now)
    with pytest.raises(PermissionDenied):
        workflow.send_back(story=story, revision=newest(story), reason="No", by=reporter, now=now)
    assert Story.objects.get().stage == Stage.SUBMITTED


def test_an_edit_voids_an_approval_unless_who_made_it_may_approve(
    story: Story, reporter: User, administrator: User, now: datetime
) -> None:
    submit(story, reporter, now)
    approve(story, administrator, now)

    save(story, administrator, headline="A comma, moved")
    assert story.stage == Stage.APPROVED

    save(story, reporter, headline="Something new")
    assert story.stage == Stage.DRAFT


def test_an_edit_leaves_a_story_where_it_was_sent(
    story: Story, reporter: User, administrator: User, now: datetime
) -> None:
    submit(story, reporter, now)
    save(story, reporter, headline="A better headline")
    assert story.stage == Stage.SUBMITTED

    workflow.send_back(
        story=story, revision=newest(story), reason="Shorter.", by=administrator, now=now
    )
    story.refresh_from_db()
    save(story, reporter, headline="Short")
    assert story.stage == Stage.CHANGES_REQUESTED


@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_what_goes_out_is_with_the_desk_no_more(
    story: Story, reporter: User, administrator: User, now: datetime, verb: str
) -> None:
    submit(story, reporter, now)

    when = {"at": now + HOUR} if verb == "schedule" else {}
    publish(story, administrator, now=now, verb=verb, **when)

    assert Story.objects.get().stage == Stage.DRAFT


def test_text_that_was_saved_later_stays_with_the_desk(
    story: Story, reporter: User, administrator: User, now: datetime
) -> None:
    from articles import publishing

    shown = newest(story)
    save(story, reporter, headline="Later")
    submit(story, reporter, now)

    publishing.publish(story=story, revision=shown, by=administrator, now=now)

    assert Story.objects.get().stage == Stage.SUBMITTED
