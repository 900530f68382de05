"""Portraits that show nobody: figures against the light."""

from random import Random

from PIL import Image, ImageChops, ImageDraw

from articles.demo.drawing.canvas import (
    blurred,
    contrast,
    faded,
    glow,
    gradient,
    lit,
    mixed,
    noise,
)
from articles.demo.drawing.shores import SKIES, WATERS

UPRIGHT = (1600, 2000)


def portrait(random: Random, light: str) -> Image.Image:
    """A head and shoulders before a window or the sky, in that light."""
    bright, dark = SKIES[light][-1][1], mixed(WATERS[light], (0, 0, 0), 0.45)
    picture = gradient(
        UPRIGHT, ((0, mixed(SKIES[light][1][1], dark, 0.3)), (0.6, bright), (1, dark))
    )
    picture.paste(dark, mask=contrast(noise(UPRIGHT, random, (4, 5), 3), 150, 240, 130))
    picture = _lamps(picture, random, light)
    sun = random.choice((380, 1220))
    picture = lit(
        picture, mixed(bright, (255, 255, 255), 0.5), glow(UPRIGHT, (sun, 640), (900, 900))
    )
    figure = _figure(random, random.choice(("short", "long", "cap", "knot")))
    lean = random.uniform(-4, 4)
    figure = figure.rotate(lean, Image.Resampling.BILINEAR, center=(800, 2000))
    if sun < 800:
        figure = figure.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    shade = gradient(UPRIGHT, ((0.2, mixed(dark, bright, 0.18)), (1, mixed(dark, (0, 0, 0), 0.4))))
    picture.paste(shade, mask=blurred(figure, 2.2))
    shift = 8 if sun < 800 else -8
    rim = ImageChops.subtract(figure, ImageChops.offset(figure, shift, 10))
    near = contrast(glow(UPRIGHT, (sun, 700), (1100, 1300), 1.4), 10, 160)
    rim = ImageChops.multiply(blurred(rim, 6), near)
    return lit(picture, mixed(bright, (255, 240, 220), 0.4), faded(rim, 0.9))


def _lamps(picture: Image.Image, random: Random, light: str) -> Image.Image:
    layer = Image.new("RGB", UPRIGHT)
    draw = ImageDraw.Draw(layer)
    for _ in range(14):
        x, y, radius = random.randint(0, 1600), random.randint(200, 1500), random.randint(50, 130)
        tone = mixed((0, 0, 0), SKIES[light][-1][1], random.uniform(0.08, 0.3))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=tone)
    return ImageChops.screen(picture, blurred(layer, 12))


def _figure(random: Random, hair: str) -> Image.Image:
    mask = Image.new("L", UPRIGHT)
    draw = ImageDraw.Draw(mask)
    wide, broad = random.randint(232, 262), random.randint(560, 680)
    top, chin = 520, 1210
    draw.ellipse((800 - wide, top, 800 + wide, chin - 60), fill=255)
    jaw = [(800 - wide + 12, 900), (800 + wide - 12, 900), (890, chin), (710, chin)]
    draw.polygon(jaw, fill=255)
    draw.ellipse((700, chin - 110, 900, chin + 30), fill=255)
    draw.polygon([(650, 1040), (950, 1040), (1010, 1340), (590, 1340)], fill=255)
    slope = [(800 - broad, 2000), (800 - broad + 30, 1640), (800 - broad + 170, 1460), (640, 1280)]
    draw.polygon([*slope, *((1600 - x, y) for x, y in reversed(slope))], fill=255)
    if hair == "long":
        draw.ellipse((800 - wide - 50, top - 50, 800 + wide + 50, 1150), fill=255)
        draw.polygon([(510, 850), (1090, 850), (1150, 1420), (450, 1420)], fill=255)
    elif hair == "cap":
        draw.ellipse((800 - wide - 26, top - 60, 800 + wide + 26, 960), fill=255)
        draw.rounded_rectangle((800 - wide - 150, 735, 800 + wide, 790), 26, fill=255)
    elif hair == "knot":
        draw.ellipse((800 - wide - 18, top - 36, 800 + wide + 18, 980), fill=255)
        draw.ellipse((700, top - 170, 900, top + 20), fill=255)
    else:
        draw.ellipse((800 - wide - 14, top - 40, 800 + wide + 14, 940), fill=255)
    return contrast(blurred(mask, 22), 112, 144)
