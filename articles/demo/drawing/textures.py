"""Pictures of hardly anything: lights out of focus, rope, water, pages, a meadow under the sea."""

from math import sin, tau
from random import Random

from PIL import Image, ImageChops, ImageDraw

from articles.demo.drawing.canvas import (
    Colour,
    blurred,
    contrast,
    faded,
    fall,
    glow,
    gradient,
    ground,
    lit,
    mixed,
    noise,
)
from articles.demo.drawing.shores import LANDSCAPE

_PAINTS: dict[str, tuple[Colour, Colour, Colour]] = {
    "warm": ((255, 176, 84), (255, 112, 70), (255, 226, 170)),
    "cold": ((92, 164, 255), (120, 220, 230), (220, 236, 255)),
    "mixed": ((255, 150, 84), (104, 170, 255), (190, 255, 214)),
}


def lights(random: Random, light: str) -> Image.Image:
    """Lamps of a town, out of focus."""
    picture = gradient(LANDSCAPE, ((0, (8, 10, 20)), (0.6, (20, 20, 38)), (1, (6, 6, 10))))
    for row in range(4):
        layer = Image.new("RGB", LANDSCAPE)
        draw = ImageDraw.Draw(layer)
        for _ in range(22):
            x, y = random.randint(0, 2000), round(random.gauss(700, 230))
            radius = random.randint(26, 54) + row * 22
            tone = mixed((0, 0, 0), random.choice(_PAINTS[light]), random.uniform(0.15, 0.62))
            rim = mixed(tone, (255, 255, 255), 0.14)
            box = x - radius, y - radius, x + radius, y + radius
            draw.ellipse(box, fill=tone, outline=rim, width=4)
        picture = ImageChops.screen(picture, blurred(layer, 2.5 + row * 2))
    return picture


