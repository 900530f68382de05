"""Editions laid out in time: how one is made, moved and ended, under the lock of its story.

The verbs of `publishing` call this; nothing else changes an edition.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from accounts.models import User
from articles import addresses, search
from articles.document import Document
from articles.models import (
    Address,
    Author,
    Change,
    Edition,
    EditionAuthor,
    EditionPicture,
    EditionTopic,
    Origin,
    Revision,
    Section,
    SectionText,
    Story,
    Topic,
)
from articles.models.edition import SUPERSEDED_AFTER
from articles.models.fields import plain_lines
from articles.models.interval import instant_for_next, lay_out
from articles.pictured import lead_of, pictures_of
from articles.revisions import document_of, to_reuse
from articles.verbs import Unable
from images.models import Image

LIST_COLUMNS = (  # of a document
    "language",
    "kicker",
    "headline",
    "headline_language",
    "standfirst",
    "format",
    "lead_alt",
    "lead_purpose",
    "lead_crop",
)
FACTS: tuple[type[EditionTopic | EditionAuthor | EditionPicture], ...] = (
    EditionTopic,
    EditionAuthor,
    EditionPicture,
)


class UnableToPublish(Unable):
    """Raised where a story cannot be published or scheduled."""


class Keep(Enum):
    """Leave the timed end as it is."""

    END = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What an edition tells readers about itself: the kind of change, and a correction's note.

    The story keeps its date of publication, and what readers should notice is its update, unless
    both dates are given.
    """

    change: str = Change.UPDATE
    note: str = ""
    is_serious: bool = False
    first_published_at: datetime | None = None
    updated_at: datetime | None = None


def instant_of(story: Story, now: datetime) -> datetime:
    """The instant of a verb on the locked `story`: `now`, or just after what happened last.

    Two machines whose clocks differ keep their order, and what has passed for one of them has
    passed for the other.
    """
    after_verb = instant_for_next(story.laid_out_at, now)
    begun = Edition.objects.filter(story=story, live_from__lte=after_verb)
    last = begun.order_by("-live_from").values_list("live_from", flat=True).first()
    return instant_for_next(last, after_verb)


def live_edition(story: Story, at: datetime) -> Edition | None:
    """What readers see of `story` at `at`, with its document."""
    return Edition.objects.filter(story=story).live(at=at).with_document().first()


def last_edition(story: Story, at: datetime) -> Edition | None:
    """The last edition of `story` that had begun at `at`, live or ended, with its document."""
    begun = Edition.objects.filter(story=story, live_from__lte=at).with_document()
    return begun.order_by("-live_from").first()


def scheduled_edition(story: Story, at: datetime) -> Edition | None:
    """The edition of `story` that waits for its instant at `at`, with its document."""
    waiting = Edition.objects.filter(story=story, live_from__gt=at).with_document()
    return waiting.order_by("live_from").first()


def path_of(document: Document) -> str:
    """The address that `document` has when it is published; "" where it cannot have one yet."""
    if not document.slug:
        return ""
    if document.is_page:
        return addresses.story_path(document.language, None, document.slug)
    texts = SectionText.objects.filter(language=document.language)
    section = texts.filter(section__uuid=document.section).first() if document.section else None
    return addresses.story_path(document.language, section.slug, document.slug) if section else ""


def add_edition(
    story: Story,
    revision: Revision,
    *,
    by: User,
    made_at: datetime,
    telling: Telling,
    live_from: datetime | None = None,
    is_off_fronts: bool = False,
) -> Edition:
    """Add the edition of `revision` that begins at `live_from`, at once where that is None.

    `made_at` is the instant of the verb. The address is reserved, and everything of the story that
    lies ahead is laid out anew. What was kept off fronts stays off them.
    """
    last = last_edition(story, made_at)
    document = to_reuse(document_of(revision), story)
    pictures = pictures_of(document)
    begins = live_from or made_at
    edition = Edition(
        story=story,
        number=_next_number(story),
        revision=revision,
        published_by=by,
        change=telling.change if last else Change.FIRST,
        note=plain_lines(telling.note),
        is_serious=telling.is_serious,
        live_from=begins,
        made_at=made_at,
        is_off_fronts=is_off_fronts or (last is not None and last.is_off_fronts),
        made_from=last if live_from and last and last.is_live(made_at) else None,
        **_dates(telling, last, begins),
        **_columns(story, document, pictures),
    )
    lay_out_story(story, now=made_at, new=edition)
    _add_facts(edition, document, pictures)
    search.add(edition, document)
    reserve(edition, document, now=made_at)
    return edition


def _dates(telling: Telling, last: Edition | None, begins: datetime) -> dict[str, datetime]:
    """The dates that readers are told, of an edition that follows `last` at `begins`."""
    first, noticed = begins, begins
    if last is not None:
        first = last.first_published_at
        noticed = last.updated_at if telling.change == Change.MINOR else begins
    return {
        "first_published_at": telling.first_published_at or first,
        "updated_at": telling.updated_at or noticed,
    }


def _columns(story: Story, document: Document, pictures: Mapping[UUID, Image]) -> dict[str, Any]:
    """What lists need of `document`, repeated in columns of its edition."""
    section = Section.objects.filter(uuid=document.section).first() if document.section else None
    lead = lead_of(document)
    return {
        "lead_image": pictures.get(lead.image) if lead else None,
        "section": section,
        "path": path_of(document),
        "translation_group": story.translation_group,
        **{name: getattr(document, name) for name in LIST_COLUMNS},
    }


