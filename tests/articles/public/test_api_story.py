"""One story as partners get it: whole, or what became of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from articles import publishing, redactions
from articles.document import DocumentPart
from articles.models import PARTS, Section, Series, SeriesPart, SeriesText, SiteSettings
from articles.public.api.telling import PART
from tests.articles.public.api import STORIES, listed
from tests.articles.public.pages import change
from tests.articles.public.test_pictures import made, picture
from tests.conftest import NOW
from tests.stories import (
    byline,
    make_author,
    make_section,
    make_site,
    make_story,
    make_topic,
    published,
    take_down,
    text,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "media")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> Section:
    make_site()
    return make_section("World", it="Mondo")


def whole(client: Client, uuid: object) -> Any:
    answer = client.get(f"{STORIES}/{uuid}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_every_kind_of_part_has_its_schema() -> None:
    assert set(PART) == set(PARTS)


def test_a_story_is_told_part_by_part(client: Client, administrator: User, world: Section) -> None:
    inline = made(licence="agency", web_statement="https://agency.example/terms")
    embed = DocumentPart(
        kind="embed", uid=uuid4(), values={"url": "https://video.example/1", "title": "A video"}
    )
    parts = (
        text('<p>The <a href="/world/">harbour</a>.</p>', "Cranes"),
        picture(inline, caption="Boats.", alt="Boats at dawn."),
        DocumentPart(
            kind="quote", uid=uuid4(), values={"quote": "Così sia.", "quote_language": "it"}
        ),
        embed,
    )
    edition = published(administrator, world, headline="Harbour", parts=parts)

    told = whole(client, edition.story.uuid)

    assert [(part["kind"], part["uid"]) for part in told["parts"]] == [
        (part.kind, str(part.uid)) for part in parts
    ]
    first, second, third, fourth = told["parts"]
    assert first["html"] == '<p>The <a href="http://testserver/world/">harbour</a>.</p>'
    assert (first["subheading"], first["subheading_language"]) == ("Cranes", "")
    assert (third["quote"], third["quote_language"]) == ("Così sia.", "it")
    assert fourth["url"] == "https://video.example/1" and fourth["picture"] is None
    assert "<h2>Cranes</h2>" in told["html"] and '<img src="http://testserver/' in told["html"]
    shown = second["picture"]
    assert (shown["caption"], shown["alt"]) == ("Boats.", "Boats at dawn.")
    assert shown["licence"] == "agency"
    assert shown["rights_url"] == "https://agency.example/terms"
    kinds = {one["type"] for one in shown["renditions"]}
    assert kinds == {"image/avif", "image/webp", "image/jpeg"}
    narrowest = shown["renditions"][0]
    answer = client.get(narrowest["url"].removeprefix("http://testserver"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, narrowest["type"])


def test_a_story_says_who_made_it_and_shows_its_lead_picture(
    client: Client, administrator: User, world: Section
) -> None:
    edition = published(
        administrator,
        world,
        lead_image=str(made().uuid),
        lead_caption="Dawn.",
        topics=(make_topic().uuid,),
        bylines=(byline("Anna Bianchi", author=make_author()), byline("Ugo Neri")),
    )
    told = whole(client, edition.story.uuid)
    assert told["picture"]["caption"] == "Dawn."
    assert [topic["name"] for topic in told["topics"]] == ["Ports"]
    assert [line["author"] and line["author"]["name"] for line in told["bylines"]] == [
        "Anna Bianchi",
        None,
    ]


def test_a_story_says_what_was_corrected_its_series_and_its_other_languages(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    first = published(administrator, world, headline="Harbour", now=now - 10 * MINUTE)
    published(
        administrator,
        world,
        headline="Porto",
        language="it",
        translation_group=first.story.translation_group,
        now=now - 9 * MINUTE,
    )
    change(first, administrator, now - MINUTE, note="It was the other quay.")
    series = Series.objects.create()
    SeriesText.objects.create(series=series, language="en", name="Ports", slug="ports")
    SeriesPart.objects.create(series=series, story=first.story)

    told = whole(client, first.story.uuid)

    assert [(one["kind"], one["note"]) for one in told["corrections"]] == [
        ("correction", "It was the other quay.")
    ]
    assert told["updated_at"] == told["edition_began_at"] > told["first_published_at"]
    assert told["series"] == {
        "name": "Ports", "url": "http://testserver/series/ports/", "position": 1, "of": 1
    }  # fmt: skip
    (other,) = told["translations"]
    assert other["headline"] == "Porto"
    italian = client.get(other["api_url"].removeprefix("http://testserver"))
    assert italian.headers["Content-Language"] == "it"
    SiteSettings.objects.update(languages=["en"])
    assert whole(client, first.story.uuid)["translations"] == []
    assert client.get(other["api_url"]).status_code == 404


def test_what_is_not_live_is_in_no_answer(
    client: Client, administrator: User, world: Section, clock: time_machine.Traveller
) -> None:
    draft = make_story(administrator, world, headline="Draft")
    waiting = make_story(administrator, world, headline="Waits", slug="waits")
    publishing.schedule(
        story=waiting, revision=waiting.revisions.get(), at=NOW + MINUTE, by=administrator, now=NOW
    )
    mistake = published(administrator, world, headline="Mistake", now=NOW - MINUTE)
    take_down(mistake.story, administrator, why="mistake", notice="")
    clock.shift(1)
    assert listed(client) == []
    for story in (draft, waiting, mistake.story):
        assert client.get(f"{STORIES}/{story.uuid}").status_code == 404
    clock.shift(MINUTE)
    assert listed(client) == ["Waits"]
    assert whole(client, waiting.uuid)["headline"] == "Waits"


@pytest.mark.parametrize(("why", "status"), [("withdrawn", 410), ("legal", 451)])
def test_a_story_that_was_taken_down_says_so(
    client: Client, administrator: User, world: Section, why: str, status: int,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    instead = published(administrator, world, headline="Instead", now=NOW - MINUTE)
    edition = published(administrator, world, headline="Harbour", now=NOW - MINUTE)
    take_down(edition.story, administrator, why=why, read_instead=instead.story)
    clock.shift(1)

    answer = client.get(f"{STORIES}/{edition.story.uuid}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )
    told = answer.json()
    assert (told["status"], told["notice"]) == (status, "We withdrew this story.")
    assert told["read_instead"] == f"http://testserver{instead.path}"
    assert ("blocked-by" in answer.headers.get("Link", "")) == (why == "legal")
    assert f"story-{edition.story_id}" in answer.headers["Cache-Tag"].split(",")
    assert "Harbour" not in answer.content.decode()
    assert listed(client) == ["Instead"]


def test_a_story_whose_time_was_up_is_gone(
    client: Client, administrator: User, world: Section, clock: time_machine.Traveller
) -> None:
    edition = published(administrator, world)
    publishing.expire_at(story=edition.story, ends_at=NOW + MINUTE, by=administrator, now=NOW)
    clock.shift(2 * MINUTE)
    told = client.get(f"{STORIES}/{edition.story.uuid}")
    assert (told.status_code, told.json()["notice"]) == (410, "")


def test_removed_words_are_in_no_answer(
    client: Client, administrator: User, world: Section
) -> None:
    edition = published(
        administrator, world, headline="Harbour of Rossi", parts=(text("<p>Said Mario Rossi.</p>"),)
    )
    redactions.remove_words(
        story=edition.story,
        passages=["Rossi"],
        reason="A court said so.",
        by=administrator,
        now=NOW,
    )
    for path in (STORIES, f"{STORIES}/{edition.story.uuid}"):
        assert "Rossi" not in client.get(path).content.decode()


def test_a_picture_is_gone_at_the_end_of_its_rights(
    client: Client, administrator: User, world: Section, clock: time_machine.Traveller
) -> None:
    image = made(expires_at=NOW + MINUTE)
    edition = published(
        administrator, world, lead_image=str(image.uuid), parts=(text(), picture(image))
    )
    told = whole(client, edition.story.uuid)
    assert told["picture"]["rights_end_at"] == told["parts"][1]["picture"]["rights_end_at"]
    clock.shift(MINUTE)
    told = whole(client, edition.story.uuid)
    assert told["picture"] is told["parts"][1]["picture"] is None
    assert "<img" not in told["html"]
    assert client.get(STORIES).json()["stories"][0]["picture"] is None


def test_a_story_costs_eight_queries_at_most(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    image, topic, author = made(), make_topic(), make_author()
    first = published(
        administrator,
        world,
        now=now - 10 * MINUTE,
        topics=(topic.uuid,),
        bylines=(byline("A.", author=author),),
        parts=(text("<p>Said Mario Rossi.</p>"), *(picture(image) for _n in range(20))),
    )
    change(first, administrator, now - MINUTE, note="It was the other quay.")
    redactions.remove_words(
        story=first.story, passages=["Rossi"], reason="A court said so.", by=administrator, now=now
    )
    series = Series.objects.create()
    SeriesText.objects.create(series=series, language="en", name="Ports", slug="ports")
    SeriesPart.objects.create(series=series, story=first.story)
    with CaptureQueriesContext(connection) as asked_for:
        told = client.get(f"{STORIES}/{first.story.uuid}")
    assert told.status_code == 200
    assert len(asked_for) == 8, [query["sql"] for query in asked_for]
