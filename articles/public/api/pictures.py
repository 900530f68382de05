"""Pictures as partners get them: their files, their words, their rights."""

from datetime import datetime
from typing import Any

from articles.addresses import absolute
from articles.models.public import Edition
from articles.pictured import PictureUse
from articles.public.api.schemas import Picture, Rendition, UsedPicture
from images.models import Image
from images.showing import renditions

ALL, PLAIN = ("avif", "webp", "jpg"), ("jpg",)


def used(use: PictureUse | None, image: Image | None, at: datetime) -> UsedPicture | None:
    """The picture of a use, as the use cuts it; None where it is not to be seen at `at`."""
    if use is None or image is None or not image.is_available(at):
        return None
    told = _told(image, "inline", ALL, at, use.crop)
    alt = "" if use.is_decorative else use.alt or image.alt
    told["caption_language"] = use.caption_language
    return UsedPicture(**told, alt=alt, caption=use.caption)


def of_embed(image: Image | None, at: datetime) -> Picture | None:
    """The picture of something that stands elsewhere; the title beside it says all."""
    return Picture(**_told(image, "card", PLAIN, at), alt="") if image else None


def of_list(edition: Edition, at: datetime) -> Picture | None:
    """The lead picture of an edition that was loaded `with_pictures()`, as cards show it."""
    image = edition.lead_image
    if image is None or not image.is_available(at):
        return None
    alt = "" if edition.lead_purpose == "decorative" else edition.lead_alt or image.alt
    return Picture(**_told(image, "card", PLAIN, at, edition.lead_crop), alt=alt)


def _told(
    image: Image, spec: str, formats: tuple[str, ...], at: datetime, crop: str = ""
) -> dict[str, Any]:
    """All fields but those that a use has words for."""
    return {
        "uuid": image.uuid,
        "credit": image.credit or ", ".join(image.creator_names),
        "creators": list(image.creator_names),
        "copyright_notice": image.copyright_notice,
        "usage_terms": image.usage_terms,
        "licence": image.licence,
        "rights_url": image.web_statement,
        "licensor_url": image.licensor_url,
        "rights_end_at": image.expires_at,
        "renditions": [
            Rendition(
                url=absolute(one.path), width=one.width, height=one.height, type=one.media_type
            )
            for one in renditions(image, spec, formats, at=at, crop=crop)
        ],
    }
