"""A section's new address, and its stories' new addresses: in batches, while the site runs.

Renaming takes one short transaction. The stories follow in batches, each a transaction of its own;
what is left is known from the editions themselves, so that whoever goes on after an interruption
goes on where it stopped. Until its turn comes a story has its old address, and afterwards that
leads to the new one.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from accounts.models import User
from articles import taxonomy
from articles.addresses import lead_on, section_path
from articles.models import Address, Change, Edition, Section, SectionText, Story
from articles.models.edition import EditionQuerySet
from articles.models.fields import validate_slug
from articles.publishing.layout import (
    Telling,
    add_edition,
    instant_of,
    live_edition,
    path_of,
    reserve,
    scheduled_edition,
)
from articles.publishing.reasons import reasons_of_address
from articles.revisions import document_of
from articles.verbs import Unable, verb

BATCH = 50  # stories in one transaction
EXAMPLES = 5


class UnableToReaddress(Unable):
    """Raised where a section cannot be renamed, or a story cannot follow it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What renaming a section would change."""

    old_path: str
    new_path: str
    live: int
    scheduled: int
    examples: list[tuple[str, str]]


@dataclass(slots=True)
class Batch:
    """What became of one batch: the stories that moved, and those that could not, with reasons.

    `last` is the story after which the next batch begins; None where this was the last one.
    """

    moved: int = 0
    refused: list[tuple[Story, str]] = field(default_factory=list)
    last: int | None = None


def left_behind(section: Section, language: str, prefix: str, at: datetime) -> EditionQuerySet:
    """The editions of a section, live at `at` or scheduled, that have no address below `prefix`."""
    current = Edition.objects.filter(section=section, language=language).of_today(at).listed()
    return current.not_ended(now=at).exclude(path__startswith=prefix)


def preview(section: Section, language: str, slug: str, at: datetime) -> Preview:
    """What changes when the section's address in `language` becomes `slug`."""
    old, new = _paths(section, language, slug)
    moving = left_behind(section, language, new, at)
    examples = moving.live(at=at).newest_first().values_list("path", flat=True)[:EXAMPLES]
    return Preview(
        old_path=old,
        new_path=new,
        live=moving.live(at=at).count(),
        scheduled=moving.filter(live_from__gt=at).count(),
        examples=[(path, new + path.rstrip("/").rpartition("/")[2] + "/") for path in examples],
    )


def reasons_not_to_rename(
    *, section: Section, language: str, slug: str, now: datetime
) -> list[str]:
    """Sentences that say why the section cannot have `slug` as its address in `language`."""
    text = SectionText.objects.filter(section=section, language=language).first()
    if text is None:
        return [_("The section has no name in this language.")]
    if text.slug == slug:
        return [_("The section has this address already.")]
    try:
        validate_slug(slug)
    except ValidationError as error:
        return list(error.messages)
    if SectionText.objects.filter(language=language, slug=slug).exists():
        return [_("Another section has this address. Choose another one.")]
    old, new = _paths(section, language, slug)
    why = taxonomy.reasons_not_to_name_section(language=language, slug=slug, own_path=old)
    return why or [
        _("The address that %s would get is taken by something else.") % path
        for path in _taken(section, language, old, new, now)
    ]


@verb(
    "rename_section",
    reasons=reasons_not_to_rename,
    unable=UnableToReaddress,
    detail=lambda text: {"language": text.language, "slug": text.slug},
    on="section",
)
def rename(*, section: Section, language: str, slug: str, by: User, now: datetime) -> SectionText:
    """Give the section another address in `language`; the old one leads to it from now on.

    Its stories keep theirs until `readdress_batch` has reached them. Whatever led to the old
    address leads to the new one in one hop. Raises UnableToReaddress, PermissionDenied.
    """
    old, new = _paths(section, language, slug)
    text = SectionText.objects.get(section=section, language=language)
    lead_on(old, new, language=language, now=now)
    text.slug = slug
    text.save(update_fields=["slug"])
    return text


def readdress_batch(
    *, section: Section, language: str, by: User, now: datetime, after: int = 0
) -> Batch:
    """Let the next stories of a renamed section follow it, in one transaction.

    `after` is the `last` of the batch before. Raises PermissionDenied.
    """
    prefix, _same = _paths(section, language, "")
    behind = left_behind(section, language, prefix, now).filter(story__gt=after)
    pks = list(behind.order_by("story").values_list("story", flat=True).distinct()[:BATCH])
    batch = Batch(last=pks[-1] if len(pks) == BATCH else None)
    with transaction.atomic():
        for story in Story.objects.filter(pk__in=pks).order_by("pk"):
            try:
                batch.moved += readdress(story=story, by=by, now=now) is not None
            except UnableToReaddress as error:
                batch.refused.append((story, str(error)))
    return batch


def reasons_not_to_readdress(*, story: Story, now: datetime) -> list[str]:
    """Sentences that say why the story cannot have the address that its section gives it."""
    now = instant_of(story, now)
    current = (live_edition(story, now), scheduled_edition(story, now))
    documents = [document_of(edition.revision) for edition in current if edition]
    return [why for document in documents for why in reasons_of_address(story, document)]


@verb(
    "readdress",
    reasons=reasons_not_to_readdress,
    unable=UnableToReaddress,
    detail=lambda edition: {"edition": edition.number, "path": edition.path},
)
def readdress(*, story: Story, by: User, now: datetime) -> Edition | None:
    """Give what is live and scheduled of `story` the address that its section has now.

    What is live goes on as a new edition of the same revision, so that the past stays as it was.
    Returns that edition, or the scheduled one, or None where nothing changed.
    Raises UnableToReaddress, PermissionDenied.
    """
    made_at = instant_of(story, now)
    live, waiting = live_edition(story, made_at), scheduled_edition(story, made_at)
    moved = _move_scheduled(waiting, now) if waiting else None
    if live is None or live.path == path_of(document_of(live.revision)):
        return moved
    return add_edition(
        story,
        live.revision,
        by=by,
        made_at=made_at,
        telling=Telling(
            change=Change.MINOR,
            first_published_at=live.first_published_at,
            updated_at=live.updated_at,
        ),
    )


def _move_scheduled(waiting: Edition, now: datetime) -> Edition | None:
    document = document_of(waiting.revision)
    if waiting.path == path_of(document):
        return None
    waiting.path = path_of(document)
    waiting.save(update_fields=["path"])
    reserve(waiting, document, now=now)
    return waiting


def _paths(section: Section, language: str, slug: str) -> tuple[str, str]:
    """The section's address now, and with another slug."""
    text = SectionText.objects.get(section=section, language=language)
    return section_path(language, text.slug), section_path(language, slug)


def _taken(section: Section, language: str, old: str, new: str, at: datetime) -> list[str]:
    """Addresses below `old` that would be one below `new` which is something else's; a few."""
    others = Address.objects.filter(path=OuterRef("new_path"))
    others = others.filter(Q(story=None) | ~Q(story=OuterRef("story")))
    moving = left_behind(section, language, new, at).filter(path__startswith=old)
    moving = moving.annotate(new_path=Concat(Value(new), Substr("path", len(old) + 1)))
    found = moving.filter(Exists(others)).order_by("path", "pk")
    return list(found.values_list("path", flat=True)[:EXAMPLES])
