"""Scenes by the sea: the open water, coasts, a lighthouse, a ferry, a lake of salt."""

from random import Random

from PIL import Image, ImageDraw

from articles.demo.drawing.canvas import (
    Colour,
    blurred,
    clouds,
    contrast,
    faded,
    fall,
    glow,
    gradient,
    ground,
    haze,
    lit,
    mixed,
    outline,
    ridge,
    sea,
)

LANDSCAPE = (2000, 1333)

Sky = tuple[tuple[float, Colour], ...]
SKIES: dict[str, Sky] = {
    "dusk": (
        (0.0, (34, 42, 78)),
        (0.45, (112, 84, 116)),
        (0.75, (222, 128, 96)),
        (1.0, (252, 200, 130)),
    ),
    "dawn": ((0.0, (92, 122, 156)), (0.6, (196, 186, 190)), (1.0, (248, 214, 184))),
    "day": ((0.0, (62, 112, 164)), (0.6, (140, 182, 210)), (1.0, (222, 232, 230))),
    "grey": ((0.0, (104, 114, 122)), (0.7, (160, 168, 172)), (1.0, (204, 206, 202))),
    "night": ((0.0, (6, 10, 24)), (0.7, (18, 30, 58)), (1.0, (58, 66, 92))),
}
WATERS: dict[str, Colour] = {
    "dusk": (30, 36, 62),
    "dawn": (66, 92, 112),
    "day": (24, 78, 106),
    "grey": (62, 76, 82),
    "night": (6, 12, 26),
}
_SUN: dict[str, float] = {"dusk": 1.0, "dawn": 0.6, "day": 0.35, "grey": 0.0, "night": 0.25}


def sky(random: Random, light: str, horizon: int, sun: float) -> Image.Image:
    """A sky in that light down to `horizon`, its sun `sun` pixels from the left."""
    picture = Image.new("RGB", LANDSCAPE, WATERS[light])
    picture.paste(gradient((LANDSCAPE[0], horizon), SKIES[light]))
    pale = mixed(SKIES[light][-1][1], (255, 255, 255), 0.25)
    clouds(picture, random, horizon, mixed(pale, SKIES[light][0][1], 0.35), 0.6)
    if _SUN[light]:
        high = {"dusk": 0.05, "dawn": 0.1}.get(light, 0.34)
        place = sun, horizon - LANDSCAPE[1] * high
        wide = glow(LANDSCAPE, place, (1000, 620), 0.9 * _SUN[light])
        picture = lit(picture, mixed((255, 190, 120), pale, 0.4), wide)
        disc = 70 if light == "night" else 120
        picture = lit(picture, (255, 244, 220), glow(LANDSCAPE, place, (disc, disc), 2.2))
    return picture


def open_sea(random: Random, light: str) -> Image.Image:
    """Nothing but sky and water."""
    horizon, sun = 640, random.uniform(500, 1500)
    picture = sky(random, light, horizon, sun)
    sea(picture, random, horizon, WATERS[light], (sun, _SUN[light]))
    return picture


def coast(random: Random, light: str) -> Image.Image:
    """Headlands one behind the other, each nearer one darker, over water."""
    horizon, sun = 760, random.uniform(420, 900)
    picture = sky(random, light, horizon, sun)
    far, near = SKIES[light][-1][1], mixed(WATERS[light], (0, 0, 0), 0.35)
    slope = fall(LANDSCAPE, 0, 0)
    for place in range(4):
        land = ridge(LANDSCAPE, random, horizon - 60 - 46 * place, 190 + 60 * place, 0.5)
        start = 200 + 420 * place
        edge = Image.new("L", LANDSCAPE)
        edge.paste(255, (start, 0, LANDSCAPE[0], horizon))
        slope.paste(Image.composite(land, Image.new("L", LANDSCAPE), blurred(edge, 140)))
        picture.paste(mixed(far, near, 0.3 + place * 0.22), mask=slope)
        haze(picture, random, horizon - 20, 120, mixed(far, near, 0.15))
    sea(picture, random, horizon, WATERS[light], (sun, _SUN[light]))
    return picture


def lighthouse(random: Random, light: str) -> Image.Image:
    """A tower on a rock, its beam in the air."""
    horizon, at = 800, 1340
    picture = sky(random, light, horizon, 500)
    sea(picture, random, horizon, WATERS[light], (500, _SUN[light] * 0.6))
    lamp = at, 330
    beam = Image.new("L", LANDSCAPE)
    ImageDraw.Draw(beam).polygon([lamp, (-200, 90), (-200, 420)], fill=150)
    ImageDraw.Draw(beam).polygon([lamp, (2200, 290), (2200, 430)], fill=120)
    away = glow(LANDSCAPE, lamp, (1500, 900), 1.5)
    beam = Image.composite(blurred(beam, 22), Image.new("L", LANDSCAPE), away)
    picture = lit(picture, (255, 236, 190), faded(beam, 0.8))
    dark = mixed(WATERS[light], (0, 0, 0), 0.55)
    picture.paste(dark, mask=_island(random, at, 870))
    _tower(picture, lamp, dark)
    picture = lit(picture, (255, 224, 160), glow(LANDSCAPE, lamp, (330, 330), 0.9))
    return lit(picture, (255, 250, 235), glow(LANDSCAPE, lamp, (60, 60), 3))


