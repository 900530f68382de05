"""A second after the rights to a picture end, or after it is taken down, no answer carries it.

Stories lead with it, show it in their text and in a gallery, in every language, beside others whose
pictures stay. No verb runs when rights end, and no other process: only time passes.
"""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from accounts.models import User
from articles import pictures
from articles.document import DocumentPart
from articles.models import EditionPicture
from images.models import Image
from tests.articles.public.test_clock_crawl import crawl, saying
from tests.images.library import make_file, make_image
from tests.stories import make_section, make_site, make_topic, published, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
SIZE = (1200, 800)  # large enough for a share card
PICTURE = re.compile(r"/pictures/[^\s\"'<>,&\\)]+")


def made(**fields: object) -> Image:
    image = make_image(**fields)
    make_file(image, SIZE)
    return image


def part(image: Image, layout: str = "") -> DocumentPart:
    """A picture in the text."""
    blank = dict.fromkeys(("caption", "alt", "purpose", "crop"), "")
    values = {"image": str(image.uuid), "layout": layout, **blank}
    return DocumentPart(uid=uuid4(), kind="picture", values=values)


@pytest.fixture
def ends(now: datetime) -> datetime:
    """When the rights to one of the pictures end."""
    return now + 2 * HOUR


@pytest.fixture
def leaving(
    administrator: User, now: datetime, ends: datetime, clock: time_machine.Traveller
) -> Image:
    """The picture whose rights end, on a site that shows it wherever a picture can be."""
    make_site()
    world, topic = make_section("World", it="Mondo"), make_topic("Animals", it="Animali")
    image, stays = made(alt="A heron.", expires_at=ends), made(alt="An ibex.")
    for language in ("en", "it"):
        shared = {"language": language, "now": now, "topics": (topic.uuid,)}
        parts = (text(), part(image), part(image, "gallery"), part(stays, "gallery"))
        led = {"lead_image": str(image.uuid), "headline": "A heron", "slug": "first"}
        published(administrator, world, parts=parts, **led, **shared)
        kept = {"lead_image": str(stays.uuid), "headline": "An ibex", "slug": "end"}
        published(administrator, world, **kept, **shared)
        inside = {"headline": "Inside", "slug": "update", "parts": (text(), part(image, "wide"))}
        published(administrator, world, **inside, **shared)
    return image


def key_of(image: Image) -> str:
    image.refresh_from_db()
    assert image.file is not None
    return image.file.key


def addresses_of(image: Image, pages: dict[str, str]) -> set[str]:
    """The addresses of a picture that pages name, in whatever way."""
    found = {path for page in pages.values() for path in PICTURE.findall(page)}
    return {path for path in found if key_of(image) in path}


def read(pages: dict[str, str]) -> dict[str, str]:
    """Without the pictures themselves, whose addresses are asked for apart."""
    return {path: page for path, page in pages.items() if not path.startswith("/pictures/")}


def test_15_a_second_after_its_rights_end_no_answer_carries_a_picture(
    leaving: Image, ends: datetime, clock: time_machine.Traveller
) -> None:
    clock.move_to(ends - SECOND)
    before = read(crawl())
    clock.move_to(ends + SECOND)
    after = read(crawl())

    prefixes = ["", *(f"/{code}" for code, _name in settings.LANGUAGES[1:])]
    shown = {path.partition("?")[0] for path in saying(key_of(leaving), before)}
    assert {f"{prefix}/" for prefix in prefixes} <= shown
    assert {"/world/", "/it/mondo/", "/world/first/", "/it/mondo/first/"} <= shown
    assert {"/world/update/", "/it/mondo/update/"} <= shown
    assert saying(key_of(leaving), after) == set()
    assert "This picture is not available." in after["/world/first/"]
    assert "og:image" in before["/world/first/"]
    assert "og:image" not in after["/world/first/"]
    assert '"image"' not in after["/world/first/"]
    assert "og:image" in after["/world/end/"]
    addresses = addresses_of(leaving, before)
    assert any("/share-" in path for path in addresses)
    assert {Client().get(path).status_code for path in addresses} == {410}


def test_19_a_second_after_it_is_taken_down_no_answer_carries_a_picture(
    leaving: Image,
    administrator: User,
    now: datetime,
    clock: time_machine.Traveller,
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
) -> None:
    clock.move_to(now + HOUR)
    before = crawl()
    addresses = addresses_of(leaving, read(before))
    assert {Client().get(path).status_code for path in sorted(addresses)[:3]} == {200}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        pictures.take_down_picture(
            picture=leaving, why="legal", reason="Court", by=administrator, now=now + HOUR
        )
    clock.shift(SECOND)

    assert saying(key_of(leaving), read(crawl())) == set()
    assert {Client().get(path).status_code for path in addresses} == {451}
    assert EditionPicture.objects.filter(image=leaving).exists()
