"""Scenes on land: a harbour with cranes, a city at night, hills in fog, a window, a stage."""

from random import Random

from PIL import Image, ImageDraw

from articles.demo.drawing.canvas import (
    Colour,
    blurred,
    contrast,
    faded,
    glow,
    gradient,
    haze,
    lit,
    mixed,
    noise,
    ridge,
    sea,
)
from articles.demo.drawing.shores import LANDSCAPE, SKIES, WATERS, sky


def harbour(random: Random, light: str) -> Image.Image:
    """Cranes and stacked containers on a quay, mirrored in the basin."""
    horizon, sun = 860, 520.0
    picture = sky(random, light, horizon, sun)
    glare = SKIES[light][-1][1]
    picture.paste(
        mixed(glare, WATERS[light], 0.4), mask=ridge(LANDSCAPE, random, horizon - 90, 130, 0.5)
    )
    haze(picture, random, horizon - 20, 150, glare)
    for depth, share in enumerate((0.55, 0.8)):
        mask = Image.new("L", LANDSCAPE)
        draw = ImageDraw.Draw(mask)
        for place in range(4 - depth):
            x = 250 + place * 430 + depth * 240 + random.randint(-50, 50)
            _crane(draw, x, horizon - 8, 290 + 170 * depth)
        picture.paste(mixed(glare, mixed(WATERS[light], (0, 0, 0), 0.5), share), mask=mask)
    _stacks(picture, random, horizon, light)
    lamps = Image.new("L", LANDSCAPE)
    spots = ImageDraw.Draw(lamps)
    for _ in range(34):
        x, y = random.randint(0, 2000), horizon - random.choice((14, 60, 130, 190))
        spots.ellipse((x - 4, y - 4, x + 4, y + 4), fill=255)
    picture = lit(picture, (255, 214, 150), lamps)
    picture = lit(picture, (255, 190, 110), contrast(blurred(lamps, 16), 0, 26, 190))
    sea(picture, random, horizon, WATERS[light], (sun, 0.5))
    return picture


