"""How many bytes pictures have, how like the original they are, how long they take to make.

`make bench` runs it. It makes three pictures of 24 megapixels that are as hard on an encoder as
photographs (grain, foliage, soft skin, edges of buildings), renders the lead picture that a phone
of 390 px at two pixels a point loads, and compares it with JPEG at quality 80 of the same size.
README.md beside this file says what the figures are. The exit code is 1 where one is over its
limit.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageMath

from images.rendering import render, shown
from images.specs import FORMATS, SPECS, Frame

SIZE = (6000, 4000)
MASTER = (4096, 2731)
LEAD = SPECS["lead"]
WIDTH, BYTES = 800, 60_000  # what the phone loads, and how many bytes it may have
TIMED = (320, 800, 1600, 2400)
Scene = Callable[[random.Random], Image.Image]


@dataclass(frozen=True)
class Figure:
    """A rendition: its bytes, its likeness to the original (1 is the same), seconds to make it."""

    name: str
    size: int
    likeness: float
    seconds: float

    def __str__(self) -> str:
        return f"{self.name:<26}{self.size / 1000:7.1f} kB{self.likeness:9.4f}{self.seconds:8.2f} s"


def noise(chance: random.Random, finest: int, softest: int) -> Image.Image:
    """Grey clouds with details from `finest` to `softest` pixels, like foliage, stone or water."""
    made, step = Image.new("L", SIZE, 128), softest
    while step >= finest:
        size = max(2, SIZE[0] // step), max(2, SIZE[1] // step)
        grain = Image.frombytes("L", size, chance.randbytes(size[0] * size[1]))
        made = Image.blend(made, grain.resize(SIZE, Image.Resampling.BICUBIC), 0.42)
        step //= 2
    return made


def coloured(grey: Image.Image, dark: str, bright: str) -> Image.Image:
    """`grey` between two colours."""
    return Image.composite(Image.new("RGB", SIZE, bright), Image.new("RGB", SIZE, dark), grey)


def hills(chance: random.Random) -> Image.Image:
    """A sky over woods: half soft, half full of leaves."""
    sky = coloured(Image.linear_gradient("L").resize(SIZE), "#3f6ea8", "#e8eef2")
    woods = coloured(noise(chance, 4, 256), "#10240c", "#a8b860")
    edge = Image.new("L", SIZE)
    ridge = [(x, 1700 + chance.randint(-140, 140)) for x in range(0, SIZE[0] + 1, 300)]
    ImageDraw.Draw(edge).polygon([*ridge, SIZE, (0, SIZE[1])], fill=255)
    return Image.composite(woods, sky, edge.filter(ImageFilter.GaussianBlur(3)))


def face(chance: random.Random) -> Image.Image:
    """A bright oval with fine pores before a blurred room."""
    room = coloured(noise(chance, 250, 1000), "#1d2630", "#c8b79c")
    skin = coloured(noise(chance, 8, 1000), "#8a5a44", "#f0c8ac")
    oval = Image.new("L", SIZE)
    ImageDraw.Draw(oval).ellipse((2000, 500, 4000, 3700), fill=255)
    return Image.composite(skin, room, oval.filter(ImageFilter.GaussianBlur(12)))


def street(chance: random.Random) -> Image.Image:
    """Houses with many windows: hard edges, textured walls."""
    made = coloured(noise(chance, 8, 64), "#6a6258", "#b8b0a0")
    pen = ImageDraw.Draw(made)
    for left in range(0, SIZE[0], 250):
        for top in range(300 + chance.randint(0, 900), SIZE[1], 330):
            shade = chance.randint(10, 120)
            pen.rectangle((left, top, left + 130, top + 210), fill=(shade, shade + 10, shade + 30))
            pen.line((left + 65, top, left + 65, top + 210), fill="#e6e2da", width=9)
    return made


def photographed(scene: Image.Image, chance: random.Random) -> Image.Image:
    """`scene` with the grain of a sensor."""
    grain = Image.frombytes("L", SIZE, chance.randbytes(SIZE[0] * SIZE[1]))
    return Image.blend(scene, Image.merge("RGB", (grain, grain, grain)), 0.05)


def master(picture: Image.Image) -> bytes:
    """What the library keeps of an upload to make renditions from."""
    kept = BytesIO()
    picture.resize(MASTER, Image.Resampling.LANCZOS).save(kept, "JPEG", quality=95, subsampling=0)
    return kept.getvalue()


def likeness(picture: Image.Image, original: Image.Image) -> float:
    """Structural similarity (SSIM) of the luma, in windows of 8 × 8 pixels."""
    x, y = (one.convert("L").convert("F") for one in (picture, original))
    both = {"x": x, "y": y}

    def mean(of: Callable[[dict[str, Image.Image]], Image.Image]) -> Image.Image:
        return ImageMath.lambda_eval(of, **both).reduce(8)

    means = {
        "a": x.reduce(8),
        "b": y.reduce(8),
        "aa": mean(lambda v: v["x"] * v["x"]),
        "bb": mean(lambda v: v["y"] * v["y"]),
        "ab": mean(lambda v: v["x"] * v["y"]),
    }
    values = ImageMath.lambda_eval(_similarity, **means).get_flattened_data()
    return sum(values) / len(values)


def _similarity(v: dict[str, Image.Image]) -> Image.Image:
    a, b, c1, c2 = v["a"], v["b"], (0.01 * 255) ** 2, (0.03 * 255) ** 2
    apart = (v["aa"] - a * a) + (v["bb"] - b * b) + c2
    return (2 * a * b + c1) * (2 * (v["ab"] - a * b) + c2) / ((a * a + b * b + c1) * apart)


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def measured(name: str, kept: bytes) -> Iterator[Figure]:
    """JPEG at quality 80 first, then each of our formats."""
    original = shown(opened(kept), LEAD, WIDTH, Frame())
    start, data = time.perf_counter(), BytesIO()
    original.save(data, "JPEG", quality=80)
    seconds = time.perf_counter() - start
    size = len(data.getvalue())
    yield Figure(f"{name}: JPEG 80", size, likeness(opened(data.getvalue()), original), seconds)
    for fmt in FORMATS:
        start = time.perf_counter()
        made = render(kept, LEAD, WIDTH, fmt, Frame(), b"")
        seconds = time.perf_counter() - start
        yield Figure(f"{name}: {fmt}", len(made), likeness(opened(made), original), seconds)


def main() -> int:
    """Print the table; 1 where AVIF is too large, or less like the original than JPEG 80."""
    failed = False
    for make in (hills, face, street):
        chance = random.Random(f"{make.__name__} 24 megapixels")
        kept = master(photographed(make(chance), chance))
        figures = list(measured(make.__name__, kept))
        print(*figures, sep="\n")
        failed |= figures[1].size > BYTES or figures[1].likeness < figures[0].likeness
        for width in TIMED:
            start = time.perf_counter()
            size = len(render(kept, LEAD, width, "avif", Frame(), b""))
            seconds = time.perf_counter() - start
            print(f"{make.__name__}: avif {width:<12}{size / 1000:10.1f} kB{seconds:17.2f} s")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
