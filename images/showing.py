"""A picture of the library as a page shows it: its addresses, sizes, words and rights.

Nothing here asks the database: a picture comes with its file loaded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from images.addresses import rendition_path
from images.models import Image, ImageFile
from images.rights import digest_of, frame_of
from images.specs import FORMATS, SPECS, Frame, Spec, height_for, offered_widths

PLAIN = SafeString()
_FALLBACK_WIDTH = 800  # the most that browsers without srcset load, in pixels
_UNKNOWN = (3, 2)  # the proportions of the box for a picture of which nothing is known
_LEVELS = 3  # of each of red, green and blue in a tone: 0 to 3
# The last words of the IPTC's addresses for pictures that no camera took.
_DRAWN = {
    "algorithmicMedia",
    "compositeSynthetic",
    "compositeWithTrainedAlgorithmicMedia",
    "dataDrivenMedia",
    "digitalArt",
    "digitalCreation",
    "trainedAlgorithmicMedia",
    "virtualRecording",
}


@dataclass(frozen=True, slots=True)
class Source:
    """The addresses of one format, as `srcset` wants them."""

    media_type: str
    srcset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPicture:
    """What the template of a picture needs. Where `is_gone`, a box of `width` to `height` alone.

    `alt` is "" where the picture tells nothing. `caption_in` are attributes of the caption, which
    may have a language of its own. `link` leads to the file to be opened large.
    """

    width: int
    height: int
    alt: str
    caption: str
    is_decorative: bool
    is_lead: bool
    is_gone: bool = False
    sources: tuple[Source, ...] = ()
    src: str = ""
    srcset: str = ""
    sizes: str = ""
    credit: str = ""
    tone: str = ""
    link: str = ""
    caption_in: SafeString = PLAIN

    @property
    def is_upright(self) -> bool:
        """Whether it is higher than wide."""
        return self.height > self.width


@dataclass(frozen=True, slots=True)
class Still:
    """One JPEG of a picture, as machines are told of it: its path and its size in pixels."""

    path: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file of a picture that is offered: its path, its size in pixels, its media type."""

    path: str
    width: int
    height: int
    media_type: str


def show(  # noqa: PLR0913 - each is said by name
    image: Image | None,
    spec: str,
    *,
    at: datetime,
    sizes: str,
    alt: str = "",
    crop: str = "",
    caption: str = "",
    caption_in: SafeString = PLAIN,
    is_decorative: bool = False,
    is_lead: bool = False,
) -> ShownPicture:
    """A picture in the way that the spec of this name says, as readers may see it at `at`.

    `alt` is the use's own; where it is empty, the picture's holds. What is not there, or may not be
    shown, leaves a box of the same proportions and no address.
    """
    kind = SPECS[spec]
    file = image.file if image else None
    frame = frame_of(image, crop) if image else Frame()
    use: dict[str, Any] = {"caption": caption, "caption_in": caption_in}
    use |= {"is_decorative": is_decorative, "is_lead": is_lead}
    use["alt"] = "" if is_decorative else alt or (image.alt if image else "")
    if image is None or file is None or not image.is_available(at):
        width, height = _proportions(kind, file, frame)
        return ShownPicture(width=width, height=height, is_gone=True, **use)
    return ShownPicture(sizes=sizes, **_seen(image, file, kind, frame), **use)


def still(image: Image | None, spec: str, *, at: datetime, crop: str = "") -> Still | None:
    """The widest JPEG of a picture in a spec; None where it is not offered or not shown."""
    if image is None or image.file is None or not image.is_available(at):
        return None
    kind, file, frame = SPECS[spec], image.file, frame_of(image, crop)
    widths = offered_widths(kind, file.width, file.height, frame)
    if not widths:
        return None
    return Still(
        _widest(file, frame, digest_of(image), kind),
        widths[-1],
        height_for(kind, widths[-1], file.width, file.height, frame),
    )


def renditions(
    image: Image, spec: str, formats: Sequence[str], *, at: datetime, crop: str = ""
) -> list[Rendition]:
    """All files of a picture in these formats of a spec, the best format first, then the narrowest;
    none where it is not shown at `at`."""
    if image.file is None or not image.is_available(at):
        return []
    kind, file, frame, digest = SPECS[spec], image.file, frame_of(image, crop), digest_of(image)
    return [
        Rendition(
            rendition_path(file.key, frame, digest, kind.name, width, fmt),
            width,
            height_for(kind, width, file.width, file.height, frame),
            FORMATS[fmt],
        )
        for fmt in kind.formats
        if fmt in formats
        for width in offered_widths(kind, file.width, file.height, frame)
    ]


def credit_of(image: Image) -> str:
    """Whose picture it is, as newspapers print it; "" where nobody is named."""
    named = image.credit or ", ".join(image.creator_names)
    if not named:
        return ""
    drawn = image.digital_source_type.rstrip("/").rpartition("/")[2] in _DRAWN
    wording = _("Illustration: %(name)s") if drawn else _("Photo: %(name)s")
    return wording % {"name": named}


def tone_of(colour: str) -> str:
    """The class whose background is nearest to a colour, "#1c1a17"; see static/css/pictures.css."""
    levels = (round(int(colour[start : start + 2], 16) / 255 * _LEVELS) for start in (1, 3, 5))
    return "tone-" + "".join(map(str, levels))


def _seen(image: Image, file: ImageFile, spec: Spec, frame: Frame) -> dict[str, Any]:
    """The fields of a picture that may be seen: its size, addresses, credit and tone."""
    digest = digest_of(image)
    widths = offered_widths(spec, file.width, file.height, frame)
    sets = {fmt: _srcset(file, frame, digest, spec, widths, fmt) for fmt in spec.formats}
    plain = max((width for width in widths if width <= _FALLBACK_WIDTH), default=widths[0])
    return {
        "width": widths[-1],
        "height": height_for(spec, widths[-1], file.width, file.height, frame),
        "sources": tuple(Source(FORMATS[fmt], sets[fmt]) for fmt in sets if fmt != "jpg"),
        "src": rendition_path(file.key, frame, digest, spec.name, plain, "jpg"),
        "srcset": sets["jpg"],
        "credit": credit_of(image),
        "tone": tone_of(file.colour),
        "link": _widest(file, frame, digest, SPECS["full"]),
    }


def _srcset(
    file: ImageFile, frame: Frame, digest: str, spec: Spec, widths: Sequence[int], fmt: str
) -> str:
    paths = ((rendition_path(file.key, frame, digest, spec.name, w, fmt), w) for w in widths)
    return ", ".join(f"{path} {width}w" for path, width in paths)


def _widest(file: ImageFile, frame: Frame, digest: str, spec: Spec) -> str:
    width = offered_widths(spec, file.width, file.height, frame)[-1]
    return rendition_path(file.key, frame, digest, spec.name, width, "jpg")


def _proportions(spec: Spec, file: ImageFile | None, frame: Frame) -> tuple[int, int]:
    if spec.ratio or file is None:
        return spec.ratio or _UNKNOWN
    return 1000, height_for(spec, 1000, file.width, file.height, frame)
