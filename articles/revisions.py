"""Starting a story and keeping every version of it."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.models import User
from articles import addresses
from articles.document import Document, digest, freeze, from_json, parts_of, to_json
from articles.models import Byline, Revision, Story, TextSection
from articles.verbs import Unable, verb

EMPTY_DRAFT_LIFE = timedelta(days=1)
SLUG_TRIES = 20


class UnableToSave(Unable):
    """Raised where a story cannot be saved."""


@verb("start")
def start(*, story: Story, by: User, now: datetime) -> Story:
    """Make the unsaved `story` an empty draft of `by`'s and return it saved.

    It starts with the byline of the person's author. Empty drafts of the same person that were
    never saved, a day old, are swept away first.
    """
    untouched = Story.objects.filter(
        created_by=by, created_at__lt=now - EMPTY_DRAFT_LIFE, revisions=None
    )
    for draft in untouched:
        draft.delete()
    story.created_by = by
    story.created_at = story.saved_at = now
    story.save()
    author = getattr(by, "author", None)
    if author is not None and author.retired_at is None:
        name = author.name_in(story.language)
        Byline.objects.create(story=story, author=author, name=name)
    return story


@verb("write", detail=lambda revision: {"revision": revision.number})
def save(*, story: Story, by: User, now: datetime) -> Revision | None:
    """Record what the story's rows hold now as a revision, when and only when it changed.

    What has no name yet gets one first: the slug, the anchors of subheadings, printed names.
    Returns the new revision, or None where nothing changed.
    """
    name_bylines(story)
    name_anchors(story)
    name_story(story)
    document = freeze(story)
    last = latest(story)
    if last is not None and last.digest == digest(document):
        return None
    Story.objects.filter(pk=story.pk).update(saved_at=now)
    return Revision.objects.create(
        story=story,
        number=last.number + 1 if last else 1,
        document=to_json(document),
        digest=digest(document),
        created_by=by,
        created_at=now,
    )


def latest(story: Story) -> Revision | None:
    """The newest revision of `story`, if it was ever saved."""
    return Revision.objects.filter(story=story).order_by("-number").first()


def document_of(revision: Revision) -> Document:
    """The document of `revision`, upgraded to what this code speaks."""
    return from_json(revision.document)


def name_story(story: Story) -> None:
    """Give a story that has a headline and no slug one that is free; keep any other.

    Another transaction may take the same slug at the same moment: the constraint decides, and the
    next number is tried.
    """
    for _attempt in range(SLUG_TRIES):
        if story.slug and not addresses.is_slug_taken(story, story.slug):
            return
        story.slug = addresses.free_slug(story)
        try:
            with transaction.atomic():
                story.save(update_fields=["slug"])
        except IntegrityError:
            story.slug = ""
        else:
            return
    raise UnableToSave(["No free address was found. Please save again."])


def name_bylines(story: Story) -> None:
    """Print the author's name where a byline has none; drop those with neither."""
    for byline in Byline.objects.filter(story=story, name="").select_related("author"):
        if byline.author is None:
            byline.delete()
        else:
            byline.name = byline.author.name_in(story.language)
            byline.save(update_fields=["name"])


def name_anchors(story: Story) -> None:
    """Give every subheading an anchor that is unique in the story and survives rewording."""
    taken: set[str] = set()
    for part in parts_of(story):
        if not isinstance(part, TextSection):
            continue
        anchor = part.anchor if part.anchor not in taken else ""
        if not anchor and part.subheading:
            anchor = _free_anchor(part.subheading, taken)
        if anchor != part.anchor:
            part.anchor = anchor
            part.save(update_fields=["anchor"])
        taken.add(anchor)


def _free_anchor(subheading: str, taken: set[str]) -> str:
    # Names that the page itself uses begin with "_", which no slug does.
    base = addresses.make_slug(subheading) or "section"
    anchor, number = base, 2
    while anchor in taken:
        anchor, number = f"{base}-{number}", number + 1
    return anchor
