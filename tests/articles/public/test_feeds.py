"""Feeds: what they carry, that they are well-formed, and that they forget."""

import json
from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client

from accounts.models import User
from articles import redactions
from articles.models import Section, SiteSettings
from tests.articles.public.pages import change, tree_of
from tests.articles.public.test_pictures import made, picture
from tests.stories import (
    byline,
    make_author,
    make_section,
    make_site,
    make_topic,
    publish_many,
    published,
    quote,
    take_down,
    text,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "media")]
ATOM = "{http://www.w3.org/2005/Atom}"
KINDS = {
    "atom.xml": "application/atom+xml; charset=utf-8",
    "rss.xml": "application/rss+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> Section:
    make_site()
    return make_section("World", it="Mondo")


def atom(client: Client, path: str = "/feed/atom.xml") -> Element:
    response = client.get(path)
    assert response.status_code == 200, path
    root: Element = fromstring(response.content)
    return root


def titles(client: Client, path: str) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in atom(client, path).findall(f"{ATOM}entry")]


def test_every_list_has_its_feed(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    topic, author, sport = make_topic(), make_author(), make_section("Sport", position=2)
    topic.texts.update(slug="ports")
    author.texts.update(slug="anna")
    signed = {"topics": (topic.uuid,), "bylines": (byline("A.", author=author),)}
    published(administrator, world, headline="Here", now=now - 2 * MINUTE, **signed)
    published(administrator, sport, headline="There", now=now - MINUTE)
    published(administrator, world, headline="Qui", language="it")

    assert titles(client, "/feed/atom.xml") == ["There", "Here"]
    assert titles(client, "/it/feed/atom.xml") == ["Qui"]
    for path in ("section/world", "topic/ports", "author/anna"):
        assert titles(client, f"/feed/{path}/atom.xml") == ["Here"]
    for path in ("section/nothing", "topic/nothing", "author/nothing", "nothing/nothing"):
        assert client.get(f"/feed/{path}/atom.xml").status_code == 404


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/topic/ports/", ["topic/ports/"]),
        ("/world/", ["section/world/"]),
        ("/corrections/", ["corrections/"]),
        ("/", []),
    ],
)
def test_a_page_names_its_own_feed_and_that_of_the_site(
    client: Client, world: Section, path: str, own: list[str]
) -> None:
    make_topic().texts.update(slug="ports")

    links = tree_of(client, path).findall(".//link[@rel='alternate'][@type]")

    assert [link.get("href") for link in links] == [
        f"/feed/{place}{kind}" for place in (*own, "") for kind in KINDS
    ]


def test_an_entry_has_the_whole_story_with_whole_addresses(
    client: Client, administrator: User, world: Section
) -> None:
    image = made()
    body = '<p>The <a href="/world/">harbour</a> says href="/x" &amp; <a href="#a">more</a>.</p>'
    edition = published(
        administrator,
        world,
        headline="Harbour & <b>quay</b>",
        standfirst="In short.",
        slug="harbour",
        bylines=(byline("Anna Bianchi"), byline("Ugo Neri")),
        lead_image=str(image.uuid),
        parts=(text(body, "Cranes"), picture(image), quote("So be it.", "The mayor")),
    )

    entry = atom(client).find(f"{ATOM}entry")
    assert entry is not None
    content = entry.findtext(f"{ATOM}content") or ""
    item = json.loads(client.get("/feed/feed.json").content)["items"][0]

    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{edition.story.uuid}" == item["id"]
    assert entry.findtext(f"{ATOM}title") == "Harbour & <b>quay</b>" == item["title"]
    assert [a.findtext(f"{ATOM}name") for a in entry.findall(f"{ATOM}author")] == [
        "Anna Bianchi",
        "Ugo Neri",
    ]
    assert '<a href="http://testserver/world/">harbour</a> says href="/x"' in content.replace(
        "&quot;", '"'
    )
    assert 'href="http://testserver/world/harbour/#a"' in content
    assert "<h2>Cranes</h2>" in content
    assert "So be it." in content
    assert 'src="http://testserver/pictures/' in content
    assert item["content_html"] == content
    assert item["image"].startswith("http://testserver/pictures/")
    assert client.get("/feed/rss.xml").content.count(b"<dc:creator>") == 2


def test_summaries_alone_where_the_site_says_so(
    client: Client, administrator: User, world: Section
) -> None:
    SiteSettings.objects.update(feeds_have_text=False, feed_hub="https://hub.example/")
    published(administrator, world, standfirst="In short.", parts=(text("<p>Long.</p>"),))

    found = [client.get(f"/feed/{kind}").content.decode() for kind in KINDS]

    assert all("In short." in feed and "Long." not in feed for feed in found)
    assert all("https://hub.example/" in feed for feed in found)


def test_an_update_keeps_the_identity_and_a_withdrawal_takes_it_away(
    client: Client, administrator: User, world: Section, now: datetime, clock: Any
) -> None:
    edition = published(administrator, world, headline="Here")
    before = atom(client)
    clock.move_to(now + MINUTE)
    change(edition, administrator, now + MINUTE, verb="update")
    after = atom(client)

    assert before.findtext(f".//{ATOM}entry/{ATOM}id") == after.findtext(f".//{ATOM}entry/{ATOM}id")
    assert before.findtext(f"{ATOM}updated") != after.findtext(f"{ATOM}updated")
    assert len(after.findall(f"{ATOM}entry")) == 1

    take_down(edition.story, administrator, now=now + MINUTE)
    clock.move_to(now + 2 * MINUTE)

    assert all(b"Here" not in client.get(f"/feed/{kind}").content for kind in KINDS)


def test_words_that_were_removed_are_in_no_feed(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    edition = published(administrator, world, parts=(text("<p>The old quay is open.</p>"),))
    redactions.remove_words(
        story=edition.story, passages=["old quay"], reason="A judge.", by=administrator, now=now
    )

    assert b"old quay" not in client.get("/feed/atom.xml").content


def test_corrections_have_a_feed(
    client: Client, administrator: User, world: Section, now: datetime, clock: Any
) -> None:
    edition = published(administrator, world, headline="Here")
    change(edition, administrator, now + MINUTE, note="It was two.")
    clock.move_to(now + MINUTE)

    (item,) = json.loads(client.get("/feed/corrections/feed.json").content)["items"]

    assert item["title"] == "Correction: Here"
    assert item["content_text"] == "It was two."


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_says_what_it_is_and_is_not_sent_twice(
    client: Client, administrator: User, world: Section, kind: str
) -> None:
    edition = published(administrator, world)

    first = client.get(f"/feed/{kind}")
    again = client.get(f"/feed/{kind}", headers={"if-none-match": first["ETag"]})

    assert first["Content-Type"] == KINDS[kind]
    assert f"story-{edition.story_id}" in first["Cache-Tag"]
    assert f"http://testserver/feed/{kind}" in first.content.decode()
    assert again.status_code == 304


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [0, 30, 3_000])
def test_a_feed_costs_at_most_five_queries(
    client: Client,
    administrator: User,
    world: Section,
    django_assert_max_num_queries: Any,
    kind: str,
    count: int,
) -> None:
    if count:
        publish_many(administrator, world, count)

    with django_assert_max_num_queries(5):
        assert client.get(f"/feed/{kind}").status_code == 200
