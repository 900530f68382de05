"""Editions of fronts laid out in time, under the lock of their front.

The verbs of `fronts` call this; nothing else changes an edition of a front.
"""

from datetime import datetime

from django.db.models import Max

from accounts.models import User
from articles.fronts.document import FrontDocument, to_json
from articles.models import Front, FrontEdition, FrontSlot, Story
from articles.models.interval import instant_for_next, lay_out
from articles.verbs import Unable
from images.models import Image


class UnableToChangeFront(Unable):
    """Raised where a front cannot be arranged, published or restored."""


def instant_of(front: Front, now: datetime) -> datetime:
    """The instant of a verb on the locked `front`: `now`, or just after what happened last."""
    after_verb = instant_for_next(front.laid_out_at, now)
    begun = FrontEdition.objects.filter(front=front, live_from__lte=after_verb)
    last = begun.order_by("-live_from").values_list("live_from", flat=True).first()
    return instant_for_next(last, after_verb)


def live_front(front: Front, at: datetime) -> FrontEdition | None:
    """What readers see of `front` at `at`, where somebody arranged it."""
    return FrontEdition.objects.filter(front=front).live(at=at).first()


def waiting_front(front: Front, at: datetime) -> FrontEdition | None:
    """The edition of `front` that waits for its instant at `at`."""
    waiting = FrontEdition.objects.filter(front=front, live_from__gt=at)
    return waiting.order_by("live_from").first()


def add_front_edition(
    front: Front,
    document: FrontDocument,
    *,
    by: User,
    made_at: datetime,
    live_from: datetime | None = None,
    note: str = "",
) -> FrontEdition:
    """Add the edition of `document` that begins at `live_from`, at once where that is None."""
    numbers = FrontEdition.objects.filter(front=front).aggregate(last=Max("number"))
    edition = FrontEdition(
        front=front,
        number=(numbers["last"] or 0) + 1,
        document=to_json(document),
        note=note[:200],
        made_at=made_at,
        published_by=by,
        live_from=live_from or made_at,
    )
    _lay_out(front, now=made_at, new=edition)
    _add_slots(edition, document)
    return edition


def drop_waiting(front: Front, *, now: datetime) -> FrontEdition | None:
    """Delete the edition that waits for its instant, and return it as it was."""
    waiting = waiting_front(front, now)
    if waiting is not None:
        FrontEdition.objects.filter(pk=waiting.pk).delete()
        _lay_out(front, now=now)
    return waiting


def replace_document(waiting: FrontEdition, document: FrontDocument) -> None:
    """Let an edition that nobody has seen yet show `document`."""
    waiting.document = to_json(document)
    waiting.save(update_fields=["document"])
    waiting.slots.all().delete()
    _add_slots(waiting, document)


def _lay_out(front: Front, *, now: datetime, new: FrontEdition | None = None) -> None:
    """Lay out what of `front` has not ended at `now`, and remember `now` as its last verb.

    Ends are written before what is new: at no moment do two editions overlap.
    """
    kept = list(FrontEdition.objects.filter(front=front).not_ended(now=now))
    for edition in lay_out([*kept, *([new] if new else [])], now=now, ends_at=None):
        if isinstance(edition, FrontEdition) and edition.pk is not None:
            edition.save(update_fields=["live_until"])
            edition.slots.update(live_until=edition.live_until)
    if new is not None:
        new.save(force_insert=True)
    front.laid_out_at = now
    front.save(update_fields=["laid_out_at"])


def _add_slots(edition: FrontEdition, document: FrontDocument) -> None:
    """Write down which stories and pictures the edition names, and from when until when."""
    stories = Story.objects.in_bulk(document.stories, field_name="uuid")
    images = Image.objects.in_bulk(document.pictures, field_name="uuid")
    FrontSlot.objects.bulk_create(
        FrontSlot(
            edition=edition,
            story=stories[slot.story],
            image=images.get(slot.picture) if slot.picture else None,
            shows_from=slot.begins_at,
            shows_until=slot.ends_at,
            live_from=edition.live_from,
            live_until=edition.live_until,
        )
        for slot in document.slots
        if slot.story in stories
    )
