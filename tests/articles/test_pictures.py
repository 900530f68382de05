"""What people do to pictures, who may, and what is on record."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from accounts.models import AuditLine, User
from articles import pictures, taxonomy
from articles.models import PictureScope
from articles.permissions import pictures_visible_to
from articles.verbs import Unable
from images import stored
from images.models import Image, ImageFile, TakenDown
from tests.articles.test_admin_deleting import failing
from tests.conftest import NOW
from tests.images import files
from tests.images.folders import files_in, media
from tests.stories import make_section, make_story, save

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


def stored_files(picture: Image, media: Path) -> list[str]:
    """All that is stored, with a rendition of the picture's file."""
    assert picture.file is not None
    stored.write(f"pictures/{picture.file.key}/f500x500-x/lead-480.jpg", b"picture")
    return files_in(media)


def test_28_what_any_version_names_is_not_deleted(
    picture: Image, administrator: User, media: Path
) -> None:
    story = make_story(administrator, lead_image=str(picture.uuid))
    save(story, administrator, lead_image="")
    before = stored_files(picture, media)
    delete = {"picture": picture, "by": administrator, "now": NOW}

    with transaction.atomic(), pytest.raises(Unable, match="old versions of them do"):
        pictures.delete_picture(**delete)

    assert Image.objects.filter(pk=picture.pk).exists()
    assert files_in(media) == before
    assert "delete_picture" not in actions()


def test_28_what_no_version_names_goes_with_its_files(
    picture: Image,
    reporter: User,
    administrator: User,
    tmp_path: Path,
    media: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    pictures.replace_picture(picture, sent(tmp_path, 96), name="x", by=reporter, now=NOW)
    picture.refresh_from_db()
    before = stored_files(picture, media)
    assert picture.file is not None
    PictureScope.objects.create(image=picture, section=make_section())
    with pytest.raises(PermissionDenied):
        pictures.delete_picture(picture=picture, by=reporter, now=NOW)

    with django_capture_on_commit_callbacks() as callbacks:
        pictures.delete_picture(picture=picture, by=administrator, now=NOW)
    assert files_in(media) == before  # the transaction could still fail
    for callback in callbacks:
        callback()

    assert files_in(media) == []
    assert not Image.objects.exists()
    assert not ImageFile.objects.exists()
    line = AuditLine.objects.latest("pk")
    assert (line.action, line.target_id) == ("delete_picture", str(picture.pk))
    assert picture.file.sha256 in line.detail["files"]
    assert len(line.detail["files"]) == 2
    again = pictures.add_picture(sent(tmp_path), name="x.jpg", by=reporter, now=NOW)
    assert again.is_new


@pytest.mark.django_db(transaction=True)
def test_28_a_database_error_while_deleting_leaves_everything(
    picture: Image, administrator: User, media: Path
) -> None:
    before = stored_files(picture, media)

    with failing('DELETE FROM "images_image"'), pytest.raises(DatabaseError):
        pictures.delete_picture(picture=picture, by=administrator, now=NOW)

    picture.refresh_from_db()
    assert picture.file is not None
    assert files_in(media) == before
    assert "delete_picture" not in actions()


def test_28_a_section_that_limits_a_picture_is_not_deleted(
    picture: Image, administrator: User
) -> None:
    section = make_section()
    by = {"by": administrator, "now": NOW}
    pictures.scope_picture(picture=picture, sections=[section], **by)

    with pytest.raises(Unable, match="Pictures may be used in it alone"):
        taxonomy.delete(taxon=section, **by)
    pictures.scope_picture(picture=picture, sections=[], **by)
    taxonomy.delete(taxon=section, **by)
    assert not PictureScope.objects.exists()


def test_a_picture_is_limited_to_sections_and_on_record(
    picture: Image, reporter: User, subeditor: User
) -> None:
    world, sport = make_section("World"), make_section("Sport", position=2)
    by = {"by": reporter, "now": NOW}
    pictures.scope_picture(picture=picture, sections=[world, sport], **by)
    assert pictures.scope_picture(picture=picture, sections=[sport, world], **by) is None
    pictures.scope_picture(picture=picture, sections=[sport], **by)
    with pytest.raises(PermissionDenied):
        pictures.scope_picture(picture=picture, sections=[], by=subeditor, now=NOW)

    assert [scope.section for scope in picture.scopes.all()] == [sport]
    told = [line.detail for line in AuditLine.objects.filter(action="scope_picture").order_by("pk")]
    assert told == [{"sections": ["World", "Sport"]}, {"sections": ["Sport"]}]
