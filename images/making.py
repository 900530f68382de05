"""Renditions made when somebody asks: each once, a few at a time, and nobody waits behind them.

Who cannot have one at once gets another width of it, or waits a moment, or gets a coarser picture.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from images import places, stored
from images.addresses import RenditionAddress

WAITING = 2  # how many may wait for a rendition, on a machine
PATIENCE = 1.0  # seconds that they wait
_LOOK_AGAIN = 0.05  # seconds

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Made:
    """The bytes of a rendition; `is_exact` is false for what is shown for now in its place.

    `fmt` is their format where it is another one than was asked for.
    """

    data: bytes
    is_exact: bool = True
    fmt: str = ""


class NoLongerWanted(Exception):
    """While the rendition was made, the picture was taken down or its rights ended."""


def make(
    address: RenditionAddress,
    render: Callable[[], bytes],
    is_wanted: Callable[[], bool],
    stand_in: Callable[[], Made | None],
) -> Made | None:
    """The rendition, or what is shown for now, or None where there is nothing to show.

    `render` is called where nobody else makes it and a place is free; `is_wanted` afterwards, when
    what was made is stored: where it has become false, nothing stays and NoLongerWanted is raised.
    `stand_in` is called where there is no other width, and no place after a wait: it must be quick,
    for any number may call it at once. Whatever `render` raises goes on to the caller.
    """
    made = _try(address, render, is_wanted)
    if made is None and (other := stored.nearest(address)) is not None:
        return Made(other, is_exact=False)
    return made or _wait(address, render, is_wanted) or stand_in()


def _wait(
    address: RenditionAddress, render: Callable[[], bytes], is_wanted: Callable[[], bool]
) -> Made | None:
    with places.one_of("waiting", WAITING) as may_wait:
        end = time.monotonic() + PATIENCE
        while may_wait and time.monotonic() < end:
            time.sleep(_LOOK_AGAIN)
            if made := _try(address, render, is_wanted):
                return made
    return None


def _try(
    address: RenditionAddress, render: Callable[[], bytes], is_wanted: Callable[[], bool]
) -> Made | None:
    with places.alone_with(address.name) as alone:
        if (data := stored.read(address.name)) is not None:
            return Made(data)
        if not alone:
            return None
        with places.one_of("render", settings.PICTURE_RENDERS) as free:
            return Made(_made(address, render, is_wanted)) if free else None


def _made(
    address: RenditionAddress, render: Callable[[], bytes], is_wanted: Callable[[], bool]
) -> bytes:
    data = render()
    try:
        stored.write(address.name, data)
    except OSError:  # a full disk: readers get the picture all the same
        logger.exception("The rendition %s could not be stored.", address.name)
    # Asked after it was stored: whoever takes the picture down later finds the file and removes it.
    if not is_wanted():
        stored.delete(address.name)
        raise NoLongerWanted
    return data
