"""What readers get at the addresses of pictures, and what they do not."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import storages
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from images import places, renditions, stored
from images.models import Image, ImageFile
from images.rights import address_of
from images.specs import FORMATS
from tests.images import files
from tests.images.library import NOW, make_file, make_image, opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media", "clock")]

POLICY = "default-src 'none'; sandbox"
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


@pytest.fixture
def image() -> Image:
    image = make_image()
    make_file(image)
    return image


def get(path: str, **headers: str) -> HttpResponse:
    """What an anonymous reader is answered."""
    return Client().get(path, headers=headers)


def is_refused(response: HttpResponse, status: int) -> bool:
    """Whether the answer is a line of text that no cache keeps and that does nothing."""
    return (
        response.status_code == status
        and response["Content-Type"] == "text/plain; charset=utf-8"
        and response["Cache-Control"] == "no-store"
        and response["Content-Security-Policy"] == POLICY
        and not response.cookies
    )


@pytest.mark.parametrize("fmt", ["jpg", "webp", "avif"])
def test_a_picture_is_served_as_what_it_is_and_can_do_nothing(image: Image, fmt: str) -> None:
    response = get(address_of(image, "lead", 320, fmt))
    assert response.status_code == 200
    assert opened(response.content).size == (320, 180)
    assert image.file is not None
    expected = {
        "Content-Type": TYPES[fmt],
        "Content-Length": str(len(response.content)),
        "Content-Disposition": f'inline; filename="{image.file.key}-lead-320.{fmt}"',
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "public, max-age=86400, s-maxage=31536000",
        "Cache-Tag": f"picture-{image.pk}",
    }
    assert expected.items() <= response.headers.items()
    assert not response.cookies
    assert "Vary" not in response.headers


def test_a_stored_picture_costs_one_query(
    image: Image, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    path = address_of(image, "lead", 320, "jpg")
    first = get(path)
    with django_assert_num_queries(1):
        again = get(path)
    assert again.content == first.content


def test_whoever_has_a_picture_is_sent_nothing(image: Image) -> None:
    path = address_of(image, "lead", 320, "jpg")
    etag = get(path)["ETag"]
    assert etag.startswith('"')
    response = get(path, If_None_Match=etag)
    assert (response.status_code, response.content) == (304, b"")
    assert response["Cache-Control"] == "public, max-age=86400, s-maxage=31536000"
    assert get(path, If_None_Match='"another"').status_code == 200


def test_head_says_what_get_would_bring(image: Image) -> None:
    path = address_of(image, "lead", 320, "jpg")
    whole, head = get(path), Client().head(path)
    assert head.content == b""
    assert head.headers == whole.headers


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_pictures_are_only_read(image: Image, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = getattr(client, method)(address_of(image, "lead", 320, "jpg"))
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


def test_what_was_never_offered_is_answered_in_one_way(image: Image) -> None:
    path = address_of(image, "lead", 320, "jpg")
    assert image.file is not None
    forged = [
        path.replace("f500x500", "f500x501"),
        path.replace("f500x500-", "f500x500-0")[:-1],
        path.replace(image.file.key, "0" * 20),
        path.replace("lead-320", "lead-321"),
        path.replace("lead-320", "lead-2400"),  # wider than the file
        path.replace("lead-320", "poster-320"),
        path.replace("lead-320.jpg", "share-1200.webp"),
        path.replace(".jpg", ".gif"),
        path + "/",
        "/pictures" + path.removeprefix("/pictures").upper(),
    ]
    answers = [get(other) for other in forged]
    assert all(is_refused(answer, 404) for answer in answers)
    assert len({answer.content for answer in answers}) == 1
    assert len({frozenset(answer.headers.items()) for answer in answers}) == 1


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "%00",
        "..",
        "../originals/x",
        "..%2f..%2fetc%2fpasswd",
        "%0a",
        "x%0d%0aSet-Cookie:%20a=b",
        "\u202e\u00e9\u0301",
        "x" * 5000,
        "0123456789abcdef0123/f1x1-0123456789abcdef/lead-800.jpg%00.html",
        "\u0660" * 20 + "/f1x1-0123456789abcdef/lead-800.jpg",
        "//evil.example/",
        "?at=2026-11-22T18:00",
    ],
)
def test_11_hostile_paths_find_nothing(
    rest: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert is_refused(get(f"/pictures/{rest}"), 404)


def test_a_question_behind_the_address_changes_nothing(image: Image) -> None:
    path = address_of(image, "lead", 320, "jpg")
    client = Client(headers={"Cookie": "newsroom_session=anything"})
    asked = client.get(f"{path}?at=2030-01-01T00:00&%00=")
    assert asked.headers == get(path).headers


def test_rights_end_at_their_instant(image: Image, clock: time_machine.Traveller) -> None:
    image.expires_at = NOW + timedelta(hours=1)
    image.save()
    path = address_of(image, "lead", 320, "jpg")
    assert get(path)["Cache-Control"] == "public, max-age=3600, s-maxage=3600"
    clock.move_to(image.expires_at - timedelta(microseconds=1))
    assert get(path)["Cache-Control"] == "public, max-age=0, s-maxage=0"
    clock.move_to(image.expires_at)
    assert is_refused(get(path), 410)


@pytest.mark.parametrize(("why", "status"), [("withdrawn", 410), ("legal", 451)])
def test_what_was_taken_down_is_gone_though_it_is_stored(
    image: Image, why: str, status: int
) -> None:
    path = address_of(image, "lead", 320, "jpg")
    etag = get(path)["ETag"]
    Image.objects.update(taken_down_at=NOW, taken_down_why=why)
    assert image.file is not None
    for at in (path, address_of(image, "card", 640, "avif")):
        response = get(at, If_None_Match=etag)
        assert is_refused(response, status)
        assert response["Cache-Tag"] == f"picture-{image.pk}"


def test_it_is_there_again_when_it_is_put_back(image: Image) -> None:
    path = address_of(image, "lead", 320, "jpg")
    Image.objects.update(taken_down_at=NOW, taken_down_why="withdrawn")
    assert get(path).status_code == 410
    Image.objects.update(taken_down_at=None, taken_down_why="")
    assert get(path).status_code == 200


def test_a_picture_taken_down_while_it_is_made_is_not_served(
    image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = address_of(image, "lead", 320, "jpg")
    write = stored.write

    def taken_down_meanwhile(name: str, data: bytes) -> None:
        write(name, data)
        Image.objects.update(taken_down_at=NOW, taken_down_why="withdrawn")

    monkeypatch.setattr(stored, "write", taken_down_meanwhile)
    assert is_refused(get(path), 410)
    assert stored.read(path[1:]) is None


def test_addresses_of_a_replaced_file_go_on(image: Image) -> None:
    old = address_of(image, "lead", 320, "jpg")
    make_file(image, (1200, 1200))
    assert get(old).status_code == 200
    assert get(address_of(image, "lead", 320, "jpg")).status_code == 200
    Image.objects.update(taken_down_at=NOW, taken_down_why="legal")
    assert is_refused(get(old), 451)


def test_a_former_credit_leads_on_to_the_present_one(image: Image) -> None:
    old = address_of(image, "lead", 320, "jpg")
    get(old)
    image.credit = "Somebody else"
    image.save()
    new = address_of(image, "lead", 320, "jpg")
    response = get(old)
    assert is_refused(response, 302)
    assert response["Location"] == new
    assert b"Somebody else" in get(new).content
    never = old.replace("f500x500", "f1x1")
    assert is_refused(get(never), 404)


def test_another_width_stands_in_while_all_places_are_taken(
    image: Image, settings: Settings
) -> None:
    settings.PICTURE_RENDERS = 1
    near, path = (address_of(image, "lead", width, "jpg") for width in (320, 480))
    with places.one_of("render", 1), places.one_of("waiting", 1), places.one_of("waiting", 2):
        refused = get(path)
        assert is_refused(refused, 503)
        assert refused["Retry-After"] == "2"
    get(near)
    with places.one_of("render", 1):
        response = get(path)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert opened(response.content).size == (320, 180)
    assert opened(get(path).content).size == (480, 270)


def test_where_all_are_busy_a_coarse_picture_stands_in_but_on_no_share_card(
    image: Image, settings: Settings
) -> None:
    settings.PICTURE_RENDERS = 1
    get(address_of(image, "thumbnail", 400, "jpg"))
    path = address_of(image, "lead", 800, "avif", crop="250,250,500,500")
    with places.one_of("render", 1), places.one_of("waiting", 1), places.one_of("waiting", 2):
        response = get(path)
        assert is_refused(get(address_of(image, "share", 1200, "jpg")), 503)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].endswith('-lead-800.jpg"')
    assert response["Cache-Control"] == "no-store"
    assert opened(response.content).size == (400, 225)
    assert get(path)["Content-Type"] == "image/avif"


def test_a_command_makes_what_is_missing_of_what_may_be_shown(
    image: Image, transactional_db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = make_image(expires_at=NOW)
    make_file(ended)

    call_command("make_renditions", specs=["card"], formats=["avif"])

    assert "There are 2 renditions." in capsys.readouterr().out
    assert stored.read(address_of(image, "card", 640, "avif")[1:])
    assert not stored.read(address_of(image, "card", 640, "webp")[1:])
    assert not stored.read(address_of(ended, "card", 640, "avif")[1:])


def test_a_master_that_is_missing_is_no_error_of_the_reader(image: Image) -> None:
    assert image.file is not None
    storages["originals"].delete(image.file.master)
    assert is_refused(get(address_of(image, "lead", 320, "jpg")), 503)


def test_the_common_renditions_are_made_beforehand(image: Image) -> None:
    assert renditions.make_common(image, seconds=60) > 0
    for spec, width in (("lead", 800), ("card", 640), ("inline", 800), ("portrait", 480)):
        for fmt in FORMATS:
            assert stored.read(address_of(image, spec, width, fmt)[1:]), (spec, fmt)
    assert stored.read(address_of(image, "thumbnail", 240, "webp")[1:])
    assert stored.read(address_of(image, "lead", 480, "avif")[1:])
    assert not stored.read(address_of(image, "lead", 320, "webp")[1:])


def test_when_the_time_is_over_the_rest_is_left_for_later(image: Image) -> None:
    assert renditions.make_common(image, seconds=0) == 0
    assert renditions.make_common(make_image()) == 0


def test_nothing_is_made_beforehand_of_what_was_taken_down(image: Image, media: Path) -> None:
    Image.objects.update(taken_down_at=NOW)
    assert renditions.make_common(image, seconds=60) == 0
    assert not [path for path in media.glob("renditions/**/*") if path.is_file()]


def test_renditions_of_all_files_are_forgotten(image: Image, media: Path) -> None:
    get(address_of(image, "lead", 320, "jpg"))
    make_file(image, (1200, 1200))
    get(address_of(image, "lead", 320, "jpg"))
    other = make_image()
    make_file(other, (900, 900))
    kept = address_of(other, "lead", 320, "jpg")
    get(kept)
    renditions.forget(image)
    left = [path for path in media.glob("renditions/**/*") if path.is_file()]
    assert left == [media / "renditions" / kept[1:]]


def test_10_no_rendition_carries_what_the_original_says() -> None:
    image = make_image()
    exif = files.segment(0xE1, b"Exif\0\0MM\0*GPS 45.43 N, camera 12345")
    original = files.with_segments(files.saved(files.scene(size=(640, 480)), "JPEG"), exif)
    make_file(image, (640, 480), original=original)
    for fmt in TYPES:
        content = get(address_of(image, "inline", 320, fmt)).content
        assert b"45.43" not in content
        assert b"12345" not in content
        assert b"Anna Bianchi/Agency" in content


def test_originals_have_no_address(image: Image) -> None:
    file = ImageFile.objects.get()
    for name in (file.original, file.master, file.key, file.sha256):
        assert get(f"/pictures/{name}").status_code == 404
