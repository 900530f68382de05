"""The bin: where stories go that readers never saw. It is never emptied; they come back whole."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Edition, Story
from articles.verbs import Unable, verb


class UnableToBin(Unable):
    """Raised where a story cannot go into the bin or come back."""


def reasons_not_to_bin(*, story: Story, now: datetime) -> list[str]:
    """Sentences that say why `story` cannot go into the bin; none where it can."""
    begun = Edition.objects.filter(story=story, live_from__lte=now)
    if begun.exists():
        return [_("Readers have seen this story. Take it down instead; it stays on the desk.")]
    if Edition.objects.filter(story=story).exists():
        return [_("This story is scheduled. Cancel that first.")]
    return []


# "bin" would hide Python's own.
@verb("bin", reasons=reasons_not_to_bin, unable=UnableToBin)
def put_in_bin(*, story: Story, by: User, now: datetime) -> Story:
    """Put `story` into the bin: out of every list, and closed to all but being brought back.

    Nothing of it is lost, and its address stays its own. Raises UnableToBin, PermissionDenied.
    """
    story.binned_at, story.binned_by = now, by
    story.save(update_fields=["binned_at", "binned_by"])
    return story


def reasons_not_to_unbin(*, story: Story, now: datetime) -> list[str]:
    """Sentences that say why `story` cannot be brought back; none where it can."""
    return [] if story.binned_at else [_("This story is not in the bin.")]


@verb("unbin", reasons=reasons_not_to_unbin, unable=UnableToBin)
def bring_back(*, story: Story, by: User, now: datetime) -> Story:
    """Bring `story` back from the bin as it was. Raises UnableToBin, PermissionDenied."""
    story.binned_at = story.binned_by = None
    story.save(update_fields=["binned_at", "binned_by"])
    return story
