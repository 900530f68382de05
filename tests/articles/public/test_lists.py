"""The home page and the sections."""

import re
from datetime import datetime, timedelta
from typing import Any

import html5lib
import pytest
from django.test import Client

from accounts.models import User
from articles.models import Section, SiteSettings
from tests.stories import make_section, make_site, publish, publish_many, published, save

pytestmark = pytest.mark.usefixtures("clock")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(db: None) -> Section:
    make_site()
    return make_section("World", it="Mondo")


def headlines(client: Client, path: str) -> list[str]:
    """What the list at `path` links to, in order."""
    response = client.get(path)
    assert response.status_code == 200
    tree = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    headings = [h for name in ("h2", "h3") for h in tree.findall(f".//main//article//{name}")]
    order = {id(element): place for place, element in enumerate(tree.iter())}
    links = [(order[id(h)], a.get("href")) for h in headings for a in h.findall(".//a")]
    return [href for _place, href in sorted(links)]


def test_the_home_page_lists_every_section_newest_first(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    culture = make_section("Culture", position=2)
    published(administrator, world, now=now - 3 * MINUTE, headline="Oldest")
    published(administrator, culture, now=now - 2 * MINUTE, headline="Newer")
    published(administrator, world, now=now - MINUTE, headline="Newest")

    assert headlines(client, "/") == ["/world/newest/", "/culture/newer/", "/world/oldest/"]


def test_an_update_keeps_a_storys_place(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    old = published(administrator, world, now=now - 3 * MINUTE, headline="Old")
    published(administrator, world, now=now - 2 * MINUTE, headline="New")
    save(old.story, administrator, standfirst="Updated")
    publish(old.story, administrator, now=now - MINUTE)

    assert headlines(client, "/") == ["/world/new/", "/world/old/"]


def test_a_section_lists_its_own(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    published(administrator, make_section("Culture", position=2), headline="Elsewhere")
    published(administrator, world, headline="Here")

    assert headlines(client, "/world/") == ["/world/here/"]


def test_a_language_lists_its_own(client: Client, administrator: User, world: Section) -> None:
    published(administrator, world, headline="English")
    published(administrator, world, language="it", headline="Italiano")

    assert headlines(client, "/") == ["/world/english/"]
    assert headlines(client, "/it/") == ["/it/mondo/italiano/"]
    assert headlines(client, "/it/mondo/") == ["/it/mondo/italiano/"]


def test_older_pages_go_on_where_the_page_before_ended(
    client: Client, administrator: User, world: Section
) -> None:
    publish_many(administrator, world, 45)
    seen: list[str] = []
    path = "/world/"
    for expected in (20, 20, 5):
        page = headlines(client, path)
        assert len(page) == expected
        seen += page
        older = re.search(r'href="(\?before=[^"]+)"', client.get(path).content.decode())
        path = f"/world/{older[1]}" if older else ""

    assert path == ""
    assert len(set(seen)) == 45


@pytest.mark.parametrize(
    "key",
    ["", "x", "20251122T170500.000000Z", "20269922T170500.000000Z.1", "٢٠٢٦", "1" * 5_000, "\x00"],
)
def test_a_key_that_no_page_has_is_not_found(client: Client, world: Section, key: str) -> None:
    assert client.get("/world/", {"before": key}).status_code == 404


def test_later_pages_are_not_for_search_engines(
    client: Client, administrator: User, world: Section
) -> None:
    publish_many(administrator, world, 25)
    first = client.get("/").content.decode()
    older = re.search(r'href="(\?before=[^"]+)"', first)
    assert older is not None

    assert "noindex" not in first
    assert "noindex" in client.get(f"/{older[1]}").content.decode()


def test_an_empty_site_still_answers(client: Client, db: None) -> None:
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/world/"])
@pytest.mark.parametrize("count", [30, 3_000])
def test_a_front_costs_at_most_eight_queries_and_its_older_pages_five(
    client: Client,
    administrator: User,
    world: Section,
    django_assert_max_num_queries: Any,
    path: str,
    count: int,
) -> None:
    publish_many(administrator, world, count)

    with django_assert_max_num_queries(8):
        front = client.get(path)
    assert b"front-lead" in front.content
    with django_assert_max_num_queries(5):
        client.get(path, {"before": "20991231T000000.000000Z.1"})


def test_a_language_that_is_switched_off_is_not_found(client: Client, world: Section) -> None:
    SiteSettings.objects.update(languages=["en"])

    assert client.get("/it/").status_code == 404
    assert 'href="/it/"' not in client.get("/").content.decode()


def test_a_retired_section_leaves_the_navigation_and_keeps_its_stories(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    published(administrator, world, headline="Still here")
    world.retired_at = now
    world.save()

    header = client.get("/").content.decode().partition("<main")[0]

    assert 'href="/world/"' not in header
    assert client.get("/world/still-here/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/world/", "/world/here/"])
def test_nothing_in_a_request_changes_a_page(
    client: Client, administrator: User, world: Section, path: str
) -> None:
    published(administrator, world, headline="Here")
    clean = client.get(path)

    odd = client.get(
        path,
        headers={"accept-language": "it", "x-forwarded-host": "evil.example", "cookie": "a=b"},
    )

    assert odd.content == clean.content
    assert "Set-Cookie" not in clean
    assert "Cookie" not in clean.get("Vary", "")


@pytest.mark.parametrize("path", ["/", "/world/", "/world/here/"])
def test_an_unchanged_page_is_not_sent_again(
    client: Client, administrator: User, world: Section, path: str
) -> None:
    published(administrator, world, headline="Here")
    etag = client.get(path)["ETag"]

    assert client.get(path, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("path", ["/", "/world/"])
def test_a_page_is_only_read(client: Client, world: Section, path: str) -> None:
    assert client.post(path).status_code == 405


def test_a_section_names_its_other_languages(client: Client, world: Section) -> None:
    markup = client.get("/world/").content.decode()

    assert 'hreflang="it"' in markup
    assert "/it/mondo/" in markup
