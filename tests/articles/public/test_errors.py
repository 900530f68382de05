"""Error pages speak the language of the path."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import html5lib
import pytest
from django.test import Client

from accounts.models import User
from articles.publishing import expire_at
from tests.articles.public.pages import HOUR, words
from tests.stories import make_section, make_site, published, take_down

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture(autouse=True)
def site(db: None) -> None:
    make_site()


@pytest.mark.parametrize(
    ("path", "language", "heading"),
    [
        ("/nowhere/", "en", "This page does not exist"),
        ("/no/where/at/all", "en", "This page does not exist"),
        ("/it/nessun-luogo/", "it", "Questa pagina non esiste"),
        ("/it/mondo/nulla/", "it", "Questa pagina non esiste"),
    ],
)
def test_what_is_not_there_is_said_in_the_language_of_the_path(
    client: Client, path: str, language: str, heading: str
) -> None:
    response = client.get(path)

    markup = response.content.decode()
    assert response.status_code == 404
    assert f'lang="{language}"' in markup
    assert heading in markup
    assert "noindex" in markup


def test_a_lost_reader_is_shown_the_newest(client: Client, administrator: User) -> None:
    published(administrator, make_section())

    assert "/world/harbour-reopens/" in client.get("/nowhere/").content.decode()


def tree_of_lost(client: Client, path: str) -> Any:
    """The page of an address where there is none."""
    response = client.get(path)
    assert response.status_code == 404
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def test_a_lost_reader_is_shown_the_newest_of_the_section_of_the_address(
    client: Client, administrator: User
) -> None:
    world, sport = make_section(), make_section("Sport", position=2)
    published(administrator, world)
    published(administrator, sport, headline="Match")

    main = tree_of_lost(client, "/sport/no-such-thing/").find(".//main")
    everywhere = tree_of_lost(client, "/nothing/no-such-thing/").find(".//main")

    assert words(main.find(".//h2")) == "More from Sport"
    assert "Match" in words(main)
    assert "Harbour reopens" not in words(main)
    assert "Harbour reopens" in words(everywhere)


def test_a_story_that_exists_in_another_language_only_is_offered(
    client: Client, administrator: User, now: datetime, clock: Any
) -> None:
    world, group = make_section("World", it="Mondo"), uuid4()
    italian = {"language": "it", "translation_group": group}
    english = published(administrator, world, headline="Flood", translation_group=group)
    ended = published(administrator, world, headline="Alluvione", **italian, now=now - HOUR)
    published(administrator, world, headline="Frana", language="it")
    expire_at(story=ended.story, ends_at=now, by=administrator, now=now - HOUR / 2)

    for path in ("/it/mondo/alluvione/", "/it/mondo/flood/", "/it/world/flood/"):
        answer = client.get(path)
        tree = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
        link = tree.find(".//main//a[@hreflang='en']")
        assert link is not None, path
        assert (link.get("href"), link.get("lang")) == ("/world/flood/", "en")
        assert f"story-{english.story_id}" in answer.headers["Cache-Tag"].split(",")
    offered = words(tree_of_lost(client, "/world/frana/").find(".//main"))
    assert "This story exists in Italian: Frana" in offered
    assert tree_of_lost(client, "/it/x/nulla/").find(".//main//a[@hreflang]") is None
    take_down(english.story, administrator, now=now)
    clock.shift(60)
    assert tree_of_lost(client, "/it/x/flood/").find(".//a[@href='/world/flood/']") is None


@pytest.mark.parametrize("path", ["/%00/", "/world/%ff%fe/", "/" + "x" * 3_000 + "/", "/a//b/"])
def test_odd_addresses_are_simply_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.urls("tests.newsroom.urls")
def test_a_broken_page_says_sorry_without_the_database(client: Client) -> None:
    client.raise_request_exception = False

    response = client.get("/test-500/")

    assert response.status_code == 500
    assert "<h1" in response.content.decode()


@pytest.mark.urls("tests.newsroom.urls")
@pytest.mark.parametrize(("path", "language"), [("/test-500/", "en"), ("/it/test-500/", "it")])
def test_a_broken_page_says_so_in_the_language_of_the_path(path: str, language: str) -> None:
    response = Client(raise_request_exception=False).get(path)

    assert response.status_code == 500
    assert f'lang="{language}"' in response.content.decode()


def test_a_form_without_its_token_is_refused_in_our_own_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})

    assert response.status_code == 403
    assert "not sent from this site" in response.content.decode()
    assert "<style" not in response.content.decode()
