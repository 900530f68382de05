"""The demo's pictures: drawn at need, the same every time, described in the catalogue."""

from typing import Any

import pytest

from articles.demo import content
from articles.demo.drawing import GRAPHICS, PHOTOGRAPHS, draw

CATALOGUE = content.pictures()
LIGHTS = {"lights": "warm", "water": "cold", "rope": "warm", "meadow": "cold", "pages": "mixed"}


@pytest.mark.parametrize("scene", PHOTOGRAPHS)
def test_every_photograph_draws_with_light_and_dark_in_it(scene: str) -> None:
    picture = draw("a test", {"scene": scene, "light": LIGHTS.get(scene, "dusk")})

    darkest, lightest = picture.convert("L").getextrema()
    assert picture.mode == "RGB"
    assert 1600 <= picture.width <= 2400
    assert lightest - darkest > 100


@pytest.mark.parametrize(
    "name", [name for name, picture in CATALOGUE.items() if picture["scene"] in GRAPHICS]
)
def test_every_map_and_chart_draws(name: str) -> None:
    picture = draw(name, CATALOGUE[name])

    assert 1600 <= picture.width <= 2400
    assert len(picture.getcolors(picture.width * picture.height)) > 50


def test_a_name_always_gives_the_same_picture_and_another_name_another() -> None:
    described = {"scene": "salt", "light": "day"}

    first, again = draw("plain", described), draw("plain", described)

    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != draw("another", described).tobytes()


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_picture_says_what_it_shows_and_whose_it_is(name: str) -> None:
    picture = CATALOGUE[name]

    assert picture["scene"] in PHOTOGRAPHS | GRAPHICS
    assert picture["title"]
    assert picture["credit"]
    assert picture["alt"]
    assert all(picture["alt"].values())


def test_labels_have_only_letters_that_can_be_drawn() -> None:
    for name, picture in CATALOGUE.items():
        if picture["scene"] in GRAPHICS:
            words = "".join(_words({**picture, "alt": "", "caption": "", "title": ""}))
            assert words.replace("’", "").isascii(), name


def _words(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [word for pair in value.items() for word in _words(list(pair))]
    if isinstance(value, list):
        return [word for item in value for word in _words(item)]
    return [str(value)]


def test_stories_have_pictures_that_are_there_in_their_own_language() -> None:
    leads = {True: 0, False: 0}
    for language, key, story in content.stories():
        leads["lead" in story] += 1
        if "lead" in story:
            assert language in CATALOGUE[story["lead"]]["alt"], key

    assert leads[True] >= 20
    assert leads[False] >= 10
