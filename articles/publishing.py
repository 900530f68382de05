"""Publishing verbs: what changes what readers see. Each has its reasons, listed beforehand."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from articles import addresses
from articles.checks import findings
from articles.document import Document
from articles.models import (
    Address,
    Author,
    Change,
    Edition,
    EditionAuthor,
    EditionTopic,
    Revision,
    Section,
    SectionText,
    Story,
    Topic,
)
from articles.models.interval import instant_for_next, lay_out
from articles.revisions import document_of
from articles.verbs import Unable, verb

SUPERSEDED_AFTER = timedelta(minutes=1)
LIST_COLUMNS = ("language", "kicker", "headline", "standfirst", "format")  # of a document
FACTS: tuple[type[EditionTopic] | type[EditionAuthor], ...] = (EditionTopic, EditionAuthor)


class UnableToPublish(Unable):
    """Raised where a story cannot be published."""


class UnableToUnpublish(Unable):
    """Raised where a story cannot be taken off the site."""


def live_edition(story: Story, at: datetime) -> Edition | None:
    """What readers see of `story` at `at`, with its document."""
    return Edition.objects.filter(story=story).live(at=at).with_document().first()


def reasons_not_to_publish(*, story: Story, revision: Revision, **_arguments: Any) -> list[str]:
    """Sentences that say why `revision` cannot be published; none where it can."""
    document = document_of(revision)
    why = [finding.message for finding in findings(document) if finding.blocking]
    if revision.story_id != story.pk:
        why.append(_("This version belongs to another story."))
    last = Edition.objects.filter(story=story).order_by("-live_from").first()
    if last and last.revision_id == revision.pk and last.live_until is None:
        why.append(_("Readers already see this version."))
    if not why:
        path = path_of(document)
        if Address.objects.filter(path=path).exclude(story=story).exists() or (
            document.is_page and addresses.is_reserved(document.language, document.slug)
        ):
            why.append(_("The address %s is taken. Choose another one.") % path)
    return why


@verb(
    "publish",
    reasons=reasons_not_to_publish,
    unable=UnableToPublish,
    detail=lambda edition: {"edition": edition.number, "revision": edition.revision.number},
)
def publish(
    *,
    story: Story,
    revision: Revision,
    by: User,
    now: datetime,
    change: str = Change.UPDATE,
) -> Edition:
    """Show `revision` to readers from now on, and return the edition.

    `change` says what a story that was public before changes for readers; the first publication
    is always Change.FIRST. Raises UnableToPublish with the reasons, PermissionDenied.
    """
    editions = list(Edition.objects.filter(story=story))
    last = max(editions, key=lambda edition: edition.live_from, default=None)
    document = document_of(revision)
    begins = instant_for_next(last.live_from if last else None, now)
    edition = Edition(
        story=story,
        number=max((e.number for e in editions), default=0) + 1,
        revision=revision,
        section=Section.objects.filter(uuid=document.section).first() if document.section else None,
        path=path_of(document),
        translation_group=story.translation_group,
        change=change if last else Change.FIRST,
        published_by=by,
        first_published_at=last.first_published_at if last else begins,
        updated_at=last.updated_at if last and change == Change.MINOR else begins,
        live_from=begins,
        **{name: getattr(document, name) for name in LIST_COLUMNS},
    )
    _save_layout([*editions, edition], now=begins, ends_at=None)
    _add_facts(edition, document)
    _reserve(edition, document, now=begins)
    return edition


def reasons_not_to_unpublish(*, story: Story, **_arguments: Any) -> list[str]:
    """Sentences that say why `story` cannot be taken off the site; none where it can."""
    editions = Edition.objects.filter(story=story)
    is_open = editions.filter(live_until=None).exists()
    return [] if is_open else [_("Readers do not see this story.")]


@verb(
    "unpublish",
    reasons=reasons_not_to_unpublish,
    unable=UnableToUnpublish,
    detail=lambda edition: {"edition": edition.number},
)
def unpublish(*, story: Story, by: User, now: datetime) -> Edition:
    """Take `story` off the site from now on, and return the edition that ended.

    Raises UnableToUnpublish with the reasons, PermissionDenied.
    """
    editions = list(Edition.objects.filter(story=story))
    last = max(editions, key=lambda edition: edition.live_from)
    ends = instant_for_next(last.live_from, now)
    _save_layout(editions, now=now, ends_at=ends)
    return last


def path_of(document: Document) -> str:
    """The address that `document` has when it is published; "" where it cannot have one yet."""
    if not document.slug:
        return ""
    if document.is_page:
        return addresses.story_path(document.language, None, document.slug)
    texts = SectionText.objects.filter(language=document.language)
    section = texts.filter(section__uuid=document.section).first() if document.section else None
    return addresses.story_path(document.language, section.slug, document.slug) if section else ""


def _save_layout(editions: list[Edition], *, now: datetime, ends_at: datetime | None) -> None:
    """Lay the editions of one story out in time and save what is new or changed.

    Ends are written before the new edition: at no moment do two of them overlap.
    """
    changed = lay_out(list(editions), now=now, ends_at=ends_at)
    for edition in sorted(editions, key=lambda e: e.live_from):
        if edition.pk is None:
            edition.save(force_insert=True)
        elif edition in changed:
            edition.save(update_fields=["live_until"])
            for facts in FACTS:
                facts._default_manager.filter(edition=edition).update(live_until=edition.live_until)
    _mark_superseded(editions, now=now)


def _mark_superseded(editions: list[Edition], *, now: datetime) -> None:
    """Take editions that others replaced a while ago out of the indexes of lists.

    Not at once: a machine whose clock is a little behind must still find the one before.
    """
    *replaced, _last = sorted(editions, key=lambda edition: edition.live_from)
    gone = [e.pk for e in replaced if e.live_until and e.live_until <= now - SUPERSEDED_AFTER]
    Edition.objects.filter(pk__in=gone, is_superseded=False).update(is_superseded=True)
    for facts in FACTS:
        rows = facts._default_manager.filter(edition__in=gone, is_superseded=False)
        rows.update(is_superseded=True)


def _add_facts(edition: Edition, document: Document) -> None:
    shared = {
        "edition": edition,
        "story_id": edition.story_id,
        "first_published_at": edition.first_published_at,
        "live_from": edition.live_from,
        "live_until": edition.live_until,
    }
    topics = Topic.objects.filter(uuid__in=document.topics)
    EditionTopic.objects.bulk_create([EditionTopic(topic=topic, **shared) for topic in topics])
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


def _reserve(edition: Edition, document: Document, *, now: datetime) -> None:
    Address.objects.get_or_create(
        path=edition.path,
        defaults={
            "language": edition.language,
            "slug": document.slug,
            "story_id": edition.story_id,
            "reserved_at": now,
        },
    )
