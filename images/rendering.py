"""From a master to the bytes of a rendition.

The settings of the encoders are measured: docs/decisions/0013, benchmarks/pictures.py.
"""

from io import BytesIO
from pathlib import Path
from typing import IO, Any

from PIL import Image

from images.specs import Frame, Spec, crop_box, height_for

# How hard AVIF tries. A large picture at 6 would take seconds; at 8 it takes a third of the time
# and has a tenth more bytes.
_AVIF_SPEED, _AVIF_SPEED_LARGE = 6, 8
_LARGE = 1_000_000  # pixels
# Pillow shrinks by whole numbers first, down to this many times the size, then by LANCZOS.
_REDUCING_GAP = 3.0
_ENCODERS: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 70, "subsampling": "4:2:0", "max_threads": 1}),
    "webp": ("WEBP", {"quality": 82, "method": 4}),
    "jpg": ("JPEG", {"quality": 80, "optimize": True, "progressive": True}),
}


def render(
    master: bytes | Path | IO[bytes], spec: Spec, width: int, fmt: str, frame: Frame, xmp: bytes
) -> bytes:
    """The rendition `width` pixels wide, encoded as `fmt` ("avif", "webp" or "jpg").

    `master` is upright, RGB in sRGB, without metadata. `xmp` is the only metadata that the
    rendition carries (b"" for none). Raises OSError where the master cannot be read.
    """
    source = BytesIO(master) if isinstance(master, bytes) else master
    with Image.open(source, formats=["JPEG", "PNG"]) as picture:
        return encode(shown(picture, spec, width, frame), fmt, xmp)


def encode(picture: Image.Image, fmt: str, xmp: bytes = b"") -> bytes:
    """The bytes of an RGB picture in a format ("avif", "webp" or "jpg"), with `xmp` alone."""
    name, options = _ENCODERS[fmt]
    if fmt == "avif":
        large = picture.width * picture.height > _LARGE
        options = options | {"speed": _AVIF_SPEED_LARGE if large else _AVIF_SPEED}
    made = BytesIO()
    picture.info = {}  # nothing of the master's own can slip into the file
    picture.save(made, name, **options, **({"xmp": xmp} if xmp else {}))
    return made.getvalue()


def shown(picture: Image.Image, spec: Spec, width: int, frame: Frame) -> Image.Image:
    """The part of an RGB picture that a rendition shows, in its size.

    A JPEG that was not read yet is decoded at a half, a quarter, an eighth where that is enough.
    """
    whole_width, whole_height = picture.size
    box = crop_box(whole_width, whole_height, frame, spec.ratio)
    size = width, height_for(spec, width, whole_width, whole_height, frame)
    shrink = max(1, box.width / (width * _REDUCING_GAP))
    picture.draft("RGB", (max(1, int(whole_width / shrink)), max(1, int(whole_height / shrink))))
    across, down = picture.width / whole_width, picture.height / whole_height
    return picture.convert("RGB").resize(
        size,
        Image.Resampling.LANCZOS,
        box=(
            box.left * across,
            box.top * down,
            min(box.right * across, picture.width),
            min(box.bottom * down, picture.height),
        ),
        reducing_gap=_REDUCING_GAP,
    )
