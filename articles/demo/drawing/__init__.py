"""Draws the demo's pictures, so that none need be stored: the same name, the same picture."""

from collections.abc import Callable
from random import Random
from typing import Any

from PIL import Image

from articles.demo.drawing import graphics, people, places, shores, textures
from articles.demo.drawing.canvas import finish

ABOUT = {
    *("scene", "title", "credit", "alt", "caption", "focus"),
    *("licence", "rights_end_in_days", "retired", "taken_down"),
}
PHOTOGRAPHS: dict[str, Callable[..., Image.Image]] = {
    "sea": shores.open_sea,
    "coast": shores.coast,
    "lighthouse": shores.lighthouse,
    "ferry": shores.ferry,
    "salt": shores.salt,
    "harbour": places.harbour,
    "city": places.city,
    "hills": places.hills,
    "window": places.window,
    "stage": places.stage,
    "portrait": people.portrait,
    "lights": textures.lights,
    "water": textures.water,
    "rope": textures.rope,
    "meadow": textures.meadow,
    "pages": textures.pages,
}
GRAPHICS: dict[str, Callable[..., Image.Image]] = {
    "map": graphics.coast_map,
    "bars": graphics.bars,
    "lines": graphics.lines,
}


def draw(name: str, picture: dict[str, Any]) -> Image.Image:
    """The picture of that name, in RGB: chance in it comes from the name alone.

    `picture` is how the catalogue describes it; what is not ABOUT it is for its scene: the `light`
    of a photograph, the words and numbers of a map or chart. Raises KeyError for a scene that there
    is not.
    """
    random = Random(name)  # noqa: S311 - chance for pictures, not for secrets
    scene = picture["scene"]
    options = {key: value for key, value in picture.items() if key not in ABOUT}
    if scene in GRAPHICS:
        return GRAPHICS[scene](random, **options)
    return finish(PHOTOGRAPHS[scene](random, **options), random)
