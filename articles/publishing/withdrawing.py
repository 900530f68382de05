"""Taking a story down, and putting it back."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Change, Edition, Story, Why, Withdrawal
from articles.models.fields import plain_lines
from articles.publishing.layout import (
    Keep,
    Telling,
    add_edition,
    drop_scheduled,
    instant_of,
    last_edition,
    lay_out_story,
    live_edition,
    set_end,
    told,
)
from articles.publishing.reasons import reasons_of_address, reasons_of_time, reasons_of_words
from articles.revisions import document_of
from articles.verbs import Unable, verb

UNDO_WITHIN = timedelta(minutes=10)  # of a publication


class UnableToTakeDown(Unable):
    """Raised where a story cannot be taken down."""


class UnableToPutBack(Unable):
    """Raised where a story cannot be put back."""


def open_withdrawal(story: Story) -> Withdrawal | None:
    """The withdrawal that keeps `story` down, if one does."""
    return Withdrawal.objects.filter(story=story, live_until=None).first()


def reasons_not_to_take_down(
    *,
    story: Story,
    now: datetime,
    why: str = "",
    notice: str = "",
    reason: str = "",
    read_instead: Story | None = None,
) -> list[str]:
    """Sentences that say why `story` cannot be taken down; none where it can."""
    now = instant_of(story, now)
    sentences = []
    if live_edition(story, now) is None:
        sentences.append(_("Readers do not see this story."))
    if why not in Why.values:
        sentences.append(_("Say why: published by mistake, withdrawn, or a legal order."))
    if why in {Why.WITHDRAWN, Why.LEGAL} and not plain_lines(notice):
        sentences.append(_("Write the notice that readers get instead."))
    sentences += reasons_of_words(story, notice)
    if not plain_lines(reason):
        sentences.append(_("Say for the desk what the reason is; readers do not see it."))
    if read_instead and (read_instead == story or live_edition(read_instead, now) is None):
        sentences.append(_("“Read instead” must lead to another story that readers see."))
    return sentences


@verb(
    "take_down",
    reasons=reasons_not_to_take_down,
    unable=UnableToTakeDown,
    detail=lambda withdrawal: {
        "edition": withdrawal.edition.number,
        "why": withdrawal.why,
        "reason": withdrawal.reason,
        "at": withdrawal.live_from,
    },
)
def take_down(
    *,
    story: Story,
    why: str,
    reason: str,
    by: User,
    now: datetime,
    notice: str = "",
    read_instead: Story | None = None,
) -> Withdrawal:
    """Take `story` off the site from now on, everywhere; what is scheduled is cancelled.

    `why` (Why) decides what its address answers: 404 after a mistake, 410 with the `notice` when it
    is withdrawn, 451 with the notice on a legal order. `reason` is for the desk alone.
    Raises UnableToTakeDown with the reasons, PermissionDenied.
    """
    ends = instant_of(story, now)
    drop_scheduled(story, now=ends)
    lay_out_story(story, now=ends, ends_at=ends)
    edition = last_edition(story, ends)
    if edition is None:
        raise UnableToTakeDown([_("Readers do not see this story.")])
    is_mistake = why == Why.MISTAKE
    if is_mistake:
        Edition.objects.filter(pk=edition.pk).update(is_mistake=True)
    return Withdrawal.objects.create(
        story=story,
        edition=edition,
        why=why,
        notice="" if is_mistake else plain_lines(notice),
        read_instead=None if is_mistake else read_instead,
        reason=plain_lines(reason),
        by=by,
        live_from=ends,
    )


def edition_to_return_to(story: Story, now: datetime) -> Edition | None:
    """The edition that an undo would bring back: what readers saw until the last publication.

    None where that was more than UNDO_WITHIN ago, or where readers saw nothing else before.
    """
    now = instant_of(story, now)
    live = live_edition(story, now)
    if live is None or now - live.live_from > UNDO_WITHIN:
        return None
    before = Edition.objects.filter(story=story, live_until=live.live_from, is_mistake=False)
    return before.exclude(revision=live.revision_id).with_document().first()


def reasons_not_to_undo(*, story: Story, now: datetime) -> list[str]:
    """Sentences that say why the last publication cannot be undone; none where it can."""
    if edition_to_return_to(story, now) is None:
        minutes = int(UNDO_WITHIN.total_seconds() // 60)
        return [_("There is nothing to go back to, or it is more than %d minutes ago.") % minutes]
    return []


@verb("undo", reasons=reasons_not_to_undo, unable=UnableToTakeDown, detail=told)
def undo(*, story: Story, by: User, now: datetime) -> Edition:
    """Give readers back the edition before the last publication, which was a mistake.

    What was published by mistake leaves the public history; the working copy keeps it. What is
    scheduled is cancelled: it was made from the mistake. Returns the new edition.
    Raises UnableToTakeDown with the reasons, PermissionDenied.
    """
    before, made_at = edition_to_return_to(story, now), instant_of(story, now)
    mistake = live_edition(story, made_at)
    if before is None or mistake is None:
        raise UnableToTakeDown(reasons_not_to_undo(story=story, now=now))
    drop_scheduled(story, now=made_at)
    Edition.objects.filter(pk=mistake.pk).update(is_mistake=True)
    return add_edition(
        story,
        before.revision,
        by=by,
        made_at=made_at,
        telling=Telling(
            change=Change.MINOR,
            first_published_at=before.first_published_at,
            updated_at=before.updated_at,
        ),
    )


def reasons_not_to_put_back(*, story: Story, now: datetime, **_arguments: Any) -> list[str]:
    """Sentences that say why `story` cannot be put back; none where it can."""
    withdrawal = open_withdrawal(story)
    if withdrawal is None:
        return [_("This story was not taken down.")]
    document = document_of(withdrawal.edition.revision)
    now = instant_of(story, now)
    return reasons_of_address(story, document) + reasons_of_time(story, now, now=now)


@verb("reinstate", reasons=reasons_not_to_put_back, unable=UnableToPutBack, detail=told)
def reinstate(*, story: Story, keeps_date: bool, by: User, now: datetime) -> Edition:
    """Put a story that was taken down back as readers last saw it; nothing scheduled comes back.

    Its date of publication stays where `keeps_date`, else it is now. Returns the new edition.
    Raises UnableToPutBack with the reasons, PermissionDenied.
    """
    made_at = instant_of(story, now)
    withdrawal = open_withdrawal(story)
    if withdrawal is None:
        raise UnableToPutBack([_("This story was not taken down.")])
    withdrawal.live_until, withdrawal.put_back_by = made_at, by
    withdrawal.save(update_fields=["live_until", "put_back_by"])
    seen = withdrawal.edition
    set_end(story, made_at, Keep.END)
    return add_edition(
        story,
        seen.revision,
        by=by,
        made_at=made_at,
        telling=Telling(
            change=Change.MINOR if keeps_date else Change.FIRST,
            first_published_at=seen.first_published_at if keeps_date else made_at,
            updated_at=seen.updated_at if keeps_date else made_at,
        ),
    )
