"""Copy as new: a story that begins with the content of another one."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from accounts.models import User
from articles import revisions
from articles.document import Document, freeze
from articles.models import Kind, Story
from articles.verbs import verb


@verb("copy", detail=lambda made: {"copy": made.pk})
def copy(*, story: Story, by: User, now: datetime) -> Story:
    """Start a draft of `by`'s with the content of `story`'s working copy, and return it.

    Headline, text and bylines are the same, but for words removed for legal reasons. It has an
    address, parts and a translation group of its own, and nothing of the original's dates, stage
    or assignment: from here on the two are strangers. Raises PermissionDenied where `by` may not
    see the story, or may start none.
    """
    made = revisions.start(story=Story(language=story.language), by=by, now=now)
    revisions.put(
        made,
        as_new(revisions.to_reuse(freeze(story), story)),
        by=by,
        now=now,
        kind=Kind.COPY,
        base=revisions.latest(story),
    )
    return made


def as_new(document: Document) -> Document:
    """`document` without its address, and with parts and bylines of an identity of their own."""
    return replace(
        document,
        slug="",
        bylines=tuple(replace(line, uid=uuid4()) for line in document.bylines),
        parts=tuple(replace(part, uid=uuid4()) for part in document.parts),
    )
