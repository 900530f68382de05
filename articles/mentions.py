"""What stories name by uuid: noted when a version is recorded, asked before anything is deleted."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from articles.document import Document
from articles.models import (
    Author,
    AuthorMention,
    Section,
    SectionMention,
    Story,
    Taxon,
    Topic,
    TopicMention,
)

MENTIONS: dict[type[Taxon], Any] = {
    Section: SectionMention,
    Topic: TopicMention,
    Author: AuthorMention,
}
# Where the rows of a working copy point at a taxon, before any version of it is recorded.
ROWS: dict[type[Taxon], str] = {Section: "section", Topic: "topics", Author: "bylines__author"}


def named_in(document: Document | None) -> dict[type[Taxon], set[UUID]]:
    """The uuids of what `document` names, by kind; nothing where it is None."""
    if document is None:
        return {kind: set() for kind in MENTIONS}
    return {
        Section: {document.section} if document.section else set(),
        Topic: set(document.topics),
        Author: {line.author for line in document.bylines if line.author},
    }


def note(story: Story, document: Document, *, before: Document | None) -> None:
    """Remember what `document`, a version of `story`, names and the version `before` does not.

    Two queries a kind of which there is anything new, none where there is not.
    """
    known = named_in(before)
    for kind, uuids in named_in(document).items():
        new = uuids - known[kind]
        if new:
            model = MENTIONS[kind]
            taxa = kind._default_manager.filter(uuid__in=new)
            model.objects.bulk_create(
                [model(story=story, taxon=taxon) for taxon in taxa], ignore_conflicts=True
            )


def stories_that_name(taxon: Taxon) -> "QuerySet[Story]":
    """The stories that name `taxon` now or did in any version, those in the bin too."""
    kind = type(taxon)
    named = MENTIONS[kind].objects.filter(taxon=taxon).values("story")
    rows = Story.objects.filter(**{ROWS[kind]: taxon}).values("pk")
    return Story.objects.filter(Q(pk__in=named) | Q(pk__in=rows))
