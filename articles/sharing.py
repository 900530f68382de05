"""Share links: a story shown to somebody outside the desk before it is published.

A link is signed, ends by itself, can be ended earlier, and shows one version or always the newest.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import PreviewLink, Revision, Story
from articles.revisions import latest
from articles.verbs import Unable, verb

LIFE = timedelta(hours=72)  # of a link, unless told
LONGEST_LIFE = timedelta(days=90)
_SIGNER = signing.Signer(salt="articles.sharing")


class UnableToShare(Unable):
    """Raised where a story cannot be shared."""


def token_of(link: PreviewLink) -> str:
    """What stands in the address of `link`: its identity, signed."""
    return _SIGNER.sign(link.uuid.hex)


def find(token: str) -> PreviewLink | None:
    """The link that `token` names; None for anything that was not signed here."""
    try:
        identity = UUID(_SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    found = PreviewLink.objects.select_related("story", "revision", "made_by")
    return found.filter(uuid=identity).first()


def links_of(story: Story) -> "QuerySet[PreviewLink]":
    """The links of `story` that were made, newest first."""
    return PreviewLink.objects.filter(story=story).select_related("revision", "made_by")


def is_open(link: PreviewLink, at: datetime) -> bool:
    """Whether `link` shows its story at `at`."""
    return link.revoked_at is None and at < link.expires_at and link.story.binned_at is None


def shown_by(link: PreviewLink) -> Revision | None:
    """The revision that `link` shows: its own, or the newest of the working copy."""
    return link.revision or latest(link.story)


def count_opening(link: PreviewLink, now: datetime) -> None:
    """Count that somebody opened `link`."""
    PreviewLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, last_opened_at=now)


def reasons_not_to_share(
    *, story: Story, now: datetime, expires_at: datetime, revision: Revision | None = None
) -> list[str]:
    """Sentences that say why `story` cannot be shared until `expires_at`; none where it can."""
    why = []
    if latest(story) is None or (revision and revision.story_id != story.pk):
        why.append(_("Save the story before you share it."))
    if expires_at <= now:
        why.append(_("This time has passed: the link would never open."))
    if expires_at > now + LONGEST_LIFE:
        why.append(_("A link lasts %d days at most.") % LONGEST_LIFE.days)
    return why


@verb(
    "share",
    reasons=reasons_not_to_share,
    unable=UnableToShare,
    detail=lambda link: {
        "link": str(link.uuid),
        "revision": link.revision.number if link.revision else None,
        "expires_at": link.expires_at,
    },
)
def share(
    *, story: Story, by: User, now: datetime, expires_at: datetime, revision: Revision | None = None
) -> PreviewLink:
    """Make a link that shows `revision`, or always the newest where that is None.

    Raises UnableToShare with the reasons, PermissionDenied.
    """
    return PreviewLink.objects.create(
        story=story, revision=revision, made_by=by, made_at=now, expires_at=expires_at
    )


def reasons_not_to_unshare(*, story: Story, link: PreviewLink, **_arguments: Any) -> list[str]:
    """Sentences that say why `link` cannot be ended; none where it can."""
    return [] if link.story_id == story.pk else [_("This link belongs to another story.")]


@verb(
    "unshare",
    reasons=reasons_not_to_unshare,
    unable=UnableToShare,
    detail=lambda link: {"link": str(link.uuid)},
)
def unshare(*, story: Story, link: PreviewLink, by: User, now: datetime) -> PreviewLink | None:
    """End `link` at once and return it; None where it had been ended before."""
    ended = PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now)
    return link if ended else None
