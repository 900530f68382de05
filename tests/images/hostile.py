"""Picture files that want to hurt: bombs, lies about sizes, huge blocks, pictures in pictures."""

import struct
import zlib
from random import Random

from PIL import Image, ImageCms

from tests.images import files
from tests.images.files import chunk, png, saved, scene, segment, with_frame, with_segments

LARGEST_SEGMENT = 65_533


def hostile_files() -> dict[str, bytes]:
    """By name. Each may be opened or refused within seconds, and nothing else may happen."""
    return _bombs() | _lies() | _giants() | _colours() | _odd_shapes() | _renamed() | _cut()


def _bombs() -> dict[str, bytes]:
    blank = zlib.compress(bytes(4000 * (4000 * 4 + 1)), 1)
    frames = b"".join(_apng_frame(number, 4000, blank) for number in range(1, 40))
    header = struct.pack(">IIBBBBB", 4000, 4000, 8, 6, 0, 0, 0)
    animated = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"acTL", struct.pack(">II", 40, 0))
        + chunk(b"IDAT", blank) + frames + chunk(b"IEND", b"")
    )  # fmt: skip
    return {
        "APNG of forty frames of 16 megapixels": animated,
        "GIF of 500 frames": _gif(60_000, 60_000, 500),
        "GIF of a large screen": _gif(7000, 7000, 1),
        "WEBP of many frames": saved(
            scene(), "WEBP", save_all=True, append_images=[scene("L")] * 60, duration=1
        ),
        "PNG of 49 megapixels of nothing": png(7000, 7000, bytes(7000 * 876), depth=1, colour=0),
        "PNG of 49 megapixels in colour": png(7000, 7000, bytes(7000 * 21_001)),
        "PNG of rows without end": png(10, 10, bytes(40 << 20)),
    }


def _apng_frame(number: int, side: int, data: bytes) -> bytes:
    control = struct.pack(">IIIIIHHBB", 2 * number - 1, side, side, 0, 0, 1, 100, 0, 0)
    return chunk(b"fcTL", control) + chunk(b"fdAT", struct.pack(">I", 2 * number) + data)


def _gif(width: int, height: int, frames: int) -> bytes:
    frame = b",\0\0\0\0" + struct.pack("<HH", 9000, 9000) + b"\0\2\2\x44\1\0"
    screen = struct.pack("<HH", width & 0xFFFF, height & 0xFFFF)
    return b"GIF89a" + screen + b"\x80\0\0\0\0\0\xff\xff\xff" + frames * frame + b";"


def _lies() -> dict[str, bytes]:
    jpeg, whole = saved(scene(), "JPEG"), saved(scene(), "PNG")
    webp, avif = saved(scene(), "WEBP"), saved(scene(), "AVIF")
    return {
        "JPEG that says 30000 × 1600": with_frame(jpeg, width=30_000, height=1600),
        "JPEG that says 7000 × 7000": with_frame(jpeg, width=7000, height=7000),
        "JPEG of two frame headers": jpeg[:-2] + jpeg[2:],
        "JPEG of no scan": jpeg[: jpeg.find(b"\xff\xda")] + b"\xff\xd9",
        "JPEG of a scan without end": jpeg[:-2] + bytes(5_000_000),
        "PNG that says 7000 × 7000": whole[:16] + struct.pack(">II", 7000, 7000) + whole[24:],
        "PNG chunk of 2 GB": whole[:33] + b"\x7f\xff\xff\xffIDAT" + whole[41:],
        "PNG of two headers": whole[:33] + whole[8:],
        "WEBP longer than it is": webp[:4] + b"\xff\xff\xff\x7f" + webp[8:],
        "AVIF box of all": b"\xff\xff\xff\xff" + avif[4:],
        "AVIF that is HEIC behind": avif.replace(b"av01", b"hvc1"),
    }


def _giants() -> dict[str, bytes]:
    jpeg, noise = saved(scene(), "JPEG"), Random(3).randbytes(LARGEST_SEGMENT - 40)
    profile = [segment(0xE2, b"ICC_PROFILE\0" + bytes((n, 119)) + noise) for n in range(1, 120)]
    rest = [
        segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + bytes(8) + noise[:6000])
        for _ in range(200)
    ]
    entry = struct.pack("<HHII", 0x9286, 7, 0xFFFFFFF0, 26)  # a comment of four gigabytes
    exif = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4)
    return {
        "profile of 8 MB": with_segments(jpeg, *profile),
        "XMP in 200 pieces": with_segments(jpeg, *rest),
        "Exif of 4 GB": with_segments(jpeg, segment(0xE1, exif)),
        "Exif of 5000 tags": with_segments(jpeg, segment(0xE1, _many_tags(5000))),
        "comments": with_segments(jpeg, *([segment(0xFE, noise)] * 60)),
        "PNG of 100000 texts": png(1, 1, b"\0abc", before=100_000 * chunk(b"tEXt", b"a\0b")),
        "PNG of a huge profile": png(
            1, 1, b"\0abc", before=chunk(b"iCCP", b"a\0\0" + zlib.compress(noise * 40))
        ),
        "PNG of a huge Exif": png(1, 1, b"\0abc", before=chunk(b"eXIf", b"II*\0" + noise * 40)),
        "MPO in MPO in MPO": _nested(5),
        "MPO that names itself": with_segments(jpeg, segment(0xE2, _mpo_index(10, 0))),
        "MPO of pictures beyond the end": with_segments(
            jpeg, segment(0xE2, _mpo_index(9, 1 << 30))
        ),
    }


