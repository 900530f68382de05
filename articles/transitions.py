"""The instants at which time alone changes what readers see.

Every column of something that is live from one instant until another is a source here, or is named
below as one whose instants are always those of a source. A source asks one query along an index.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from articles.models import (
    Alert,
    Edition,
    EditionPicture,
    Front,
    FrontEdition,
    FrontSlot,
    Story,
    Withdrawal,
)

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
class FrontChange:
    """From `at` on, `front` is arranged otherwise, or a story comes or goes in a place of it."""

    at: datetime
    front: Front


@dataclass(frozen=True, slots=True)
class AlertChange:
    """From `at` on, the line over the pages of a language is there, or is not any more."""

    at: datetime
    what: What
    alert: Alert


Told = Transition | FrontChange | AlertChange
_Told = TypeVar("_Told", Transition, FrontChange, AlertChange)


@dataclass(frozen=True, slots=True)
class Source(Generic[_Told]):
    """A column of instants that readers notice where `where` holds, and how to tell of them.

    `rows` are those that are worth telling of, loaded for `read`.
    """

    model: type[Model]
    column: str
    rows: Callable[[], "QuerySet[Any]"]
    read: Callable[[Any], _Told]
    where: Q = ALWAYS

    def first_after(self, at: datetime) -> datetime | None:
        """The first instant after `at`."""
        column = self.model._default_manager.filter(self.where).values_list(self.column, flat=True)
        ahead = column.filter(**{f"{self.column}__gt": at})
        return ahead.order_by(self.column, "pk").first()

    def found(self, limit: int, **where: Any) -> list[_Told]:
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


# The arrangement is live at the instant, so that readers see what comes or goes.
_ARRANGED_THEN = {
    column: Q(
        Q(live_until=None) | Q(live_until__gt=F(column)),
        live_from__lt=F(column),
    )
    for column in ("shows_from", "shows_until", "image__expires_at")
}


def _of_fronts() -> "QuerySet[FrontEdition]":
    return FrontEdition.objects.prefetch_related("front__section__texts")


def _read_front(edition: FrontEdition) -> FrontChange:
    return FrontChange(edition.live_from, edition.front)


def _slots() -> "QuerySet[FrontSlot]":
    return FrontSlot.objects.select_related("image").prefetch_related(
        "edition__front__section__texts"
    )


def _read_slot(column: str) -> Callable[[FrontSlot], FrontChange]:
    def read(slot: FrontSlot) -> FrontChange:
        at = slot.image.expires_at if slot.image and "image" in column else vars(slot).get(column)
        if at is None:
            raise ValueError("Nothing happens to this place.")
        return FrontChange(at, slot.edition.front)

    return read


def _alerts() -> "QuerySet[Alert]":
    return Alert.objects.all()


def _read_alert(what: What) -> Callable[[Alert], AlertChange]:
    def read(alert: Alert) -> AlertChange:
        at = alert.live_from if what is What.BEGINS else alert.live_until
        if at is None:
            raise ValueError("This alert has no end.")
        return AlertChange(at, what, alert)

    return read


SOURCES = (
    Source(Edition, "live_from", _beginning, _read_begin),
    Source(Edition, "live_until", _ending, _read_end),
    Source(EditionPicture, "image__expires_at", _losing, _read_loss, _SHOWN_TO_THE_END),
)
FRONT_SOURCES = (
    Source(FrontEdition, "live_from", _of_fronts, _read_front),
    *(
        Source(FrontSlot, column, _slots, _read_slot(column), where)
        for column, where in _ARRANGED_THEN.items()
    ),
)
ALERT_SOURCES = (
    Source(Alert, "live_from", _alerts, _read_alert(What.BEGINS)),
    Source(Alert, "live_until", _alerts, _read_alert(What.ENDS)),
)
# A withdrawal begins where an edition of its story ends, and ends where the next one begins. A
# front ends where its next edition begins.
TOLD_BY_A_SOURCE = frozenset(
    {(Withdrawal, "live_from"), (Withdrawal, "live_until"), (FrontEdition, "live_until")}
)


def next_change(at: datetime) -> datetime | None:
    """The first instant after `at` at which readers see something else, if there is one."""
    sources: tuple[Source[Any], ...] = (*SOURCES, *FRONT_SOURCES, *ALERT_SOURCES)
    found = (source.first_after(at) for source in sources)
    return min((instant for instant in found if instant), default=None)


def next_changes(at: datetime, *, limit: int = 10) -> list[Told]:
    """The next `limit` transitions of the site after `at`, in order; what happens to stories
    before what happens to fronts, that before what happens to alerts."""
    stories = [
        transition
        for source in SOURCES
        for transition in source.found(limit, **{f"{source.column}__gt": at})
    ]
    fronts = [
        change
        for source in FRONT_SOURCES
        for change in source.found(limit, **{f"{source.column}__gt": at})
    ]
    alerts = [
        change
        for source in ALERT_SOURCES
        for change in source.found(limit, **{f"{source.column}__gt": at})
    ]
    found: list[Told] = [*in_order(stories), *_each_once(fronts), *alerts]
    return sorted(found, key=lambda change: change.at)[:limit]


def front_changes_between(start: datetime, end: datetime, *, limit: int) -> list[FrontChange]:
    """What happens to fronts in [start, end), in order; at most `limit` of each source."""
    found = []
    for source in FRONT_SOURCES:
        window = {f"{source.column}__gte": start, f"{source.column}__lt": end}
        found += source.found(limit, **window)
    return _each_once(found)


def _each_once(changes: list[FrontChange]) -> list[FrontChange]:
    """`changes` as they come; a front changes once at an instant, whatever happens to it."""
    once = {(change.at, change.front.pk): change for change in changes}
    return [once[key] for key in sorted(once)]


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
