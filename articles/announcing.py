"""Announcements are written down inside the transaction of each verb, and read without a gap.

A transaction may commit after another one that began later. So whoever reads asks up to which
instant everything is settled: nothing that is told from an instant before can be committed any
more. That is now, but for transactions that are about to commit: on PostgreSQL each of them holds a
lock that it shares with all others and that stops nobody, and nothing is settled from the begin of
the oldest on; on SQLite the reader waits until the one that writes is through.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from articles import clock
from articles.models import Announcement, Edition, Story, What
from images.models import Image

# The verbs after which a story may be laid out otherwise.
LAID_OUT = frozenset(
    {
        *("publish", "update", "minor", "correct", "clarify", "undo", "take_down", "reinstate"),
        *("schedule", "move_scheduled", "cancel_scheduled", "expire_at", "readdress"),
    }
)
# The verbs that change what readers see of a live edition, which stays the same.
REWRITTEN = {"remove_words": What.WORDS, "put_words_back": What.CHANGES}
PICTURES = frozenset(
    {"describe_picture", "replace_picture", "take_down_picture", "put_back_picture"}
)
_LOCK = (0x4E657773, 0x726F6F6D)  # any two numbers that nobody else takes
_OLDEST = """
    SELECT count(*), count(a.xact_start), max(clock_timestamp() - a.xact_start)
    FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'advisory' AND l.classid = %s AND l.objid = %s AND l.objsubid = 2
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.pid <> pg_backend_pid()
"""
_Event = tuple[int, str, datetime]  # an edition, what happens to it, when


def after_verb(sender: str, *, target: Any, now: datetime, **_told: Any) -> None:
    """Write down what a verb announces, in the verb's transaction (`signals.verb_done`)."""
    if isinstance(target, Story) and sender in LAID_OUT:
        _lay_out(target, now)
    elif isinstance(target, Story) and sender in REWRITTEN:
        _rewritten(Edition.objects.filter(story=target), REWRITTEN[sender], now)
    elif isinstance(target, Image) and sender in PICTURES:
        shown = Edition.objects.filter(is_superseded=False, picture_rows__image=target)
        _rewritten(shown, What.CHANGES, now)


@contextmanager
def settled() -> Iterator[datetime]:
    """The last instant until which everything is settled, for reading what was told by then."""
    if connection.vendor == "postgresql":
        yield _settled_on_postgresql()
        return
    with transaction.atomic(savepoint=False):  # immediate: it waits for whoever writes
        yield clock.now()


def told(until: datetime, after: tuple[datetime, int] | None, limit: int) -> Sequence[Announcement]:
    """The next announcements that were told by `until`, at most `limit`, with their facts.

    `after` is the `told_from` and the number of the last one that is known. One query along an
    index.
    """
    rows = Announcement.objects.of_stories().filter(told_from__lte=until)
    if after is not None:
        instant, number = after
        later = Q(told_from__gt=instant) | Q(told_from=instant, pk__gt=number)
        rows = rows.filter(later, told_from__gte=instant)
    return list(rows.with_facts().in_order()[:limit])


def _settled_on_postgresql() -> datetime:
    now = _clock()
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST, _LOCK)
        writers, known, age = cursor.fetchone()
    if writers > known:  # one that ended in this moment, or that this role may not see
        return now.min.replace(tzinfo=now.tzinfo)
    return now - age if age else now


def _writing() -> datetime:
    """The instant at which announcements are written down, until this transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", _LOCK)
    return _clock()


def _clock() -> datetime:
    """The time by the one clock that all who write and read announcements share."""
    if not clock.is_of_database(connection):
        return clock.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (instant,) = cursor.fetchone()
    return instant


def _lay_out(story: Story, now: datetime) -> None:
    """Announce what happens from `now` on, and take back what does not happen any more."""
    written = _writing()
    rows = Announcement.objects.filter(story=story)
    rows.filter(told_from__gt=written).delete()
    editions = list(
        Edition.objects.filter(Q(live_until=None) | Q(live_until__gte=now), story=story).order_by(
            "live_from"
        )
    )
    known = set(
        rows.filter(edition__in=editions, what__in=(What.BEGINS, What.ENDS)).values_list(
            "edition", "what", "at"
        )
    )
    _write(story, [event for event in _events(editions) if event not in known], written)
    _reconcile(story, editions, written)


def _events(editions: Sequence[Edition]) -> Iterator[_Event]:
    """The begins of editions, and the ends of those that no other one follows."""
    begins = {edition.live_from for edition in editions}
    for edition in editions:
        yield edition.pk, What.BEGINS, edition.live_from
        if edition.live_until and edition.live_until not in begins:
            yield edition.pk, What.ENDS, edition.live_until


def _reconcile(story: Story, editions: Sequence[Edition], at: datetime) -> None:
    """Say how things are where partners may have been told otherwise.

    A verb decides at an instant and is written down a little later. What was due in between, and
    does not happen because of it, has been told already.
    """
    rows = Announcement.objects.filter(story=story, told_from__lte=at)
    last = rows.in_order().last()
    live = next((edition for edition in editions if edition.is_live(at)), None)
    is_told_live = last is not None and last.what != What.ENDS
    if last is None or (is_told_live == (live is not None) and last.edition_id is not None):
        return
    shown = live or Edition.objects.filter(story=story, live_from__lte=at).last()
    what = What.CHANGES if live else What.ENDS
    Announcement.objects.create(story=story, edition=shown, what=what, at=at, told_from=at)


def _rewritten(editions: Any, what: What, now: datetime) -> None:
    """Announce that live editions read otherwise from `now` on."""
    written = _writing()
    for edition in editions.live(at=now).order_by("pk").distinct():
        _write(edition.story, [(edition.pk, what, now)], written)


def _write(story: Story, events: Sequence[_Event], written: datetime) -> None:
    Announcement.objects.bulk_create(
        Announcement(story=story, edition_id=edition, what=what, at=at, told_from=max(at, written))
        for edition, what, at in sorted(events, key=lambda event: event[2])
    )
