"""Taking a story down, undoing a publication, putting a story back."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from accounts import audit
from accounts.models import User
from articles import publishing, revisions
from articles.models import Edition, Story, Withdrawal
from articles.models.interval import MICROSECOND
from articles.publishing import UnableToPublish, UnableToPutBack, UnableToTakeDown
from tests.stories import make_section, publish, published, save, take_down

HOUR = timedelta(hours=1)


@pytest.fixture
def story(administrator: User, now: datetime) -> Story:
    """A story that is live since `now`."""
    return published(administrator, make_section(), now=now).story


def live(story: Story, at: datetime) -> Edition | None:
    return Edition.objects.filter(story=story).live(at=at).first()


def put_back(story: Story, by: User, *, now: datetime, keeps_date: bool = True) -> Edition:
    return publishing.reinstate(story=story, keeps_date=keeps_date, by=by, now=now)


def test_a_withdrawal_says_why_and_until_when(
    story: Story, administrator: User, now: datetime
) -> None:
    withdrawal = take_down(story, administrator, now=now + HOUR)

    assert live(story, now + HOUR - MICROSECOND) is not None
    assert live(story, now + HOUR) is None
    assert withdrawal.edition.live_until == withdrawal.live_from == now + HOUR
    assert (withdrawal.why, withdrawal.notice) == ("withdrawn", "We withdrew this story.")
    assert list(Withdrawal.objects.live(at=now + 2 * HOUR)) == [withdrawal]
    line = audit.lines_about(story).get(action="take_down")
    assert (line.detail["why"], line.detail["reason"]) == ("withdrawn", "A source withdrew.")


@pytest.mark.parametrize("why", ["withdrawn", "legal"])
def test_readers_are_owed_a_notice(
    story: Story, administrator: User, now: datetime, why: str
) -> None:
    with pytest.raises(UnableToTakeDown, match="notice"):
        take_down(story, administrator, now=now + HOUR, why=why, notice=" ")

    assert live(story, now + HOUR) is not None


def test_a_mistake_owes_none_and_leaves_the_public_history(
    story: Story, administrator: User, now: datetime
) -> None:
    withdrawal = take_down(story, administrator, now=now + HOUR, why="mistake", notice="Ignored")

    assert withdrawal.notice == ""
    assert Edition.objects.get(story=story).is_mistake


def test_the_desk_is_owed_a_reason_and_one_of_three_answers(
    story: Story, administrator: User, now: datetime
) -> None:
    with pytest.raises(UnableToTakeDown, match="Say for the desk"):
        take_down(story, administrator, now=now + HOUR, reason="")
    with pytest.raises(UnableToTakeDown, match="Say why"):
        take_down(story, administrator, now=now + HOUR, why="boredom")


def test_read_instead_leads_to_another_story_that_is_live(
    story: Story, administrator: User, now: datetime
) -> None:
    other = published(administrator, make_section("Defence"), now=now).story
    gone = published(administrator, make_section("Culture"), now=now).story
    take_down(gone, administrator, now=now + HOUR)

    for wrong in (story, gone):
        with pytest.raises(UnableToTakeDown, match="Read instead"):
            take_down(story, administrator, now=now + HOUR, read_instead=wrong)
    withdrawal = take_down(story, administrator, now=now + HOUR, read_instead=other)

    assert withdrawal.read_instead == other


def test_taking_down_cancels_what_is_scheduled_and_putting_back_does_not_revive_it(
    story: Story, administrator: User, now: datetime
) -> None:
    save(story, administrator, headline="Harbour closes")
    revision = revisions.latest(story)
    assert revision is not None
    publishing.schedule(
        story=story, revision=revision, at=now + 5 * HOUR, by=administrator, now=now + HOUR
    )

    take_down(story, administrator, now=now + 2 * HOUR)
    put_back(story, administrator, now=now + 3 * HOUR)

    at_last = live(story, now + 6 * HOUR)
    assert at_last is not None
    assert at_last.headline == "Harbour reopens"
    assert publishing.scheduled_edition(story, now + 3 * HOUR) is None


def test_a_story_that_is_down_is_not_published_but_put_back(
    story: Story, administrator: User, now: datetime
) -> None:
    take_down(story, administrator, now=now + HOUR)
    save(story, administrator, headline="Harbour closes")

    with pytest.raises(UnableToPublish, match="Put it back first"):
        publish(story, administrator, now=now + 2 * HOUR)
    edition = put_back(story, administrator, now=now + 2 * HOUR)

    assert (edition.headline, edition.change) == ("Harbour reopens", "minor")
    assert edition.first_published_at == now
    assert not Withdrawal.objects.live(at=now + 2 * HOUR).exists()
    assert Withdrawal.objects.live(at=now + 2 * HOUR - MICROSECOND).exists()


def test_a_story_can_come_back_as_new(story: Story, administrator: User, now: datetime) -> None:
    take_down(story, administrator, now=now + HOUR)

    edition = put_back(story, administrator, now=now + 2 * HOUR, keeps_date=False)

    assert edition.first_published_at == edition.updated_at == now + 2 * HOUR
    assert edition.change == "first"


def test_an_embargo_holds_what_is_put_back_too(
    story: Story, administrator: User, now: datetime
) -> None:
    take_down(story, administrator, now=now + HOUR)
    story.refresh_from_db()
    publishing.embargo(story=story, until=now + 5 * HOUR, by=administrator, now=now + HOUR)

    with pytest.raises(UnableToPutBack, match="embargo"):
        put_back(story, administrator, now=now + 2 * HOUR)


def test_putting_back_what_is_not_down_is_refused(
    story: Story, administrator: User, now: datetime
) -> None:
    with pytest.raises(UnableToPutBack, match="not taken down"):
        put_back(story, administrator, now=now + HOUR)


def test_undo_brings_back_the_edition_before(
    story: Story, administrator: User, now: datetime
) -> None:
    first = live(story, now)
    save(story, administrator, headline="Harbour explodes")
    mistake = publish(story, administrator, now=now + HOUR)

    edition = publishing.undo(story=story, by=administrator, now=now + HOUR + timedelta(minutes=9))

    mistake.refresh_from_db()
    assert first is not None
    assert (edition.revision, edition.updated_at) == (first.revision, first.updated_at)
    assert mistake.is_mistake
    assert live(story, now + HOUR + timedelta(minutes=5)) == mistake
    newest = revisions.latest(story)
    assert newest is not None
    assert newest.document["headline"] == "Harbour explodes"


def test_undo_is_offered_for_ten_minutes(story: Story, administrator: User, now: datetime) -> None:
    save(story, administrator, headline="Harbour explodes")
    publish(story, administrator, now=now + HOUR)

    story.refresh_from_db()
    ten = now + HOUR + timedelta(minutes=10)
    assert publishing.reasons_not_to_undo(story=story, now=ten) == []
    with pytest.raises(UnableToTakeDown, match="more than 10 minutes"):
        publishing.undo(story=story, by=administrator, now=ten + MICROSECOND)


def test_a_first_publication_has_nothing_to_go_back_to(
    story: Story, administrator: User, now: datetime
) -> None:
    with pytest.raises(UnableToTakeDown, match="nothing to go back to"):
        publishing.undo(story=story, by=administrator, now=now + timedelta(minutes=1))


def test_what_was_undone_is_not_what_the_next_undo_returns_to(
    story: Story, administrator: User, now: datetime
) -> None:
    save(story, administrator, headline="Harbour explodes")
    publish(story, administrator, now=now + HOUR)
    publishing.undo(story=story, by=administrator, now=now + HOUR + timedelta(minutes=1))

    with pytest.raises(UnableToTakeDown, match="nothing to go back to"):
        publishing.undo(story=story, by=administrator, now=now + HOUR + timedelta(minutes=2))


def test_a_reporter_takes_nothing_down(story: Story, reporter: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        take_down(story, reporter, now=now + HOUR)
    with pytest.raises(PermissionDenied):
        publishing.undo(story=story, by=reporter, now=now + HOUR)
    with pytest.raises(PermissionDenied):
        put_back(story, reporter, now=now + HOUR)

    assert live(story, now + HOUR) is not None


def test_the_database_knows_one_open_withdrawal_a_story(
    story: Story, administrator: User, now: datetime
) -> None:
    withdrawal = take_down(story, administrator, now=now + HOUR)

    withdrawal.pk = None
    with pytest.raises(IntegrityError):
        withdrawal.save(force_insert=True)