def _crane(draw: ImageDraw.ImageDraw, x: int, foot: int, high: int) -> None:
    wide, top = high * 0.32, foot - high
    thick = max(4, high // 46)
    for leg in (x, x + wide):
        draw.line((leg, foot, leg, top), fill=255, width=thick + 2)
    draw.line((x, foot - high * 0.4, x + wide, foot - high * 0.4), fill=255, width=thick)
    draw.line((x, foot - high * 0.4, x + wide, top), fill=255, width=thick - 1)
    draw.line((x - wide * 2.3, top, x + wide * 1.7, top), fill=255, width=thick + 3)
    peak = x + wide * 0.3, top - high * 0.34
    for end in ((x - wide * 2.2, top), (x + wide * 1.6, top), (x - wide, top)):
        draw.line((*peak, *end), fill=255, width=thick - 2)
    draw.line((x, top, *peak), fill=255, width=thick)
    draw.line((x + wide, top, *peak), fill=255, width=thick)
    draw.rectangle((x - wide * 0.9, top, x - wide * 0.6, top + high * 0.07), fill=255)
    draw.line((x - wide * 0.75, top, x - wide * 0.75, top + high * 0.42), fill=255, width=2)


def _stacks(picture: Image.Image, random: Random, foot: int, light: str) -> None:
    draw = ImageDraw.Draw(picture)
    paints = ((142, 62, 48), (44, 84, 108), (160, 120, 60), (70, 90, 76), (96, 92, 96))
    x = -20
    while x < LANDSCAPE[0]:
        wide, tall = random.choice((88, 120, 120)), random.choice((0, 1, 2, 3, 3, 4))
        for floor in range(tall):
            paint = mixed(random.choice(paints), WATERS[light], 0.62)
            box = x, foot - 40 * (floor + 1), x + wide - 3, foot - 40 * floor - 2
            draw.rectangle(box, fill=paint)
            edge = mixed(paint, SKIES[light][-1][1], 0.3)
            draw.line((box[0], box[1], box[2], box[1]), fill=edge, width=2)
            for rib in range(x + 8, x + wide - 6, 10):
                draw.line((rib, box[1] + 4, rib, box[3]), fill=mixed(paint, (0, 0, 0), 0.2))
        x += wide + random.choice((0, 0, 24))
    draw.rectangle((0, foot - 6, LANDSCAPE[0], foot), fill=mixed(WATERS[light], (0, 0, 0), 0.6))


def city(random: Random, light: str) -> Image.Image:
    """A town on its hills above the water, windows lit."""
    horizon = 820
    picture = sky(random, light, horizon, 1500)
    base = mixed(WATERS[light], SKIES[light][1][1], 0.3)
    lights = Image.new("L", LANDSCAPE)
    for row in range(5):
        tone = mixed(base, (4, 6, 12), row * 0.19)
        level = horizon - 300 + row * 62
        picture.paste(mixed(tone, (0, 0, 0), 0.1), mask=ridge(LANDSCAPE, random, level, 190, 0.45))
        _houses(picture, lights, random, (level, horizon), tone)
        haze(picture, random, horizon - 190 + row * 50, 150, mixed(tone, (200, 140, 90), 0.16))
    picture = lit(picture, (255, 208, 140), blurred(lights, 1))
    picture = lit(picture, (255, 170, 90), contrast(blurred(lights, 13), 0, 110, 200))
    sea(picture, random, horizon, WATERS[light], (1500, 0.0))
    return picture


def _houses(
    picture: Image.Image, lights: Image.Image, random: Random, rows: tuple[int, int], tone: Colour
) -> None:
    draw, spots = ImageDraw.Draw(picture), ImageDraw.Draw(lights)
    x = -30
    while x < LANDSCAPE[0]:
        wide, tall = random.randint(34, 92), random.randint(40, 150)
        top = min(rows[0] + random.randint(20, 90) - tall // 3, rows[1] - 20)
        draw.rectangle(
            (x, top, x + wide, rows[1]), fill=mixed(tone, (0, 0, 0), random.random() / 4)
        )
        spots.rectangle((x, top, x + wide, rows[1]), fill=0)
        for left in range(x + 8, x + wide - 8, 15):
            for y in range(top + 10, min(top + tall, rows[1] - 10), 20):
                if random.random() < 0.3:
                    spots.rectangle((left, y, left + 5, y + 8), fill=random.randint(90, 255))
        x += wide + random.randint(-6, 26)


def hills(random: Random, light: str) -> Image.Image:
    """Hills one behind the other with mist in the valleys."""
    picture = sky(random, light, 700, 1350)
    pale = mixed(SKIES[light][-1][1], (255, 255, 255), 0.2)
    dark = mixed(WATERS[light], (12, 26, 18), 0.6)
    for row in range(6):
        level = 500 + row * 125
        picture.paste(
            mixed(pale, dark, 0.18 + row * 0.16),
            mask=ridge(LANDSCAPE, random, level, 210 + row * 40, 0.44 + row * 0.02),
        )
        haze(picture, random, level + 170, 150, mixed(pale, dark, row * 0.07))
    return picture


def window(random: Random, light: str) -> Image.Image:
    """Light through a tall window onto the wall of a quiet room."""
    wall = mixed(WATERS[light], (40, 34, 30), 0.5)
    picture = gradient(
        LANDSCAPE, ((0, mixed(wall, (0, 0, 0), 0.3)), (1, mixed(wall, (0, 0, 0), 0.6)))
    )
    bars = Image.new("L", LANDSCAPE)
    draw = ImageDraw.Draw(bars)
    for row in range(3):
        for column in range(3):
            x, y = 980 + column * 205, 150 + row * 300
            lean = 70
            draw.polygon(
                [(x, y), (x + 180, y + lean), (x + 180, y + 270 + lean), (x, y + 270)], fill=255
            )
    uneven = contrast(noise(LANDSCAPE, random, (14, 10), 3), 20, 190)
    shine = Image.composite(uneven, Image.new("L", LANDSCAPE), blurred(bars, 9))
    picture = lit(picture, (255, 214, 150), faded(shine, 0.85))
    picture = lit(picture, (255, 190, 120), glow(LANDSCAPE, (1300, 620), (1300, 900), 0.55))
    bed = Image.new("L", LANDSCAPE)
    shape = ImageDraw.Draw(bed)
    shape.rounded_rectangle((140, 960, 1180, 1120), 40, fill=255)
    shape.rounded_rectangle((120, 780, 160, 1330), 14, fill=255)
    shape.rounded_rectangle((200, 880, 520, 990), 50, fill=255)
    shape.rectangle((1140, 1000, 1166, 1333), fill=255)
    picture.paste(mixed(wall, (0, 0, 0), 0.75), mask=blurred(bed, 6))
    return picture


def stage(random: Random, light: str) -> Image.Image:
    """A stage with its curtain half up, three lamps and one singer."""
    red = mixed((120, 18, 26), WATERS[light], 0.15)
    picture = gradient(LANDSCAPE, ((0, (8, 4, 8)), (0.8, (30, 14, 18)), (1, (58, 34, 24))))
    folds = noise((LANDSCAPE[0], 8), random, (46, 1), 2).resize(LANDSCAPE)
    curtain = Image.new("RGB", LANDSCAPE, red)
    curtain.paste((10, 0, 4), mask=contrast(folds, 170, 70, 230))
    curtain = lit(curtain, (160, 50, 40), contrast(folds, 140, 230, 120))
    opening = Image.new("L", LANDSCAPE, 255)
    ImageDraw.Draw(opening).ellipse((330, -60, 1670, 2400), fill=0)
    picture.paste(curtain, mask=blurred(opening, 5))
    for x, lean in ((520, 420), (1000, 0), (1480, -420)):
        cone = Image.new("L", LANDSCAPE)
        foot = x + lean
        ImageDraw.Draw(cone).polygon([(x, -40), (foot - 190, 1190), (foot + 190, 1190)], fill=90)
        picture = lit(picture, (255, 226, 180), blurred(cone, 30))
    picture = lit(picture, (255, 220, 170), glow(LANDSCAPE, (1000, 1180), (560, 120), 1.5))
    singer = Image.new("L", LANDSCAPE)
    draw = ImageDraw.Draw(singer)
    draw.ellipse((978, 850, 1022, 906), fill=255)
    draw.polygon(
        [(990, 900), (1010, 900), (1046, 940), (1034, 1040), (966, 1040), (954, 940)], fill=255
    )
    draw.polygon([(968, 1030), (1032, 1030), (1084, 1190), (916, 1190)], fill=255)
    draw.line((956, 945, 890, 880), fill=255, width=17)
    draw.line((1044, 945, 1112, 886), fill=255, width=17)
    picture.paste((14, 6, 10), mask=blurred(singer, 2.5))
    return picture
