"""Which pictures of the library a document uses, and how."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from articles.document import Document, DocumentPart
from articles.models import Embed, Picture, Purpose
from images.models import Image


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureUse:
    """One use of a picture: the lead picture where `part` is None, else a part of the story.

    `alt` is "" where the picture's own alternative text holds.
    """

    image: UUID
    part: UUID | None = None
    caption: str = ""
    caption_language: str = ""
    alt: str = ""
    purpose: str = ""
    layout: str = ""
    crop: str = ""
    is_thumbnail: bool = False  # of something that stands elsewhere

    @property
    def is_decorative(self) -> bool:
        """Whether it has nothing to say to people who do not see it."""
        return self.purpose == Purpose.DECORATIVE

    @property
    def field(self) -> str:
        """The field of the form in which it is chosen."""
        if self.is_thumbnail:
            return "thumbnail"
        return "image" if self.part else "lead_image"


def lead_of(document: Document) -> PictureUse | None:
    """The use of the lead picture, if the document names one."""
    image = picture_uuid(document.lead_image)
    if image is None:
        return None
    return PictureUse(
        image=image,
        caption=document.lead_caption,
        caption_language=document.lead_caption_language,
        alt=document.lead_alt,
        purpose=document.lead_purpose,
        crop=document.lead_crop,
    )


def use_in(part: DocumentPart) -> PictureUse | None:
    """The use of a picture that a part is, if it is one and names one."""
    image = picture_uuid(part.values.get("image", "")) if part.kind == Picture.kind else None
    if image is None:
        return None
    words: dict[str, Any] = {name: part.values.get(name, "") for name in Picture.USE_FIELDS}
    return PictureUse(image=image, part=part.uid, **words)


def thumbnail_in(part: DocumentPart) -> PictureUse | None:
    """The picture of an embed, if the part is one and names one. The title beside it says all."""
    named = part.values.get("thumbnail", "") if part.kind == Embed.kind else ""
    image = picture_uuid(named)
    if image is None:
        return None
    return PictureUse(image=image, part=part.uid, purpose=Purpose.DECORATIVE, is_thumbnail=True)


def uses_in(document: Document) -> Iterator[PictureUse]:
    """The uses of pictures in a document, in the order of the page."""
    found = [lead_of(document)]
    found += [use_in(part) or thumbnail_in(part) for part in document.parts]
    return (use for use in found if use)


def pictures_in(*documents: Document) -> set[UUID]:
    """The pictures that documents name."""
    return {use.image for document in documents for use in uses_in(document)}


def pictures_of(*documents: Document) -> dict[UUID, Image]:
    """The pictures that documents name, with their files. One query; none where none is named."""
    return pictures_by_uuid(pictures_in(*documents))


def pictures_by_uuid(uuids: Iterable[UUID]) -> dict[UUID, Image]:
    """The pictures of these uuids that are there, with their files. At most one query."""
    asked = set(uuids)
    rows = Image.objects.with_file().filter(uuid__in=asked) if asked else ()
    return {image.uuid: image for image in rows}


def picture_uuid(text: str) -> UUID | None:
    """The uuid that the field of a picture holds; None where it holds none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
