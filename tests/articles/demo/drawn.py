"""The demo's pictures, drawn quickly: what they show does not matter to most tests."""

from collections.abc import Iterator
from pathlib import Path

from articles.demo import content
from articles.demo.library import Catalogue
from tests.images.files import scene


def nothing(_missing: Catalogue, _folder: Path) -> tuple[()]:
    """For a demo without pictures."""
    return ()


def small(missing: Catalogue, folder: Path) -> Iterator[tuple[str, Path]]:
    """Those that stories with pictures between their words use, no larger than stamps."""
    for number, name in enumerate(missing):
        if name in _used():
            path = folder / f"{name}.jpg"
            scene(size=(96 + 2 * number, 64)).save(path)
            yield name, path


def _used() -> set[str]:
    """The pictures of the stories that have some in their parts, and what was taken down."""
    used = {name for name, told in content.pictures().items() if "taken_down" in told}
    for _language, _key, story in content.stories():
        parts = [part["picture"] for part in story["parts"] if part["kind"] == "picture"]
        used |= {*parts, story["lead"]} if parts and "lead" in story else set(parts)
    return used
