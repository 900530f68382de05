"""Makers of odd and hostile picture files, all in code."""

import struct
import zlib
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageCms

SIZE = (48, 32)


def scene(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """Red above left, green above right, blue below left, white below right."""
    image = Image.new("RGB", size, "white")
    width, height = size[0] // 2, size[1] // 2
    for colour, corner in (("red", (0, 0)), ("lime", (width, 0)), ("blue", (0, height))):
        image.paste(colour, (*corner, corner[0] + width, corner[1] + height))
    if mode == "I;16":
        return image.convert("I").point(lambda value: value * 256 + 0).convert(mode)
    return image.convert("RGBA").convert(mode) if mode == "PA" else image.convert(mode)


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    """The bytes of the picture as a file of this kind."""
    file = BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def turned(turn: int) -> bytes:
    """A JPEG that looks like `scene` when the orientation that it names is applied."""
    undo: dict[int, Image.Transpose] = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = scene().transpose(undo[turn]) if turn in undo else scene()
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010F] = "Secret camera maker"
    return saved(image, "JPEG", quality=95, subsampling=0, exif=exif)


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG with its checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(
    width: int,
    height: int,
    rows: bytes,
    *,
    depth: int = 8,
    colour: int = 2,
    lace: int = 0,
    before: bytes = b"",
    after: bytes = b"",
) -> bytes:
    """A PNG with this header, whatever the rows are."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, lace)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before
        + chunk(b"IDAT", zlib.compress(rows, 9)) + after + chunk(b"IEND", b"")
    )  # fmt: skip


def bomb_of_81_megapixels() -> bytes:
    """9000 × 9000 pixels of one bit in about 10 kB."""
    return png(9000, 9000, bytes(9000 * 1126), depth=1, colour=0)


def segment(marker: int, data: bytes) -> bytes:
    """A segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def with_segments(jpeg: bytes, *segments: bytes) -> bytes:
    """The JPEG with these segments directly after its start."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def frame_at(jpeg: bytes) -> int:
    """Where the segment with the size of a JPEG begins."""
    return next(at for marker in (0xC0, 0xC2) if (at := jpeg.find(bytes((0xFF, marker)))) > 0)


def with_frame(jpeg: bytes, **change: int) -> bytes:
    """The JPEG with another marker, precision, height or width in its frame header."""
    at, made = frame_at(jpeg), bytearray(jpeg)
    made[at + 1] = change.get("marker", made[at + 1])
    made[at + 4] = change.get("precision", made[at + 4])
    for name, offset in (("height", 5), ("width", 7)):
        if name in change:
            struct.pack_into(">H", made, at + offset, change[name])
    return bytes(made)


def looping_exif() -> bytes:
    """An Exif block whose directory names itself as the next one and as its sub-directory."""
    entries = struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<HHII", 0x0112, 3, 1, 6)
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + entries + struct.pack("<I", 8)


def linear_profile() -> bytes:
    """A colour profile under which values of RGB mean something else."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile() -> bytes:
    """sRGB with the columns of red and blue exchanged: what is stored as red is blue."""
    return linear_profile().replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(
        b"?XYZ", b"bXYZ"
    )  # fmt: skip


def whole_files() -> dict[str, bytes]:
    """A valid file of each kind and mode, and of each way to store it."""
    return _of_each_mode() | _of_several_frames() | _of_each_way()


def _of_each_mode() -> dict[str, bytes]:
    kinds = {
        "JPEG": ("1", "L", "RGB", "CMYK", "YCbCr"),
        "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
        "WEBP": ("L", "RGB", "RGBA", "P"),
        "AVIF": ("L", "RGB", "RGBA"),
        "GIF": ("1", "L", "P", "RGB", "RGBA"),
    }
    return {f"{kind} {mode}": saved(scene(mode), kind) for kind in kinds for mode in kinds[kind]}


def _of_several_frames() -> dict[str, bytes]:
    first = scene()
    second = first.transpose(Image.Transpose.ROTATE_180)
    return {
        f"{kind} of two frames": saved(first, kind, save_all=True, append_images=[second])
        for kind in ("GIF", "PNG", "WEBP", "AVIF", "MPO")
    }


def _of_each_way() -> dict[str, bytes]:
    return {
        "JPEG progressive": saved(scene(), "JPEG", progressive=True),
        "JPEG noise": saved(Image.effect_noise(SIZE, 80), "JPEG", quality=100),
        "JPEG optimised": saved(scene(), "JPEG", optimize=True, restart_marker_blocks=1),
        "JPEG of RGB kept": saved(scene(), "JPEG", keep_rgb=True),
        "WEBP lossless": saved(scene("RGBA"), "WEBP", lossless=True, exact=True),
        "AVIF 4:4:4": saved(scene(), "AVIF", subsampling="4:4:4"),
        "PNG palette of 2 bits": saved(scene("P").quantize(4), "PNG", bits=2),
        "PNG palette, transparent": saved(scene("P"), "PNG", transparency=b"\0\x80\xff"),
        "PNG key": saved(scene(), "PNG", transparency=(255, 0, 0)),
        "PNG grey key": saved(scene("L"), "PNG", transparency=255),
        "PNG interlaced": png(1, 1, b"\0\1\2\3", lace=1),
        "PNG of 1 × 2000": png(1, 2000, 2000 * b"\0abc"),
        "PNG of 9000 × 1": png(9000, 1, b"\0" + 9000 * b"abc"),
        "GIF of one pixel": saved(Image.new("P", (1, 1)), "GIF", transparency=0),
        **_of_16_bits(),
    }


