"""Whether the rows of a story can hold a document: what their fields, and nothing else, refuse.

Nothing here says whether a story is good enough to be published; checks.py does.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from articles import addresses
from articles.document import STORY_FIELDS, BylineLine, Document
from articles.models import PARTS, Author, Byline, Section, Story, Topic
from articles.pictured import pictures_by_uuid, pictures_in, uses_in

MOST_PARTS = 2_000  # more is not a story


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with one field: of the byline or part `row`, of the story itself where None."""

    field: str  # "" where it is about the whole
    sentences: list[str]
    row: UUID | None = None


def problems(document: Document, *, story: Story, known: Document | None = None) -> list[Problem]:
    """What keeps `document` from being the working copy of `story`; nothing as a rule.

    `known` is a document that was saved: texts that stand in it, and what it refers to, are fine.
    """
    return [
        *_of_fields(document),
        *_of_slug(document, story, known),
        *_of_references(document, known),
        *_of_pictures(document, known),
        *_of_bylines(document.bylines),
        *_of_parts(document, known),
    ]


def _of_fields(document: Document) -> Iterator[Problem]:
    for name in STORY_FIELDS:
        sentences = _refused(Story, name, getattr(document, name))
        if sentences:
            yield Problem(field=name, sentences=sentences)


def _of_slug(document: Document, story: Story, known: Document | None) -> Iterator[Problem]:
    if not document.slug or (
        known and (known.slug, known.language) == (document.slug, document.language)
    ):
        return
    if any(_refused(Story, name, getattr(document, name)) for name in ("language", "slug")):
        return  # said already, and nothing to ask a database for
    renamed = Story(pk=story.pk, language=document.language, format=document.format)
    if addresses.is_slug_taken(renamed, document.slug):
        sentence = _("Another story has this address. Choose another one.")
        yield Problem(field="slug", sentences=[sentence])


def _of_references(document: Document, known: Document | None) -> Iterator[Problem]:
    """What is retired is no choice any more, but stays where it stood."""
    gone = [_("This cannot be chosen. It may have been retired; choose another one.")]
    if document.section and not _are_there(
        Section, {document.section}, {known.section} if known else set()
    ):
        yield Problem(field="section", sentences=gone)
    if not _are_there(Topic, set(document.topics), set(known.topics) if known else set()):
        yield Problem(field="topics", sentences=gone)
    signed = {line.uid: line.author for line in known.bylines} if known else {}
    for line in document.bylines:
        if line.author and not _are_there(Author, {line.author}, {signed.get(line.uid)}):
            yield Problem(field="author", sentences=gone, row=line.uid)


def _of_pictures(document: Document, known: Document | None) -> Iterator[Problem]:
    """A picture that was retired or taken down stays where it stood, and is chosen nowhere else."""
    named = pictures_in(known) if known else set()
    asked = [use for use in uses_in(document) if use.image not in named]
    offered = pictures_by_uuid(use.image for use in asked)
    for use in asked:
        if use.image not in offered or not offered[use.image].is_offered:
            gone = _("This picture cannot be chosen any more. Choose another one.")
            yield Problem(field=use.field, sentences=[gone], row=use.part)


def _are_there(model: type[models.Model], uuids: set[UUID], known: set[UUID | None]) -> bool:
    asked = uuids - known
    found = model._default_manager.filter(uuid__in=asked, retired_at=None) if asked else ()
    return len(found) == len(asked)


def _of_bylines(lines: Iterable[BylineLine]) -> Iterator[Problem]:
    for line in lines:
        for name in ("name", "role"):
            sentences = _refused(Byline, name, getattr(line, name))
            if sentences:
                yield Problem(field=name, sentences=sentences, row=line.uid)
        if line.role and not line.name and not line.author:
            yield Problem(field="name", sentences=[_("Who? Give a name too.")], row=line.uid)


def _of_parts(document: Document, known: Document | None) -> Iterator[Problem]:
    if len(document.parts) > MOST_PARTS:
        sentence = _("A story takes at most %d parts. Please split it.") % MOST_PARTS
        yield Problem(field="", sentences=[sentence])
    saved: Mapping[UUID, Mapping[str, Any]] = (
        {part.uid: part.values for part in known.parts} if known else {}
    )
    for part in document.parts:
        before = saved.get(part.uid, {})
        for name, value in part.values.items():
            sentences = [] if before.get(name) == value else _refused(PARTS[part.kind], name, value)
            if sentences:
                yield Problem(field=name, sentences=sentences, row=part.uid)


def _refused(model: type[models.Model], name: str, value: str) -> list[str]:
    """The sentences with which the model's own field refuses `value`."""
    try:
        model._meta.get_field(name).clean(value, None)  # type: ignore[union-attr]
    except ValidationError as error:
        return list(error.messages)
    return []
