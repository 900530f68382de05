"""Stories as Markdown: at their own address for who prefers it, and at one that ends in .md."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from articles import redactions
from articles.models import Edition, Section
from tests.articles.public.pages import change
from tests.articles.public.test_pictures import made, picture
from tests.articles.test_commonmark import parsed
from tests.stories import (
    byline,
    make_section,
    make_site,
    publish,
    published,
    quote,
    save,
    take_down,
    text,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "media")]
HOUR = timedelta(hours=1)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.fixture
def world() -> Section:
    make_site()
    return make_section("World", it="Mondo")


def full_story(by: User, world: Section, now: datetime) -> Edition:
    """A story with something of everything; the rights to a picture in it end an hour later."""
    lead, gone = made(), made(expires_at=now + HOUR)
    return published(
        by,
        world,
        now=now - HOUR,
        headline="Harbour *reopens* #1",
        kicker="Ports",
        standfirst="After [a month](javascript:alert(1)).",
        format="analysis",
        dateline="Halmyra",
        lead_image=str(lead.uuid),
        lead_alt="Boats.",
        lead_caption="The port.",
        bylines=(byline("Anna Bianchi", "Editor"), byline("Luca Neri")),
        parts=(
            text('<p>It <em>is</em> <a href="/about/">open</a>.</p>', "What now?"),
            picture(gone),
            quote("We are open.", "The port"),
        ),
    )


def test_a_story_reads_as_its_page(
    client: Client,
    administrator: User,
    world: Section,
    now: datetime,
    clock: Any,
    django_assert_num_queries: Any,
) -> None:
    edition = full_story(administrator, world, now)
    corrected = change(edition, administrator, now, "It was Monday.\nNot Sunday.")
    clock.shift(2 * HOUR)
    with django_assert_num_queries(6):  # a page's, one for corrections and one for pictures
        response = client.get("/world/harbour-reopens-1.md")

    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert response.headers["Link"] == f'<http://testserver{edition.path}>; rel="canonical"'
    written = response.content.decode()
    blocks = written.strip().split("\n\n")
    assert blocks[0] == "# Harbour \\*reopens\\* #1"
    assert blocks[1] == "Analysis · Ports"
    assert blocks[2] == "As of 22 17:05:00.000000."
    assert blocks[3:5] == [
        "Anna Bianchi (Editor) and Luca Neri",
        "Halmyra · Published 22 November 2025, 16:05 UTC · Updated 22 November 2025, 17:05 UTC",
    ]
    assert blocks[5].startswith("![Boats.](http://testserver/pictures/")
    assert blocks[6:] == [
        "The port. Photo: Anna Bianchi/Agency",
        "## What now?",
        "It *is* [open](http://testserver/about/).",
        "> We are open.\n>\n> The port",
        "## Corrections",
        "> **Correction, 22 November 2025**\n>\n> It was Monday.\n>\n> Not Sunday.",
        "___",
        f"The Lantern: <http://testserver{corrected.path}>",
    ]
    headings = [one.tag for one in parsed(written).iter() if str(one.tag)[0] == "h"]
    assert headings == ["html", "head", "h1", "h2", "h2", "hr"]


def test_a_program_says_what_it_prefers(
    client: Client, administrator: User, world: Section
) -> None:
    paths = [
        published(administrator, world).path,
        published(administrator, None, headline="Privacy", format="page").path,
    ]
    for path in paths:
        for accept in (BROWSER, "*/*", "application/json", "text/markdown;q=0.5, text/html"):
            page = client.get(path, headers={"Accept": accept})
            assert page.headers["Content-Type"] == "text/html; charset=utf-8", accept
            assert page.headers["Vary"] == "Accept"
        alternate = f'type="text/markdown" href="{path[:-1]}.md"'
        assert alternate in client.get(path).content.decode()
        for accept in ("text/markdown", "text/markdown, text/html;q=0.9, */*;q=0.1"):
            told = client.get(path, headers={"Accept": accept})
            assert told.headers["Content-Type"] == "text/markdown; charset=utf-8"
            assert told.headers["Vary"] == "Accept"
            assert told.headers["Content-Location"] == f"{path[:-1]}.md"
            assert told.headers["ETag"] != page.headers["ETag"]
            again = {"Accept": accept, "If-None-Match": told.headers["ETag"]}
            assert client.get(path, headers=again).status_code == 304
            assert client.get(path, headers=again).headers["Vary"] == "Accept"
        assert told.content == client.get(f"{path[:-1]}.md").content
        assert set(told.headers["Cache-Tag"].split(",")) <= set(
            page.headers["Cache-Tag"].split(",")
        )


def test_what_became_of_a_story_is_said_here_too(
    client: Client, administrator: User, world: Section, now: Any, clock: Any
) -> None:
    story = published(administrator, world, slug="old", now=now - HOUR).story
    save(story, administrator, slug="new")
    publish(story, administrator, now=now, verb="update")
    moved = client.get("/world/old.md")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/world/new.md")
    save(story, administrator, parts=(text("<p>The name is Smith.</p>"),))
    publish(story, administrator, now=now + HOUR, verb="update")
    clock.shift(2 * HOUR)
    assert "Smith" in client.get("/world/new.md").content.decode()
    redactions.remove_words(
        story=story, passages=["Smith"], reason="Ordered.", by=administrator, now=now + 2 * HOUR
    )
    assert "Smith" not in client.get("/world/new.md").content.decode()
    take_down(story, administrator, now=now + 2 * HOUR, why="legal")
    clock.shift(1)
    for headers in ({}, {"Accept": "text/markdown"}):
        gone = client.get("/world/new.md", headers=headers)
        assert gone.status_code == 451
        assert "The name is" not in gone.content.decode()
    assert client.get("/world/nothing.md").status_code == 404
    assert client.get("/it/world/new.md").status_code == 404
