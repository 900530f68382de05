"""Renditions in a folder: stored whole, made once however many ask, a few at a time."""

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from pathlib import Path

import pytest

from images import making, places, stored
from images.addresses import parse, rendition_path
from images.specs import Frame

KEY = "0123456789abcdef0123"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    local = "django.core.files.storage.FileSystemStorage"
    place = tmp_path / "renditions"
    renditions = {"BACKEND": local, "OPTIONS": {"location": place}}
    settings.STORAGES = settings.STORAGES | {"renditions": renditions}
    return place


def at(width=800, *, fmt="avif", spec="lead", rights="rights"):
    address = parse(rendition_path(KEY, Frame(), rights, spec, width, fmt))
    assert address is not None
    return address


def wanted():
    return True


def never():
    raise AssertionError("This is not to be rendered.")


def nothing():
    return None


def test_what_was_made_is_stored_under_its_address(folder):
    assert making.make(at(), lambda: b"picture", wanted, nothing) == making.Made(b"picture")
    assert (folder / at().name).read_bytes() == b"picture"
    assert making.make(at(), never, wanted, nothing) == making.Made(b"picture")


def test_nothing_else_is_left_in_the_folder(folder):
    making.make(at(), lambda: b"picture", wanted, nothing)
    assert [path for path in folder.rglob("*") if path.is_file()] == [folder / at().name]


def test_one_is_made_however_many_ask():
    asked, made, go = threading.Barrier(8), [], threading.Event()

    def render():
        made.append(1)
        assert go.wait(20)
        return b"picture"

    def ask():
        asked.wait()
        return making.make(at(), render, wanted, nothing)

    with ThreadPoolExecutor(8) as threads:
        answers = [threads.submit(ask) for _ in range(8)]
        # Two wait; the others are told at once that there is nothing yet.
        first = islice(as_completed(answers), 5)
        assert [answer.result() for answer in first] == [None] * 5
        go.set()
    results = [answer.result() for answer in answers]
    assert len(made) == 1
    assert results.count(None) == 5
    assert results.count(making.Made(b"picture")) == 3


def test_no_more_are_made_at_once_than_the_setting_says(settings, monkeypatch):
    settings.PICTURE_RENDERS = 1
    monkeypatch.setattr(making, "PATIENCE", 0)
    with places.one_of("render", 1):
        assert making.make(at(), never, wanted, nothing) is None
    assert making.make(at(), lambda: b"picture", wanted, nothing) is not None


def test_the_nearest_width_is_shown_for_now(settings):
    settings.PICTURE_RENDERS = 1
    for width in (320, 640, 2400):
        stored.write(at(width).name, b"%d" % width)
    stored.write(at(800, fmt="webp").name, b"another format")
    stored.write(at(800, spec="square").name, b"another spec")
    stored.write(at(800, rights="former").name, b"other rights")
    with places.one_of("render", 1):
        assert making.make(at(800), never, wanted, nothing) == making.Made(b"640", is_exact=False)


def test_where_there_is_no_place_something_stands_in(settings, monkeypatch, folder):
    settings.PICTURE_RENDERS = 1
    monkeypatch.setattr(making, "PATIENCE", 0)
    coarse = making.Made(b"coarse", is_exact=False, fmt="jpg")
    with places.one_of("render", 1):
        assert making.make(at(), never, wanted, lambda: coarse) == coarse
    assert not (folder / at().name).exists()
    assert making.make(at(), lambda: b"picture", wanted, never) == making.Made(b"picture")


def test_the_whole_of_a_file_is_found_under_any_rights():
    stored.write(at(400, fmt="jpg", spec="thumbnail", rights="former").name, b"whole")
    stored.write(at(240, fmt="jpg", spec="thumbnail").name, b"narrower")
    stored.write(at(640, fmt="webp", spec="thumbnail").name, b"another format")
    crop = rendition_path(KEY, Frame(crop=(0, 0, 500, 500)), "rights", "thumbnail", 640, "jpg")
    stored.write(crop[1:], b"a part")

    assert stored.whole(KEY, "thumbnail", "jpg") == b"whole"
    assert stored.whole("f" * 20, "thumbnail", "jpg") is None


def test_what_is_taken_down_meanwhile_leaves_nothing(folder):
    with pytest.raises(making.NoLongerWanted):
        making.make(at(), lambda: b"picture", lambda: False, nothing)
    assert not (folder / at().name).exists()


def test_a_render_that_fails_frees_its_place(settings):
    settings.PICTURE_RENDERS = 1

    def fail():
        raise OSError("truncated")

    with pytest.raises(OSError, match="truncated"):
        making.make(at(), fail, wanted, nothing)
    assert making.make(at(), lambda: b"picture", wanted, nothing) == making.Made(b"picture")


def test_a_picture_is_shown_even_where_it_cannot_be_stored(folder, caplog):
    folder.write_text("not a folder")
    assert making.make(at(), lambda: b"picture", wanted, nothing) == making.Made(b"picture")
    assert "could not be stored" in caplog.text


def test_everything_of_a_file_is_forgotten_and_of_no_other(folder):
    for rights in ("rights", "former"):
        stored.write(at(rights=rights).name, b"picture")
    other = at().name.replace(KEY, "f" * 20)
    stored.write(other, b"another picture")
    stored.forget(KEY)
    stored.forget(KEY)
    assert [path for path in folder.rglob("*") if path.is_file()] == [folder / other]
    assert not (folder / "pictures" / KEY).exists()
