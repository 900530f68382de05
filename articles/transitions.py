"""The instants at which time alone changes what readers see.

Every column of something that is live from one instant until another is a source here, or is named
below as one whose instants are always those of a source. A source asks one query along an index.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from articles.models import Edition, EditionPicture, Story, Withdrawal

ALWAYS = Q()


class What(Enum):
    """What readers notice at a transition."""

    BEGINS = "begins"  # there was nothing before
    CHANGES = "changes"
    ENDS = "ends"  # there is nothing after
    TAKEN_DOWN = "taken-down"
    RIGHTS_END = "rights-end"  # to a picture that the edition shows


@dataclass(frozen=True, slots=True)
class Transition:
    """From `at` on, readers see something else of a story: `edition` begins, has ended, or shows
    a picture no longer."""

    at: datetime
    what: What
    edition: Edition


@dataclass(frozen=True, slots=True)
class Source:
    """A column of instants that readers notice where `where` holds, and how to tell of them.

    `rows` are those that are worth telling of, loaded for `read`.
    """

    model: type[Model]
    column: str
    rows: Callable[[], "QuerySet[Any]"]
    read: Callable[[Any], Transition]
    where: Q = ALWAYS

    def first_after(self, at: datetime) -> datetime | None:
        """The first instant after `at`."""
        column = self.model._default_manager.filter(self.where).values_list(self.column, flat=True)
        ahead = column.filter(**{f"{self.column}__gt": at})
        return ahead.order_by(self.column, "pk").first()

    def found(self, limit: int, **where: Any) -> list[Transition]:
        """The first `limit` transitions of the rows where `where` holds, in order."""
        rows = self.rows().filter(self.where, **where).order_by(self.column, "pk")[:limit]
        return [self.read(row) for row in rows]


def _beginning() -> "QuerySet[Edition]":
    before = Edition.objects.filter(story=OuterRef("story"), live_until=OuterRef("live_from"))
    return Edition.objects.annotate(follows=Exists(before)).select_related("story")


def _read_begin(edition: Edition) -> Transition:
    what = What.CHANGES if vars(edition)["follows"] else What.BEGINS
    return Transition(edition.live_from, what, edition)


def _ending() -> "QuerySet[Edition]":
    after = Edition.objects.filter(story=OuterRef("story"), live_from=OuterRef("live_until"))
    down = Withdrawal.objects.filter(story=OuterRef("story"), live_from=OuterRef("live_until"))
    ends = Edition.objects.filter(~Exists(after)).annotate(is_down=Exists(down))
    return ends.select_related("story")


def _read_end(edition: Edition) -> Transition:
    if edition.live_until is None:
        raise ValueError("This edition has no end.")
    what = What.TAKEN_DOWN if vars(edition)["is_down"] else What.ENDS
    return Transition(edition.live_until, what, edition)


# The edition is live when the rights end, and the picture is still shown then.
_SHOWN_TO_THE_END = Q(
    Q(live_until=None) | Q(live_until__gt=F("image__expires_at")),
    live_from__lt=F("image__expires_at"),
    image__taken_down_at=None,
)


def _losing() -> "QuerySet[EditionPicture]":
    return EditionPicture.objects.select_related("image", "edition__story")


def _read_loss(row: EditionPicture) -> Transition:
    if row.image.expires_at is None:
        raise ValueError("The rights to this picture have no end.")
    return Transition(row.image.expires_at, What.RIGHTS_END, row.edition)


SOURCES = (
    Source(Edition, "live_from", _beginning, _read_begin),
    Source(Edition, "live_until", _ending, _read_end),
    Source(EditionPicture, "image__expires_at", _losing, _read_loss, _SHOWN_TO_THE_END),
)
# A withdrawal begins where an edition of its story ends, and ends where the next one begins.
TOLD_BY_A_SOURCE = frozenset({(Withdrawal, "live_from"), (Withdrawal, "live_until")})


def next_change(at: datetime) -> datetime | None:
    """The first instant after `at` at which readers see something else, if there is one."""
    found = (source.first_after(at) for source in SOURCES)
    return min((instant for instant in found if instant), default=None)


def next_changes(at: datetime, *, limit: int = 10) -> list[Transition]:
    """The next `limit` transitions of the site after `at`, in order."""
    found = [
        transition
        for source in SOURCES
        for transition in source.found(limit, **{f"{source.column}__gt": at})
    ]
    return in_order(found)[:limit]


def changes_between(
    start: datetime, end: datetime, *, stories: "QuerySet[Story]", limit: int
) -> list[Transition]:
    """The transitions of `stories` in [start, end), in order; at most `limit` of each source."""
    found = []
    for source in SOURCES:
        window = {f"{source.column}__gte": start, f"{source.column}__lt": end}
        found += source.found(limit, story__in=stories, **window)
    return in_order(found)


def in_order(transitions: list[Transition]) -> list[Transition]:
    """`transitions` as they come; what ends at an instant before what begins at it."""
    ends = {What.ENDS, What.TAKEN_DOWN}
    return sorted(transitions, key=lambda t: (t.at, t.what not in ends, t.edition.pk))
