"""The renditions of pictures in the library: made, made beforehand, forgotten."""

import logging
import time
from collections.abc import Iterator

from django.core.files.storage import storages
from django.utils import timezone

from images import addresses, making, rendering, stored
from images.addresses import RenditionAddress
from images.models import Image, ImageFile
from images.rights import address_of, frame_of, packet_of
from images.specs import SPECS, offered_widths

SECONDS = 8.0  # within which the common renditions are made: an upload waits for them

logger = logging.getLogger(__name__)


def is_offered(file: ImageFile, address: RenditionAddress) -> bool:
    """Whether the address asks for a format and a width in which we serve this file."""
    spec = SPECS[address.spec]
    widths = offered_widths(spec, file.width, file.height, address.frame)
    return address.fmt in spec.formats and address.width in widths


def rendition(file: ImageFile, address: RenditionAddress) -> making.Made | None:
    """The rendition at an address that is offered: stored, made now, or another width for now.

    None where there is nothing to show at this moment. `file` comes with its image. Raises
    `making.NoLongerWanted` where the picture's rights ended meanwhile, and OSError where its master
    cannot be read.
    """

    def render() -> bytes:
        with storages["originals"].open(file.master) as master:
            return rendering.render(
                master.read(),
                SPECS[address.spec],
                address.width,
                address.fmt,
                address.frame,
                packet_of(file.image),
            )

    def is_wanted() -> bool:
        return Image.objects.usable(at=timezone.now()).filter(pk=file.image_id).exists()

    return making.make(address, render, is_wanted)


def make_common(image: Image, *, seconds: float = SECONDS) -> int:
    """Make the renditions of the picture's current file that most pages ask for; says how many.

    It begins none when `seconds` have passed, and leaves out what it cannot make: those are made
    when somebody asks. Call it after the picture is committed, outside of a transaction.
    """
    end, made = time.monotonic() + seconds, 0
    if image.file is None:
        return made
    for address in _common(image, image.file):
        if time.monotonic() >= end:
            break
        try:
            found = rendition(image.file, address)
        except making.NoLongerWanted:
            break
        except OSError:
            logger.exception("No rendition can be made of the file %s.", image.file.key)
            break
        made += found is not None and found.is_exact
    return made


def _common(image: Image, file: ImageFile) -> Iterator[RenditionAddress]:
    """The addresses of the common renditions: for the desk first, what takes longest last."""
    frame = frame_of(image)
    specs = sorted(SPECS.values(), key=lambda spec: spec.name != "thumbnail")
    for fmt in ("jpg", "webp", "avif"):
        for spec in specs:
            for width in offered_widths(spec, file.width, file.height, frame):
                path = address_of(image, spec.name, width, fmt)
                address = addresses.parse(path) if width in spec.common else None
                if address and fmt in spec.formats:
                    yield address


def forget(image: Image) -> None:
    """Remove every stored rendition of all files of the picture.

    Call it when it was taken down, after that is committed: what is made meanwhile goes too.
    """
    for key in image.files.values_list("key", flat=True):
        stored.forget(key)
