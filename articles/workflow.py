"""Where the working copy is on the desk: written, sent to the desk, sent back, approved.

A round ends when its text goes out. None of it has anything to do with what readers see.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import AuditLine, User
from articles.models import Revision, Stage, Story
from articles.permissions import may
from articles.verbs import Unable, verb


class UnableToHandOn(Unable):
    """Raised where a story cannot be sent to the desk, approved or sent back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack:
    """Why a story was sent back to who wrote it."""

    by: User | None
    at: datetime
    reason: str


def sent_back(story: Story) -> SentBack | None:
    """Why `story` was sent back; None where it is not with its writer for that."""
    if story.stage != Stage.CHANGES_REQUESTED:
        return None
    line = _last(story, "send_back")
    return SentBack(by=line.actor, at=line.at, reason=line.detail["reason"]) if line else None


def submitted_by(story: Story) -> User | None:
    """Who sent `story` to the desk; None where it is not there."""
    line = _last(story, "submit") if story.stage == Stage.SUBMITTED else None
    return line.actor if line else None


def _last(story: Story, action: str) -> AuditLine | None:
    return audit.lines_about(story).filter(action=action).order_by("-at", "-pk").first()


def after_edit(story: Story, by: User | None) -> str:
    """The stage of `story` once `by` has changed its text.

    What was approved is approved no more, unless whoever changes it may approve it again.
    """
    if story.stage == Stage.APPROVED and not (by and may(by, "approve", story)):
        return Stage.DRAFT
    return story.stage


def end_round(story: Story, revision: Revision) -> None:
    """What goes out, or is scheduled to, is with nobody any more. In the caller's transaction.

    Text that was saved after `revision` stays where it is, and so does the working copy when
    something kept beside it goes out.
    """
    if story.stage == Stage.DRAFT or _reasons_of_version(story, revision):
        return
    story.stage = Stage.DRAFT
    story.save(update_fields=["stage"])


def _reasons_of_version(story: Story, revision: Revision) -> list[str]:
    saved = Revision.objects.filter(story=story).of_working_copy()
    if saved.order_by("-number").first() == revision:
        return []
    return [_("Another version was saved meanwhile. Look at it first.")]


def reasons_not_to_submit(*, story: Story, revision: Revision, now: datetime) -> list[str]:
    """Sentences that say why `story` cannot be sent to the desk; none where it can."""
    if story.binned_at:
        return [_("This story is in the bin. Bring it back first.")]
    if story.stage == Stage.SUBMITTED:
        return [_("It is with the desk already.")]
    if story.stage == Stage.APPROVED:
        return [_("It is approved already.")]
    return _reasons_of_version(story, revision)


def _handed_on(revision: Revision) -> dict[str, Any]:
    return {"revision": revision.number}


@verb("submit", reasons=reasons_not_to_submit, unable=UnableToHandOn, detail=_handed_on)
def submit(*, story: Story, revision: Revision, by: User, now: datetime) -> Revision:
    """Send `revision`, the newest of the working copy, to the desk, and return it.

    Raises UnableToHandOn with the reasons, PermissionDenied.
    """
    return _move(story, Stage.SUBMITTED, revision)


def reasons_not_to_approve(*, story: Story, revision: Revision, now: datetime) -> list[str]:
    """Sentences that say why `story` cannot be approved; none where it can."""
    if story.stage == Stage.APPROVED:
        return [_("It is approved already.")]
    if story.stage != Stage.SUBMITTED:
        return [_("It is not with the desk.")]
    return _reasons_of_version(story, revision)


@verb("approve", reasons=reasons_not_to_approve, unable=UnableToHandOn, detail=_handed_on)
def approve(*, story: Story, revision: Revision, by: User, now: datetime) -> Revision:
    """Approve `revision`, the newest of the working copy, and return it.

    Raises UnableToHandOn with the reasons, PermissionDenied.
    """
    return _move(story, Stage.APPROVED, revision)


def reasons_not_to_send_back(
    *, story: Story, revision: Revision, now: datetime, reason: str = ""
) -> list[str]:
    """Sentences that say why `story` cannot be sent back; none where it can."""
    why = []
    if story.stage not in {Stage.SUBMITTED, Stage.APPROVED}:
        why.append(_("It is not with the desk."))
    if not reason.strip():
        why.append(_("Say what should be changed."))
    return why


@verb(
    "send_back",
    reasons=reasons_not_to_send_back,
    unable=UnableToHandOn,
    detail=lambda sent: {"revision": sent[0].number, "reason": sent[1]},
)
def send_back(
    *, story: Story, revision: Revision, reason: str, by: User, now: datetime
) -> tuple[Revision, str]:
    """Send `story` back to who wrote it, who reads the `reason` on the form.

    `revision` is what was read. Returns both. Raises UnableToHandOn with the reasons,
    PermissionDenied.
    """
    return _move(story, Stage.CHANGES_REQUESTED, revision), reason.strip()


def _move(story: Story, stage: str, revision: Revision) -> Revision:
    story.stage = stage
    story.save(update_fields=["stage"])
    return revision
