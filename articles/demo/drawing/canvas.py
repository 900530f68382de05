"""What all the demo's pictures are made of: light, grain, haze, ridges and water.

Everything rough is made small and enlarged, which is quick and soft as a lens is. A mask is a
picture of one channel: 255 where something shows fully.
"""

from collections.abc import Sequence
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Size = tuple[int, int]
Point = tuple[float, float]

_BICUBIC = Image.Resampling.BICUBIC
_BILINEAR = Image.Resampling.BILINEAR


def gradient(size: Size, stops: Sequence[tuple[float, Colour]]) -> Image.Image:
    """A sheet whose colour runs downwards through `stops`: places from 0 to 1, the top first."""
    high = 256
    column = Image.new("RGB", (1, high))
    for y in range(high):
        column.putpixel((0, y), _between(stops, y / (high - 1)))
    return column.resize(size, _BICUBIC)


def _between(stops: Sequence[tuple[float, Colour]], place: float) -> Colour:
    above, below = stops[0], stops[-1]
    for stop in stops:
        if stop[0] <= place:
            above = stop
        else:
            below = stop
            break
    span = below[0] - above[0]
    return mixed(above[1], below[1], (place - above[0]) / span if span > 0 else 0.0)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a `share` of `other` in it, from 0 to 1."""
    share = min(1.0, max(0.0, share))
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def noise(size: Size, random: Random, cells: Size, octaves: int = 1) -> Image.Image:
    """Soft noise around 128: `cells` lumps across and down, with finer ones in each octave."""
    half = max(1, size[0] // 2), max(1, size[1] // 2)
    sheet = _lumps(half, random, cells)
    for octave in range(1, octaves):
        finer = cells[0] << octave, cells[1] << octave
        sheet = Image.blend(sheet, _lumps(half, random, finer), 0.5 / (octave + 0.5))
    return sheet.resize(size, _BILINEAR)


def _lumps(size: Size, random: Random, cells: Size) -> Image.Image:
    wide, high = min(cells[0], size[0]), min(cells[1], size[1])
    lumps = Image.frombytes("L", (wide, high), random.randbytes(wide * high))
    return lumps.resize(size, _BICUBIC)


def glow(size: Size, centre: Point, radius: Point, strength: float = 1.0) -> Image.Image:
    """A mask of light that falls off around `centre`, in pixels, to nothing at `radius`."""
    mask = Image.new("L", size)
    across, down = max(2, round(2 * radius[0])), max(2, round(2 * radius[1]))
    ball = Image.radial_gradient("L").point([_falling(v, strength) for v in range(256)])
    ball = ball.resize((across, down), _BILINEAR)
    mask.paste(ball, (round(centre[0] - radius[0]), round(centre[1] - radius[1])))
    return mask


def _falling(distance: int, strength: float) -> int:
    # The gradient that Pillow offers reaches 255 in its corners and about 180 at its sides.
    near = max(0.0, 1 - distance / 180)
    return min(255, round(255 * strength * near * near))


def lit(picture: Image.Image, colour: Colour, mask: Image.Image) -> Image.Image:
    """`picture` with light of `colour` added where `mask` is: nothing gets darker."""
    added = [mask.point([v * part // 255 for v in range(256)]) for part in colour]
    return ImageChops.screen(picture, Image.merge("RGB", added))


def contrast(mask: Image.Image, low: int, high: int, most: int = 255) -> Image.Image:
    """`mask` stretched so that `low` becomes nothing and `high` becomes `most`."""
    span = high - low
    return mask.point([min(most, max(0, round((v - low) * most / span))) for v in range(256)])


def faded(mask: Image.Image, share: float) -> Image.Image:
    """`mask` made weaker: a `share` of it from 0 to 1."""
    return mask.point([round(v * share) for v in range(256)])


def fall(size: Size, top: int, bottom: int) -> Image.Image:
    """A mask that runs from the strength `top` down to `bottom`."""
    column = Image.frombytes("L", (1, 2), bytes((top, bottom)))
    return column.resize((1, 64), _BILINEAR).resize(size, _BICUBIC)


def blurred(sheet: Image.Image, radius: float) -> Image.Image:
    """`sheet` out of focus by `radius` pixels; much is blurred on a smaller copy."""
    if radius < 1.5:
        return sheet.filter(ImageFilter.SMOOTH)
    times = 1 if radius < 3 else 2 if radius < 8 else 4
    small = sheet.reduce(times).filter(ImageFilter.GaussianBlur(radius / times))
    return small.resize(sheet.size, _BICUBIC) if times > 1 else small


def outline(random: Random, width: int, height: float, roughness: float = 0.55) -> list[float]:
    """A broken line of `width` + 1 heights around 0, at most about `height` away from it."""
    line, step, reach = [random.uniform(-1, 1) for _ in range(4)], 3, 1.0
    while step < width:
        reach *= roughness
        halved = [line[0]]
        for one, other in pairwise(line):
            halved += [(one + other) / 2 + random.uniform(-reach, reach), other]
        line, step = halved, step * 2
    return [y * height / 2 for y in line[: width + 1]]


def ridge(size: Size, random: Random, level: float, height: float, roughness: float) -> Image.Image:
    """A mask of land: all below a broken line around `level` pixels from the top."""
    mask = Image.new("L", size)
    points = 384
    line = outline(random, points, height, roughness)
    across = size[0] / (points - 1)
    shape = [(place * across, level + y) for place, y in enumerate(line[:points])]
    ImageDraw.Draw(mask).polygon([(0, size[1]), *shape, (size[0], size[1])], fill=255)
    return blurred(mask, 1.2)


def ground(size: Size, random: Random, cells: Size = (200, 420)) -> Image.Image:
    """Noise that lies flat and runs away to the top edge: waves, sand, fields."""
    wide, high = 512, 1024
    sheet = noise((wide, high), random, cells, octaves=2)
    across, away = wide / size[0], 7 / size[1]
    middle = wide / 2
    plane = (across, middle * away, middle - across * size[0] / 2, 0, 0, high - 1, 0, away)
    return sheet.transform(size, Image.Transform.PERSPECTIVE, plane, _BICUBIC)


def sea(picture: Image.Image, random: Random, horizon: int, deep: Colour, sun: Point) -> None:
    """Lay water below `horizon`: it mirrors what stands above, with waves and a path of light.

    `sun` is where the light stands, in pixels across, and how strong its path is, from 0 to 1.
    """
    width, height = picture.size[0], picture.size[1] - horizon
    size = width, height
    above = picture.crop((0, max(0, horizon - height), width, horizon))
    mirror = above.resize(size, _BILINEAR).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    water = blurred(mirror, 14)
    water.paste(deep, mask=fall(size, 60, 205))
    waves = ground(size, random)
    water.paste(mixed(deep, (0, 0, 0), 0.6), mask=contrast(waves, 140, 60, 120))
    water.paste(mixed(deep, (255, 255, 255), 0.35), mask=contrast(waves, 135, 230, 90))
    if sun[1]:
        path = glow(size, (sun[0], 0), (width * 0.24, height * 1.5), 1.6)
        glitter = ImageChops.multiply(contrast(waves, 120, 175), path)
        water = lit(water, (255, 226, 180), faded(glitter, sun[1]))
        water = lit(water, (255, 214, 160), faded(path, sun[1] * 0.3))
    picture.paste(water, (0, horizon))


def clouds(
    picture: Image.Image, random: Random, horizon: int, colour: Colour, amount: float
) -> None:
    """Lay clouds into the sky above `horizon`, thinner towards it. `amount` is from 0 to 1."""
    size = picture.size[0], horizon
    sheet = noise(size, random, (5, 7), octaves=5)
    veil = contrast(sheet, round(150 - 60 * amount), round(220 - 40 * amount), 210)
    picture.paste(colour, (0, 0), ImageChops.multiply(veil, fall(size, 255, 70)))


def haze(picture: Image.Image, random: Random, level: float, depth: float, colour: Colour) -> None:
    """Lay a bank of mist around `level` pixels from the top, `depth` pixels deep."""
    size = picture.size
    bank = glow(size, (size[0] / 2, level), (size[0] * 1.1, depth), 1.3)
    uneven = contrast(noise(size, random, (4, 9), octaves=3), 40, 190)
    picture.paste(colour, mask=ImageChops.multiply(bank, uneven))


def finish(picture: Image.Image, random: Random, grain: int = 14) -> Image.Image:
    """The picture as a camera leaves it: darker in the corners, with grain."""
    size = picture.size
    corners = Image.radial_gradient("L").point([max(0, v - 110) * 2 // 3 for v in range(256)])
    picture.paste((0, 0, 0), mask=corners.resize(size, _BILINEAR))
    specks = Image.frombytes("L", size, random.randbytes(size[0] * size[1]))
    specks = specks.point([128 + (v - 128) * grain // 128 for v in range(256)])
    return ImageChops.overlay(picture, Image.merge("RGB", (specks,) * 3))
