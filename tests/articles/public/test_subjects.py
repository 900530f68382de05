"""The pages of topics and of authors."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from articles import pictures, taxonomy
from articles.models import (
    Author,
    AuthorText,
    Edition,
    EditionAuthor,
    EditionTopic,
    Section,
    Topic,
    TopicText,
)
from images.models import TakenDown
from tests.articles.public.pages import json_ld, tree_of, words
from tests.articles.public.test_lists import headlines
from tests.articles.public.test_pictures import made
from tests.stories import (
    byline,
    make_author,
    make_section,
    make_site,
    make_topic,
    publish_many,
    published,
    take_down,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "media")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> Section:
    make_site()
    return make_section("World", it="Mondo")


@pytest.fixture
def ports() -> Topic:
    topic = make_topic("Ports")
    topic.texts.update(slug="ports", description="Quays, cranes and who runs them.")
    return topic


@pytest.fixture
def anna() -> Author:
    author = make_author("Anna Bianchi")
    author.texts.update(slug="anna-bianchi")
    return author


def test_a_topic_lists_its_stories_of_every_section_newest_first(
    client: Client, administrator: User, world: Section, ports: Topic, now: datetime
) -> None:
    culture, on = make_section("Culture", position=2), {"topics": (ports.uuid,)}
    published(administrator, world, headline="Older", now=now - 2 * MINUTE, **on)
    published(administrator, culture, headline="Newer", now=now - MINUTE, **on)
    published(administrator, world, headline="Not on ports")
    gone = published(administrator, world, headline="Gone", now=now - 3 * MINUTE, **on)
    take_down(gone.story, administrator, now=now)

    assert headlines(client, "/topic/ports/") == ["/culture/newer/", "/world/older/"]


def test_a_story_leads_to_its_topics_and_authors(
    client: Client, administrator: User, world: Section, ports: Topic, anna: Author
) -> None:
    names = (byline("A. Bianchi", "In Genoa", author=anna), byline("Agencies"))
    published(administrator, world, headline="Here", topics=(ports.uuid,), bylines=names)

    tree = tree_of(client, "/world/here/")

    assert [(words(a), a.get("href")) for a in tree.findall(".//a[@rel='author']")] == [
        ("A. Bianchi", "/author/anna-bianchi/")
    ]
    assert "/topic/ports/" in [a.get("href") for a in tree.findall(".//footer//a")]
    assert json_ld(tree)[0]["author"] == [
        {"@type": "Person", "name": "A. Bianchi", "url": "http://testserver/author/anna-bianchi/"},
        {"@type": "Person", "name": "Agencies"},
    ]
    assert json_ld(tree)[0]["keywords"] == ["Ports"]


def test_an_author_is_introduced_above_all_stories(
    client: Client, administrator: User, world: Section, anna: Author
) -> None:
    anna.portrait, anna.email = made(), "anna@lantern.example"
    anna.links = "https://social.example/@anna"
    anna.save()
    anna.texts.update(role="Diplomatic correspondent", biography="First.\n\nSecond.")
    published(administrator, world, headline="Hers", bylines=(byline("A. B.", author=anna),))

    tree = tree_of(client, "/author/anna-bianchi/")
    main = tree.find(".//main")
    profile, crumbs = json_ld(tree)

    assert words(tree.find(".//h1")) == "Anna Bianchi"
    for told in ("Diplomatic correspondent", "First. Second.", "anna@lantern.example", "Hers"):
        assert told in words(main)
    assert tree.find(".//header[@class='author']//img") is not None
    assert tree.find(".//a[@rel='me noopener']").get("href") == "https://social.example/@anna"  # type: ignore[union-attr]
    assert profile["@type"] == "ProfilePage"
    assert profile["mainEntity"]["sameAs"] == ["https://social.example/@anna"]
    assert profile["mainEntity"]["image"].startswith("http://testserver/pictures/")
    assert crumbs["itemListElement"][-1]["name"] == "Anna Bianchi"


def test_a_portrait_that_was_taken_down_is_shown_no_more(
    client: Client, administrator: User, world: Section, anna: Author, now: datetime
) -> None:
    anna.portrait = made()
    anna.save()
    assert "img" in client.get("/author/anna-bianchi/").content.decode()

    pictures.take_down_picture(
        picture=anna.portrait, why=TakenDown.WITHDRAWN, reason="Hers.", by=administrator, now=now
    )

    assert "<img" not in client.get("/author/anna-bianchi/").content.decode()
    assert pictures.reasons_not_to_delete(picture=anna.portrait, now=now)


def test_each_language_has_its_page_and_names_the_others(
    client: Client, world: Section, ports: Topic
) -> None:
    TopicText.objects.create(topic=ports, language="it", name="Porti", slug="porti")

    links = tree_of(client, "/topic/ports/").findall(".//link[@hreflang]")

    assert {link.get("hreflang"): link.get("href") for link in links} == {
        "en": "http://testserver/topic/ports/",
        "it": "http://testserver/it/topic/porti/",
    }
    assert client.get("/it/topic/ports/").status_code == 404
    assert client.get("/it/topic/porti/").status_code == 200


def test_what_is_retired_stays_while_stories_carry_it(
    client: Client, administrator: User, world: Section, ports: Topic, now: datetime
) -> None:
    story = published(administrator, world, headline="Here", topics=(ports.uuid,)).story
    taxonomy.retire(taxon=ports, by=administrator, now=now)
    assert client.get("/topic/ports/").status_code == 200

    take_down(story, administrator, now=now + MINUTE)

    assert Client().get("/topic/ports/").status_code == 200
    assert headlines(client, "/topic/ports/") == ["/world/here/"]


@pytest.mark.parametrize("path", ["/topic/ports/", "/author/anna-bianchi/"])
@pytest.mark.parametrize("count", [30, 3_000])
def test_a_list_costs_at_most_five_queries_and_goes_on_by_key(
    client: Client,
    administrator: User,
    world: Section,
    ports: Topic,
    anna: Author,
    django_assert_max_num_queries: Any,
    path: str,
    count: int,
) -> None:
    publish_many(administrator, world, count)
    editions = Edition.objects.all()
    facts = [
        {
            "edition": edition,
            "story_id": edition.story_id,
            "first_published_at": edition.first_published_at,
            "live_from": edition.live_from,
        }
        for edition in editions
    ]
    EditionTopic.objects.bulk_create(EditionTopic(topic=ports, **fact) for fact in facts)
    EditionAuthor.objects.bulk_create(
        EditionAuthor(author=anna, name="Anna", position=0, **fact) for fact in facts
    )

    with django_assert_max_num_queries(5):
        first = client.get(path)
    tree = tree_of(client, path)
    older = tree.find(".//nav[@class='paging']/a[@rel='next']")
    assert older is not None
    second = headlines(client, f"{path}{older.get('href')}")

    assert ("author-" if "author" in path else "topic-") in first.headers["Cache-Tag"]
    assert len(second) == min(20, count - 20)
    assert not set(second) & set(headlines(client, path))


def test_a_story_of_several_topics_and_authors_stands_once_on_an_older_page(
    client: Client, administrator: User, world: Section, ports: Topic, anna: Author, now: datetime
) -> None:
    ugo = make_author("Ugo Neri")
    signed = (byline("Anna", author=anna), byline("Ugo", author=ugo))
    several = {"topics": (ports.uuid, make_topic("Tides").uuid), "bylines": signed}
    edition = published(administrator, world, headline="Here", now=now, **several)
    older = f"?before={now:%Y%m%dT%H%M%S}.999999Z.{edition.story_id + 1}"

    for path in ("/topic/ports/", "/author/anna-bianchi/"):
        assert headlines(client, path + older) == ["/world/here/"]


@pytest.mark.parametrize("path", ["/topic/nothing/", "/author/%00/", "/topic/%F0%9F%90%99/"])
def test_what_nothing_is_named_is_not_found(client: Client, world: Section, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "links", ["javascript:alert(1)", "ftp://a.example", "a", "https://a.example " * 11]
)
def test_links_of_an_author_are_a_few_web_addresses(anna: Author, links: str) -> None:
    anna.links = links
    with pytest.raises(Exception, match="links"):
        anna.full_clean()
    assert AuthorText.objects.filter(author=anna).exists()
