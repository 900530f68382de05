"""Stories as partners get them: the same as on the pages, at the same instant."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from articles import readdressing
from articles.models import Section
from tests.articles.public.api import STORIES, listed
from tests.articles.public.test_pictures import made
from tests.conftest import NOW
from tests.stories import (
    byline,
    make_author,
    make_section,
    make_site,
    make_topic,
    publish_many,
    published,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "media")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> Section:
    make_site()
    return make_section("World", it="Mondo")


def test_stories_are_listed_by_what_they_are_filed_under(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    topic, author, sport = make_topic(), make_author(), make_section("Sport", position=2)
    topic.texts.update(slug="ports")
    author.texts.update(slug="anna")
    signed = {"topics": (topic.uuid,), "bylines": (byline("A.", "Editor", author),)}
    here = published(
        administrator,
        world,
        headline="Here",
        now=now - 2 * MINUTE,
        **signed,
    )
    published(administrator, sport, headline="There", now=now - MINUTE)
    published(administrator, world, headline="Qui", language="it")

    assert listed(client) == ["There", "Here"]
    assert listed(client, language="it") == ["Qui"]
    for name, words in (("section", "world"), ("topic", "ports"), ("author", "anna")):
        uuid = {"section": world, "topic": topic, "author": author}[name].uuid
        assert listed(client, **{name: words}) == listed(client, **{name: str(uuid)}) == ["Here"]
        assert client.get(STORIES, {name: "nothing"}).status_code == 404
    assert listed(client, section="sport", topic="ports") == []
    when = here.first_published_at.isoformat()
    assert listed(client, since=when) == ["There", "Here"]
    assert listed(client, until=when) == []


def test_a_story_in_a_list_says_what_a_card_shows(
    client: Client, administrator: User, world: Section
) -> None:
    topic, author, image = make_topic(), make_author(), made(alt="A quay.")
    author.texts.update(slug="anna")
    here = published(
        administrator,
        world,
        topics=(topic.uuid,),
        bylines=(byline("A.", "Editor", author), byline("B.")),
        lead_image=str(image.uuid),
    )

    (told,) = client.get(STORIES).json()["stories"]

    assert told["uuid"] == str(here.story.uuid)
    assert told["url"] == f"http://testserver{here.path}"
    assert (told["section"]["slug"], told["topics"][0]["name"]) == ("world", "Ports")
    anna = {
        "uuid": str(author.uuid),
        "name": "Anna Bianchi",
        "slug": "anna",
        "url": "http://testserver/author/anna/",
    }
    assert told["bylines"] == [
        {"name": "A.", "role": "Editor", "author": anna},
        {"name": "B.", "role": "", "author": None},
    ]
    assert told["picture"]["alt"] == "A quay."
    assert {one["type"] for one in told["picture"]["renditions"]} == {"image/jpeg"}


def test_a_renamed_section_is_found_by_its_former_slug(
    client: Client, administrator: User, world: Section
) -> None:
    published(administrator, world, headline="Here")
    readdressing.rename(section=world, language="en", slug="planet", by=administrator, now=NOW)
    assert listed(client, section="planet") == listed(client, section="world") == ["Here"]


def test_a_list_goes_on_at_the_next_address_and_ends(
    client: Client, administrator: User, world: Section
) -> None:
    publish_many(administrator, world, 7)
    seen, address = [], f"http://testserver{STORIES}?limit=3&section=world"
    while address:
        page = client.get(address.removeprefix("http://testserver")).json()
        seen += [story["headline"] for story in page["stories"]]
        address = page["next"]
    assert seen == ["The first of many", *(f"Story {n}" for n in range(6))]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("cursor=forged", "cursor"),
        ("cursor=1.1%00", "cursor"),
        ("cursor=%D9%A1.%D9%A1", "cursor"),  # digits of another script
        ("cursor=99999999999999999.1", "cursor"),
        ("cursor=1.1%0A", "cursor"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        (f"limit={'9' * 5000}", "limit"),
        ("limit=1e2", "limit"),
        ("since=0", "since"),
        ("since=2025-11-22", "since"),
        ("since=2025-11-22T18:00", "since"),
        ("since=2025-13-41T18:00:00Z", "since"),
        ("until=0001-01-01T00:00:00%2B14:00", "until"),
        ("until=now", "until"),
        ("section=%00", "section"),
        ("topic=", "topic"),
        (f"author={'x' * 121}", "author"),
        ("author=%ED%A0%80%0A", "author"),
    ],
)
def test_hostile_parameters_are_refused_by_name(
    client: Client, world: Section, query: str, name: str
) -> None:
    answer = client.get(f"{STORIES}?{query}")
    assert answer.status_code == 400, answer.content
    assert [error["parameter"] for error in answer.json()["errors"]] == [name]


@pytest.mark.parametrize(
    "query",
    [
        "cursor=0.0",
        "cursor=9999999999999999.999999999999999999",
        "since=0001-01-01T00:00:00Z&until=9999-12-31T23:59:59.999999Z",
        "since=9999-12-31T23:59:59-00:00",
    ],
)
def test_any_place_and_any_instant_may_be_asked_for(
    client: Client, administrator: User, world: Section, query: str
) -> None:
    published(administrator, world)
    assert client.get(f"{STORIES}?{query}").status_code == 200


@pytest.mark.parametrize("word", ["%F0%9F%90%99", "a/b", "'; --", "%E2%80%AE", "%C3%28", "é" * 120])
def test_odd_names_are_not_there(client: Client, world: Section, word: str) -> None:
    for name in ("section", "topic", "author"):
        assert client.get(f"{STORIES}?{name}={word}").status_code == 404


def test_an_answer_carries_what_it_shows(
    client: Client, administrator: User, world: Section
) -> None:
    image, topic = made(), make_topic()
    edition = published(administrator, world, lead_image=str(image.uuid), topics=(topic.uuid,))
    shown = {"site", f"story-{edition.story_id}", f"picture-{image.pk}"}

    def tags(path: str) -> set[str]:
        return set(client.get(path).headers["Cache-Tag"].split(","))

    assert tags(STORIES) == shown | {"home-en"}
    assert tags(f"{STORIES}?section=world") == shown | {f"section-{world.pk}"}
    assert tags(f"{STORIES}?topic={topic.uuid}") == shown | {f"topic-{topic.pk}"}
    assert tags(f"{STORIES}/{edition.story.uuid}") == shown | {f"section-{world.pk}"}


def test_topics_and_authors_are_listed_where_readers_see_a_story_of_theirs(
    client: Client, administrator: User, world: Section
) -> None:
    topics = [make_topic(f"Topic {n}") for n in range(3)]
    author = make_author()
    make_topic("Empty"), make_author("Nobody")
    signed = (byline("Anna", author=author),)
    published(administrator, world, topics=tuple(t.uuid for t in topics), bylines=signed)

    first = client.get("/api/v1/topics", {"limit": 2}).json()
    second = client.get(first["next"].removeprefix("http://testserver")).json()

    named = [one["name"] for one in first["topics"] + second["topics"]]
    assert named == ["Topic 0", "Topic 1", "Topic 2"] and second["next"] is None
    assert [one["name"] for one in client.get("/api/v1/authors").json()["authors"]] == [
        "Anna Bianchi"
    ]
    assert client.get("/api/v1/topics", {"language": "it"}).json()["topics"] == []


def test_search_finds_what_readers_find(
    client: Client, administrator: User, world: Section, clock: time_machine.Traveller
) -> None:
    sport = make_section("Sport", position=2)
    image = made()
    here = published(administrator, world, headline="Harbour fire", lead_image=str(image.uuid))
    published(administrator, sport, headline="Harbour match", now=NOW - MINUTE)
    clock.shift(1)

    found = client.get("/api/v1/search", {"q": "harbour", "limit": 1})

    told = found.json()
    assert (told["count"], told["has_more_than_counted"]) == (2, False)
    (hit,) = told["hits"]
    assert hit["story"]["uuid"] == str(here.story.uuid) and hit["story"]["picture"]
    assert "".join(piece["text"] for piece in hit["headline"]) == "Harbour fire"
    tags = set(found.headers["Cache-Tag"].split(","))
    assert {"home-en", "home-it", f"story-{here.story_id}", f"picture-{image.pk}"} <= tags
    onward = client.get(told["next"].removeprefix("http://testserver")).json()
    assert [hit["story"]["headline"] for hit in onward["hits"]] == ["Harbour match"]
    assert onward["next"] is None
    of_sport = client.get("/api/v1/search", {"q": "harbour", "section": "sport"}).json()
    assert [hit["story"]["headline"] for hit in of_sport["hits"]] == ["Harbour match"]


@pytest.mark.parametrize(
    "query", ["", "q=", "q=%00", "q=x&cursor=x", "q=x&since=0", "q=x&until=2025-02-30"]
)
def test_a_search_that_cannot_be_understood_is_refused(
    client: Client, world: Section, query: str
) -> None:
    assert client.get(f"/api/v1/search?{query}").status_code == 400


def test_what_search_costs_does_not_depend_on_how_much_it_finds(
    client: Client, administrator: User, world: Section, clock: time_machine.Traveller
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked_for:
            answer = client.get("/api/v1/search", {"q": "harbour", "limit": 100})
        assert answer.status_code == 200
        return len(asked_for)

    for number in range(12):
        if number == 2:
            clock.shift(1)
            first = cost()
        published(administrator, world, headline=f"Harbour {number}", slug=f"harbour-{number}")
    clock.shift(1)
    assert cost() == first <= 10


@pytest.mark.parametrize("count", [1, 100])
def test_a_list_costs_six_queries_at_most(
    client: Client, administrator: User, world: Section, count: int
) -> None:
    topic = make_topic()
    published(
        administrator, world, topics=(topic.uuid,), bylines=(byline("A.", author=make_author()),),
        lead_image=str(made().uuid),
    )  # fmt: skip
    if count > 1:
        publish_many(administrator, world, count)
    for asked, most in (({}, 5), ({"section": "world"}, 5), ({"topic": str(topic.uuid)}, 6)):
        with CaptureQueriesContext(connection) as asked_for:
            client.get(STORIES, {"limit": 100, **asked})
        assert len(asked_for) <= most, [query["sql"] for query in asked_for]
