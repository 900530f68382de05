"""Taking in a file: the original, its master and their rows are there together, or none of them.

Opening takes seconds, so it happens before the transaction that writes the rows.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from images import renditions
from images.models import KEY_LENGTH, Image, ImageFile
from images.opening import Opened, UnusablePicture, open_picture
from images.prefilling import prefill

SECONDS = 4.5  # after which no rendition is begun any more, for somebody waits
LEAST_SECONDS = 1.0  # for renditions in any case: the desk wants to see a thumbnail
_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}
_FOLDERS = re.compile(r"[/\\]")


@dataclass(frozen=True)
class Taken:
    """The picture that a file is; `is_new` is False where the library had that file already."""

    image: Image
    is_new: bool


@dataclass(frozen=True)
class Kept:
    """A file that is stored and has no row yet. `original` and `master` are names in storage."""

    opened: Opened
    sha256: str
    name: str  # what it was called where it came from
    size: int  # in bytes
    original: str
    master: str


# Called with `kept`, `by` and `now`: writes the rows in the caller's transaction.
Write = Callable[..., Image]


def add(*, kept: Kept, by: User | None, now: datetime, image: Image | None = None) -> Image:
    """Write the rows of a new picture; `image` is one that is not saved yet and has its fields.

    What is empty of them is filled with what the file says of itself.
    """
    image = image or Image()
    for field, value in prefill(kept.opened.metadata).items():
        if not getattr(image, field):
            setattr(image, field, value)
    image.uploaded_by, image.uploaded_at = by, now
    image.save()
    return move(image, kept=kept, by=by, now=now)


def move(image: Image, *, kept: Kept, by: User | None, now: datetime) -> Image:
    """Give a picture a stored file as its current one. Its older files stay."""
    opened = kept.opened
    image.file = ImageFile.objects.create(
        image=image,
        key=kept.sha256[:KEY_LENGTH],
        sha256=kept.sha256,
        original=kept.original,
        original_name=kept.name,
        original_size=kept.size,
        original_width=opened.width,
        original_height=opened.height,
        format=opened.format,
        master=kept.master,
        width=opened.master_width,
        height=opened.master_height,
        colour=opened.colour,
        metadata=opened.metadata,
        created_by=by,
        created_at=now,
    )
    image.save(update_fields=["file"])
    return image


def take_in(
    path: Path,
    *,
    name: str,
    by: User | None,
    now: datetime,
    write: Write = add,
    seconds: float = renditions.SECONDS,
) -> Taken:
    """Add the file at `path` to the library as a picture, or recognise the one that has it.

    `write` may write more in the same transaction. A retired picture and one that was taken down
    are recognised too. The renditions that most pages ask for are made when the rows are there, for
    that many `seconds` at most.
    Raises UnusablePicture, and whatever `write` raises; nothing is left on disk or in the database
    then. Not to be called in a transaction: it could be undone, the files not.
    """
    began, sha256 = time.monotonic(), digest(path)
    if known := with_file(sha256):
        return Taken(known, is_new=False)
    try:
        with _stored(path, sha256, name) as kept, transaction.atomic(durable=True):
            image = write(kept=kept, by=by, now=now)
    except IntegrityError:
        known = with_file(sha256)  # somebody else sent it at the same time
        if known is None:
            raise
        return Taken(known, is_new=False)
    renditions.make_common(image, seconds=min(seconds, _left(began)))
    return Taken(image, is_new=True)


def replace_file(
    image: Image, path: Path, *, name: str, by: User | None, now: datetime, write: Write
) -> Taken:
    """Give `image` the file at `path` in place of its current one, by `write`.

    `is_new` is False where that is its current file already. Raises UnusablePicture where the file
    cannot be opened, belongs to another picture, or was replaced in this one; see take_in() too.
    """
    began, sha256 = time.monotonic(), digest(path)
    if _is_current(image, sha256):
        return Taken(image, is_new=False)
    try:
        with _stored(path, sha256, name) as kept, transaction.atomic(durable=True):
            image = write(kept=kept, by=by, now=now)
    except IntegrityError:
        if _is_current(image, sha256):
            return Taken(image, is_new=False)
        raise
    renditions.make_common(image, seconds=_left(began))
    return Taken(image, is_new=True)


def digest(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal. Raises UnusablePicture where there is no file."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnusablePicture(_("The file did not arrive. Send it again.")) from error


def _left(began: float) -> float:
    """For how many seconds renditions may be begun, of what was taken in from `began` on."""
    return max(LEAST_SECONDS, began + SECONDS - time.monotonic())


def with_file(sha256: str) -> Image | None:
    """The picture that has, or once had, the file with this digest."""
    return Image.objects.with_file().filter(files__sha256=sha256).first()


def _is_current(image: Image, sha256: str) -> bool:
    """Whether this is the picture's file. Raises UnusablePicture where it is one of another."""
    found = ImageFile.objects.select_related("image").filter(sha256=sha256).first()
    if found is None:
        return False
    if found.image_id != image.pk:
        raise UnusablePicture(_("This file is another picture of the library already."))
    if not Image.objects.filter(pk=image.pk, file=found).exists():
        raise UnusablePicture(_("This picture had this file before. Send another one."))
    return True


@contextmanager
def _stored(path: Path, sha256: str, name: str) -> Iterator[Kept]:
    """The file opened and stored, with its master; both go again where the block fails."""
    opened = open_picture(path)
    storage, stem, names = storages["originals"], uuid4().hex, list[str]()
    endings = _ENDINGS[opened.format], _ENDINGS[opened.master_format]
    try:
        with path.open("rb") as file:
            names.append(storage.save(f"{stem}.{endings[0]}", File(file)))
        master = ContentFile(opened.master)
        names.append(storage.save(f"{stem}-master.{endings[1]}", master))
        size = path.stat().st_size
        yield Kept(opened, sha256, _FOLDERS.split(name)[-1][:255], size, *names)
    except BaseException:
        for stored in names:
            storage.delete(stored)
        raise
