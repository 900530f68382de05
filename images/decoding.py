"""What runs in the child process: decodes an untrusted picture and makes its master.

    python -m images.decoding <picture> <folder>

leaves `answer.json` in the folder and, where the picture can be used, `master` beside it. The
answer says either `refused` (a word that `images.opening` makes a sentence of) or what the picture
is. It knows nothing of Django, so that it starts quickly, and holds the whole picture only once.
"""

import contextlib
import importlib
import json
import math
import resource
import sys
import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import (
    AvifImagePlugin,
    Image,
    ImageCms,
    PngImagePlugin,
    WebPImagePlugin,  # noqa: F401 - named, so that Pillow does not load all that it knows
)

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")  # MPO opens as JPEG
MOST_PIXELS = 50_000_000
MOST_SIDE = 30_000
# Their decoders keep several copies of the whole picture; these are the largest within our memory.
HUNGRY = {"WEBP": 18_000_000, "AVIF": 24_000_000}
# A progressive JPEG keeps its coefficients besides: above this it is decoded at half its size.
MOST_WHOLE_JPEG = 32_000_000
MOST_PROGRESSIVE_CMYK = 36_000_000
MASTER_SIDE = 4096
STRIP_PIXELS = 2_000_000
MARGIN = 4  # rows beyond a strip that its filter looks at, with one to spare
LIMITS = {
    resource.RLIMIT_AS: 400 << 20,
    resource.RLIMIT_CPU: 10,
    resource.RLIMIT_FSIZE: 160 << 20,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NOFILE: 32,
}
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class RefusedPicture(Exception):
    """The picture cannot be used; the only argument says why in a word."""


def main(picture: str, folder: str) -> None:
    """Decodes under limits and leaves the answer in the folder."""
    for limit, most in LIMITS.items():
        with contextlib.suppress(OSError, ValueError):  # some systems do not know all of them
            resource.setrlimit(limit, (most, most))
    answer = develop(Path(picture), Path(folder))
    Path(folder, "answer.json").write_text(json.dumps(answer), "utf-8")


def develop(picture: Path, folder: Path) -> dict[str, Any]:
    """What is known of the picture, its master being in the folder; or why it is refused."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    PngImagePlugin.MAX_TEXT_MEMORY = 16 << 20
    AvifImagePlugin.DEFAULT_MAX_THREADS = 2  # each has a stack of its own
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _develop(picture, folder)
        except RefusedPicture as refused:
            return {"refused": str(refused)}
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            return {"refused": "pixels"}
        except MemoryError:
            return {"refused": "memory"}
        except Exception as error:  # noqa: BLE001 - Pillow raises anything on hostile files
            return {"refused": "cut" if "truncated" in str(error) else "broken"}


def _develop(picture: Path, folder: Path) -> dict[str, Any]:
    with Image.open(picture, formats=FORMATS) as image:
        width, height = image.size
        kind = "JPEG" if image.format == "MPO" else str(image.format)
        _check_size(kind, width, height)
        if kind == "JPEG":
            _read_smaller(image)
        image.load()
        turn = _orientation(image)
        profile = image.info.get("icc_profile")
        metadata = _metadata(image)
        master = _shrunk(image, _fitting(*image.size))
    master = _in_srgb(master, profile)
    if turn in TURNS:
        master = master.transpose(TURNS[turn])
    if turn > 4:
        width, height = height, width
    master_format = "PNG" if kind in ("PNG", "GIF") else "JPEG"
    _write(master, folder / "master", master_format)
    return {
        "format": kind,
        "width": width,
        "height": height,
        "master_format": master_format,
        "master_width": master.width,
        "master_height": master.height,
        "colour": dominant_colour(master),
        "metadata": metadata,
    }


def _check_size(kind: str, width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise RefusedPicture("broken")
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise RefusedPicture("pixels")
    if width * height > HUNGRY.get(kind, MOST_PIXELS):
        raise RefusedPicture("memory")


def _read_smaller(image: Image.Image) -> None:
    """Lets the JPEG decoder halve the picture as often as its master allows."""
    width, height = image.size
    is_costly = image.mode == "CMYK" and "progressive" in image.info
    if is_costly and width * height > MOST_PROGRESSIVE_CMYK:
        raise RefusedPicture("memory")
    halvings = min(3, int(math.log2(max(1, max(width, height) / MASTER_SIDE))))
    if not halvings and width * height > MOST_WHOLE_JPEG:
        halvings = 1
    if halvings:
        image.draft(None, (width >> halvings, height >> halvings))


def _orientation(image: Image.Image) -> int:
    """How the camera was held, 1 to 8; 1 where that cannot be read."""
    try:
        turn = image.getexif().get(0x0112, 1)
    except Exception:  # noqa: BLE001 - a broken Exif block is no reason to lose the picture
        return 1
    return turn if isinstance(turn, int) and turn in TURNS else 1


def _metadata(image: Image.Image) -> dict[str, Any]:
    """What the picture says about itself; nothing where that cannot be read."""
    try:
        reader = importlib.import_module("images.metadata")
        found = reader.read(image).to_json()
        found = json.loads(found) if isinstance(found, str) else found
        json.dumps(found).encode("utf-8")
    except Exception:  # noqa: BLE001 - a broken block is no reason to lose the picture
        return {}
    return found if isinstance(found, dict) else {}


def _fitting(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, MASTER_SIDE / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture in at most this size, without transparency, in 8 bits.

    It goes strip by strip, for a second whole copy in another mode would need too much memory.
    """
    width, height = size
    scale = image.height / height
    rows = max(1, int(STRIP_PIXELS / (image.width * scale)))
    done: Image.Image | None = None
    for top in range(0, height, rows):
        bottom = min(height, top + rows)
        first, last = max(0, top - MARGIN), min(height, bottom + MARGIN)
        start, end = math.floor(first * scale), min(image.height, math.ceil(last * scale))
        strip = _plain(image.crop((0, start, image.width, end)))
        if size != image.size:
            box = (0.0, first * scale - start, strip.width, min(last * scale - start, strip.height))
            strip = strip.resize((width, last - first), Image.Resampling.LANCZOS, box=box)
        else:
            first = start
        if done is None:
            done = Image.new(strip.mode, size)
        done.paste(strip.crop((0, top - first, width, bottom - first)), (0, top))
    if done is None:
        raise RefusedPicture("broken")
    return done


