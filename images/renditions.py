"""The renditions of pictures in the library: made, made beforehand, forgotten."""

import logging
import time
from collections.abc import Container, Iterator

from django.core.files.storage import storages
from django.utils import timezone

from images import addresses, making, rendering, stored
from images.addresses import RenditionAddress
from images.models import Image, ImageFile
from images.rights import address_of, frame_of, packet_of
from images.specs import FORMATS, SPECS, Spec, offered_widths

SECONDS = 8.0  # within which the common renditions are made, if nothing else is said
_COARSE = 400  # pixels across, of what stands in for a rendition for a moment

logger = logging.getLogger(__name__)


def is_offered(file: ImageFile, address: RenditionAddress) -> bool:
    """Whether the address asks for a format and a width in which we serve this file."""
    spec = SPECS[address.spec]
    widths = offered_widths(spec, file.width, file.height, address.frame)
    return address.fmt in spec.formats and address.width in widths


def rendition(file: ImageFile, address: RenditionAddress) -> making.Made | None:
    """The rendition at an address that is offered: stored, made now, or another width for now.

    None where there is nothing to show at this moment: networks keep the share card that they get,
    so for that nothing stands in. `file` comes with its image. Raises
    `making.NoLongerWanted` where the picture's rights ended meanwhile, and OSError where its master
    cannot be read.
    """

    def drawn(source: bytes, width: int, fmt: str) -> bytes:
        spec, rights = SPECS[address.spec], packet_of(file.image)
        return rendering.render(source, spec, width, fmt, address.frame, rights)

    def render() -> bytes:
        with storages["originals"].open(file.master) as master:
            return drawn(master.read(), address.width, address.fmt)

    def stand_in() -> making.Made | None:
        """A coarse picture, made from a thumbnail in a few milliseconds."""
        source = None if address.spec == "share" else stored.whole(file.key, "thumbnail", "jpg")
        if source is None:
            return None
        data = drawn(source, min(address.width, _COARSE), "jpg")
        return making.Made(data, is_exact=False, fmt="jpg")

    def is_wanted() -> bool:
        return Image.objects.usable(at=timezone.now()).filter(pk=file.image_id).exists()

    return making.make(address, render, is_wanted, stand_in)


def make_common(
    image: Image,
    *,
    seconds: float = SECONDS,
    specs: Container[str] = SPECS,
    formats: Container[str] = FORMATS,
) -> int:
    """Make the renditions of the picture's current file that most pages ask for; says how many.

    It begins none when `seconds` have passed, and leaves out what it cannot make: those are made
    when somebody asks. Call it after the picture is committed, outside of a transaction.
    """
    end, made = time.monotonic() + seconds, 0
    if image.file is None:
        return made
    for address in _common(image, image.file):
        if address.spec not in specs or address.fmt not in formats:
            continue
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
    """The addresses of the common renditions, what is needed most first.

    Those of the desk; one width of each for readers, who then have something to see however many
    ask for the others; the others in the format that nearly all browsers take.
    """
    thumbnail, *public = sorted(SPECS.values(), key=lambda spec: spec.name != "thumbnail")
    desk = [(thumbnail, width, fmt) for width in _widths(thumbnail, image, file) for fmt in FORMATS]
    widths = [(spec, _widths(spec, image, file)) for spec in public]
    first = [(spec, width, fmt) for fmt in FORMATS for spec, them in widths for width in them[:1]]
    others = [(spec, width, "avif") for spec, them in widths for width in them[1:]]
    for spec, width, fmt in (*desk, *first, *others):
        address = addresses.parse(address_of(image, spec.name, width, fmt))
        if address and fmt in spec.formats:
            yield address


def _widths(spec: Spec, image: Image, file: ImageFile) -> list[int]:
    """The common widths in which this file is offered, in their order."""
    offered = offered_widths(spec, file.width, file.height, frame_of(image))
    return [width for width in spec.common if width in offered]


def forget(image: Image) -> None:
    """Remove every stored rendition of all files of the picture.

    Call it when it was taken down, after that is committed: what is made meanwhile goes too.
    """
    for key in image.files.values_list("key", flat=True):
        stored.forget(key)
