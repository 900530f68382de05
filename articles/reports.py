"""Errors that readers report: each is a note on the story, taken from anybody, not without end."""

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts import audit
from articles.models import Note, Story
from articles.models.note import Source
from articles.verbs import Unable, lock

HOUR = timedelta(hours=1)
MOST_OF_ONE = 5  # reports an hour from one connection
MOST_OF_ALL = 200  # reports an hour from everybody
ADDRESSES_KEPT = timedelta(days=180)


class UnableToReport(Unable):
    """Raised where a report is not taken now."""


def sender_of(connection: str, now: datetime) -> str:
    """What stands for the network address `connection` on the day of `now`: the same for the same
    one, another the day after, and of no use for finding it."""
    return salted_hmac("articles.reports", f"{now:%Y-%m-%d} {connection}").hexdigest()


def reasons_not_to_report(sender: str, now: datetime) -> list[str]:
    """Sentences that say why no report of `sender` is taken at `now`; none where it is."""
    lately = Note.objects.from_readers().filter(created_at__gt=now - HOUR, created_at__lte=now)
    if lately.filter(sender=sender)[MOST_OF_ONE - 1 : MOST_OF_ONE].exists():
        return [_("You have sent several reports within an hour. Please send this one later.")]
    if lately[MOST_OF_ALL - 1 : MOST_OF_ALL].exists():
        return [_("Very many reports are coming in just now. Please send yours later.")]
    return []


def report(*, story_id: int, words: str, address: str, connection: str, now: datetime) -> Note:
    """Keep what a reader says is wrong with a story as a note on it, and return the note.

    `words` are 1–2000 characters of plain text, `address` an e-mail address or "", `connection`
    the network address of the request, which is not kept. Raises UnableToReport where too many
    came within an hour. Must run in a transaction.
    """
    sender = sender_of(connection, now)
    if why := reasons_not_to_report(sender, now):
        raise UnableToReport(why)
    story = lock(Story(pk=story_id))
    forget_addresses(now)
    note = Note.objects.create(
        story=story,
        source=Source.READER,
        words=words,
        address=address,
        sender=sender,
        created_at=now,
    )
    audit.record(actor=None, action="report_error", target=story, now=now)
    return note


def forget_addresses(now: datetime) -> None:
    """Forget where readers wanted to be answered, once that is long ago."""
    old = Note.objects.from_readers().filter(created_at__lt=now - ADDRESSES_KEPT)
    old.exclude(address="").update(address="")
