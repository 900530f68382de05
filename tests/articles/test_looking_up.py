"""Looking up embeds: what strangers' sites may say, and what becomes of it."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.test import Client
from PIL import Image as Drawing

from accounts.models import User
from articles.admin.looking_up import MOST_A_MINUTE
from articles.embeds import Frame
from articles.looking_up import _by_oembed
from articles.models import Section, Story
from fetching import Unfetchable
from images.models import Image
from tests.articles.form import address, sign_in
from tests.fetching.outside import Outside, outside
from tests.stories import make_section, make_site, make_story

pytestmark = pytest.mark.usefixtures("clock", "media")


@pytest.fixture(scope="module")
def server() -> Iterator[Outside]:
    with outside() as place:
        yield place


@pytest.fixture
def section(db: None) -> Section:
    make_site()
    return make_section()


@pytest.fixture
def story(admin_user: User, section: Section) -> Story:
    cache.clear()
    return make_story(admin_user, section)


@pytest.fixture
def desk(admin_user: User, server: Outside, monkeypatch: pytest.MonkeyPatch) -> Client:
    of_stories: Any = admin.site._registry[Story]
    monkeypatch.setattr(of_stories, "outside", server.policy())
    return sign_in(admin_user)


def drawn() -> bytes:
    file = BytesIO()
    Drawing.new("RGB", (320, 180), "teal").save(file, "PNG")
    return file.getvalue()


def asked(desk: Client, story: Story, url: str) -> dict[str, Any]:
    response = desk.post(address(story, "look-up"), {"url": url})
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


def test_page_tells_title_author_and_picture(
    desk: Client, story: Story, server: Outside, admin_user: User
) -> None:
    page = """<html><head><title>Not this</title>
        <meta property="og:title" content="The gates &amp; the&#8232; tide">
        <meta name=author content='Ada <b>Rossi</b>'><meta property="og:image" content="/still.png">
        <meta property="og:site_name" content="Lagoon TV"></head>"""
    server.says("/video", page.encode())
    server.says("/still.png", drawn(), "image/png")
    answer = asked(desk, story, server.url("/video"))
    image = Image.objects.get()
    assert answer == {
        "values": {
            "title": "The gates & the tide",
            "author": "Ada <b>Rossi</b>",
            "provider": "Lagoon TV",
            "ratio": "",
            "thumbnail": str(image.uuid),
        },
        "said": "Title, author and picture are filled in.",
    }
    assert (image.credit, image.creators, image.uploaded_by) == (
        "Lagoon TV",
        "Ada <b>Rossi</b>",
        admin_user,
    )
    assert asked(desk, story, server.url("/video"))["values"]["thumbnail"] == str(image.uuid)


def test_what_is_not_there_is_said_and_hostile_pictures_are_refused(
    desk: Client, story: Story, server: Outside
) -> None:
    server.says("/bare", b"<title>Only this</title>", "text/html; charset=nonsense")
    server.says(
        "/bad",
        b"<title>Bad</title><meta property=og:image content=/script.svg>"
        b"<meta property=og:image:secure_url content=http://169.254.169.254/x.png>",
    )
    bare = asked(desk, story, server.url("/bare"))
    assert bare["values"]["title"] == "Only this"
    assert bare["said"] == "Not found there: who made it, picture. Type it or leave it out."
    bad = asked(desk, story, server.url("/bad"))
    assert bad["values"]["thumbnail"] == ""
    assert "not a public one" in bad["said"] or "looked up" in bad["said"]
    assert not Image.objects.exists()


def test_36_desk_reaches_nothing_that_is_not_public(admin_user: User, story: Story) -> None:
    own = sign_in(admin_user)  # with the policy of every real site
    for url in ("http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "file:///etc/passwd"):
        answer = asked(own, story, url)
        assert answer["values"] == {}
        assert answer["said"].endswith("Type title and author yourself.")


def test_only_who_writes_the_story_may_ask_and_not_all_the_time(
    desk: Client, story: Story, reporter: User
) -> None:
    other = sign_in(reporter)
    assert other.post(address(story, "look-up"), {"url": "x"}).status_code == 404
    assert desk.get(address(story, "look-up")).status_code == 405
    for _time in range(MOST_A_MINUTE):
        asked(desk, story, "nonsense")
    again = desk.post(address(story, "look-up"), {"url": "nonsense"})
    assert (again.status_code, again.json()["values"]) == (429, {})


@pytest.mark.parametrize("body", [b"[]", b'{"title": ["x"], "width": "9"}', b'{"html": 1}'])
def test_oembed_of_another_form_says_nothing(server: Outside, body: bytes) -> None:
    server.says("/oembed", body, "application/json")
    frame = Frame(provider="X", src="https://x/", ratio="", oembed=server.url("/oembed"))
    found = _by_oembed(frame, server.policy())
    assert (found.title, found.author, found.thumbnail, found.ratio) == ("", "", "", "")


def test_oembed_tells_video_and_post(server: Outside) -> None:
    told = {
        "html": "<blockquote><p>The tide<br>is <a href='x'>early</a></p>— Ada</blockquote>",
        "author_name": "Ada",
        "width": 1080,
        "height": 1920,
        "thumbnail_url": "https://i.example/a.jpg",
    }
    server.says("/oembed", json.dumps(told).encode(), "application/json")
    frame = Frame(provider="X", src="https://x/", ratio="", oembed=server.url("/oembed"))
    found = _by_oembed(frame, server.policy())
    assert (found.title, found.author, found.ratio) == ("The tide is early", "Ada", "9:16")
    server.says("/oembed", b"[" * 100_000, "application/json")
    with pytest.raises(Unfetchable, match="another kind"):
        _by_oembed(frame, server.policy())