def _island(random: Random, middle: int, waterline: int) -> Image.Image:
    """A mask of bare rock that stands in the water."""
    mask, reach, points = Image.new("L", LANDSCAPE), 560, 192
    shape: list[tuple[float, float]] = []
    for place, y in enumerate(outline(random, points, 46, 0.7)):
        away = abs(place / points * 2 - 1)
        rise = 96 * (1 - away**2.4) + y * (1 - away)
        shape.append((middle - reach + 2 * reach * place / points, waterline - max(0, rise)))
    ImageDraw.Draw(mask).polygon(shape, fill=255)
    below = mask.crop((0, waterline - 90, LANDSCAPE[0], waterline)).resize((LANDSCAPE[0], 60))
    mirror = faded(blurred(below.transpose(Image.Transpose.FLIP_TOP_BOTTOM), 6), 0.7)
    mask.paste(mirror, (0, waterline))
    return blurred(mask, 1.3)


def _tower(picture: Image.Image, lamp: tuple[int, int], dark: Colour) -> None:
    x, y = lamp
    mask = Image.new("L", picture.size)
    draw = ImageDraw.Draw(mask)
    draw.polygon([(x - 42, y + 62), (x + 42, y + 62), (x + 74, 850), (x - 74, 850)], fill=255)
    draw.rectangle((x - 62, y + 46, x + 62, y + 62), fill=255)
    draw.rectangle((x - 30, y - 26, x + 30, y + 46), outline=255, width=7)
    draw.polygon([(x - 40, y - 26), (x + 40, y - 26), (x, y - 74)], fill=255)
    draw.rectangle((x + 100, 740, x + 260, 840), fill=255)
    draw.polygon([(x + 86, 744), (x + 274, 744), (x + 180, 690)], fill=255)
    picture.paste(dark, mask=blurred(mask, 1.3))
    lit_side = Image.new("L", picture.size)
    ImageDraw.Draw(lit_side).polygon(
        [(x - 42, y + 62), (x - 20, y + 62), (x - 34, 850), (x - 74, 850)], fill=70
    )
    picture.paste((220, 190, 160), mask=blurred(lit_side, 9))


def ferry(random: Random, light: str) -> Image.Image:
    """A ferry between two shores, with lit windows and a wake."""
    horizon, sun = 700, 620.0
    picture = sky(random, light, horizon, sun)
    far = mixed(SKIES[light][-1][1], WATERS[light], 0.55)
    picture.paste(far, mask=ridge(LANDSCAPE, random, horizon - 60, 150, 0.5))
    haze(picture, random, horizon, 110, SKIES[light][-1][1])
    sea(picture, random, horizon, WATERS[light], (sun, _SUN[light]))
    dark = mixed(WATERS[light], (0, 0, 0), 0.5)
    hull = Image.new("L", LANDSCAPE)
    draw = ImageDraw.Draw(hull)
    draw.polygon([(880, 742), (1660, 742), (1610, 830), (930, 830)], fill=255)
    for place, (left, right) in enumerate(((930, 1600), (990, 1540), (1060, 1400))):
        draw.rectangle((left, 690 - 52 * place, right, 742 - 52 * place), fill=255)
    draw.polygon([(1290, 590), (1380, 590), (1365, 510), (1300, 510)], fill=255)
    draw.line((1130, 590, 1130, 470), fill=255, width=7)
    picture.paste(mixed(dark, SKIES[light][-1][1], 0.12), mask=blurred(hull, 1.2))
    windows = Image.new("L", LANDSCAPE)
    spots = ImageDraw.Draw(windows)
    for row, (left, right) in enumerate(((950, 1580), (1010, 1520), (1080, 1380))):
        for x in range(left, right, 34):
            if random.random() < 0.85:
                spots.rectangle((x, 708 - 52 * row, x + 18, 724 - 52 * row), fill=235)
    picture = lit(picture, (255, 206, 130), blurred(windows, 1.5))
    picture = lit(picture, (255, 190, 110), contrast(blurred(windows, 18), 0, 90, 170))
    shade = glow(LANDSCAPE, (1270, 862), (520, 70), 1.4)
    picture.paste(dark, mask=faded(shade, 0.8))
    return lit(picture, (230, 236, 240), faded(glow(LANDSCAPE, (1300, 832), (460, 9), 2), 0.45))


def salt(random: Random, light: str) -> Image.Image:
    """A white plain under a high sky, cracked to the horizon."""
    horizon = 560
    picture = sky(random, light, horizon, 1300)
    blue = mixed(SKIES[light][0][1], SKIES[light][-1][1], 0.45)
    picture.paste(blue, (0, 0), ridge(LANDSCAPE, random, horizon - 26, 70, 0.5))
    size = LANDSCAPE[0], LANDSCAPE[1] - horizon
    pale = mixed(SKIES[light][-1][1], (255, 252, 246), 0.6)
    plain = gradient(size, ((0.0, mixed(pale, blue, 0.3)), (1.0, pale)))
    lumps = ground(size, random, (70, 120))
    cracks = contrast(lumps.point([abs(v - 128) for v in range(256)]), 9, 0, 150)
    plain.paste(mixed(blue, (90, 80, 80), 0.5), mask=blurred(cracks, 1))
    plain.paste((120, 130, 140), mask=contrast(ground(size, random, (20, 60)), 150, 60, 60))
    picture.paste(plain, (0, horizon))
    return picture
