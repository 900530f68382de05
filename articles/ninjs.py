"""A story as IPTC ninjs 3.1, the news exchange format of agencies and their clients.

What is not known is left out. A story that was taken down is its identity and its status alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from articles import embeds
from articles.addresses import absolute, corrections_path, history_path
from articles.corrections import in_words
from articles.document import Document
from articles.models.public import Edition, Why
from articles.page import bylines, describe, document_of, words_of
from articles.pictured import PictureUse, pictures_of, uses_in
from articles.shown import Correction
from articles.surroundings import Surroundings
from articles.syndicating import text_of
from articles.wording import format_label
from articles.wording import in_words as listed
from images.models import Image
from images.showing import credit_of, still

Item = dict[str, Any]
STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
HTML, TEXT = "text/html", "text/plain"
# A picture's renditions, by their names in IPTC's list or, where that has none, in ours.
_RENDITIONS = {"inline": "hires", "lead": "wide", "standard": "standard", "square": "square"}


@dataclass(frozen=True, slots=True)
class Written:
    """A story as ninjs, and the keys of the pictures that it names."""

    item: Item
    pictures: frozenset[int]


def usable(
    edition: Edition, corrected: Sequence[Edition], around: Surroundings, at: datetime
) -> Written:
    """The live story `edition`, which comes with its document and identity, as of `at`.

    `corrected` are its corrections so far, newest first. Costs one query where it has pictures.
    """
    document = document_of(edition)
    pictures = pictures_of(document)
    told = in_words(corrected)
    item = {
        **_identity(edition.story_uuid),
        "type": "text",
        "representationType": "full",
        "version": str(edition.number),
        "firstCreated": instant(edition.first_published_at),
        "versionCreated": instant(edition.live_from),
        "pubStatus": "usable",
        "language": document.language,
        **_words(document, told),
        "bodies": list(_bodies(document, edition, pictures, at)),
        **_people(document, around),
        **_filing(document, around),
        **_rights(edition, around),
        "altIds": _alternative_ids(edition),
        "trustIndicators": list(_trust(edition, told)),
        "associations": list(_associations(document, pictures, at)),
    }
    return Written(_kept(item), frozenset(image.pk for image in pictures.values()))


def unusable(uuid: UUID, since: datetime, why: str) -> Item:
    """A story that readers do not see since then: nothing of what it said.

    What was taken down, for a reason of Why, is canceled; what had its time, with no reason, is
    withheld and may come back.
    """
    status = "canceled" if why in Why.values else "withheld"
    return {**_identity(uuid), "versionCreated": instant(since), "pubStatus": status}


def instant(moment: datetime) -> str:
    """An instant as ninjs writes it, in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _identity(uuid: UUID) -> Item:
    return {"uri": uuid.urn, "standard": STANDARD}


def _kept(item: Item) -> Item:
    """`item` without what is not known."""
    return {name: value for name, value in item.items() if value not in ("", None, [], {})}


def _typed(role: str, value: str, media_type: str = TEXT) -> Iterator[Item]:
    if value:
        yield {"role": role, "contentType": media_type, "value": value}


def _words(document: Document, told: Sequence[Correction]) -> Item:
    """The headlines and the descriptions; a correction is a description of its own."""
    return {
        "headlines": [
            *_typed("main", document.headline),
            *_typed("kicker", document.kicker),
            *_typed("search", document.seo_title),
        ],
        "descriptions": [
            *_typed("standfirst", document.standfirst),
            *_typed("summary", describe(document)),
            *(item for one in told for item in _typed(one.kind, f"{one.day.words}: {one.note}")),
        ],
        "located": document.dateline,
    }


def _bodies(
    document: Document, edition: Edition, pictures: Mapping[UUID, Image], at: datetime
) -> Iterator[Item]:
    words = words_of(document)
    counts = {"charCount": len(words), "wordCount": len(words.split())}
    for kind, text in ((HTML, text_of(document, edition, pictures, at)), (TEXT, words)):
        yield from (body | counts for body in _typed("main", text, kind))


