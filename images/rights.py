"""What of a picture goes out with each of its renditions: its frame, its rights, its addresses."""

import json
from dataclasses import asdict
from hashlib import sha256

from images.addresses import rendition_path
from images.metadata import Rights, packet
from images.models import Image
from images.specs import Frame


def frame_of(image: Image, crop: str = "") -> Frame:
    """What of the picture is to be seen: all around its focal point, or the own crop of a use.

    `crop` is "left,top,width,height" per mille, or "". Raises ValueError where it is no part.
    """
    return Frame.of(image.focus_x, image.focus_y, crop)


def rights_of(image: Image) -> Rights:
    """What readers and search engines are told of the rights, in every rendition."""
    return Rights(
        creators=image.creator_names,
        credit=image.credit,
        copyright_notice=image.copyright_notice,
        usage_terms=image.usage_terms,
        web_statement=image.web_statement,
        licensor_url=image.licensor_url,
    )


def packet_of(image: Image) -> bytes:
    """The XMP packet that is embedded in the picture's renditions: the only metadata there."""
    return packet(rights_of(image))


def digest_of(image: Image) -> str:
    """A text that changes with anything that is embedded of the rights, and only then."""
    told = json.dumps(asdict(rights_of(image)), sort_keys=True)
    return sha256(told.encode()).hexdigest()


def address_of(image: Image, spec: str, width: int, fmt: str, crop: str = "") -> str:
    """The address of a rendition of the picture's current file, from its leading slash on.

    The width must be one of `images.specs.offered_widths`; others are answered with 404. It asks
    nothing of the database where the picture came `with_file()`. Raises ValueError for a picture
    that has no file, or a crop that is no part of it.
    """
    if image.file is None:
        raise ValueError("The picture has no file yet.")
    return rendition_path(image.file.key, frame_of(image, crop), digest_of(image), spec, width, fmt)
