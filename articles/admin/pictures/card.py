"""A picture as the desk's lists and scripts show it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import local_time
from images.models import Image
from images.rights import address_of
from images.specs import SPECS, Frame, height_for, offered_widths

WIDTH = 400  # pixels, of thumbnails


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a thumbnail needs; `width` and `height` are the thumbnail's, in pixels.

    `preview` is the picture large, for the desk; `file_width` and `file_height` are its file's. The
    focal point is in per mille of the sides.
    `state` is a word for styling: usable, retired, ended, down. `status` says it to people.
    """

    uuid: str
    id: int
    title: str
    alt: str
    credit: str
    thumbnail: str
    width: int
    height: int
    preview: str
    file_width: int
    file_height: int
    focus_x: int
    focus_y: int
    colour: str
    change: str
    state: str
    status: str


def card_of(image: Image, at: datetime) -> Card:
    """What is shown of a picture whose file is loaded, as it stands at `at`."""
    width, height = _size(image)
    state, status = standing(image, at)
    return Card(
        uuid=str(image.uuid),
        id=image.pk,
        title=str(image),
        alt=image.alt,
        credit=image.credit,
        thumbnail=thumbnail_of(image, at),
        width=width,
        height=height,
        preview=large_of(image),
        file_width=image.file.width if image.file else 0,
        file_height=image.file.height if image.file else 0,
        focus_x=image.focus_x,
        focus_y=image.focus_y,
        colour=image.file.colour if image.file else "",
        change=reverse("admin:images_image_change", args=[image.pk]),
        state=state,
        status=status,
    )


def card(image: Image, at: datetime) -> dict[str, Any]:
    """`card_of` as JSON for scripts."""
    return asdict(card_of(image, at))


def thumbnail_of(image: Image, at: datetime) -> str:
    """The address of a picture's thumbnail for the desk, "" where it has no file yet."""
    if image.file is None:
        return ""
    if image.is_available(at):  # the rendition is stored and cached, for the desk as for readers
        return address_of(image, "thumbnail", _size(image)[0], "webp")
    return preview_of(image)


def preview_of(image: Image) -> str:
    """Where the desk alone sees the file that a picture has, in every state."""
    key = image.file.key if image.file else ""
    return reverse("admin:images_image_preview", args=[image.pk, key])


def large_of(image: Image) -> str:
    """Where the desk alone sees a picture large, "" where it has no file yet."""
    return f"{preview_of(image)}?size=large" if image.file else ""


def standing(image: Image, at: datetime) -> tuple[str, str]:
    """How a picture's rights stand: a word for styling, and words for people."""
    if image.taken_down_at:
        return "down", _("Taken down")
    if image.expires_at and image.expires_at <= at:
        return "ended", _("Rights ended %s") % local_time.briefly(image.expires_at, now=at)
    if image.retired_at:
        return "retired", _("Retired")
    if image.expires_at:
        return "usable", _("Until %s") % local_time.briefly(image.expires_at, now=at)
    return "usable", ""


def _size(image: Image) -> tuple[int, int]:
    if image.file is None:
        return WIDTH, WIDTH
    spec, frame = SPECS["thumbnail"], Frame()
    size = image.file.width, image.file.height
    width = max(w for w in offered_widths(spec, *size, frame) if w <= WIDTH)
    return width, height_for(spec, width, *size, frame)