def _many_tags(count: int) -> bytes:
    entries = b"".join(struct.pack("<HHII", n, 3, 1, n) for n in range(count))
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, count) + entries + bytes(4)


def _mpo_index(count: int, at: int) -> bytes:
    entry = struct.pack("<IIIHH", 0x030000, 1000, at, 0, 0)
    fields = (
        struct.pack("<HHI4s", 0xB000, 7, 4, b"0100") + struct.pack("<HHII", 0xB001, 4, 1, count)
        + struct.pack("<HHII", 0xB002, 7, 16 * count, 50)
    )  # fmt: skip
    return b"MPF\0II*\0" + struct.pack("<IH", 8, 3) + fields + bytes(4) + count * entry


def _nested(depth: int) -> bytes:
    made = saved(scene(), "JPEG")
    for _ in range(depth):
        made = saved(scene(), "MPO", save_all=True, append_images=[scene("L")]) + made
    return made


def _colours() -> dict[str, bytes]:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    cmyk = saved(scene("CMYK"), "JPEG")
    return {
        "CMYK with a profile for Lab": saved(scene("CMYK"), "JPEG", icc_profile=lab),
        "grey with a profile for RGB": saved(
            scene("L"), "JPEG", icc_profile=files.linear_profile()
        ),
        "YCCK": cmyk.replace(b"Adobe\0\x64\0\0\0\0\0", b"Adobe\0\x64\0\0\0\0\2"),
        "CMYK without its mark": cmyk.replace(b"Adobe", b"Edoba"),
        "RGB marked as YCCK": with_segments(
            saved(scene(), "JPEG"), segment(0xEE, b"Adobe\0\x64\0\0\0\0\2")
        ),
        "palette shorter than its pixels": png(
            4, 4, 4 * b"\0\xff\xfe\xfd\xfc", colour=3, before=chunk(b"PLTE", b"abc")
        ),
        "palette of too many transparencies": png(
            4, 4, 4 * b"\0\0\0\0\0", colour=3,
            before=chunk(b"PLTE", b"abc") + chunk(b"tRNS", bytes(256)),
        ),
        "16 bits with a palette": png(
            2, 2, 2 * (b"\0" + bytes(12)), depth=16, before=chunk(b"PLTE", bytes(768))
        ),
    }  # fmt: skip


def _odd_shapes() -> dict[str, bytes]:
    return {
        "PNG of 1 × 1": png(1, 1, b"\0abc"),
        "PNG of 1 × 50000": png(1, 50_000, 50_000 * b"\0abc"),
        "PNG of 50000 × 1": png(50_000, 1, b"\0" + 50_000 * b"abc"),
        "PNG of 1 × 30000": png(1, 30_000, 30_000 * b"\0abc"),
        "JPEG of 1 × 1": saved(Image.new("RGB", (1, 1)), "JPEG"),
        "JPEG of 1 × 30000": saved(Image.new("L", (1, 30_000)), "JPEG"),
        "JPEG of 65500 × 1": saved(Image.new("L", (65_500, 1)), "JPEG"),
        "GIF of 1 × 30000": saved(Image.new("P", (1, 30_000)), "GIF"),
        "WEBP of 16383 × 1": saved(Image.new("RGB", (16_383, 1)), "WEBP"),
        "AVIF of 1 × 1": saved(Image.new("RGB", (1, 1)), "AVIF"),
    }


def _renamed() -> dict[str, bytes]:
    kinds = {"TIFF": "LAB", "BMP": "RGB", "ICO": "RGBA", "TGA": "RGB", "PPM": "RGB"}
    other = {f"{kind} as .jpg": saved(scene(mode), kind) for kind, mode in kinds.items()}
    jpeg = saved(scene(), "JPEG")
    return other | {
        "JPEG before a TIFF": jpeg[:4] + saved(scene(), "TIFF"),
        "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(60),
        "JPEG XL": b"\xff\x0a" + bytes(60),
        "HTML behind a GIF's name": b"GIF89a=1;/*" + b"<script>alert(1)</script>*/" * 20,
        "a JPEG's start and a ZIP": b"\xff\xd8\xff\xe0PK\x03\x04" + bytes(5000),
    }


def _cut() -> dict[str, bytes]:
    """Whole files cut at many places, and with bits turned over."""
    found: dict[str, bytes] = {}
    for kind in ("JPEG", "PNG", "WEBP", "AVIF", "GIF"):
        whole = saved(scene(size=(96, 64)), kind)
        for part in (0.02, 0.15, 0.5, 0.9):
            found[f"{kind} cut at {part}"] = whole[: max(13, int(len(whole) * part))]
        for seed in range(3):
            found[f"{kind} damaged {seed}"] = files.damaged(whole, seed)
    return found
