"""Files that come in piece by piece, and go on where a connection broke.

The bytes of an upload are in a private file; how long that file is says where to go on. It is
locked while a piece is written, so neither two tabs nor a piece sent twice can spoil it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import User
from images.models import Upload
from images.opening import MOST_BYTES, UnusablePicture

PIECE = 1 << 20  # bytes: the most that are sent at once
MOST_UNFINISHED = 20  # of a person
MOST_BYTES_UNFINISHED = 4 * 1000 * 1000 * 1000  # of all people
STALE = timedelta(hours=24)


class WrongOffset(Exception):
    """A piece does not begin where the file ends; `offset` is where it ends."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"The file ends at {offset}.")
        self.offset = offset


def begin(
    *, by: User, name: str, size: int, fingerprint: str, now: datetime
) -> tuple[Upload, bool]:
    """An upload of a file of `size` bytes, and whether it is new.

    An unfinished one of the same person with the same fingerprint and size is gone on with. What
    nobody sent to for a day goes. Raises UnusablePicture with the reason where it may not begin.
    """
    _check_size(size)
    known_by = sha256(fingerprint.encode("utf-8", "surrogatepass")).hexdigest()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # so that nobody passes their limit
        _sweep(now)
        own = Upload.objects.filter(by=by)
        for upload in own.filter(fingerprint=known_by, size=size):
            if _path(upload).is_file():
                return upload, False
            upload.delete()
        _check_room(own.count(), size)
        upload = Upload.objects.create(
            by=by,
            name=name[:255],
            size=size,
            fingerprint=known_by,
            created_at=now,
            touched_at=now,
        )
        _make_file(upload)
    return upload, True


def find(uuid: UUID, by: User) -> Upload:
    """The upload of this person. Raises Upload.DoesNotExist, also for one of somebody else."""
    return Upload.objects.get(uuid=uuid, by=by)


def offset(upload: Upload) -> int:
    """How many bytes of it are there. Raises Upload.DoesNotExist where it was given up."""
    with _locked(upload) as handle:
        return os.fstat(handle).st_size


def append(upload: Upload, piece: bytes, *, at: int, now: datetime) -> int:
    """Write a piece that begins at the offset `at`, and return where the next one begins.

    Raises WrongOffset where the file does not end there, UnusablePicture where more arrives than
    was announced or the disk is full, Upload.DoesNotExist where it was given up meanwhile.
    """
    with _locked(upload) as handle:
        end = os.fstat(handle).st_size
        if at != end:
            raise WrongOffset(end)
        if end + len(piece) > upload.size:
            raise UnusablePicture(_("The file is longer than announced. Send it again."))
        try:
            _write(handle, piece)
        except OSError as error:
            os.ftruncate(handle, end)
            raise UnusablePicture(_("The file could not be stored. Try again later.")) from error
    Upload.objects.filter(pk=upload.pk).update(touched_at=now)
    return end + len(piece)


def whole(upload: Upload) -> Path:
    """Where the file is that has arrived. Raises WrongOffset where some of it is missing."""
    end = offset(upload)
    if end != upload.size:
        raise WrongOffset(end)
    return _path(upload)


def drop(upload: Upload) -> None:
    """Forget an upload, its bytes first."""
    _path(upload).unlink(missing_ok=True)
    Upload.objects.filter(pk=upload.pk).delete()


def folder() -> Path:
    """The private folder of what is coming in; it is made where it is missing."""
    place = Path(settings.MEDIA_ROOT) / "uploads"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def _check_size(size: int) -> None:
    if size < 1:
        raise UnusablePicture(_("The file is empty. Send it again."))
    if size > MOST_BYTES:
        raise UnusablePicture(_("This file is larger than 40 MB. Export the picture smaller."))


def _check_room(unfinished: int, size: int) -> None:
    if unfinished >= MOST_UNFINISHED:
        raise UnusablePicture(
            _("Too many of your files are only half here. Finish those, or try again tomorrow.")
        )
    announced = Upload.objects.aggregate(total=Sum("size"))["total"] or 0
    if announced + size > MOST_BYTES_UNFINISHED:
        raise UnusablePicture(
            _("Too many pictures are coming in right now. Try again in a minute.")
        )


def _sweep(now: datetime) -> None:
    for upload in Upload.objects.filter(touched_at__lt=now - STALE):
        drop(upload)


def _path(upload: Upload) -> Path:
    return folder() / upload.uuid.hex


def _make_file(upload: Upload) -> None:
    os.close(os.open(_path(upload), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _write(handle: int, piece: bytes) -> None:
    os.lseek(handle, 0, os.SEEK_END)
    left = memoryview(piece)
    while left:
        left = left[os.write(handle, left) :]


@contextmanager
def _locked(upload: Upload) -> Iterator[int]:
    """The file of an upload, alone. Others wait: a piece in memory is written in an instant."""
    try:
        handle = os.open(_path(upload), os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise Upload.DoesNotExist from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)
