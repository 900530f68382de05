"""The one table of the pictures that are served, and where each is cut from its master."""

import re
from dataclasses import dataclass

FORMATS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}  # best first

_WHOLE = 1000  # coordinates in frames are per mille of the picture's sides
_FOCUS = re.compile(r"f(0|[1-9][0-9]{0,3})x(0|[1-9][0-9]{0,3})", re.ASCII)
_CROP = re.compile(r"c" + "x".join([r"(0|[1-9][0-9]{0,3})"] * 4), re.ASCII)


@dataclass(frozen=True)
class Box:
    """A rectangle in a picture, in whole pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height


@dataclass(frozen=True)
class Frame:
    """What of a picture is to be seen: all around a focal point, or one part of it alone.

    Numbers are per mille of the picture's width and height. `crop` is left, top, width, height; the
    focal point of a crop is its middle.
    """

    focus_x: int = 500
    focus_y: int = 500
    crop: tuple[int, int, int, int] | None = None

    def __post_init__(self) -> None:
        if self.crop is None:
            within = max(self.focus_x, self.focus_y) <= _WHOLE
        else:
            left, top, width, height = self.crop
            within = 0 not in {width, height} and max(left + width, top + height) <= _WHOLE
        if not within:
            raise ValueError("This is no part of a picture.")

    @classmethod
    def of(cls, focus_x: int, focus_y: int, crop: str = "") -> "Frame":
        """The frame of a use: `crop` as it stands in documents, "120,80,640,360" or ""."""
        if not crop:
            return cls(focus_x, focus_y)
        left, top, width, height = map(int, crop.split(","))
        return cls(crop=(left, top, width, height))

    @classmethod
    def parse(cls, text: str) -> "Frame":
        """The frame that stands in an address: f500x333 or c120x80x640x360.

        Raises ValueError where it is none, or is spelt in another way than `str()` does.
        """
        if found := _FOCUS.fullmatch(text):
            return cls(int(found[1]), int(found[2]))
        if found := _CROP.fullmatch(text):
            left, top, width, height = map(int, found.groups())
            return cls(crop=(left, top, width, height))
        raise ValueError("This is no frame.")

    def __str__(self) -> str:
        if self.crop is None:
            return f"f{self.focus_x}x{self.focus_y}"
        return "c" + "x".join(map(str, self.crop))


@dataclass(frozen=True)
class Spec:
    """A way to show a picture.

    `ratio` is width to height, None for the picture's own. `common` are the widths that are made
    when a picture is uploaded, what is needed most first; the others when somebody first asks.
    `enlarged` says how far a picture may be blown up to reach the narrowest width, as a factor.
    """

    name: str
    ratio: tuple[int, int] | None
    widths: tuple[int, ...]
    formats: tuple[str, ...] = tuple(FORMATS)
    common: tuple[int, ...] = ()
    enlarged: int = 1


_LEAD = (320, 480, 640, 800, 1000, 1200, 1600, 2000, 2400)
_INLINE = (320, 480, 640, 800, 1080, 1280, 1600, 2000, 2400)
_PORTRAIT = (240, 320, 480, 640, 800, 1080)
SPECS = {
    spec.name: spec
    for spec in (
        Spec("lead", (16, 9), _LEAD, common=(800, 480, 1200)),  # the lead picture of a page
        Spec("standard", (4, 3), _LEAD),
        Spec("square", (1, 1), _LEAD),
        Spec("card", (3, 2), (160, 240, 320, 480, 640, 800, 1280), common=(640, 320)),
        Spec("inline", None, _INLINE, common=(800, 1280)),
        Spec("portrait", None, _PORTRAIT, common=(480,)),  # two or three side by side
        # Networks want exactly this size; a picture of half of it is blown up rather than left out.
        Spec("share", (1200, 630), (1200,), ("jpg",), enlarged=2),
        Spec("thumbnail", None, (240, 400, 640), ("webp", "jpg"), common=(400, 240)),
        Spec("full", None, (1080, 1600, 2400), ("webp", "jpg")),  # opened large, a file by itself
    )
}


def crop_box(width: int, height: int, frame: Frame, ratio: tuple[int, int] | None) -> Box:
    """What a picture of `width` × `height` pixels shows in `frame` at `ratio`.

    The largest rectangle of that ratio, with the focal point as near to its middle as the edges of
    the picture, or of the own crop, allow. It has at least one pixel each way.
    """
    whole = _region(width, height, frame)
    if ratio is None:
        return whole
    across, down = ratio
    wide = min(whole.width, max(1, whole.height * across // down))
    high = min(whole.height, max(1, _rounded(wide * down, across)))
    focus_x, focus_y = _focus(width, height, frame, whole)
    return Box(
        left=min(max(focus_x - wide // 2, whole.left), whole.right - wide),
        top=min(max(focus_y - high // 2, whole.top), whole.bottom - high),
        width=wide,
        height=high,
    )


def offered_widths(spec: Spec, width: int, height: int, frame: Frame) -> tuple[int, ...]:
    """The widths in which a picture of `width` × `height` is served, the narrowest first.

    Nothing is blown up: a picture that is narrower than all of them is served in its own width
    alone. The share card is the exception, within bounds; it is offered in its one size or not.
    """
    box = crop_box(width, height, frame, spec.ratio)
    within = tuple(offer for offer in spec.widths if offer <= box.width * spec.enlarged)
    return within or (() if spec.enlarged > 1 else (box.width,))


def height_for(spec: Spec, shown: int, width: int, height: int, frame: Frame) -> int:
    """How high a picture of `width` × `height` is, in pixels, when it is `shown` pixels wide."""
    across, down = spec.ratio or _sides(crop_box(width, height, frame, None))
    return max(1, _rounded(shown * down, across))


def _region(width: int, height: int, frame: Frame) -> Box:
    if frame.crop is None:
        return Box(0, 0, width, height)
    left, top, across, down = frame.crop
    x, y = min(left * width // _WHOLE, width - 1), min(top * height // _WHOLE, height - 1)
    wide, high = max(1, across * width // _WHOLE), max(1, down * height // _WHOLE)
    return Box(x, y, min(wide, width - x), min(high, height - y))


def _focus(width: int, height: int, frame: Frame, whole: Box) -> tuple[int, int]:
    if frame.crop is None:
        return _rounded(frame.focus_x * width, _WHOLE), _rounded(frame.focus_y * height, _WHOLE)
    return whole.left + whole.width // 2, whole.top + whole.height // 2


def _sides(box: Box) -> tuple[int, int]:
    return box.width, box.height


def _rounded(above: int, below: int) -> int:
    return (2 * above + below) // (2 * below)
