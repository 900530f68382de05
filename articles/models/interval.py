"""What holds from one instant until another: columns, the question "live at?", the layout.

An owner (a story, a front) has any number of intervals that never overlap. On PostgreSQL an
exclusion constraint holds that; on SQLite the immediate transaction of the verb does, and the
verb checks.
"""

from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MICROSECOND = timedelta(microseconds=1)
_Model_co = TypeVar("_Model_co", bound=models.Model, covariant=True)


class IntervalQuerySet(models.QuerySet[_Model_co]):
    """Questions about time that every kind of interval answers alike."""

    def live(self, *, at: datetime) -> Self:
        """Those whose interval [live_from, live_until) holds `at`."""
        return self.filter(
            Q(live_until__isnull=True) | Q(live_until__gt=at),
            live_from__lte=at,
        )

    def not_ended(self, *, now: datetime) -> Self:
        """Those that are live at `now` or begin later."""
        return self.filter(Q(live_until__isnull=True) | Q(live_until__gt=now))


class Interval(models.Model):
    """Columns and checks of something that is live in [live_from, live_until)."""

    live_from = models.DateTimeField(_("live from"))
    live_until = models.DateTimeField(_("live until"), null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gt=F("live_from")),
                name="%(class)s_ends_after_it_begins",
            )
        ]

    def is_live(self, at: datetime) -> bool:
        """Whether the interval holds `at`."""
        return self.live_from <= at and (self.live_until is None or self.live_until > at)


def instant_for_next(last_live_from: datetime | None, now: datetime) -> datetime:
    """The instant at which the next interval of an owner may begin: `now`, or just after the last.

    Two machines whose clocks differ, or two verbs within a microsecond, keep their order.
    """
    return now if last_live_from is None else max(now, last_live_from + MICROSECOND)


def lay_out(
    intervals: "list[Interval]", *, now: datetime, ends_at: datetime | None
) -> "list[Interval]":
    """Recompute the ends that lie ahead, and return the intervals that changed.

    `intervals` are all of one owner, read under its lock. Each ends where the next begins; the
    last one ends at `ends_at` (None: open). An end that has passed at `now` is never touched.
    Raises ValueError where `ends_at` would end something before it begins.
    """
    changed = []
    ordered = sorted(intervals, key=lambda interval: interval.live_from)
    for interval, following in zip_longest(ordered, ordered[1:]):
        if interval.live_until is not None and interval.live_until <= now:
            continue
        until = following.live_from if following else ends_at
        if until is not None and until <= interval.live_from:
            raise ValueError("An interval would end before it begins.")
        if until != interval.live_until:
            interval.live_until = until
            changed.append(interval)
    return changed