def _of_16_bits() -> dict[str, bytes]:
    return {
        "PNG of 16 bits, RGB": png(2, 2, 2 * (b"\0" + bytes(range(12))), depth=16),
        "PNG of 16 bits, RGBA": png(2, 2, 2 * (b"\0" + bytes(range(16))), depth=16, colour=6),
        "PNG of 16 bits, LA": png(2, 2, 2 * (b"\0" + bytes(range(8))), depth=16, colour=4),
        "PNG of 16 bits, key": png(
            2, 2, 2 * (b"\0" + bytes(12)), depth=16, before=chunk(b"tRNS", bytes(range(6)))
        ),
    }


def dubious_files() -> dict[str, bytes]:
    """Files that break a rule: each may be opened or refused, but nothing else may happen."""
    return _odd_frames() | _odd_segments() | _odd_pngs() | _odd_others()


def _odd_frames() -> dict[str, bytes]:
    jpeg = saved(scene(), "JPEG")
    return {
        "frame of no width": with_frame(jpeg, width=0),
        "frame of no height": with_frame(jpeg, height=0),
        "frame too high": with_frame(jpeg, height=4000),
        "frame too wide": with_frame(jpeg, width=4000),
        "frame of 65535": with_frame(jpeg, width=65535, height=65535),
        "12 bits": with_frame(jpeg, precision=12),
        "lossless": with_frame(jpeg, marker=0xC3),
        "arithmetic": with_frame(jpeg, marker=0xC9),
        "hierarchical": with_frame(jpeg, marker=0xC5),
    }


def _odd_segments() -> dict[str, bytes]:
    jpeg, garbage, exif = saved(scene(), "JPEG"), Random(7).randbytes(3000), looping_exif()
    return {
        "Exif that loops": with_segments(jpeg, segment(0xE1, exif)),
        "Exif of garbage": with_segments(jpeg, segment(0xE1, b"Exif\0\0" + garbage)),
        "Exif of a few bytes": with_segments(jpeg, segment(0xE1, b"Exif\0\0II*\0\xff\xff")),
        "XMP of garbage": with_segments(
            jpeg, segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + garbage)
        ),
        "Photoshop block of garbage": with_segments(
            jpeg, segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\xff\xff\xff\xff" + garbage)
        ),
        "profile of garbage": with_segments(jpeg, segment(0xE2, b"ICC_PROFILE\0\1\1" + garbage)),
        "profile of no parts": with_segments(jpeg, segment(0xE2, b"ICC_PROFILE\0\5\0")),
        "MPO index of garbage": with_segments(jpeg, segment(0xE2, b"MPF\0II*\0" + garbage)),
        "Adobe mark alone": with_segments(jpeg, segment(0xEE, b"Adobe\0\x64\0\0\0\0\2")),
        "300 large segments": with_segments(jpeg, *(300 * [segment(0xE5, bytes(65000))])),
        "segment of no length": with_segments(jpeg, b"\xff\xe0\0\0"),
        "only a start": b"\xff\xd8\xff",
    }


def _odd_pngs() -> dict[str, bytes]:
    whole, exif = saved(scene(), "PNG"), looping_exif()
    return {
        "PNG of no width": png(0, 5, b""),
        "PNG of 2^31": png(2**31 - 1, 2**31 - 1, b"\0"),
        "PNG of depth 3": png(5, 5, b"\0", depth=3),
        "PNG of colour 9": png(5, 5, b"\0", colour=9),
        "PNG palette missing": png(4, 4, 20 * b"\0", colour=3),
        "PNG too few rows": png(400, 400, 20 * b"\0"),
        "PNG too many rows": png(4, 4, bytes(1 << 20)),
        "PNG text bomb": png(
            1, 1, b"\0abc", before=chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(60 << 20)))
        ),
        "PNG of many text bombs": png(
            1, 1, b"\0abc", before=64 * chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(1 << 20)))
        ),
        "PNG profile bomb": png(
            1, 1, b"\0abc", before=chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(60 << 20)))
        ),
        "PNG Exif that loops": png(1, 1, b"\0abc", before=chunk(b"eXIf", exif[6:])),
        "PNG of an iPhone app": whole[:8] + chunk(b"CgBI", bytes(4)) + whole[8:],
        "PNG of wrong checksum": whole[:29] + b"\0\0\0\0" + whole[33:],
        "PNG without an end": whole[:-12],
        "APNG of no frames": png(1, 1, b"\0abc", before=chunk(b"acTL", bytes(8))),
    }


def _odd_others() -> dict[str, bytes]:
    return {
        "GIF of no size": b"GIF89a" + bytes(7) + b";",
        "GIF of frames outside": b"GIF89a\1\0\1\0\0\0\0,\xff\xff\xff\xff\xff\xff\xff\xff\0\2\0;",
        "GIF of odd code size": b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\xff\1\0\0;",
        "WEBP of no picture": b"RIFF\x04\0\0\0WEBP",
        "WEBP of 16383": b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + b"\xfe\x3f\0\xfe\x3f\0",
        "AVIF of no picture": b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf",
        "garbage after the start": b"\xff\xd8\xff\xe0" + Random(7).randbytes(3000),
    }


def damaged(whole: bytes, seed: int) -> bytes:
    """The file with some bits turned over or a stretch left out, the same for each seed."""
    random, made = Random(seed), bytearray(whole)
    for _ in range(random.choice((1, 3, 20))):
        made[random.randrange(len(made))] ^= 1 << random.randrange(8)
    if seed % 3 == 0:
        at = random.randrange(len(made))
        del made[at : at + random.randrange(1, 40)]
    return bytes(made)
