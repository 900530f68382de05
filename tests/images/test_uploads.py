"""Files that come in piece by piece."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from accounts.models import User
from images import uploads
from images.models import Upload
from images.opening import MOST_BYTES, UnusablePicture
from tests.articles.test_concurrency import at_once
from tests.conftest import NOW
from tests.images.folders import files_in, media

__all__ = ["media"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def begun(by: User, size: int = 10, fingerprint: str = "x-10-1") -> Upload:
    return uploads.begin(by=by, name="x.jpg", size=size, fingerprint=fingerprint, now=NOW)[0]


def test_pieces_make_the_file(reporter: User, media: Path) -> None:
    upload = begun(reporter)

    assert uploads.append(upload, b"hello", at=0, now=NOW) == 5
    with pytest.raises(uploads.WrongOffset):
        uploads.whole(upload)
    assert uploads.append(upload, b"world", at=5, now=NOW) == 10

    whole = uploads.whole(upload)
    assert whole.read_bytes() == b"helloworld"
    assert whole.stat().st_mode & 0o777 == 0o600
    uploads.drop(upload)
    assert files_in(media) == []
    assert not Upload.objects.exists()


def test_an_unfinished_one_is_gone_on_with(reporter: User, subeditor: User) -> None:
    upload = begun(reporter)
    uploads.append(upload, b"hel", at=0, now=NOW)

    assert begun(reporter) == upload
    assert uploads.offset(upload) == 3
    assert begun(reporter, fingerprint="y-10-1") != upload
    assert begun(reporter, size=11) != upload
    assert begun(subeditor) != upload
    with pytest.raises(Upload.DoesNotExist):
        uploads.find(upload.uuid, subeditor)


def test_one_whose_bytes_are_gone_begins_anew(reporter: User, media: Path) -> None:
    upload = begun(reporter)
    (media / "uploads" / upload.uuid.hex).unlink()

    assert begun(reporter) != upload
    with pytest.raises(Upload.DoesNotExist):
        uploads.append(upload, b"x", at=0, now=NOW)


@pytest.mark.parametrize("at", [0, 2, 4, 10, 10**14])
def test_a_piece_in_the_wrong_place_is_not_written(reporter: User, at: int) -> None:
    upload = begun(reporter)
    uploads.append(upload, b"hel", at=0, now=NOW)

    with pytest.raises(uploads.WrongOffset) as wrong:
        uploads.append(upload, b"lo", at=at, now=NOW)

    assert wrong.value.offset == uploads.offset(upload) == 3


def test_no_more_arrives_than_was_announced(reporter: User) -> None:
    upload = begun(reporter)

    with pytest.raises(UnusablePicture, match="longer"):
        uploads.append(upload, b"x" * 11, at=0, now=NOW)

    assert uploads.offset(upload) == 0


@pytest.mark.parametrize("size", [-1, 0, MOST_BYTES + 1, 10**400])
def test_an_impossible_size_is_refused_at_once(reporter: User, media: Path, size: int) -> None:
    with pytest.raises(UnusablePicture):
        begun(reporter, size=size)
    assert files_in(media) == []


def test_nobody_begins_more_than_some(reporter: User, subeditor: User) -> None:
    for number in range(uploads.MOST_UNFINISHED):
        begun(reporter, fingerprint=str(number))

    with pytest.raises(UnusablePicture, match="half here"):
        begun(reporter, fingerprint="one more")

    assert begun(reporter, fingerprint="3")
    assert begun(subeditor)


def test_all_together_begin_no_more_than_fits(
    reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES_UNFINISHED", 15)
    begun(reporter)

    with pytest.raises(UnusablePicture, match="Too many pictures"):
        begun(reporter, fingerprint="other")


def test_what_was_left_for_a_day_goes(reporter: User, subeditor: User, media: Path) -> None:
    left, going_on = begun(reporter), begun(reporter, fingerprint="other")
    uploads.append(going_on, b"x", at=0, now=NOW + timedelta(hours=2))

    later = NOW + timedelta(hours=25)
    uploads.begin(by=subeditor, name="y", size=1, fingerprint="y", now=later)

    assert not Upload.objects.filter(pk=left.pk).exists()
    assert Upload.objects.filter(pk=going_on.pk).exists()
    assert len(files_in(media)) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time"
)
def test_a_piece_that_many_send_at_once_is_written_once(reporter: User) -> None:
    upload = begun(reporter)

    done = at_once(8, lambda n: uploads.append(upload, bytes([n]) * 5, at=0, now=NOW))

    assert sorted(map(str, done)) == sorted(["5"] + ["The file ends at 5."] * 7)
    assert uploads.offset(upload) == 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time"
)
def test_two_tabs_that_begin_at_once_share_the_upload(reporter: User) -> None:
    assert len({upload.pk for upload in at_once(6, lambda _n: begun(reporter))}) == 1
