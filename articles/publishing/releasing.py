"""Publishing now: for the first time, an update, a small fix, a correction, a clarification."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from articles import revisions, workflow
from articles.document import Document, digest
from articles.local_time import in_words
from articles.merging import merge
from articles.models import Change, Edition, Kind, Revision, Story
from articles.models.fields import plain_lines
from articles.publishing.layout import (
    Keep,
    Telling,
    UnableToPublish,
    add_edition,
    drop_scheduled,
    instant_of,
    last_edition,
    live_edition,
    schedule_again,
    scheduled_edition,
    set_end,
    told,
)
from articles.publishing.reasons import (
    Pending,
    reasons_of_revision,
    reasons_of_time,
    reasons_of_words,
)
from articles.revisions import document_of
from articles.verbs import verb


def reasons_not_to_publish(
    *,
    story: Story,
    revision: Revision,
    now: datetime,
    pending: Pending = Pending.ASK,
    ends_at: datetime | Keep | None = Keep.END,
    **telling: Any,
) -> list[str]:
    """Sentences that say why `revision` cannot be published at `now`; none where it can."""
    now = instant_of(story, now)
    live = live_edition(story, now)
    why = reasons_of_revision(story, revision, live, begins=now)
    why += reasons_of_time(story, now, now=now, ends_at=ends_at)
    if live and live.revision_id == revision.pk:
        why.append(_("Readers already see this version."))
    waiting = scheduled_edition(story, now)
    if waiting and pending is Pending.ASK:
        when = in_words(waiting.live_from)
        why.append(_("An update is scheduled for %s without this change.") % when)
    if waiting and pending is Pending.MERGE:
        why += reasons_not_to_merge(waiting, revision)
    return why


def reasons_not_to_merge(waiting: Edition, revision: Revision) -> list[str]:
    """What stands against putting the change of `revision` into the scheduled edition."""
    document, is_in_conflict = merged_into(waiting, revision)
    if is_in_conflict:
        return [_("The same words are changed in the scheduled update. Cancel it, then go on.")]
    if digest(document) == revision.digest:
        return [_("The scheduled update would change nothing any more. Cancel it, then go on.")]
    return []


def reasons_not_to_tell(
    *, story: Story, now: datetime, note: str = "", **publishing: Any
) -> list[str]:
    """Those of a correction: it owes readers a note, and must correct something they saw."""
    why = reasons_not_to_publish(story=story, now=now, **publishing)
    if not plain_lines(note):
        why.append(_("Say in the note what was wrong: readers see it."))
    why += reasons_of_words(story, note)
    if last_edition(story, instant_of(story, now)) is None:
        why.append(_("There is nothing to correct: readers never saw this story."))
    return why


@verb("publish", reasons=reasons_not_to_publish, unable=UnableToPublish, detail=told)
def publish(
    *,
    story: Story,
    revision: Revision,
    by: User,
    now: datetime,
    pending: Pending = Pending.ASK,
    ends_at: datetime | Keep | None = Keep.END,
) -> Edition:
    """Show `revision` to readers from now on, and return the edition.

    A story that was public before is updated. `pending` says what becomes of a scheduled edition,
    `ends_at` sets or clears the timed end. Raises UnableToPublish with the reasons,
    PermissionDenied.
    """
    return _publish(story, revision, by, now, pending, ends_at, Telling())


@verb("update", reasons=reasons_not_to_publish, unable=UnableToPublish, detail=told)
def update(
    *,
    story: Story,
    revision: Revision,
    by: User,
    now: datetime,
    pending: Pending = Pending.ASK,
    ends_at: datetime | Keep | None = Keep.END,
) -> Edition:
    """Publish new information: the page says when it was updated. As `publish` otherwise."""
    return _publish(story, revision, by, now, pending, ends_at, Telling())


@verb("minor", reasons=reasons_not_to_publish, unable=UnableToPublish, detail=told)
def minor(
    *,
    story: Story,
    revision: Revision,
    by: User,
    now: datetime,
    pending: Pending = Pending.ASK,
    ends_at: datetime | Keep | None = Keep.END,
) -> Edition:
    """Publish a small fix that readers are not told of. As `publish` otherwise."""
    return _publish(story, revision, by, now, pending, ends_at, Telling(change=Change.MINOR))


@verb("correct", reasons=reasons_not_to_tell, unable=UnableToPublish, detail=told)
def correct(
    *,
    story: Story,
    revision: Revision,
    note: str,
    by: User,
    now: datetime,
    is_serious: bool = False,
    pending: Pending = Pending.ASK,
    ends_at: datetime | Keep | None = Keep.END,
) -> Edition:
    """Publish a correction with its public `note`; a serious one stands above the text."""
    telling = Telling(change=Change.CORRECTION, note=note, is_serious=is_serious)
    return _publish(story, revision, by, now, pending, ends_at, telling)


@verb("clarify", reasons=reasons_not_to_tell, unable=UnableToPublish, detail=told)
def clarify(
    *,
    story: Story,
    revision: Revision,
    note: str,
    by: User,
    now: datetime,
    pending: Pending = Pending.ASK,
    ends_at: datetime | Keep | None = Keep.END,
) -> Edition:
    """Publish a clarification with its public `note`: nothing was wrong, but it was unclear."""
    telling = Telling(change=Change.CLARIFICATION, note=note)
    return _publish(story, revision, by, now, pending, ends_at, telling)


def merged_into(waiting: Edition, revision: Revision) -> tuple[Document, bool]:
    """What the scheduled edition holds with the change of `revision` in it, and whether the same
    words are changed in both."""
    scheduled, mine = document_of(waiting.revision), document_of(revision)
    base = document_of(waiting.made_from.revision) if waiting.made_from else scheduled
    merged = merge(base, scheduled, mine)
    return merged.document, bool(merged.conflicts)


def _publish(
    story: Story,
    revision: Revision,
    by: User,
    now: datetime,
    pending: Pending,
    ends_at: datetime | Keep | None,
    telling: Telling,
) -> Edition:
    made_at = instant_of(story, now)
    seen = live_edition(story, made_at)
    waiting = drop_scheduled(story, now=made_at)
    set_end(story, made_at, ends_at)
    edition = add_edition(story, revision, by=by, made_at=made_at, telling=telling)
    workflow.end_round(story, revision)
    if waiting and pending is Pending.MERGE:
        document, _conflicts = merged_into(waiting, revision)
        base = waiting.revision
        if digest(document) != base.digest:
            base = revisions.record(
                story, document, by=by, now=now, kind=Kind.MERGE, base=base, is_aside=True
            )
        schedule_again(waiting, base, by=by, made_at=made_at, at=waiting.live_from)
    if seen and revision.kind == Kind.FIX and revision.is_aside:
        revisions.carry(story, seen.revision, revision, by=by, now=now)
    return edition