def lay_out_story(
    story: Story, *, now: datetime, new: Edition | None = None, ends_at: datetime | None = None
) -> None:
    """Lay out what of `story` has not ended at `now`, with a `new` edition or none, and save it.

    The last one ends at `ends_at`, else at the timed end of the story. Ends are written before
    what is new: at no moment do two editions overlap. Remembers `now` as the story's last verb.
    """
    kept = list(Edition.objects.filter(story=story, is_superseded=False).not_ended(now=now))
    end = ends_at or (story.ends_at if story.ends_at and story.ends_at > now else None)
    for edition in lay_out([*kept, *([new] if new else [])], now=now, ends_at=end):
        if isinstance(edition, Edition) and edition.pk is not None:
            edition.save(update_fields=["live_until"])
            for facts in FACTS:
                rows = facts._default_manager.filter(edition=edition)
                rows.update(live_until=edition.live_until)
            search.set_end(edition)
    if new is not None:
        new.save(force_insert=True)
    _mark_superseded(story, now=now)
    search.drop_ended(now=now, story=story)
    story.laid_out_at = now
    story.save(update_fields=["laid_out_at", "ends_at"])


def drop_scheduled(story: Story, *, now: datetime) -> Edition | None:
    """Delete the edition that waits for its instant, and return it as it was."""
    waiting = scheduled_edition(story, now)
    if waiting is not None:
        search.drop(waiting)
        Edition.objects.filter(pk=waiting.pk).delete()
    return waiting


def _next_number(story: Story) -> int:
    numbers = Edition.objects.filter(story=story).aggregate(last=Max("number"))
    return (numbers["last"] or 0) + 1


def _mark_superseded(story: Story, *, now: datetime) -> None:
    """Take editions that others replaced a while ago out of the indexes of lists."""
    last = last_edition(story, now)
    if last is None:
        return
    replaced = Q(story=story, is_superseded=False, live_until__lte=now - SUPERSEDED_AFTER)
    found = Edition.objects.filter(replaced).exclude(pk=last.pk)
    gone = list(found.values_list("pk", flat=True))
    if not gone:
        return
    Edition.objects.filter(pk__in=gone).update(is_superseded=True)
    for facts in FACTS:
        facts._default_manager.filter(edition__in=gone).update(is_superseded=True)


def _add_facts(edition: Edition, document: Document, pictures: Mapping[UUID, Image]) -> None:
    shared: dict[str, Any] = {
        "edition": edition,
        "story_id": edition.story_id,
        "first_published_at": edition.first_published_at,
        "live_from": edition.live_from,
        "live_until": edition.live_until,
    }
    topics = Topic.objects.filter(uuid__in=document.topics)
    EditionTopic.objects.bulk_create([EditionTopic(topic=topic, **shared) for topic in topics])
    EditionPicture.objects.bulk_create(
        [EditionPicture(image=image, **shared) for image in pictures.values()]
    )
    authors = Author.objects.in_bulk(
        [line.author for line in document.bylines if line.author], field_name="uuid"
    )
    EditionAuthor.objects.bulk_create(
        [
            EditionAuthor(
                author=authors.get(line.author) if line.author else None,
                name=line.name,
                role=line.role,
                position=position,
                **shared,
            )
            for position, line in enumerate(document.bylines)
        ]
    )


def reserve(edition: Edition, document: Document, *, now: datetime) -> None:
    """See to it that the address of `edition` belongs to its story, for ever.

    A hand-made redirect to the same story becomes the story's own address. Raises UnableToPublish
    where something else has got the address, if only in this moment.
    """
    address, is_new = Address.objects.get_or_create(
        path=edition.path,
        defaults={
            "language": edition.language,
            "slug": document.slug,
            "story_id": edition.story_id,
            "reserved_at": now,
        },
    )
    if address.story_id != edition.story_id:
        raise UnableToPublish([_("The address %s is taken. Choose another one.") % edition.path])
    if not is_new and address.origin != Origin.PUBLISHED:
        address.origin, address.slug = Origin.PUBLISHED, document.slug
        address.language = edition.language
        address.save(update_fields=["origin", "slug", "language"])


def told(edition: Edition) -> dict[str, Any]:
    """What the audit line of a publication says."""
    return {
        "edition": edition.number,
        "revision": edition.revision.number,
        "live_from": edition.live_from,
        **({"note": edition.note} if edition.note else {}),
    }


def schedule_again(
    waiting: Edition, revision: Revision, *, by: User, made_at: datetime, at: datetime
) -> Edition:
    """Schedule once more what waited as `waiting`, which is gone, for `at`."""
    change = Change.UPDATE if waiting.change == Change.FIRST else waiting.change
    telling = Telling(change=change, note=waiting.note, is_serious=waiting.is_serious)
    return add_edition(
        waiting.story,
        revision,
        by=by,
        made_at=made_at,
        live_from=at,
        telling=telling,
        is_off_fronts=waiting.is_off_fronts,
    )


def set_end(story: Story, begins: datetime, ends_at: datetime | Keep | None) -> None:
    """Set the story's timed end for an edition that begins at `begins`; drop one that passed."""
    if ends_at is not Keep.END:
        story.ends_at = ends_at
    elif story.ends_at and story.ends_at <= begins:
        story.ends_at = None
