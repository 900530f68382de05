"""Purges of outer caches: ordered in the transaction of a change, sent as soon as it commits.

Every cache has rows of its own, so that one that fails holds up no other. A row goes when its
cache has said twice that it forgot: at once, and again when what was made before the change and was
on its way to the cache meanwhile has arrived there. What fails is tried again, later and later: by
the process that ordered it for a minute, by any later request of the desk, by `manage.py purge`.
"""

import logging
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import islice

from django.db import DatabaseError, connections, transaction
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from pagecache.couriers import Courier
from pagecache.models import Purge
from pagecache.outer import OuterCache, UnableToPurge, outer_caches

AGAIN_AFTER = timedelta(seconds=10)  # the second time, after the first
LEASE = timedelta(seconds=20)  # after which others may try what a process has taken
SHORTEST_PAUSE = 0.1  # seconds between two rounds of a thread
LONGEST_PAUSE = timedelta(minutes=5)  # between two tries
LINGER = timedelta(minutes=1)  # how far ahead a thread waits for the next try
LATE = timedelta(minutes=1)  # after which something that nobody has even tried is a trouble
LOOK_EVERY = 10.0  # seconds between two looks of a process at what others left
MOST_ROWS = 500  # at once

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cache that has not been told of `count` changes, the first of which was at `since`."""

    cache: str
    count: int
    since: datetime
    error: str


def order(tags: Collection[str], *, now: datetime) -> None:
    """Let outer caches forget what carries any of `tags`, as soon as this transaction commits.

    Nothing is lost if the process ends before. Costs one query; none where no cache is configured.
    """
    caches = outer_caches() if tags else ()
    if not caches:
        return
    wanted = sorted(set(tags))
    Purge.objects.bulk_create(
        Purge(cache=outer.name, tags=wanted, ordered_at=now) for outer in caches
    )
    transaction.on_commit(send_soon, robust=True)


def send_soon() -> None:
    """Send what is due, in threads: nobody waits for an outer cache."""
    for outer in outer_caches():
        _courier_to(outer).call()


class _Watch:
    """When this process last looked at what others left."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looked_at = -LOOK_EVERY

    def is_time(self) -> bool:
        with self._lock:
            now = time.monotonic()
            if now - self._looked_at < LOOK_EVERY:
                return False
            self._looked_at = now
            return True


_watch = _Watch()


def look_after() -> None:
    """Send what failed before or was left behind; called often, it looks every LOOK_EVERY."""
    if outer_caches() and _watch.is_time():
        send_soon()


def deliver(outer: OuterCache, *, now: datetime, is_impatient: bool = False) -> bool:
    """Tell `outer` what is due at `now`. Whether it said that it forgot, if there was anything.

    What failed is due before its next try where `is_impatient`.
    Two processes never send the same at once; what one of them leaves undone the other tries after
    LEASE. Not to be called in a transaction.
    """
    rows = _take(outer, now, is_impatient)
    tags = sorted({tag for row in rows for tag in row.tags})
    keys = [row.pk for row in rows]
    try:
        for batch in _batches(tags, outer.most_tags):
            outer.purge(batch)
    except UnableToPurge as error:
        logger.warning("%s was not told to forget %d tags: %s", outer.name, len(tags), error)
        _put_off(rows, str(error), now)
        return False
    told = Purge.objects.filter(pk__in=keys)
    told.filter(is_told=True).delete()
    told.update(is_told=True, next_try_at=now + AGAIN_AFTER, failures=0, error="")
    return True


def _take(outer: OuterCache, now: datetime, is_impatient: bool) -> list[Purge]:
    """What is to be sent, out of reach of others for as long as that should take."""
    with transaction.atomic():
        mine = Purge.objects.filter(cache=outer.name).select_for_update(skip_locked=True)
        rows = list(mine.due(at=now, is_impatient=is_impatient)[:MOST_ROWS])
        if rows:
            taken = Purge.objects.filter(pk__in=[row.pk for row in rows])
            taken.update(next_try_at=now + LEASE)
    return rows


def _put_off(rows: Sequence[Purge], error: str, now: datetime) -> None:
    for row in rows:
        row.failures += 1
        row.error = error[:300]
        row.next_try_at = now + min(timedelta(seconds=2 ** min(row.failures, 16)), LONGEST_PAUSE)
    Purge.objects.bulk_update(rows, ["failures", "error", "next_try_at"])


def _batches(tags: Sequence[str], size: int) -> Iterator[list[str]]:
    rest = iter(tags)
    while batch := list(islice(rest, size)):
        yield batch


@cache
def _courier_to(outer: OuterCache) -> Courier:
    return Courier(f"purges of {outer.name}", partial(_go_round, outer))


def _go_round(outer: OuterCache) -> float | None:
    """Deliver, and say in how many seconds to come again; None where nothing waits for long."""
    try:
        deliver(outer, now=timezone.now())
        following = Purge.objects.filter(cache=outer.name).soonest_first().first()
    except DatabaseError:
        logger.exception("What %s must forget could not be read.", outer.name)
        return None
    finally:
        connections.close_all()  # those of this thread
    if following is None:
        return None
    left = following.next_try_at - timezone.now() if following.next_try_at else timedelta(0)
    return max(left.total_seconds(), SHORTEST_PAUSE) if left <= LINGER else None


def troubles(now: datetime) -> list[Trouble]:
    """The caches that fail, or that nobody tells. One query; none where none is configured."""
    names = [outer.name for outer in outer_caches()]
    if not names:
        return []
    late = Q(failures__gt=0) | Q(is_told=False, ordered_at__lt=now - LATE)
    waiting = Purge.objects.filter(late, cache__in=names).values("cache")
    counted = waiting.annotate(count=Count("pk"), since=Min("ordered_at"), error=Max("error"))
    return [Trouble(**row) for row in counted.order_by("cache")]
