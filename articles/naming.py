"""Names that the server gives: slugs, anchors of subheadings, names as printed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db import IntegrityError, transaction

from articles import addresses
from articles.document import BylineLine, Document, DocumentPart
from articles.models import Author, Story, TextSection
from articles.verbs import Unable

SLUG_TRIES = 20


class UnableToSave(Unable):
    """Raised where a story cannot be saved."""


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


def with_names(document: Document) -> Document:
    """`document` with the names that it lacks: printed names, anchors of subheadings.

    A byline without a name gets its author's, and goes where it has neither. An anchor is unique in
    the story and survives rewording. At most two queries.
    """
    named = tuple(_printed(document))
    return replace(document, bylines=named, parts=tuple(_anchored(document.parts)))


def _printed(document: Document) -> Iterator[BylineLine]:
    nameless = [line.author for line in document.bylines if line.author and not line.name]
    rows = Author.objects.filter(uuid__in=nameless).prefetch_related("texts") if nameless else ()
    names = {author.uuid: author.name_in(document.language) for author in rows}
    for line in document.bylines:
        name = line.name or (names.get(line.author, "") if line.author else "")
        if name or line.author:
            yield replace(line, name=name)


def _anchored(parts: Iterable[DocumentPart]) -> Iterator[DocumentPart]:
    taken: set[str] = set()
    for part in parts:
        if part.kind != TextSection.kind:
            yield part
            continue
        anchor, subheading = part.values.get("anchor", ""), part.values.get("subheading", "")
        anchor = "" if anchor in taken else anchor
        if not anchor and subheading:
            anchor = _free_anchor(subheading, taken)
        taken.add(anchor)
        changed = anchor != part.values.get("anchor", "")
        yield replace(part, values={**part.values, "anchor": anchor}) if changed else part


def _free_anchor(subheading: str, taken: set[str]) -> str:
    # Names that the page itself uses begin with "_", which no slug does.
    base = addresses.make_slug(subheading) or "section"
    anchor, number = base, 2
    while anchor in taken:
        anchor, number = f"{base}-{number}", number + 1
    return anchor
