"""What feeds carry: editions turned into entries that readers' programs understand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from articles.addresses import absolute
from articles.document import Document
from articles.models import Picture
from articles.models.public import Change, Edition, Redaction
from articles.page import describe, document_of, part_values
from articles.pictured import (
    PictureUse,
    lead_of,
    pictures_of,
    thumbnail_in,
    use_in,
    uses_in,
)
from articles.richtext import Footnotes, render_elsewhere, rendered_notes
from articles.surroundings import Surroundings
from images.models import Image
from images.showing import Still, credit_of, still


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed. `uid` stays the same whatever becomes of the story's words and address.

    `html` is the whole text, "" where feeds have none; its links and pictures have whole addresses.
    """

    uid: str
    url: str
    title: str
    title_language: str = ""  # where it is not that of the feed
    summary: str
    html: str = ""
    authors: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    published: datetime
    updated: datetime
    picture: Still | None = None
    pictures: frozenset[int] = frozenset()  # keys of those that it shows


def entries_of(
    editions: Sequence[Edition], around: Surroundings, at: datetime, *, has_text: bool
) -> list[Entry]:
    """Entries of live editions, which come `with_document()` and `with_identity()`.

    Costs one query for all their pictures, and one for words that were removed from any of them.
    """
    removed = _removed(editions)
    documents = [document_of(one, removed.get(one.story_id, [])) for one in editions]
    pictures = pictures_of(*documents)
    sections = {section.pk: section.name for section in around.sections}
    found = []
    for edition, document in zip(editions, documents, strict=True):
        lead = lead_of(document)
        image = pictures.get(lead.image) if lead else None
        name = sections.get(edition.section_id or 0)
        html = text_of(document, edition, pictures, at) if has_text else ""
        found.append(
            Entry(
                uid=f"urn:uuid:{edition.story_uuid}",
                url=absolute(edition.path),
                title=document.headline,
                title_language=document.headline_language,
                summary=describe(document),
                html=html,
                authors=[line.name for line in document.bylines],
                categories=[name] if name else [],
                published=edition.first_published_at,
                updated=max(edition.updated_at, edition.first_published_at),
                pictures=frozenset(
                    pictures[use.image].pk for use in uses_in(document) if use.image in pictures
                ),
                picture=still(image, "share", at=at, crop=lead.crop) if image and lead else None,
            )
        )
    return found


def corrections_of(editions: Sequence[Edition]) -> list[Entry]:
    """Entries of corrections, which know their live story and come `with_identity()`."""
    return [
        Entry(
            uid=uuid5(edition.story_uuid, f"correction-{edition.number}").urn,
            url=absolute(edition.live_path),
            title=_("%(kind)s: %(headline)s")
            % {"kind": Change(edition.change).label, "headline": edition.live_headline},
            summary=edition.note,
            published=edition.live_from,
            updated=edition.live_from,
        )
        for edition in editions
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPart:
    """A part for whoever is not on this site: rich text has whole links; `image` is to be seen.

    `values` are those of `part_values` and, of fields that have a language of their own, that too.
    """

    kind: str
    uid: UUID
    values: dict[str, str]
    use: PictureUse | None = None
    image: Image | None = None


def parts_of(
    document: Document,
    edition: Edition,
    pictures: Mapping[UUID, Image],
    at: datetime,
    notes: Footnotes | None = None,
) -> list[SentPart]:
    """The parts of a story, with the `pictures` that may be seen at `at`.

    Footnotes stand below each text unless `notes` takes them.
    """
    rendered = partial(render_elsewhere, page=absolute(edition.path), notes=notes)
    found = []
    for part in document.parts:
        use = use_in(part) or thumbnail_in(part)
        image = pictures.get(use.image) if use else None
        found.append(
            SentPart(
                kind=part.kind,
                uid=part.uid,
                values={
                    **part.values,
                    **part_values(part.kind, part.values, rendered, document.language),
                },
                use=use,
                image=image if image and image.is_available(at) else None,
            )
        )
    return found


def text_of(
    document: Document, edition: Edition, pictures: Mapping[UUID, Image], at: datetime
) -> str:
    """The text of a story as markup that stands by itself."""
    parts, notes = [], Footnotes()
    for part in parts_of(document, edition, pictures, at, notes):
        values: dict[str, Any] = dict(part.values)
        if part.kind == Picture.kind:
            shown = still(part.image, "inline", at=at, crop=part.use.crop) if part.use else None
            if not shown or not part.image or not part.use:
                continue
            alt = "" if part.use.is_decorative else part.use.alt or part.image.alt
            values |= {"src": absolute(shown.path), "shown": shown, "alt": alt}
            values["credit"] = credit_of(part.image)
        parts.append({"kind": part.kind, "values": values})
    context = {"page": document, "parts": parts, "notes": rendered_notes(notes)}
    return render_to_string("public/feeds/text.html", context).strip()


def _removed(editions: Sequence[Edition]) -> dict[int, list[Redaction]]:
    """What was removed from the stories of `editions`, by story."""
    touched = [edition.story_id for edition in editions if edition.has_removed]
    found: dict[int, list[Redaction]] = {}
    for row in Redaction.objects.in_force().filter(story__in=touched) if touched else ():
        found.setdefault(row.story_id, []).append(row)
    return found
