"""How readers pass a story on, and how long it takes to read."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Section
from tests.articles.public.pages import tree_of, words
from tests.stories import byline, make_section, make_site, make_story, published, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def world() -> Section:
    make_site()
    return make_section("World")


def test_a_story_is_sent_and_cited_by_plain_links(
    client: Client, administrator: User, world: Section
) -> None:
    names = (byline("Anna Bianchi"), byline("Ugo Neri"))
    published(administrator, world, headline="Ports & “gates”", slug="ports", bylines=names)

    box = tree_of(client, "/world/ports/").find(".//details[@class='passing-on share']")
    assert box is not None
    links = {words(a): a.get("href") or "" for a in box.findall(".//a")}
    address, citation = (field.get("value") for field in box.findall(".//input"))

    assert address == "http://testserver/world/ports/"
    assert set(links) == {"E-mail", "WhatsApp", "Mastodon", "Bluesky", "Report an error"}
    both = "Ports & “gates” http://testserver/world/ports/"
    assert parse_qs(urlsplit(links["WhatsApp"]).query) == {"text": [both]}
    assert parse_qs(urlsplit(links["Mastodon"]).fragment) == {"text": [both]}
    assert parse_qs(urlsplit(links["E-mail"]).query)["subject"] == ["Ports & “gates”"]
    assert citation == (
        "Anna Bianchi and Ugo Neri: “Ports & “gates””, The Lantern, 22 November 2025, "
        "http://testserver/world/ports/"
    )


def test_standing_pages_and_previews_are_not_passed_on(
    client: Client, administrator: User, world: Section
) -> None:
    published(administrator, None, headline="About", slug="about", format="page")
    story = make_story(administrator, world)
    client.force_login(administrator)

    assert tree_of(client, "/about/").find(".//details[@class='passing-on share']") is None
    preview = client.get(f"/admin/articles/story/{story.pk}/preview/")
    assert preview.status_code == 200
    assert b"passing-on" not in preview.content.split(b"</head>")[1]


@pytest.mark.parametrize(("count", "told"), [(10, "1 minute"), (660, "3 minutes")])
def test_a_story_says_how_long_it_takes_to_read(
    client: Client, administrator: User, world: Section, count: int, told: str
) -> None:
    body = f"<p>{'word ' * count}</p>"
    published(administrator, world, headline="Long", parts=(text(body),))

    assert (
        words(tree_of(client, "/world/long/").find(".//p[@class='minutes']")) == f"{told} to read"
    )
