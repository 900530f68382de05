"""Puts the demo's pictures into the library, through the doors that journalists use."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from accounts.models import User
from articles import pictures
from articles.demo import content
from articles.demo.drawing import GRAPHICS
from articles.demo.drawing.filing import draw_file
from images.models import Image, ImageFile, Licence, TakenDown

PROCESSES = 2
GRAPHIC = "http://cv.iptc.org/newscodes/digitalsourcetype/dataDrivenMedia"
Catalogue = Mapping[str, dict[str, Any]]
# Draws the pictures of a catalogue into files in a folder, and says their names and places.
Drawer = Callable[[Catalogue, Path], Iterable[tuple[str, Path]]]


def drawn(missing: Catalogue, folder: Path) -> Iterator[tuple[str, Path]]:
    """The names and files of what is missing, as each is drawn in a process beside."""
    if not missing:
        return
    paths = [folder / f"{name}.jpg" for name in missing]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        files = pool.map(draw_file, missing, missing.values(), paths)
        yield from zip(missing, files, strict=True)


def load_pictures(*, by: User, now: datetime, draw: Drawer = drawn) -> dict[str, UUID]:
    """Draw and add the pictures that are not there yet. Says which picture has which name.

    None of their renditions is made. Not to be called in a transaction: files are stored.
    """
    catalogue, there = content.pictures(), _there()
    missing = {name: told for name, told in catalogue.items() if name not in there}
    with TemporaryDirectory() as folder:
        for name, path in draw(missing, Path(folder)):
            there[name] = _add(path, missing[name], by=by, now=now)
    return there


def end_pictures(names: Mapping[str, UUID], *, by: User, now: datetime) -> None:
    """Retire and take down what the catalogue says, once the stories that use it are there."""
    images = Image.objects.in_bulk(names.values(), field_name="uuid")
    for name, told in content.pictures().items():
        if name in names:
            _end(images[names[name]], told, by=by, now=now)


def _there() -> dict[str, UUID]:
    files = ImageFile.objects.filter(original_name__endswith=".jpg")
    return {
        Path(name).stem: uuid for name, uuid in files.values_list("original_name", "image__uuid")
    }


def _add(path: Path, picture: dict[str, Any], *, by: User, now: datetime) -> UUID:
    added_at = now - content.SITE_AGE
    image = pictures.add_picture(path, name=path.name, by=by, now=added_at, seconds=0).image
    pictures.describe_picture(picture=image, fields=_fields(picture, now), by=by, now=added_at)
    return image.uuid


def _fields(picture: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What the desk writes about a picture; stories in other languages bring their own words."""
    fields = {
        "headline": picture["title"],
        "alt": _first(picture["alt"]),
        "description": _first(picture.get("caption", {})),
        "creators": picture["credit"],
        "credit": picture["credit"],
        "licence": picture.get("licence", Licence.OWN),
    }
    if "focus" in picture:
        fields["focus_x"], fields["focus_y"] = picture["focus"]
    if picture["scene"] in GRAPHICS:
        fields["digital_source_type"] = GRAPHIC
    if "rights_end_in_days" in picture:
        fields["expires_at"] = now + timedelta(days=picture["rights_end_in_days"])
    return fields


def _first(words: dict[str, str]) -> str:
    return next(iter(words.values()), "")


def _end(image: Image, picture: dict[str, Any], *, by: User, now: datetime) -> None:
    if picture.get("retired"):
        pictures.retire_picture(picture=image, by=by, now=now)
    if "taken_down" in picture:
        pictures.take_down_picture(
            picture=image,
            why=TakenDown.WITHDRAWN,
            reason=picture["taken_down"],
            by=by,
            now=now,
        )
