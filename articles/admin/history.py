"""The history of a story: who saved which version, who published it and took it down."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from accounts import audit
from articles.models import Revision, Story

LONGEST = 500  # lines on the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the history, in words."""

    when: str
    who: str
    what: str


def lines(story: Story) -> list[Line]:
    """What was done to `story`, newest first. Two queries."""
    words = {
        "start": _("Started"),
        "publish": _("Published version %(revision)s"),
        "unpublish": _("Taken down"),
    }
    found: list[tuple[datetime, object, str]] = [
        (line.at, line.actor, words[line.action] % ({"revision": "?"} | line.detail))
        for line in audit.lines_about(story).filter(action__in=words)[:LONGEST]
    ]
    saved = Revision.objects.filter(story=story).select_related("created_by").defer("document")
    found += [
        (revision.created_at, revision.created_by, _("Saved version %d") % revision.number)
        for revision in saved[:LONGEST]
    ]
    found.sort(key=lambda line: line[0], reverse=True)
    return [Line(when=moment(at), who=str(who or "—"), what=what) for at, who, what in found]


def moment(at: datetime) -> str:
    """An instant in the zone of whoever looks, to the second."""
    return format_date(timezone.localtime(at), "j M Y, H:i:s T")