def _people(document: Document, around: Surroundings) -> Item:
    """Who signed it, and where the page of each is."""
    if document.is_page:
        return {}
    names = bylines(document, around)
    people = [
        _kept({"name": name.name, "rel": "author", "literal": name.role, "uri": _page(name.url)})
        for name in names
    ]
    return {"by": listed([name.name for name in names]), "people": people}


def _page(path: str) -> str:
    return absolute(path) if path else ""


def _filing(document: Document, around: Surroundings) -> Item:
    """Its section and topics, known by their uuids, and what kind of piece it is."""
    section = [one for one in around.sections if one.uuid == document.section]
    subjects = [
        {"name": one.name, "rel": rel, "uri": one.uuid.urn, "literal": one.slug}
        for rel, found in (("section", section), ("about", around.topics))
        for one in found
    ]
    label = format_label(document.format) or document.format
    return {"subjects": subjects, "genres": [{"name": label, "literal": document.format}]}


def _rights(edition: Edition, around: Surroundings) -> Item:
    name = around.site_name
    return {
        "copyrightHolder": name,
        "copyrightNotice": f"© {edition.first_published_at.year} {name}",
        "infoSources": [{"name": name, "role": "publisher", "uri": absolute("/")}],
    }


def _alternative_ids(edition: Edition) -> list[Item]:
    return [
        {"role": "url", "value": absolute(edition.path)},
        {"role": "translation-group", "value": edition.translation_group.urn},
    ]


def _trust(edition: Edition, told: Sequence[Correction]) -> Iterator[Item]:
    """Where readers are told what was wrong, and what was said before."""
    if told:
        yield {"title": _("Corrections"), "href": absolute(corrections_path(edition.language))}
    if edition.has_history:
        words = _("History of “%s”") % edition.headline
        yield {"title": words, "href": absolute(history_path(edition.path))}


def _associations(
    document: Document, pictures: Mapping[UUID, Image], at: datetime
) -> Iterator[Item]:
    """The pictures that may be shown, and what stands elsewhere."""
    for number, use in enumerate(uses_in(document), start=1):
        image = pictures.get(use.image)
        if image and image.file and image.is_available(at) and not use.is_thumbnail:
            yield _picture(use, image, at, number)
    for part in document.parts:
        address = embeds.link_of(part.values.get("url", "")) if part.kind == "embed" else ""
        if address:
            title = part.values.get("title", "")
            name = title or embeds.provider_of(address) or address
            yield {"name": name, "rel": "embed", "uri": iri_to_uri(address), "title": name}


def _picture(use: PictureUse, image: Image, at: datetime, number: int) -> Item:
    """A picture with whose it is and until when it may be shown."""
    is_lead = use.part is None
    source = image.digital_source_type
    item = {
        "name": "lead" if is_lead else f"picture {number}",
        "rel": "mainpicture" if is_lead else "picture",
        "uri": image.uuid.urn,
        "type": "picture",
        "pubStatus": "usable",
        "headlines": list(_typed("main", image.headline)),
        "descriptions": [
            *_typed("caption", use.caption),
            *_typed("alt", "" if use.is_decorative else use.alt or image.alt),
        ],
        "by": listed(image.creator_names),
        "people": [{"name": name, "rel": "creator"} for name in image.creator_names],
        "infoSources": [{"name": credit_of(image), "role": "credit"}] if credit_of(image) else [],
        "copyrightNotice": image.copyright_notice,
        "usageTerms": image.usage_terms,
        "expires": instant(image.expires_at) if image.expires_at else "",
        "digitalSourceType": {"uri": iri_to_uri(source)} if "://" in source else {},
        "rightsInfo": {"linkedRights": iri_to_uri(image.web_statement)}
        if image.web_statement
        else {},
        "renditions": list(_renditions(use, image, at)),
    }
    return _kept(item)


def _renditions(use: PictureUse, image: Image, at: datetime) -> Iterator[Item]:
    for spec, name in _RENDITIONS.items():
        shown = still(image, spec, at=at, crop=use.crop)
        if shown:
            yield {
                "name": name,
                "href": absolute(shown.path),
                "contentType": "image/jpeg",
                "width": shown.width,
                "height": shown.height,
            }
