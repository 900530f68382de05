"""Versions of a story by what they mean: the newest, the live one, what somebody saw last."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import User
from articles import revisions
from articles.models import LastLook, Revision, Story
from articles.publishing import live_edition, scheduled_edition

LONGEST_NUMBER = 9  # digits


class NoSuchVersion(Exception):
    """Raised where nothing stands at a landmark; the text is a sentence for whoever asked."""


@dataclass(frozen=True, slots=True)
class _Landmark:
    """How a version is found, what it is called, and why there may be none."""

    find: Callable[[Story, User, datetime], Revision | None]
    name: Any
    missing: Any


def _live(story: Story, by: User, now: datetime) -> Revision | None:
    edition = live_edition(story, now)
    return edition.revision if edition else None


def _scheduled(story: Story, by: User, now: datetime) -> Revision | None:
    edition = scheduled_edition(story, now)
    return edition.revision if edition else None


def _sent(story: Story, by: User, now: datetime) -> Revision | None:
    lines = audit.lines_about(story).filter(action="submit").order_by("-at", "-pk")
    line = lines.first()
    number = line.detail.get("revision") if line else None
    return Revision.objects.filter(story=story, number=number).first() if number else None


def _seen(story: Story, by: User, now: datetime) -> Revision | None:
    look = LastLook.objects.filter(story=story, user=by).select_related("before").first()
    return look.before if look else None


LANDMARKS = {
    "working": _Landmark(
        lambda story, _by, _now: revisions.latest(story),
        gettext_lazy("what is on the desk"),
        gettext_lazy("Nothing is saved yet."),
    ),
    "live": _Landmark(
        _live, gettext_lazy("what readers see"), gettext_lazy("Readers do not see this story.")
    ),
    "scheduled": _Landmark(
        _scheduled, gettext_lazy("what is scheduled"), gettext_lazy("Nothing is scheduled.")
    ),
    "sent": _Landmark(
        _sent,
        gettext_lazy("what was sent to the desk"),
        gettext_lazy("This story was not sent to the desk."),
    ),
    "seen": _Landmark(
        _seen,
        gettext_lazy("what you saw last"),
        gettext_lazy("You have not looked at this story before."),
    ),
}


def version_at(story: Story, landmark: str, *, by: User, now: datetime) -> Revision:
    """The version of `story` at a key of LANDMARKS, or of the number that `landmark` is.

    Raises NoSuchVersion.
    """
    known = LANDMARKS.get(landmark)
    if known is not None:
        found = known.find(story, by, now)
        if found is None:
            raise NoSuchVersion(str(known.missing))
        return found
    is_number = landmark.isascii() and landmark.isdigit() and len(landmark) <= LONGEST_NUMBER
    version = Revision.objects.filter(story=story, number=landmark).first() if is_number else None
    if version is None:
        raise NoSuchVersion(_("There is no such version."))
    return version


def name_of(landmark: str) -> str:
    """What a landmark is called, as in “Changes since …”; "" for a number."""
    known = LANDMARKS.get(landmark)
    return str(known.name) if known else ""
