"""What a newspaper's own desk draws: maps and charts, on paper-white, quiet in colour.

Words come from the catalogue. Pillow's own letters know no accents, so that labels are chosen
without them.
"""

from collections.abc import Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFont

from articles.demo.drawing.canvas import (
    Colour,
    blurred,
    contrast,
    glow,
    mixed,
    noise,
    ridge,
)

SHEET = (1800, 1200)
PAPER = (250, 248, 243)
INK = (38, 42, 48)
PALE = (206, 204, 198)
SERIES: tuple[Colour, ...] = ((176, 58, 46), (38, 92, 124), (150, 128, 70))

Words = Sequence[str]
Numbers = Sequence[float]


def bars(random: Random, *, heading: str, unit: str, labels: Words, values: Numbers) -> Image.Image:
    """A chart of one bar for each label, the value written above it."""
    picture, draw = _sheet(heading, unit)
    most, wide = max(values) * 1.12, 1560 / len(values)
    _lines(draw, most)
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        left, top = 140 + place * wide, 1020 - 720 * value / most
        tone = SERIES[0] if value == max(values) else SERIES[1]
        draw.rectangle((left + wide * 0.16, top, left + wide * 0.84, 1020), fill=tone)
        middle = left + wide / 2
        draw.text(
            (middle, top - 14),
            f"{value:g}",
            INK,
            _font(34),
            "ms",
            stroke_width=6,
            stroke_fill=PAPER,
        )
        draw.text((middle, 1050), label, fill=INK, font=_font(32), anchor="mt")
    draw.line((140, 1020, 1700, 1020), fill=INK, width=3)
    return picture


def lines(
    random: Random, *, heading: str, unit: str, labels: Words, series: dict[str, Numbers]
) -> Image.Image:
    """A chart of one line for each of `series`, its name at its end; `labels` run along below."""
    picture, draw = _sheet(heading, unit)
    most = max(max(values) for values in series.values()) * 1.1
    _lines(draw, most)
    across = 1240 / (len(labels) - 1)
    for place, label in enumerate(labels):
        draw.text((150 + place * across, 1050), label, fill=INK, font=_font(32), anchor="mt")
    for (name, values), tone in zip(series.items(), SERIES, strict=False):
        points = [(150 + p * across, 1020 - 720 * v / most) for p, v in enumerate(values)]
        draw.line([xy for point in points for xy in point], fill=tone, width=9, joint="curve")
        for x, y in points:
            draw.ellipse((x - 11, y - 11, x + 11, y + 11), fill=tone, outline=PAPER, width=3)
        end = points[-1]
        draw.text((end[0] + 30, end[1]), name, fill=tone, font=_font(34), anchor="lm")
    draw.line((140, 1020, 1700, 1020), fill=INK, width=3)
    return picture


def coast_map(
    random: Random, *, heading: str, places: dict[str, tuple[int, int]], water: str
) -> Image.Image:
    """A map of two shores, their depths shaded, with named places at their per mille of it."""
    deep, land = (142, 178, 190), (236, 228, 208)
    picture = Image.new("RGB", SHEET, deep)
    south = ridge(SHEET, random, 940, 420, 0.52)
    north = ridge(SHEET, random, 860, 380, 0.52).transpose(Image.Transpose.ROTATE_180)
    isles = contrast(noise(SHEET, random, (9, 6), 4), 176, 182)
    middle = contrast(glow(SHEET, (1080, 600), (640, 260), 1.6), 10, 90)
    shore = ImageChops.lighter(south, north)
    shore = ImageChops.lighter(shore, ImageChops.multiply(isles, middle))
    for reach, share in ((70, 0.25), (40, 0.4), (18, 0.6)):
        shallow = contrast(blurred(shore, reach), 26, 34)
        picture.paste(mixed(deep, (226, 238, 236), share), mask=shallow)
    picture.paste(land, mask=shore)
    relief = ImageChops.multiply(contrast(noise(SHEET, random, (26, 17), 4), 128, 60, 110), shore)
    picture.paste((188, 174, 142), mask=relief)
    edge = ImageChops.subtract(blurred(shore, 2.5), shore)
    picture.paste((92, 112, 116), mask=contrast(edge, 30, 90))
    _grid(picture, shore)
    draw = ImageDraw.Draw(picture)
    _name(draw, (900, 590), water, (44, 92, 112), 46, "mm")
    for name, (x, y) in places.items():
        at = x * SHEET[0] // 1000, y * SHEET[1] // 1000
        draw.ellipse((at[0] - 11, at[1] - 11, at[0] + 11, at[1] + 11), INK, PAPER, 4)
        _name(draw, (at[0] + 22, at[1]), name, INK, 36, "lm")
    _scale(draw, heading)
    return picture


def _sheet(heading: str, unit: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", SHEET, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((90, 70, 190, 82), fill=SERIES[0])
    draw.text((90, 104), heading, fill=INK, font=_font(58))
    draw.text((90, 182), unit, fill=mixed(INK, PAPER, 0.35), font=_font(36))
    return picture, draw


def _lines(draw: ImageDraw.ImageDraw, most: float) -> None:
    step = next(s for s in (0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200, 500) if most / s <= 6)
    value = step
    while value < most:
        y = 1020 - 720 * value / most
        draw.line((140, y, 1700, y), fill=PALE, width=2)
        draw.text((120, y), f"{value:g}", fill=INK, font=_font(28), anchor="rm")
        value += step


def _grid(picture: Image.Image, shore: Image.Image) -> None:
    grid = Image.new("L", SHEET)
    draw = ImageDraw.Draw(grid)
    for x in range(200, SHEET[0], 350):
        draw.line((x, 0, x - 30, SHEET[1]), fill=120, width=2)
    for y in range(150, SHEET[1], 300):
        draw.line((0, y, SHEET[0], y + 14), fill=120, width=2)
    picture.paste((96, 138, 152), mask=ImageChops.subtract(grid, shore))


def _scale(draw: ImageDraw.ImageDraw, heading: str) -> None:
    draw.rectangle((60, 56, 110 + _font(46).getlength(heading), 150), fill=PAPER)
    draw.text((84, 80), heading, fill=INK, font=_font(46))
    for place in range(4):
        box = 1320 + place * 90, 1120, 1410 + place * 90, 1134
        draw.rectangle(box, fill=INK if place % 2 else PAPER, outline=INK, width=2)
    draw.text((1320, 1108), "0", fill=INK, font=_font(28), anchor="ms")
    draw.text((1680, 1108), "40 km", fill=INK, font=_font(28), anchor="ms")


def _name(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], words: str, tone: Colour, size: int, anchor: str
) -> None:
    draw.text(
        at, words, fill=tone, font=_font(size), anchor=anchor, stroke_width=5, stroke_fill=PAPER
    )


def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise OSError("This Pillow has no FreeType.")
    return font
