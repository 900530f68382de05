"""What is done with old versions of a story: one is restored, one is given a name."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from articles import addresses, revisions
from articles.document import Document, UnreadableDocument, digest, freeze
from articles.models import Kind, Milestone, Revision, Story
from articles.verbs import Unable, verb

LONGEST_NAME = Milestone._meta.get_field("name").max_length or 0


class UnableToRestore(Unable):
    """Raised where an old version cannot become the working copy."""


class UnableToName(Unable):
    """Raised where a version cannot have a name."""


def reasons_not_to_restore(*, story: Story, revision: Revision, now: datetime) -> list[str]:
    """Sentences that say why `revision` cannot be restored; none where it can."""
    if revision.story_id != story.pk:
        return [_("This version belongs to another story.")]
    try:
        document = restored(story, revision)
    except UnreadableDocument:
        return [_("This version cannot be read any more.")]
    if digest(document) == digest(freeze(story)):
        return [_("The story says this already.")]
    group = Story.objects.filter(translation_group=story.translation_group)
    if group.filter(language=document.language).exclude(pk=story.pk).exists():
        return [_("It is in a language that another story is the translation into.")]
    return []


def restored(story: Story, revision: Revision) -> Document:
    """What the working copy of `story` holds once `revision` is restored.

    That is the version itself, but for words removed for legal reasons, and for an address that
    another story has taken since: then the story keeps the one that it has. Raises
    UnreadableDocument.
    """
    document = revisions.to_reuse(revisions.document_of(revision), story)
    if document.slug and not _may_have(story, document):
        return replace(document, slug=story.slug)
    return document


def _may_have(story: Story, document: Document) -> bool:
    """Whether the address of `document` is the story's own or free."""
    return not addresses.is_slug_taken(
        Story(pk=story.pk, language=document.language, format=document.format), document.slug
    )


@verb(
    "restore",
    reasons=reasons_not_to_restore,
    unable=UnableToRestore,
    detail=lambda made: {"revision": made.number, "from": made.base.number},
)
def restore(*, story: Story, revision: Revision, by: User, now: datetime) -> Revision | None:
    """Make the working copy say what `revision` says, as a new revision, and return that.

    What it said before is a revision already and stays one; readers see no change. Returns None
    where nothing changed. Raises UnableToRestore with the reasons, PermissionDenied.
    """
    return revisions.put(
        story, restored(story, revision), by=by, now=now, kind=Kind.RESTORE, base=revision
    )


def reasons_not_to_name(
    *, story: Story, revision: Revision, now: datetime, name: str = "", **_arguments: Any
) -> list[str]:
    """Sentences that say why `revision` cannot be called `name`; none where it can."""
    if revision.story_id != story.pk:
        return [_("This version belongs to another story.")]
    if len(name.strip()) > LONGEST_NAME:
        return [_("This name is too long: it may have %d characters.") % LONGEST_NAME]
    return []


@verb(
    "name_revision",
    reasons=reasons_not_to_name,
    unable=UnableToName,
    detail=lambda milestone: {"revision": milestone.revision.number, "name": milestone.name},
)
def name_revision(
    *, story: Story, revision: Revision, name: str, by: User, now: datetime
) -> Milestone | None:
    """Call `revision` by `name`, to find it again; an empty name takes the name away.

    Returns the milestone, without a name where it is gone, or None where nothing changed.
    Raises UnableToName with the reasons, PermissionDenied.
    """
    found = Milestone.objects.filter(revision=revision).first()
    milestone = found or Milestone(revision=revision)
    before = milestone.name
    milestone.name = Milestone._meta.get_field("name").to_python(name)
    if milestone.name == before:
        return None
    if not milestone.name:
        Milestone.objects.filter(pk=milestone.pk).delete()
        return milestone
    milestone.named_by, milestone.named_at = by, now
    milestone.save()
    return milestone