def _plain(strip: Image.Image) -> Image.Image:
    """The strip in L, RGB, CMYK or LAB, on white where it was transparent."""
    if strip.mode.startswith("I"):  # 16 bits of grey
        return strip.point(lambda value: value * (1 / 256) + 0).convert("L")
    mode = "L" if strip.mode in ("1", "L", "LA", "La") else "RGB"
    if _is_transparent(strip):
        strip = strip.convert("RGBA")
        white = Image.new(mode, strip.size, "white")
        white.paste(strip.convert(mode), mask=strip.getchannel("A"))
        return white
    strip.info.pop("transparency", None)
    return strip if strip.mode in ("CMYK", "LAB", mode) else strip.convert(mode)


def _is_transparent(strip: Image.Image) -> bool:
    if strip.mode in ("LA", "La", "PA", "RGBA", "RGBa"):
        return True
    key = strip.info.get("transparency")
    if isinstance(key, tuple):
        return max(key, default=256) < 256  # of 16 bits it cannot be found again in 8
    return key is not None and (isinstance(key, bytes) or 0 <= key < 256)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in sRGB; one whose profile does not fit or is broken counts as sRGB."""
    if profile:
        with contextlib.suppress(Exception):  # its colours are a little off, but it is there
            return _converted(image, profile)
    return image if image.mode == "RGB" else image.convert("RGB")


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
        image.mode,
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if image.mode == "RGB":
        ImageCms.applyTransform(image, transform, inPlace=True)
        return image
    return ImageCms.applyTransform(image, transform) or image.convert("RGB")


def dominant_colour(image: Image.Image) -> str:
    """The mean of the largest group of similar colours, as "#rrggbb"."""
    side = min(1.0, 96 / max(image.size))
    size = max(1, round(image.width * side)), max(1, round(image.height * side))
    grouped = image.resize(size, Image.Resampling.BOX, reducing_gap=2).quantize(6, kmeans=2)
    counts: Any = grouped.getcolors()
    index = 3 * max(counts)[1]
    return "#{:02x}{:02x}{:02x}".format(*(grouped.getpalette() or [])[index : index + 3])


def _write(master: Image.Image, path: Path, master_format: str) -> None:
    """Writes pixels and nothing else."""
    master.info.clear()
    if master_format == "PNG":
        master.save(path, "PNG", compress_level=1)
    else:
        master.save(path, "JPEG", quality=95, subsampling=0)


if __name__ == "__main__":
    main(*sys.argv[1:3])
