"""Where a story stands, in one sentence: for the form and the list alike."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Edition, Revision, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What readers see of a story, and how far the desk is ahead of it."""

    key: str  # "draft", "live", "live-changed", "ended"
    words: str
    live: Edition | None = None
    unpublished_saves: int = 0


def status(story: Story, *, at: datetime) -> Status:
    """Where `story` stands at `at`. Two queries."""
    edition = (
        Edition.objects.filter(story=story, live_from__lte=at)
        .select_related("revision")
        .order_by("-live_from")
        .first()
    )
    if edition is None:
        return Status(key="draft", words=_("Not published"))
    if not edition.is_live(at):
        return Status(key="ended", words=_("Taken down"))
    newer = Revision.objects.filter(story=story, number__gt=edition.revision.number)
    return in_words(edition, newer.count())


def in_words(edition: Edition, unpublished_saves: int) -> Status:
    """The status of a story that readers see as `edition`."""
    since = format_date(timezone.localtime(edition.first_published_at), "j M Y, H:i T")
    words = _("Live since %s") % since
    if unpublished_saves:
        ahead = ngettext(
            "%d save not yet published", "%d saves not yet published", unpublished_saves
        )
        words = f"{words} · {ahead % unpublished_saves}"
    key = "live-changed" if unpublished_saves else "live"
    return Status(key=key, words=words, live=edition, unpublished_saves=unpublished_saves)
