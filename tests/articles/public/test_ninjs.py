"""Stories as IPTC ninjs: complete, valid, and nothing left of what was taken down."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Edition, Section
from tests.articles.ninjs_schema import wrongs
from tests.articles.public.pages import change
from tests.articles.public.test_pictures import made, picture
from tests.stories import (
    byline,
    make_author,
    make_section,
    make_site,
    make_topic,
    published,
    take_down,
    text,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "media")]
HOUR = timedelta(hours=1)
MEDIA_TYPE = "application/json; charset=utf-8"


@pytest.fixture
def world() -> Section:
    make_site()
    return make_section("World", it="Mondo")


def address(edition: Edition) -> str:
    return f"/api/v1/stories/{edition.story.uuid}/ninjs"


def ninjs(client: Client, edition: Edition, status: int = 200) -> dict[str, Any]:
    answer = client.get(address(edition))
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, MEDIA_TYPE)
    item: dict[str, Any] = answer.json()
    assert wrongs(item) == []
    return item


def full_story(by: User, world: Section, now: Any) -> Edition:
    """A story with something of everything, corrected once."""
    author, topic, lead = (
        make_author(),
        make_topic("Porti è"),
        made(
            (2400, 1800),
            usage_terms="One use.",
            copyright_notice="© Agency",
            web_statement="https://agency.example/è",
            expires_at=now + HOUR,
            digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
        ),
    )
    edition = published(
        by,
        world,
        now=now - HOUR,
        headline="L'Aquila: “È aperto” <b>",
        slug="è-aperto",
        kicker="Ports",
        dateline="Halmyra",
        format="analysis",
        lead_image=str(lead.uuid),
        lead_alt="Boats.",
        topics=(topic.uuid,),
        bylines=(byline("Anna Bianchi", "Editor", author), byline("Luca Neri")),
        parts=(text('<p>It <em>is</em> <a href="/about/">open</a>.</p>'), picture(made())),
    )
    return change(edition, by, now, "It was Monday.")


def test_a_story_says_who_when_and_in_which_words(
    client: Client,
    administrator: User,
    world: Section,
    now: Any,
    django_assert_max_num_queries: Any,
) -> None:
    live = full_story(administrator, world, now)
    with django_assert_max_num_queries(8):
        item = ninjs(client, live)

    assert item["uri"] == live.story.uuid.urn
    assert item["standard"]["name"] == "ninjs" and item["standard"]["version"] == "3.1"
    assert (item["version"], item["pubStatus"], item["language"]) == ("2", "usable", "en")
    assert (item["firstCreated"], item["versionCreated"]) == (
        "2025-11-22T16:05:00Z",
        "2025-11-22T17:05:00Z",
    )
    assert [one["value"] for one in item["headlines"]] == ["L'Aquila: “È aperto” <b>", "Ports"]
    told = {one["role"]: one["value"] for one in item["descriptions"]}
    assert told["standfirst"] == live.standfirst
    assert told["correction"] == "22 November 2025: It was Monday."
    bodies = {one["contentType"]: one["value"] for one in item["bodies"]}
    assert '<a href="http://testserver/about/">open</a>' in bodies["text/html"]
    assert bodies["text/plain"] == "It is open."
    assert item["bodies"][1]["wordCount"] == 3


def test_a_story_says_whose_it_is_and_what_belongs_to_it(
    client: Client, administrator: User, world: Section, now: Any
) -> None:
    item = ninjs(client, full_story(administrator, world, now))
    assert item["by"] == "Anna Bianchi and Luca Neri"
    assert [one.get("literal") for one in item["people"]] == ["Editor", None]
    assert item["people"][0]["uri"].startswith("http://testserver/author/")
    assert {(one["name"], one["rel"]) for one in item["subjects"]} == {
        ("World", "section"),
        ("Porti è", "about"),
    }
    assert (item["located"], item["genres"][0]["literal"]) == ("Halmyra", "analysis")
    assert item["copyrightNotice"] == "© 2025 The Lantern"
    assert {one["role"]: one["value"] for one in item["altIds"]}["url"].endswith("/%C3%A8-aperto/")
    assert [one["href"] for one in item["trustIndicators"]] == [
        "http://testserver/corrections/",
        "http://testserver/world/%C3%A8-aperto/history/",
    ]
    first, second = item["associations"]
    assert (first["rel"], second["rel"]) == ("mainpicture", "picture")
    assert first["usageTerms"] == "One use." and first["copyrightNotice"] == "© Agency"
    assert first["expires"] == "2025-11-22T18:05:00Z"
    assert first["rightsInfo"] == {"linkedRights": "https://agency.example/%C3%A8"}
    assert {one["role"]: one["value"] for one in first["descriptions"]} == {"alt": "Boats."}
    widths = {one["name"]: one["width"] for one in first["renditions"]}
    assert widths["wide"] == 2400


def test_a_picture_leaves_with_its_rights(
    client: Client, administrator: User, world: Section, now: Any, clock: Any
) -> None:
    image = made(expires_at=now + HOUR)
    edition = published(administrator, world, lead_image=str(image.uuid))
    assert len(ninjs(client, edition)["associations"]) == 1
    clock.shift(2 * HOUR)
    item = ninjs(client, edition)
    assert "associations" not in item and "/pictures/" not in str(item)


def test_19_of_what_was_taken_down_a_status_is_left(
    client: Client, administrator: User, world: Section, now: Any, clock: Any
) -> None:
    ended = {
        why: published(administrator, world, headline=f"Walrus {why}", now=now - HOUR)
        for why in ("withdrawn", "legal", "mistake")
    }
    for why, edition in ended.items():
        take_down(edition.story, administrator, why=why, now=now)
    clock.shift(1)
    for why, status in {"withdrawn": 410, "legal": 451}.items():
        item = ninjs(client, ended[why], status)
        assert item.keys() == {"uri", "standard", "pubStatus", "versionCreated"}
        assert item["pubStatus"] == "canceled"
        assert item["uri"] == ended[why].story.uuid.urn
        assert client.get(address(ended[why])).headers["Cache-Tag"]
    mistaken = client.get(address(ended["mistake"]))
    assert mistaken.status_code == 404 and "alrus" not in mistaken.content.decode()
    assert client.get("/api/v1/stories/4d6b6cb9-2d4d-4f3e-9c3b-000000000000/ninjs").json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "Readers know no story by this uuid.",
    }
