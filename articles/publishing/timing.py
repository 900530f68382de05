"""Publishing later, and until when: schedules, timed ends, embargoes."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from articles import workflow
from articles.local_time import in_words
from articles.models import TOLD, Edition, Revision, Story
from articles.models.fields import plain_lines
from articles.publishing.layout import (
    Keep,
    Telling,
    UnableToPublish,
    add_edition,
    drop_scheduled,
    instant_of,
    lay_out_story,
    live_edition,
    schedule_again,
    scheduled_edition,
    set_end,
    told,
)
from articles.publishing.reasons import (
    UnableToChangeTime,
    reasons_of_revision,
    reasons_of_time,
    reasons_of_words,
)
from articles.verbs import verb


def reasons_not_to_schedule(
    *,
    story: Story,
    revision: Revision,
    at: datetime,
    now: datetime,
    telling: Telling | None = None,
    ends_at: datetime | Keep | None = Keep.END,
) -> list[str]:
    """Sentences that say why `revision` cannot be scheduled for `at`; none where it can."""
    now = instant_of(story, now)
    live = live_edition(story, now)
    why = reasons_of_revision(story, revision, live, begins=at)
    why += reasons_of_time(story, at, now=now, ends_at=ends_at)
    if at <= now:
        why.append(_("This time has passed. Publish now, or choose a later time."))
    if live and live.revision_id == revision.pk:
        why.append(_("Readers already see this version."))
    waiting = scheduled_edition(story, now)
    if waiting:
        when = in_words(waiting.live_from)
        why.append(_("A version is scheduled for %s already. Move or cancel it.") % when)
    if telling and telling.change in TOLD and not plain_lines(telling.note):
        why.append(_("Say in the note what was wrong: readers see it."))
    why += reasons_of_words(story, telling.note) if telling else []
    return why


@verb("schedule", reasons=reasons_not_to_schedule, unable=UnableToPublish, detail=told)
def schedule(
    *,
    story: Story,
    revision: Revision,
    at: datetime,
    by: User,
    now: datetime,
    telling: Telling | None = None,
    ends_at: datetime | Keep | None = Keep.END,
) -> Edition:
    """Let `revision` go out at the instant `at`, and return the edition that waits for it.

    `telling` says what it changes for readers of a story that they know; new information unless
    told. Raises UnableToPublish with the reasons, PermissionDenied.
    """
    made_at = instant_of(story, now)
    set_end(story, at, ends_at)
    edition = add_edition(
        story, revision, by=by, made_at=made_at, live_from=at, telling=telling or Telling()
    )
    workflow.end_round(story, revision)
    return edition


def reasons_not_to_move(*, story: Story, at: datetime, now: datetime) -> list[str]:
    """Sentences that say why what is scheduled cannot go out at `at` instead."""
    now = instant_of(story, now)
    if scheduled_edition(story, now) is None:
        return [_("Nothing is scheduled.")]
    why = reasons_of_time(story, at, now=now)
    if at <= now:
        why.append(_("This time has passed. Publish now, or choose a later time."))
    return why


@verb("move_scheduled", reasons=reasons_not_to_move, unable=UnableToPublish, detail=told)
def move_scheduled(*, story: Story, at: datetime, by: User, now: datetime) -> Edition:
    """Let what is scheduled go out at the instant `at` instead, and return its edition."""
    made_at = instant_of(story, now)
    waiting = drop_scheduled(story, now=made_at)
    if waiting is None:
        raise UnableToPublish([_("Nothing is scheduled.")])
    return schedule_again(waiting, waiting.revision, by=by, made_at=made_at, at=at)


def reasons_not_to_cancel(*, story: Story, now: datetime) -> list[str]:
    """Sentences that say why nothing scheduled can be cancelled."""
    waiting = scheduled_edition(story, instant_of(story, now))
    return [] if waiting else [_("Nothing is scheduled.")]


@verb("cancel_scheduled", reasons=reasons_not_to_cancel, unable=UnableToPublish, detail=told)
def cancel_scheduled(*, story: Story, by: User, now: datetime) -> Edition:
    """Take back what is scheduled: no trace of it is ever public. Returns what it was."""
    made_at = instant_of(story, now)
    waiting = drop_scheduled(story, now=made_at)
    if waiting is None:
        raise UnableToPublish([_("Nothing is scheduled.")])
    lay_out_story(story, now=made_at)
    return waiting


def reasons_not_to_expire(*, story: Story, ends_at: datetime | None, now: datetime) -> list[str]:
    """Sentences that say why the story cannot end at `ends_at`."""
    now = instant_of(story, now)
    if ends_at is None:
        return []
    waiting = scheduled_edition(story, now)
    if ends_at <= now:
        return [_("This time has passed. To end it now, take it down.")]
    if waiting and ends_at <= waiting.live_from:
        return [_("A version goes out at %s, after this end.") % in_words(waiting.live_from)]
    return []


@verb(
    "expire_at",
    reasons=reasons_not_to_expire,
    unable=UnableToChangeTime,
    detail=lambda story: {"ends_at": story.ends_at},
)
def expire_at(*, story: Story, ends_at: datetime | None, by: User, now: datetime) -> Story | None:
    """Let the story end at the instant `ends_at`; None: no end. What has ended stays ended.

    Returns the story, or None where nothing changed. Raises UnableToChangeTime.
    """
    if story.ends_at == ends_at:
        return None
    story.ends_at = ends_at
    lay_out_story(story, now=instant_of(story, now))
    return story


def reasons_not_to_embargo(*, story: Story, until: datetime | None, now: datetime) -> list[str]:
    """Sentences that say why the story cannot be held until `until`."""
    now = instant_of(story, now)
    if until is None:
        return []
    if until > now and live_edition(story, now):
        return [_("Readers see this story already.")]
    waiting = scheduled_edition(story, now)
    if waiting and waiting.live_from < until:
        return [_("It goes out at %s, before this time.") % in_words(waiting.live_from)]
    return []


@verb(
    "embargo",
    reasons=reasons_not_to_embargo,
    unable=UnableToChangeTime,
    detail=lambda story: {"until": story.embargo},
)
def embargo(*, story: Story, until: datetime | None, by: User, now: datetime) -> Story | None:
    """Let nobody publish the story before `until`; None lifts that, and publishes nothing.

    Returns the story, or None where nothing changed. Raises UnableToChangeTime.
    """
    if story.embargo == until:
        return None
    story.embargo = until
    story.save(update_fields=["embargo"])
    return story
