"""What stories name by uuid: noted when a version is recorded, asked before anything is deleted."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from articles.document import Document
from articles.models import (
    Author,
    AuthorMention,
    Embed,
    Picture,
    PictureMention,
    Section,
    SectionMention,
    Story,
    Taxon,
    Topic,
    TopicMention,
)
from articles.pictured import pictures_in
from images.models import Image

Named = Taxon | Image


class _Kind(NamedTuple):
    """How mentions of one kind are kept: their table, its column for what is named, and which
    stories name it in the rows of their working copy, before any version is recorded."""

    mentions: Any
    column: str
    rows: Callable[[Any], Q]


def _picture_rows(image: Image) -> Q:
    parts = Picture.objects.filter(image=str(image.uuid)).values("parent")
    embeds = Embed.objects.filter(thumbnail=str(image.uuid)).values("parent")
    return Q(lead_image=str(image.uuid)) | Q(pk__in=parts) | Q(pk__in=embeds)


KINDS: dict[type[Named], _Kind] = {
    Section: _Kind(SectionMention, "taxon", lambda taxon: Q(section=taxon)),
    Topic: _Kind(TopicMention, "taxon", lambda taxon: Q(topics=taxon)),
    Author: _Kind(AuthorMention, "taxon", lambda taxon: Q(bylines__author=taxon)),
    Image: _Kind(PictureMention, "image", _picture_rows),
}


def named_in(document: Document | None) -> dict[type[Named], set[UUID]]:
    """The uuids of what `document` names, by kind; nothing where it is None."""
    if document is None:
        return {kind: set() for kind in KINDS}
    return {
        Section: {document.section} if document.section else set(),
        Topic: set(document.topics),
        Author: {line.author for line in document.bylines if line.author},
        Image: pictures_in(document),
    }


def note(story: Story, document: Document, *, before: Document | None) -> None:
    """Remember what `document`, a version of `story`, names and the version `before` does not.

    Two queries a kind of which there is anything new, none where there is not.
    """
    known = named_in(before)
    for kind, uuids in named_in(document).items():
        new = uuids - known[kind]
        if new:
            model, column, _rows = KINDS[kind]
            found = kind._default_manager.filter(uuid__in=new)
            model.objects.bulk_create(
                [model(story=story, **{column: one}) for one in found], ignore_conflicts=True
            )


def stories_that_name(thing: Named) -> "QuerySet[Story]":
    """The stories that name `thing` now or did in any version, those in the bin too."""
    model, column, rows = KINDS[type(thing)]
    named = model.objects.filter(**{column: thing}).values("story")
    working = Story.objects.filter(rows(thing)).values("pk")
    return Story.objects.filter(Q(pk__in=named) | Q(pk__in=working))
