"""Outer caches and the desk: told of what must go, and a warning while one was not told."""

import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.audit import lines_about
from accounts.models import User
from articles import pictures
from articles.models import Section
from images.models import TakenDown
from images.rights import address_of
from pagecache import purging
from pagecache.models import Purge
from tests.articles.desk import answer, words_of
from tests.articles.form import address, sign_in
from tests.articles.public.test_pictures import made, picture
from tests.conftest import NOW
from tests.images import files
from tests.pagecache.recording import Recorder, at_rest, couriers, recorder
from tests.stories import make_section, make_site, published, text

__all__ = ["couriers", "recorder"]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("couriers", "media"),
]

GONE: dict[str, str] = {
    "why": "withdrawn",
    "notice": "We withdrew this story.",
    "reason": "A source withdrew.",
}


@pytest.fixture
def cache(recorder: Recorder, settings: Settings) -> Recorder:
    """A cache that the settings name."""
    settings.CACHE_PURGE_URLS = [recorder.url]
    return recorder


@pytest.fixture
def world(administrator: User) -> Section:
    make_site()
    return make_section("World")


def tags_told(cache: Recorder) -> set[str]:
    """All that the cache was told to forget."""
    at_rest()
    return set().union(*(call.tags for call in cache.calls))


def tags_at(path: str) -> set[str]:
    return set(Client().get(path).headers["Cache-Tag"].split(","))


def test_19_a_story_is_gone_within_a_second_and_each_page_that_showed_it_is_purged(
    administrator: User, world: Section, cache: Recorder
) -> None:
    here = published(administrator, world, headline="Harbour")
    beside = published(administrator, world, headline="Quay")
    showed = [here.path, f"{here.path}history/", "/", "/world/", beside.path]
    warm = {path: tags_at(path) for path in showed}
    at_rest()
    cache.calls.clear()

    desk = sign_in(administrator)
    assert desk.post(address(here.story, "take_down"), GONE).status_code == 302
    done = time.monotonic()
    assert cache.told(1)[0].at - done < 1
    assert Client().get(here.path).status_code == 410
    for path in ("/", "/world/", beside.path):
        assert "Harbour" not in words_of(Client().get(path).content.decode())

    told = tags_told(cache)
    assert not [path for path in showed if not warm[path] & told]
    (line,) = lines_about(here.story).filter(action="take_down")
    assert line.detail["reason"] == GONE["reason"]


def test_19_a_picture_is_gone_everywhere_and_each_page_and_file_with_it_is_purged(
    administrator: User, world: Section, cache: Recorder
) -> None:
    image = made()
    here = published(
        administrator, world, lead_image=str(image.uuid), parts=(text(), picture(image))
    )
    showed = [here.path, "/", "/world/", address_of(image, "card", 320, "jpg")]
    warm = {path: tags_at(path) for path in showed}
    at_rest()
    cache.calls.clear()

    pictures.take_down_picture(
        picture=image, why=TakenDown.LEGAL, reason="A judge.", by=administrator, now=NOW
    )
    done = time.monotonic()
    assert cache.told(1)[0].at - done < 1
    assert Client().get(showed[-1]).status_code == 451
    assert image.file is not None
    for path in showed[:-1]:
        assert image.file.key not in Client().get(path).content.decode()
    told = tags_told(cache)
    assert not [path for path in showed if not warm[path] & told]


@pytest.mark.parametrize("deed", ["describe", "put back", "replace", "delete"])
def test_19_what_changes_a_picture_is_told_too(
    administrator: User, cache: Recorder, deed: str, tmp_path: Path
) -> None:
    image = made()
    number = image.pk
    by_now: dict[str, Any] = {"by": administrator, "now": NOW}
    if deed == "put back":
        down = {"why": TakenDown.WITHDRAWN, "reason": "Ours."}
        pictures.take_down_picture(picture=image, **down, **by_now)
        at_rest()
        cache.calls.clear()
        pictures.put_back_picture(picture=image, **by_now)
    elif deed == "replace":
        path = tmp_path / "better"
        path.write_bytes(files.saved(files.scene(size=(640, 480)), "JPEG"))
        pictures.replace_picture(image, path, name="better.jpg", **by_now)
    elif deed == "delete":
        pictures.delete_picture(picture=image, **by_now)
    else:
        pictures.describe_picture(picture=image, fields={"credit": "Bo Berg"}, **by_now)
    cache.told(1)
    assert tags_told(cache) == {"pictures", f"picture-{number}"}


def test_20_where_a_purge_fails_the_withdrawal_holds_the_desk_knows_and_it_is_tried_again(
    administrator: User, world: Section, cache: Recorder, reporter: User
) -> None:
    here = published(administrator, world, headline="Harbour")
    at_rest()
    Purge.objects.all().delete()
    cache.status = 503
    desk = sign_in(administrator)
    assert "Taken down." in answer(desk, here.story, "take_down", **GONE)
    at_rest()
    assert Client().get(here.path).status_code == 410
    assert Purge.objects.get().failures

    index, health = reverse("admin:index"), reverse("admin:health")
    warning = f"The cache {cache.url} has not forgotten what was changed or taken down since"
    assert warning in words_of(desk.get(index).content.decode())
    at_rest()
    assert warning not in words_of(sign_in(reporter).get(index).content.decode())
    at_rest()
    told = words_of(desk.get(health).content.decode())
    assert f"Not well: {cache.url} has not been told of 1 change, since" in told
    assert "HTTP 503" in told
    at_rest()

    cache.status = 204
    cache.calls.clear()
    assert sign_in(reporter).get(index).status_code == 200  # any request of the desk
    assert f"story-{here.story_id}" in tags_told(cache)
    assert purging.troubles(NOW) == []
    assert "has not forgotten" not in words_of(desk.get(index).content.decode())
    assert f"{cache.url} was told of every change." in words_of(desk.get(health).content.decode())


def test_20_a_cache_that_hangs_delays_no_verb_and_no_withdrawal(
    administrator: User, world: Section, cache: Recorder
) -> None:
    here = published(administrator, world, headline="Harbour")
    at_rest()
    cache.way = "hang"
    image = made()
    began = time.monotonic()
    pictures.take_down_picture(
        picture=image, why=TakenDown.WITHDRAWN, reason="Ours.", by=administrator, now=NOW
    )
    assert time.monotonic() - began < 1
    assert Client().get(address_of(image, "card", 320, "jpg")).status_code == 410
    assert Client().get(here.path).status_code == 200
    at_rest()
    assert Purge.objects.filter(failures__gt=0).count() == 1
