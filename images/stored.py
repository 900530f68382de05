"""The renditions that are there: files in the storage "renditions", whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from images.addresses import FOLDER, RenditionAddress, parse


def read(name: str) -> bytes | None:
    """The bytes of a rendition, None where it is not stored."""
    try:
        with _storage().open(name) as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None


def write(name: str, data: bytes) -> None:
    """Store a rendition in one step, in place of one of that name."""
    storage = _storage()
    try:
        place = Path(storage.path(name))
    except NotImplementedError:  # a bucket: what is put there is there whole
        storage.save(name, ContentFile(data))
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=place.parent, prefix=".unfinished-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(unfinished).chmod(0o644)  # a web server may read it
        Path(unfinished).replace(place)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(unfinished).unlink()
        raise


def nearest(address: RenditionAddress) -> bytes | None:
    """The stored rendition of the same frame, rights, spec and format that is nearest in width."""
    found = [
        other
        for name in _listed(address.folder)[1]
        if (other := parse(address.folder + name))
        and (other.spec, other.fmt) == (address.spec, address.fmt)
    ]
    found.sort(key=lambda other: (abs(other.width - address.width), other.width))
    return read(found[0].name) if found else None


def whole(key: str, spec: str, fmt: str) -> bytes | None:
    """The widest stored rendition that shows all of a file, in the picture's own proportions.

    Under whatever rights: it is to make others from.
    """
    root = f"{FOLDER}/{key}/"
    found = [
        other
        for folder in _listed(root)[0]
        for name in _listed(root + folder)[1]
        if (other := parse(f"{root}{folder}/{name}"))
        and (other.spec, other.fmt, other.frame.crop) == (spec, fmt, None)
    ]
    found.sort(key=lambda other: -other.width)
    return read(found[0].name) if found else None


def delete(name: str) -> None:
    """Remove a rendition, if it is there."""
    _storage().delete(name)


def forget(key: str) -> None:
    """Remove every rendition of a file."""
    _remove(f"{FOLDER}/{key}")


def _storage() -> Storage:
    return storages["renditions"]


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        folders, files = _storage().listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return [], []
    return list(folders), list(files)


def _remove(folder: str) -> None:
    folders, files = _listed(folder)
    for name in folders:
        _remove(f"{folder}/{name}")
    for name in files:
        _storage().delete(f"{folder}/{name}")
    with suppress(OSError):  # a folder of a file system; somebody may have put something in again
        _storage().delete(folder)
