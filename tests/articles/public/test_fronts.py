"""Fronts as readers get them."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils.html import escape

from accounts.models import User
from articles.models import Colour, Section
from images.models import Image
from tests.articles.fronts.arranged import block, front, make_front, slot
from tests.articles.public.pages import change
from tests.articles.public.test_pictures import made
from tests.stories import NOW, make_section, make_site, publish_many, published, take_down

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "media")]


@pytest.fixture
def world() -> Section:
    make_site()
    section = make_section("World", it="Mondo")
    Section.objects.update(colour="blue")
    return section


def page(path: str = "/") -> str:
    return Client().get(path).content.decode()


def test_an_arranged_front_says_what_the_desk_wrote(administrator: User, world: Section) -> None:
    harbour = published(administrator, world, headline="Harbour", kicker="Ports")
    published(administrator, world, headline="Ferry", now=NOW - HOUR)
    words = "<b>Two & two</b>\n\nThree"
    note = block("note", title="A note", text=words)
    own = slot(harbour, headline="The quay <opens>", kicker="Own")
    make_front(front(note, block("lead", own, size=1)), administrator)

    with time_machine.travel(NOW + MINUTE, tick=False):
        shown = page()
    assert "A note</h2>" in re.sub(r"\s+<", "<", shown)
    assert "<p>&lt;b&gt;Two &amp; two&lt;/b&gt;</p>" in shown
    assert escape("The quay <opens>") in shown
    assert "Harbour" not in shown.partition("<main")[2]
    assert "Ferry" not in shown.partition("<main")[2]
    assert 'class="card card-news colour-blue"' in shown
    older = re.search(r'href="(\?before=[^"]+)"', shown)
    assert older is not None
    assert "Ferry" in page(f"/{older[1]}"), "what the front leaves out is in the list below it"


def test_a_story_that_is_taken_down_leaves_every_front_at_once(
    administrator: User, world: Section
) -> None:
    gone = published(administrator, world, headline="Gone")
    arranged = front(block("lead", slot(gone)))
    for section in (None, world):
        make_front(arranged, administrator, section=section)
    with time_machine.travel(NOW + MINUTE, tick=False):
        assert all("Gone" in page(path) for path in ("/", "/world/"))
        take_down(gone.story, administrator, now=NOW + MINUTE)
        assert not any("Gone" in page(path) for path in ("/", "/world/"))


def test_a_picture_of_the_front_goes_when_its_rights_end(
    administrator: User, world: Section
) -> None:
    own, instead = made(), made()
    Image.objects.filter(pk=instead.pk).update(expires_at=NOW + HOUR)
    story = published(administrator, world, lead_image=str(own.uuid))
    make_front(front(block("lead", slot(story, picture=instead.uuid))), administrator)
    tags = {}
    for at in (NOW + MINUTE, NOW + HOUR):
        with time_machine.travel(at, tick=False):
            answer = Client().get("/")
        tags[at] = answer.headers["Cache-Tag"]
        assert f"picture-{instead.pk}" in tags[at]
        assert "<img" in answer.content.decode()
    assert Client().get("/").status_code == 200


def test_thirty_blocks_cost_at_most_eight_queries(
    administrator: User, world: Section, django_assert_max_num_queries: Callable
) -> None:
    publish_many(administrator, world, 300)
    corrected = published(administrator, world, headline="Corrected", now=NOW - MINUTE)
    change(corrected, administrator, NOW, note="It was the other quay.")
    image = made()
    sections = [make_section(f"Section {n}", position=n) for n in range(25)]
    lead = block("lead", slot(corrected, picture=image.uuid), size=9)
    blocks = [block("latest", section=section.uuid, size=4) for section in [world, *sections]]
    others = [block("opinion", size=4), block("grid", size=6), block("corrections", size=3)]
    make_front(front(lead, *blocks, *others), administrator)
    with (
        time_machine.travel(NOW + MINUTE, tick=False),
        django_assert_max_num_queries(8),
    ):
        shown = page()
    assert "It was the other quay." in shown
    assert shown.count("<article") == 9 + 4 + 6


def test_every_colour_of_a_section_is_read_well_on_light_and_on_dark() -> None:
    css = (Path(settings.BASE_DIR) / "static/css/site.css").read_text()
    found = re.findall(r"^( *)\.colour-(\w+) \{ --accent: (#\w{6}); \}", css, re.M)
    assert {name for _indent, name, _colour in found} == {key for key in Colour.values if key}
    for indent, _name, colour in found:
        for ground in ("#211f1b", "#161513") if indent else ("#f6f2e8", "#fffefa"):
            assert contrast(colour, ground) >= 4.5


def contrast(one: str, other: str) -> float:
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