def water(random: Random, light: str) -> Image.Image:
    """The surface of water from near by."""
    deep = mixed((10, 40, 60), _PAINTS[light][0], 0.12)
    picture = gradient(LANDSCAPE, ((0, mixed(deep, _PAINTS[light][2], 0.45)), (1, deep)))
    for cells, most in (((60, 130), 200), ((24, 60), 150)):
        waves = ground(LANDSCAPE, random, cells)
        picture.paste(mixed(deep, (0, 0, 0), 0.6), mask=contrast(waves, 132, 50, most))
        picture = lit(picture, _PAINTS[light][2], contrast(waves, 150, 220, most // 2))
    return lit(picture, _PAINTS[light][0], glow(LANDSCAPE, (1400, 100), (1300, 900), 0.5))


def rope(random: Random, light: str) -> Image.Image:
    """Ropes lying side by side, their strands in slanting light."""
    picture = Image.new("RGB", LANDSCAPE, (16, 14, 14))
    fibres = noise(LANDSCAPE, random, (500, 60), 2)
    for place in range(7):
        tone = mixed((196, 160, 108), _PAINTS[light][1], random.uniform(0.02, 0.3))
        _one_rope(picture, 80 + place * 195 + random.randint(-12, 12), tone)
    picture.paste((30, 20, 12), mask=contrast(fibres, 140, 70, 90))
    picture = picture.rotate(random.uniform(-9, 9), Image.Resampling.BILINEAR).resize(
        LANDSCAPE, box=(180, 120, 1820, 1213)
    )
    near = fall(LANDSCAPE, 255, 0)
    picture.paste(blurred(picture, 10), mask=contrast(near, 150, 255))
    return lit(picture, (255, 214, 160), glow(LANDSCAPE, (1500, 500), (1200, 900), 0.45))


def _one_rope(picture: Image.Image, y: int, tone: Colour) -> None:
    draw, thick = ImageDraw.Draw(picture), 96
    for x in range(-120, LANDSCAPE[0] + 60, 74):
        strand = []
        for step in range(13):
            along = step / 12
            strand.append((x + along * 150 + 14 * sin(along * tau), y + thick - 2 * thick * along))
        for width, share in ((82, 0.72), (64, 0.4), (44, 0.12), (18, -0.2)):
            shade = mixed(tone, (0, 0, 0), share) if share > 0 else mixed(tone, (255,) * 3, 0.28)
            draw.line(strand, fill=shade, width=width, joint="curve")
    edges = Image.new("L", (1, 2 * thick))
    for row in range(2 * thick):
        edges.putpixel((0, row), round(230 * abs(row / thick - 1) ** 3))
    picture.paste((8, 6, 6), (0, y - thick), edges.resize((LANDSCAPE[0], 2 * thick)))


def meadow(random: Random, light: str) -> Image.Image:
    """Seagrass, and the light that falls through the water onto it."""
    top = mixed((70, 190, 190), _PAINTS[light][2], 0.2)
    picture = gradient(LANDSCAPE, ((0, top), (0.5, (18, 104, 120)), (1, (4, 34, 46))))
    rays = noise((LANDSCAPE[0], 8), random, (34, 1), 2).resize((2600, LANDSCAPE[1]))
    lean = (1.0, 0.4, 0.0, 0.0, 1.0, 0.0)
    rays = rays.transform(LANDSCAPE, Image.Transform.AFFINE, lean, Image.Resampling.BILINEAR)
    beams = ImageChops.multiply(contrast(rays, 130, 240, 210), fall(LANDSCAPE, 255, 10))
    picture = lit(picture, (200, 255, 236), blurred(beams, 9))
    for row in range(4):
        layer = Image.new("L", LANDSCAPE)
        draw = ImageDraw.Draw(layer)
        for _ in range(90):
            _blade(draw, random, 960 + row * 120, 300 + row * 60)
        tone = mixed((40, 130, 110), (2, 26, 24), row * 0.3)
        picture.paste(tone, mask=blurred(layer, abs(2 - row) * 2.2 + 0.8))
    return picture


def _blade(draw: ImageDraw.ImageDraw, random: Random, foot: int, high: int) -> None:
    x, tall = random.randint(-60, 2060), high * random.uniform(0.5, 1.25)
    sway, width = random.uniform(-0.1, 0.42) * tall, random.randint(7, 15)
    left, right = [], []
    for step in range(11):
        up = step / 10
        middle = x + sway * up * up + 10 * sin(up * 5 + x)
        half = width * (1 - up**3)
        left.append((middle - half, foot + 420 - (tall + 420) * up))
        right.append((middle + half, left[-1][1]))
    draw.polygon(left + right[::-1], fill=255)


def pages(random: Random, light: str) -> Image.Image:
    """Old books and ledgers on their shelves."""
    picture = Image.new("RGB", LANDSCAPE, (14, 10, 8))
    draw = ImageDraw.Draw(picture)
    covers = ((108, 44, 34), (52, 62, 58), (128, 92, 50), (44, 44, 66), (142, 122, 92))
    for foot in (430, 860, 1290):
        x = -10
        while x < LANDSCAPE[0]:
            wide, tall = random.randint(26, 74), random.randint(270, 372)
            tone = mixed(random.choice(covers), (0, 0, 0), random.uniform(0.05, 0.4))
            for line in range(wide):
                round_back = abs(line / wide * 2 - 0.8)
                shade = mixed(mixed(tone, (255, 240, 210), 0.12), (0, 0, 0), round_back * 0.5)
                draw.line((x + line, foot - tall, x + line, foot), fill=shade)
            for band in (0.12, 0.18, 0.82):
                y = foot - tall + tall * band
                draw.line(
                    (x + 2, y, x + wide - 3, y), fill=mixed(tone, (230, 190, 110), 0.5), width=3
                )
            x += wide + random.choice((1, 1, 2, 12))
        draw.rectangle((0, foot, 2000, foot + 44), fill=(46, 30, 20))
        draw.line((0, foot, 2000, foot), fill=(96, 66, 40), width=4)
    picture.paste((0, 0, 0), mask=contrast(noise(LANDSCAPE, random, (220, 30), 2), 150, 60, 90))
    picture.paste(
        blurred(picture, 12), mask=faded(contrast(fall(LANDSCAPE, 255, 0), 120, 255), 0.9)
    )
    return lit(picture, _PAINTS[light][0], glow(LANDSCAPE, (600, 760), (1300, 900), 0.42))
