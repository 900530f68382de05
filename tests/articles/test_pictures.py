"""What people do to pictures, who may, and what is on record."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import AuditLine, User
from articles import pictures
from articles.permissions import pictures_visible_to
from articles.verbs import Unable
from images import stored
from images.models import Image, TakenDown
from tests.conftest import NOW
from tests.images import files
from tests.images.folders import files_in, media

__all__ = ["media"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def sent(tmp_path: Path, width: int = 48) -> Path:
    path = tmp_path / f"sent-{width}"
    path.write_bytes(files.saved(files.scene(size=(width, 32)), "JPEG"))
    return path


@pytest.fixture
def picture(reporter: User, tmp_path: Path) -> Image:
    return pictures.add_picture(sent(tmp_path), name="harbour.jpg", by=reporter, now=NOW).image


def actions() -> list[str]:
    return list(AuditLine.objects.order_by("pk").values_list("action", flat=True))


def test_adding_is_on_record_once(picture: Image, subeditor: User, tmp_path: Path) -> None:
    again = pictures.add_picture(sent(tmp_path), name="x.jpg", by=subeditor, now=NOW)

    assert (again.image, again.is_new) == (picture, False)
    line = AuditLine.objects.get()
    assert picture.file is not None
    assert (line.action, line.target_id) == ("add_picture", str(picture.pk))
    assert line.detail == {"file": picture.file.sha256}


def test_an_outsider_adds_nothing(outsider: User, tmp_path: Path, media: Path) -> None:
    with pytest.raises(PermissionDenied):
        pictures.add_picture(sent(tmp_path), name="x.jpg", by=outsider, now=NOW)
    assert files_in(media) == []


def test_what_was_taken_down_is_not_added_again(
    picture: Image, administrator: User, reporter: User, tmp_path: Path
) -> None:
    Image.objects.update(taken_down_at=NOW, taken_down_why=TakenDown.LEGAL)

    with pytest.raises(Unable, match="taken down"):
        pictures.add_picture(sent(tmp_path), name="x.jpg", by=reporter, now=NOW)
    assert not pictures.add_picture(sent(tmp_path), name="x.jpg", by=administrator, now=NOW).is_new


def test_ones_own_picture_is_described(picture: Image, reporter: User) -> None:
    fields = {"headline": " Harbour\n at dawn ", "credit": "", "expires_at": NOW}
    pictures.describe_picture(picture=picture, fields=fields, by=reporter, now=NOW)
    assert pictures.describe_picture(picture=picture, fields=fields, by=reporter, now=NOW) is None

    picture.refresh_from_db()
    assert (picture.headline, picture.expires_at) == ("Harbour at dawn", NOW)
    assert actions() == ["add_picture", "describe_picture"]
    changed = AuditLine.objects.latest("pk").detail["changed"]
    assert set(changed) == {"headline", "expires_at"}


def test_odd_descriptions_are_refused(picture: Image, reporter: User) -> None:
    with pytest.raises(ValidationError):
        pictures.describe_picture(
            picture=picture, fields={"web_statement": "javascript:1"}, by=reporter, now=NOW
        )
    with pytest.raises(ValueError, match="taken_down_at"):
        pictures.describe_picture(
            picture=picture, fields={"taken_down_at": None}, by=reporter, now=NOW
        )


def test_pictures_of_others_are_left_alone(picture: Image, subeditor: User, tmp_path: Path) -> None:
    by = {"by": subeditor, "now": NOW}
    with pytest.raises(PermissionDenied):
        pictures.describe_picture(picture=picture, fields={"alt": "x"}, **by)
    with pytest.raises(PermissionDenied):
        pictures.replace_picture(picture, sent(tmp_path, 96), name="x", **by)
    for verb in (pictures.retire_picture, pictures.unretire_picture, pictures.put_back_picture):
        with pytest.raises(PermissionDenied):
            verb(picture=picture, **by)
    with pytest.raises(PermissionDenied):
        pictures.take_down_picture(picture=picture, why=TakenDown.LEGAL, reason="Court", **by)
    assert actions() == ["add_picture"]


def test_a_better_file_takes_the_place_of_the_first(
    picture: Image, reporter: User, tmp_path: Path
) -> None:
    old = picture.file
    taken = pictures.replace_picture(picture, sent(tmp_path, 96), name="x", by=reporter, now=NOW)

    picture.refresh_from_db()
    assert taken.is_new
    assert picture.file != old
    assert picture.files.count() == 2
    assert actions() == ["add_picture", "replace_picture"]


def test_retiring_and_back(picture: Image, administrator: User) -> None:
    for verb in (pictures.retire_picture, pictures.unretire_picture):
        for _twice in range(2):
            verb(picture=picture, by=administrator, now=NOW)
    picture.refresh_from_db()
    assert picture.retired_at is None
    assert actions() == ["add_picture", "retire_picture", "unretire_picture"]


def test_taking_down_says_why_and_forgets_renditions(
    picture: Image,
    administrator: User,
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
    media: Path,
) -> None:
    assert picture.file is not None
    stored.write(f"pictures/{picture.file.key}/f500x500-x/lead-480.jpg", b"picture")
    down = {"picture": picture, "by": administrator, "now": NOW}
    with pytest.raises(Unable, match="record"):
        pictures.take_down_picture(why=TakenDown.WITHDRAWN, reason=" ", **down)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        pictures.take_down_picture(why=TakenDown.WITHDRAWN, reason="A face", **down)

    assert not list((media / "renditions").rglob("*.jpg"))
    assert AuditLine.objects.latest("pk").detail == {"why": "withdrawn", "reason": "A face"}
    with pytest.raises(Unable, match="already"):
        pictures.take_down_picture(why=TakenDown.WITHDRAWN, reason="A face", **down)
    pictures.take_down_picture(why=TakenDown.LEGAL, reason="Court", **down)
    picture.refresh_from_db()
    assert not picture.is_available(NOW - timedelta(days=1))
    assert (picture.taken_down_why, picture.taken_down_by) == ("legal", administrator)

    pictures.put_back_picture(**down)
    picture.refresh_from_db()
    assert picture.is_available(NOW)
    assert picture.taken_down_reason == ""
    with pytest.raises(Unable, match="not taken down"):
        pictures.put_back_picture(**down)


def test_who_sees_what(
    picture: Image, reporter: User, subeditor: User, administrator: User, outsider: User
) -> None:
    def seen() -> list[bool]:
        people = (reporter, subeditor, administrator, outsider)
        return [pictures_visible_to(user).exists() for user in people]

    assert seen() == [True, True, True, False]
    Image.objects.update(retired_at=NOW)
    assert seen() == [True, False, True, False]
    Image.objects.update(taken_down_at=NOW)
    assert seen() == [False, False, True, False]
